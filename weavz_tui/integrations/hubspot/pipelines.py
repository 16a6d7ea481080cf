"""The pipelines of deals and their stages: as choices, and which one is meant."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Dropdown, Option, Options, Prop
from weavz_tui.integrations._custom import segment

PIPELINES = "/crm/v3/pipelines/deals"


async def pipelines(ctx: Context) -> Options:
    """The account's pipelines of deals, in their order."""
    found = (await ctx.get(PIPELINES)).get("results") or []
    return _options(found)


async def stages(ctx: Context) -> Options:
    """The stages of the chosen pipeline, in their order."""
    if not (pipeline := chosen_pipeline(ctx)):
        return Options(disabled=True, placeholder="Choose a pipeline first")
    path = f"{PIPELINES}/{segment(pipeline, 'pipeline')}/stages"
    return _options((await ctx.get(path)).get("results") or [])


def chosen_pipeline(ctx: Context) -> str | None:
    """The ID of the pipeline that is meant, if any."""
    found = ctx.inputs.get("pipeline") or ctx.inputs.get("pipeline_dropdown")
    return str(found) if found else None


def chosen_stage(ctx: Context) -> str | None:
    """The ID of the stage that is meant, if any."""
    found = ctx.inputs.get("dealStage") or ctx.inputs.get("deal_stage_dropdown")
    return str(found) if found else None


def _options(found: list[dict[str, Any]]) -> Options:
    usable = [each for each in found if not each.get("archived")]
    usable.sort(key=lambda each: int(each.get("displayOrder") or 0))
    return Options(options=tuple(Option(label=each["label"], value=each["id"]) for each in usable))


PipelineChoice = Annotated[
    str,
    Prop(key="pipeline_dropdown", title="Pipeline", description="The pipeline of the deal."),
    Dropdown(pipelines),
]
PipelineId = Annotated[
    str,
    Prop(key="pipeline", title="Pipeline ID", description="Its ID; wins over the choice above."),
]
StageChoice = Annotated[
    str,
    Prop(key="deal_stage_dropdown", title="Stage", description="Where in it the deal stands."),
    Dropdown(stages, refreshers=["pipeline_dropdown", "pipeline"]),
]
StageId = Annotated[
    str,
    Prop(key="dealStage", title="Stage ID", description="Its ID; wins over the choice above."),
]

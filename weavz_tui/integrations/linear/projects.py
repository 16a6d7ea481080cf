"""Projects."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, LongText, Prop, ValidationError
from weavz_tui.integrations._custom import given
from weavz_tui.integrations.linear import documents
from weavz_tui.integrations.linear.options import AnyProject, Team
from weavz_tui.integrations.linear.service import ask, integration, nodes

State = Annotated[
    Literal["planned", "started", "paused", "completed", "cancelled"],
    Prop(description="Where the project stands."),
]
SPELLED = {"cancelled": "canceled"}


@integration.action()
async def create_project(
    ctx: Context,
    team: Annotated[Team, Prop(description="Whose project it is; the only team when empty.")]
    | None = None,
    *,
    name: str,
    description: LongText | None = None,
    state: State | None = None,
) -> Any:
    """Create a project.

    Args:
        name: The project's name.
        description: What it is about, up to 255 characters.
    """
    fields = given(
        name=name,
        teamIds=[team or await _only_team(ctx)],
        description=description,
        statusId=await _status(ctx, state),
    )
    return (await ask(ctx, documents.CREATE_PROJECT, {"input": fields})).get("projectCreate")


@integration.action(idempotent=True)
async def update_project(
    ctx: Context,
    project: AnyProject | None = None,
    project_id: str | None = None,
    name: str | None = None,
    description: LongText | None = None,
    state: State | None = None,
) -> Any:
    """Change a project; what is not given stays.

    Args:
        project_id: The project by its ID; wins over the choice above.
        name: The new name.
        description: What it is about now, up to 255 characters.
    """
    id = (project_id or project or "").strip()
    if not id:
        message = "choose a project or give its ID"
        raise ValidationError.of("No project given", project=message, project_id=message)
    fields = given(name=name, description=description, statusId=await _status(ctx, state))
    if not fields:
        raise ValidationError.of("Nothing to change", name="give at least one new value")
    asked = {"id": id, "input": fields}
    return (await ask(ctx, documents.UPDATE_PROJECT, asked)).get("projectUpdate")


async def _only_team(ctx: Context) -> str:
    found = await nodes(ctx, documents.TEAMS, {"filter": None}, "teams", 2)
    if len(found) != 1:
        raise ValidationError.of(team="choose a team: the workspace has several")
    return str(found[0]["id"])


async def _status(ctx: Context, state: str | None) -> str | None:
    """The ID of the workspace's first status of that kind: workspaces name their own."""
    if state is None:
        return None
    kind = SPELLED.get(state, state)
    found = await nodes(ctx, documents.PROJECT_STATUSES, {}, "projectStatuses")
    found.sort(key=lambda each: float(each.get("position") or 0))
    for each in found:
        if each.get("type") == kind:
            return str(each["id"])
    raise ValidationError.of(state=f"the workspace has no project status that means {state}")

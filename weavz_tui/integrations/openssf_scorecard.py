"""OpenSSF Scorecard: how carefully an open project works."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop, ValidationError
from weavz_tui.integrations._public import not_found, segment

HOSTS = ("github.com", "gitlab.com")

integration = Integration(
    "openssf-scorecard",
    title="OpenSSF Scorecard",
    description="How carefully open projects work.",
    categories=[Category.DEVELOPER_TOOLS],
    base_url="https://api.scorecard.dev",
)


@integration.action(effect=Effect.READ)
async def get_project_scorecard(ctx: Context, repository: str) -> Any:
    """Read a project's scores, each with its reason.

    Args:
        repository: The repository, such as github.com/ossf/scorecard or ossf/scorecard.
    """
    return await ctx.get(_path(repository))


@integration.action(effect=Effect.READ)
async def get_check(
    ctx: Context, repository: str, check_name: Annotated[str, Prop(key="checkName")]
) -> Any:
    """Read one of a project's scores.

    Args:
        repository: The repository, such as github.com/ossf/scorecard or ossf/scorecard.
        check_name: The check, such as Branch-Protection.
    """
    card = await ctx.get(_path(repository))
    checks = card.get("checks", []) if isinstance(card, dict) else []
    wanted = check_name.strip().casefold()
    for each in checks:
        if each.get("name", "").casefold() == wanted:
            date, score = card.get("date"), card.get("score")
            return {"repository": card.get("repo"), "date": date, "aggregate": score, **each}
    known = ", ".join(each.get("name", "") for each in checks)
    raise not_found(f"the project has no check {check_name!r}; it has {known}")


def _path(repository: str) -> str:
    clean = repository.strip().removeprefix("https://").removeprefix("http://")
    clean = clean.removesuffix(".git").strip("/")
    if clean.count("/") == 1 and not clean.startswith(HOSTS):
        clean = f"github.com/{clean}"
    if clean.count("/") < 2:
        raise ValidationError.of(repository="must be such as github.com/ossf/scorecard")
    return f"/projects/{segment(clean, 'repository', keep='/')}"

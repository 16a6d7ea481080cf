"""Finding issues."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Dropdown, Effect, LongText, Prop, ValidationError
from weavz_tui.integrations._custom import whole
from weavz_tui.integrations.jira_cloud.options import Project, statuses
from weavz_tui.integrations.jira_cloud.service import integration, send

PAGE = 100
FIELDS = ["*navigable"]

MaxResults = Annotated[
    int,
    Prop(minimum=1, maximum=5000, description="How many at most; 50 when it is not given."),
]


@integration.action(effect=Effect.READ)
async def search_issues(ctx: Context, jql: LongText, max_results: MaxResults | None = None) -> Any:
    """Find issues with a JQL query.

    Args:
        jql: Such as `project = ENG AND status = "In Progress" ORDER BY created DESC`; Jira wants at
            least one condition.
    """
    if not jql.strip():
        raise ValidationError.of(jql="must not be empty")
    return await _found(ctx, jql.strip(), max_results)


@integration.action(effect=Effect.READ)
async def list_issues(
    ctx: Context,
    project: Project,
    status: Annotated[str, Dropdown(statuses, refreshers=["project"])] | None = None,
    max_results: MaxResults | None = None,
) -> Any:
    """List the issues of a project, the newest first.

    Args:
        status: Only issues of this status, by its ID or name.
    """
    jql = f"project = {_value(project)}"
    if status:
        jql += f" AND status = {_value(status)}"
    return await _found(ctx, f"{jql} ORDER BY created DESC", max_results)


async def _found(ctx: Context, jql: str, max_results: float | None) -> dict[str, Any]:
    most = whole(max_results, "max_results") or 50
    found: list[Any] = []
    token: str | None = None
    while len(found) < most:
        body = {"jql": jql, "maxResults": min(PAGE, most - len(found)), "fields": FIELDS}
        if token:
            body["nextPageToken"] = token
        page = await send(ctx, "POST", "/search/jql", json=body)
        found += page.get("issues") or []
        token = page.get("nextPageToken")
        if not token:
            break
    return {"issues": found[:most], "count": len(found[:most]), "isLast": not token}


def _value(text: str) -> str:
    """A value in JQL: a number is an ID, all else is quoted."""
    value = text.strip()
    if value.isdecimal():
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

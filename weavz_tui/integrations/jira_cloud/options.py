"""The choices of Jira's selects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from weavz_tui.catalog import Context, Dropdown, Option, Options, Prop
from weavz_tui.integrations._custom import segment
from weavz_tui.integrations.jira_cloud.service import issue, send

PAGE = 50
MAX_PAGES = 10
PEOPLE = 100
NO_PROJECT = Options(disabled=True, placeholder="Choose a project first")
NO_PLACE = Options(disabled=True, placeholder="Give the issue first")


async def projects(ctx: Context) -> Options:
    """The site's projects by name."""
    text = (ctx.search or "").strip() or None
    asked = {"orderBy": "name", "query": text}
    found = await _pages(ctx, "/project/search", asked)
    return _listed(
        [Option(label=f"{each['name']} ({each['key']})", value=each["id"]) for each in found]
    )


async def issue_types(ctx: Context) -> Options:
    """The issue types of the chosen project."""
    if not (project := ctx.inputs.get("project")):
        return NO_PROJECT
    found = await send(ctx, "GET", f"/project/{segment(str(project), 'project')}")
    types = [each for each in found.get("issueTypes") or [] if not each.get("subtask")]
    return _listed([Option(label=each["name"], value=each["id"]) for each in types])


async def people(ctx: Context) -> Options:
    """Who can be assigned to the given issue, or to issues of the chosen project."""
    project, key = ctx.inputs.get("project"), ctx.inputs.get("issue_key")
    if not project and not key:
        return NO_PROJECT
    place = {"project": project} if project else {"issueKey": key}
    asked = {**place, "query": (ctx.search or "").strip() or None, "maxResults": PEOPLE}
    found = await send(ctx, "GET", "/user/assignable/search", params=asked)
    usable = [each for each in found if each.get("active", True)]
    return _listed([Option(label=each["displayName"], value=each["accountId"]) for each in usable])


async def priorities(ctx: Context) -> Options:
    """The site's priorities, the highest first."""
    found = await _pages(ctx, "/priority/search", {})
    return Options(options=tuple(Option(label=each["name"], value=each["id"]) for each in found))


async def transitions(ctx: Context) -> Options:
    """The statuses that the given issue can be moved to."""
    if not (key := ctx.inputs.get("issue_key")):
        return NO_PLACE
    found = await send(ctx, "GET", f"{issue(str(key))}/transitions")
    return Options(
        options=tuple(
            Option(label=_step(each), value=each["id"]) for each in found.get("transitions") or []
        )
    )


async def statuses(ctx: Context) -> Options:
    """The statuses of the chosen project's issues."""
    if not (project := ctx.inputs.get("project")):
        return NO_PROJECT
    path = f"/project/{segment(str(project), 'project')}/statuses"
    found = {
        status["id"]: status["name"]
        for kind in await send(ctx, "GET", path)
        for status in kind.get("statuses") or []
    }
    return _listed([Option(label=name, value=id) for id, name in found.items()])


async def link_types(ctx: Context) -> Options:
    """How issues can be linked; the label reads from the inward issue to the outward one."""
    found = await send(ctx, "GET", "/issueLinkType")
    return _listed(
        [
            Option(label=f"{each['name']} ({each['outward']})", value=each["name"])
            for each in found.get("issueLinkTypes") or []
        ]
    )


async def _pages(ctx: Context, path: str, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for _ in range(MAX_PAGES):
        params = {**asked, "startAt": len(found), "maxResults": PAGE}
        page = await send(ctx, "GET", path, params=params)
        found += page.get("values") or []
        if page.get("isLast", True) or not page.get("values"):
            break
    return found


def _listed(options: list[Option]) -> Options:
    return Options(options=tuple(sorted(options, key=lambda each: each.label.casefold())))


def _step(transition: dict[str, Any]) -> str:
    to = (transition.get("to") or {}).get("name")
    same = not to or to == transition["name"]
    return str(transition["name"] if same else f"{transition['name']} → {to}")


Project = Annotated[
    str,
    Prop(title="Project", description="The project; its key or ID works as well."),
    Dropdown(projects, searchable=True),
]
Priority = Annotated[
    str, Prop(title="Priority", description="How urgent it is."), Dropdown(priorities)
]
Assignee = Annotated[
    str,
    Prop(title="Assignee", description="Who takes care of it."),
    Dropdown(people, refreshers=["project"], searchable=True),
]
AssigneeOfIssue = Annotated[
    str,
    Prop(title="Assignee", description="Who takes care of it from now on."),
    Dropdown(people, refreshers=["project", "issue_key"], searchable=True),
]
IssueKey = Annotated[str, Prop(title="Issue", description="The issue's key, like ENG-123.")]

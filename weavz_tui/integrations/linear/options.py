"""The choices of Linear's selects."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Dropdown, Option, Options, Prop
from weavz_tui.integrations.linear import documents
from weavz_tui.integrations.linear.service import ask, nodes

NO_TEAM = Options(disabled=True, placeholder="Choose a team first")
PLACE = ["team", "issue_id"]


async def teams(ctx: Context) -> Options:
    """The teams that the account sees."""
    found = await nodes(ctx, documents.TEAMS, {"filter": _named(ctx)}, "teams")
    return _listed(
        [Option(label=f"{each['name']} ({each['key']})", value=each["id"]) for each in found]
    )


async def people(ctx: Context) -> Options:
    """The members of the chosen team, or of the issue's; of the workspace without either."""
    wanted = _named(ctx)
    if team := await team_of(ctx):
        asked = {"team": team, "filter": wanted}
        found = await nodes(ctx, documents.MEMBERS, asked, "team.members")
    else:
        found = await nodes(ctx, documents.USERS, {"filter": wanted}, "users")
    return _listed([Option(label=_person(each), value=each["id"]) for each in found])


async def labels(ctx: Context) -> Options:
    """The labels of the workspace and of the chosen team, or of the issue's."""
    wanted: dict[str, Any] = {"isGroup": {"eq": False}, **(_named(ctx) or {})}
    if team := await team_of(ctx):
        wanted["or"] = [{"team": {"null": True}}, {"team": {"id": {"eq": team}}}]
    found = await nodes(ctx, documents.LABELS, {"filter": wanted}, "issueLabels")
    return _listed([Option(label=_label(each), value=each["id"]) for each in found])


async def states(ctx: Context) -> Options:
    """The states of the chosen team's workflow, or of the issue's team, in their order."""
    team = await team_of(ctx)
    if not team:
        return NO_TEAM
    found = await states_of(ctx, team)
    return Options(options=tuple(Option(label=each["name"], value=each["id"]) for each in found))


async def projects(ctx: Context) -> Options:
    """The projects of the chosen team, else all of them."""
    wanted = dict(_named(ctx) or {})
    if team := ctx.inputs.get("team"):
        wanted["accessibleTeams"] = {"some": {"id": {"eq": team}}}
    found = await nodes(ctx, documents.PROJECTS, {"filter": wanted or None}, "projects")
    return _listed([Option(label=each["name"], value=each["id"]) for each in found])


async def team_of(ctx: Context) -> str | None:
    """The ID of the chosen team, else of the team that the given issue belongs to."""
    if team := ctx.inputs.get("team"):
        return str(team)
    if not (issue := ctx.inputs.get("issue_id")):
        return None
    found = await ask(ctx, documents.ISSUE_TEAM, {"id": str(issue).strip()})
    return str(found["issue"]["team"]["id"])


async def states_of(ctx: Context, team: str) -> list[dict[str, Any]]:
    """The states of a team's workflow, in their order."""
    asked = {"filter": {"team": {"id": {"eq": team}}}}
    found = await nodes(ctx, documents.STATES, asked, "workflowStates")
    return sorted(found, key=lambda each: float(each.get("position") or 0))


def _named(ctx: Context) -> dict[str, Any] | None:
    """A filter by what was typed."""
    text = (ctx.search or "").strip()
    return {"name": {"containsIgnoreCase": text}} if text else None


def _listed(options: list[Option]) -> Options:
    return Options(options=tuple(sorted(options, key=lambda each: each.label.casefold())))


def _person(user: dict[str, Any]) -> str:
    name, mail = user.get("name") or user.get("displayName"), user.get("email")
    return f"{name} ({mail})" if name and mail else str(name or mail)


def _label(label: dict[str, Any]) -> str:
    parent = (label.get("parent") or {}).get("name")
    return f"{parent} / {label['name']}" if parent else str(label["name"])


Team = Annotated[str, Prop(title="Team", description="The team."), Dropdown(teams, searchable=True)]
Project = Annotated[
    str,
    Prop(title="Project", description="The project."),
    Dropdown(projects, refreshers=["team"], searchable=True),
]
AnyProject = Annotated[
    str,
    Prop(title="Project", description="The project."),
    Dropdown(projects, searchable=True),
]

"""Issues and their comments."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import (
    Context,
    Dropdown,
    Effect,
    LongText,
    Prop,
    ValidationError,
)
from weavz_tui.integrations._custom import given, whole
from weavz_tui.integrations.linear import documents
from weavz_tui.integrations.linear.options import (
    PLACE,
    Project,
    Team,
    labels,
    people,
    states,
    states_of,
    team_of,
)
from weavz_tui.integrations.linear.service import ask, integration, is_id, nodes

IssueId = Annotated[
    str, Prop(title="Issue", description="The issue, like ENG-123, or its long ID.")
]
Priority = Annotated[
    Literal["0", "1", "2", "3", "4"],
    Prop(
        description="How urgent it is.",
        labels={"0": "None", "1": "Urgent", "2": "High", "3": "Medium", "4": "Low"},
    ),
]


@integration.action()
async def create_issue(
    ctx: Context,
    team: Team,
    title: str,
    description: LongText | None = None,
    assignee: Annotated[str, Dropdown(people, refreshers=["team"], searchable=True)] | None = None,
    label: Annotated[str, Dropdown(labels, refreshers=["team"], searchable=True)] | None = None,
    priority: Priority | None = None,
    status: Annotated[str, Dropdown(states, refreshers=["team"])] | None = None,
    project: Project | None = None,
) -> Any:
    """Open an issue.

    Args:
        title: The title.
        description: The text, as Markdown.
        assignee: Who takes care of it.
        label: A label.
        status: Where in the team's workflow it begins.
    """
    fields = given(
        teamId=team,
        title=title,
        description=description,
        assigneeId=assignee or None,
        labelIds=[label] if label else None,
        priority=None if priority is None else int(priority),
        stateId=status or None,
        projectId=project or None,
    )
    return (await ask(ctx, documents.CREATE_ISSUE, {"input": fields})).get("issueCreate")


@integration.action(idempotent=True)
async def update_issue(
    ctx: Context,
    issue_id: IssueId,
    team: Annotated[
        Team, Prop(description="The team to move it to; it stays in its own when empty.")
    ]
    | None = None,
    title: str | None = None,
    description: LongText | None = None,
    assignee_dropdown: Annotated[
        str, Prop(title="Assignee"), Dropdown(people, refreshers=PLACE, searchable=True)
    ]
    | None = None,
    assignee: Annotated[str, Prop(title="Assignee by ID, mail or name")] | None = None,
    status_dropdown: Annotated[str, Prop(title="Status"), Dropdown(states, refreshers=PLACE)]
    | None = None,
    status: Annotated[str, Prop(title="Status by ID or name")] | None = None,
    label_dropdown: Annotated[
        str, Prop(title="Label"), Dropdown(labels, refreshers=PLACE, searchable=True)
    ]
    | None = None,
    priority: Priority | None = None,
) -> Any:
    """Change an issue; what is not given stays.

    Args:
        title: The new title.
        description: The new text, as Markdown.
        assignee_dropdown: Who takes care of it from now on.
        assignee: The same in words; wins over the choice above.
        status_dropdown: Where in the team's workflow it is from now on.
        status: The same in words; wins over the choice above.
        label_dropdown: A label to add.
    """
    fields = given(
        teamId=team or None,
        title=title,
        description=description,
        assigneeId=await _person(ctx, assignee) if assignee else assignee_dropdown or None,
        stateId=await _state(ctx, status) if status else status_dropdown or None,
        addedLabelIds=[label_dropdown] if label_dropdown else None,
        priority=None if priority is None else int(priority),
    )
    if not fields:
        raise ValidationError.of("Nothing to change", title="give at least one new value")
    asked = {"id": _id(issue_id), "input": fields}
    return (await ask(ctx, documents.UPDATE_ISSUE, asked)).get("issueUpdate")


@integration.action(effect=Effect.READ)
async def get_issue(ctx: Context, issue_id: IssueId) -> Any:
    """Read an issue with its comments."""
    return (await ask(ctx, documents.GET_ISSUE, {"id": _id(issue_id)})).get("issue")


@integration.action(effect=Effect.READ)
async def search_issues(
    ctx: Context,
    query: str,
    team: Annotated[Team, Prop(description="Issues of this team come first.")] | None = None,
    limit: Annotated[int, Prop(minimum=1, maximum=1000)] | None = None,
) -> Any:
    """Search issues by words, the best match first.

    Args:
        query: Words of the title, the text or the comments.
        limit: How many at most; 50 when it is not given.
    """
    if not query.strip():
        raise ValidationError.of(query="must not be empty")
    asked = {"term": query.strip(), "teamId": team or None}
    most = whole(limit, "limit") or 50
    found = await nodes(ctx, documents.SEARCH_ISSUES, asked, "searchIssues", most)
    return {"issues": found, "count": len(found)}


@integration.action()
async def create_comment(ctx: Context, issue_id: IssueId, body: LongText) -> Any:
    """Comment on an issue.

    Args:
        body: The comment, as Markdown.
    """
    fields = {"issueId": _id(issue_id), "body": body}
    return (await ask(ctx, documents.CREATE_COMMENT, {"input": fields})).get("commentCreate")


def _id(text: str) -> str:
    if not text.strip():
        raise ValidationError.of(issue_id="must not be empty")
    return text.strip()


async def _person(ctx: Context, text: str) -> str:
    """The ID of the person whom an ID, a mail address or a name means."""
    if is_id(text):
        return text.strip()
    same = {"eqIgnoreCase": text.strip()}
    wanted = {"or": [{"email": same}, {"name": same}, {"displayName": same}]}
    found = await nodes(ctx, documents.USERS, {"filter": wanted}, "users", 2)
    if len(found) != 1:
        message = f"{'several people are' if found else 'nobody is'} called {text.strip()!r}"
        raise ValidationError.of(assignee=message)
    return str(found[0]["id"])


async def _state(ctx: Context, text: str) -> str:
    """The ID of the state that an ID or a name means."""
    if is_id(text):
        return text.strip()
    team = await team_of(ctx)
    found = await states_of(ctx, team) if team else []
    for each in found:
        if each["name"].casefold() == text.strip().casefold():
            return str(each["id"])
    listed = ", ".join(each["name"] for each in found)
    raise ValidationError.of(status=f"there is no status {text.strip()!r}; there are: {listed}")

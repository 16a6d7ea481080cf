"""Issues: create, read, change."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Dropdown, Effect, LongText, Prop, ValidationError
from weavz_tui.integrations._custom import given, names
from weavz_tui.integrations.jira_cloud.options import (
    Assignee,
    AssigneeOfIssue,
    IssueKey,
    Priority,
    Project,
    issue_types,
    transitions,
)
from weavz_tui.integrations.jira_cloud.service import document, integration, issue, named, send


@integration.action()
async def create_issue(
    ctx: Context,
    project: Project,
    issue_type: Annotated[str, Dropdown(issue_types, refreshers=["project"])],
    summary: str,
    description: LongText | None = None,
    assignee: Assignee | None = None,
    labels: str | None = None,
    priority: Priority | None = None,
) -> Any:
    """Create an issue.

    Args:
        issue_type: The kind of issue, by its ID or name.
        summary: The title.
        description: The text; an empty line begins a new paragraph.
        labels: Labels, separated by commas.
    """
    fields = given(
        project=named(project, "key"),
        issuetype=named(issue_type, "name"),
        summary=summary,
        description=document(description) if description else None,
        assignee={"id": assignee} if assignee else None,
        labels=names(labels) or None,
        priority=named(priority, "name") if priority else None,
    )
    return await send(ctx, "POST", "/issue", json={"fields": fields})


@integration.action(effect=Effect.READ)
async def get_issue(ctx: Context, issue_key: IssueKey) -> Any:
    """Read an issue."""
    return await send(ctx, "GET", issue(issue_key))


@integration.action(idempotent=True)
async def update_issue(
    ctx: Context,
    issue_key: IssueKey,
    summary: str | None = None,
    description: LongText | None = None,
    project: Annotated[
        Project, Prop(description="The issue's project, for the choice of an assignee.")
    ]
    | None = None,
    assignee_dropdown: AssigneeOfIssue | None = None,
    assignee: Annotated[str, Prop(title="Assignee by account ID")] | None = None,
    status_dropdown: Annotated[
        str, Prop(title="Status"), Dropdown(transitions, refreshers=["issue_key"])
    ]
    | None = None,
    status: Annotated[str, Prop(title="Status by name")] | None = None,
    labels: str | None = None,
    priority: Priority | None = None,
) -> Any:
    """Change an issue and, if wanted, move it to another status; what is not given stays.

    Args:
        summary: The new title.
        description: The new text; an empty line begins a new paragraph.
        assignee: The same as the choice above, by account ID; wins over it.
        status_dropdown: The step of the workflow that it takes.
        status: The status or the step by name or ID; wins over the choice above.
        labels: All its labels from now on, separated by commas.
    """
    person = assignee or assignee_dropdown
    fields = given(
        summary=summary,
        description=None if description is None else document(description),
        assignee={"id": person} if person else None,
        labels=names(labels),
        priority=named(priority, "name") if priority else None,
    )
    wanted = status or status_dropdown
    if not fields and not wanted:
        raise ValidationError.of("Nothing to change", summary="give at least one new value")
    step = await _step(ctx, issue_key, wanted) if wanted else None
    if fields:
        await send(ctx, "PUT", issue(issue_key), json={"fields": fields})
    if step:
        body = {"transition": {"id": step}}
        await send(ctx, "POST", f"{issue(issue_key)}/transitions", json=body)
    return await send(ctx, "GET", issue(issue_key))


@integration.action(idempotent=True)
async def assign_issue(
    ctx: Context,
    issue_key: IssueKey,
    project: Annotated[
        Project, Prop(description="The issue's project, for the choice of an assignee.")
    ]
    | None = None,
    assignee_dropdown: AssigneeOfIssue | None = None,
    account_id: Annotated[str, Prop(title="Account ID")] | None = None,
) -> Any:
    """Assign an issue to a person; to nobody when neither is given.

    Args:
        account_id: The person by account ID; wins over the choice above. -1 is whom the project
            assigns by itself.
    """
    person = account_id or assignee_dropdown or None
    await send(ctx, "PUT", f"{issue(issue_key)}/assignee", json={"accountId": person})
    return {"assigned": person is not None, "issueKey": issue_key, "accountId": person}


async def _step(ctx: Context, issue_key: str, wanted: str) -> str | None:
    """The transition that leads to a status; None where the issue is there already.

    Raises ValidationError where none does.
    """
    found = (await send(ctx, "GET", f"{issue(issue_key)}/transitions")).get("transitions") or []
    text = wanted.strip().casefold()
    by_id = [each for each in found if each["id"] == text]
    by_status = [each for each in found if _is(each.get("to") or {}, text)]
    by_name = [each for each in found if each["name"].casefold() == text]
    for each in (*by_id, *by_status, *by_name):
        return str(each["id"])
    now = await send(ctx, "GET", issue(issue_key), params={"fields": "status"})
    if _is((now.get("fields") or {}).get("status") or {}, text):
        return None
    listed = ", ".join(str((each.get("to") or each)["name"]) for each in found)
    message = f"the issue cannot be moved to {wanted.strip()!r}; it can be to: {listed or 'none'}"
    raise ValidationError.of(status=message)


def _is(status: dict[str, Any], text: str) -> bool:
    return text in {str(status.get("id")), str(status.get("name", "")).casefold()}

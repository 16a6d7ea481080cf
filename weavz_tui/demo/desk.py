"""Sample Desk: the integration of the sample service. It is in no catalogue but the demo's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from weavz_tui.catalog import (
    Category,
    Context,
    DateTime,
    Dropdown,
    Dynamic,
    Effect,
    Integration,
    LongText,
    OAuth2,
    Option,
    Options,
    Prop,
    Property,
    SecretText,
)
from weavz_tui.demo.provider import LIFETIME
from weavz_tui.model.enums import PropertyType

NAME = "sample-desk"


async def projects(ctx: Context) -> Options:
    """Every project."""
    found = await ctx.get("/projects")
    return Options(options=tuple(Option(label=each["name"], value=each["id"]) for each in found))


async def people(ctx: Context) -> Options:
    """The people of the chosen project, searched by the service."""
    project = ctx.inputs.get("project")
    if not project:
        return Options(disabled=True, placeholder="choose a project first")
    found = await ctx.get(f"/projects/{project}/people", params={"search": ctx.search})
    return Options(options=tuple(Option(label=each["name"], value=each["id"]) for each in found))


async def details(ctx: Context) -> Sequence[Property]:
    """The fields of the chosen kind of ticket."""
    kind = ctx.inputs.get("kind")
    return [_property(each) for each in await ctx.get(f"/kinds/{kind}")] if kind else []


def _property(field: dict[str, Any]) -> Property:
    choices = field.get("choices")
    type = PropertyType.NUMBER if field.get("number") else PropertyType.SHORT_TEXT
    options = Options(options=tuple(Option(label=each, value=each) for each in choices or ()))
    return Property(
        name=field["key"],
        type=PropertyType.STATIC_DROPDOWN if choices else type,
        display_name=field["title"],
        description=field.get("about", ""),
        required=bool(field.get("required")),
        options=options if choices else None,
    )


ProjectId = Annotated[str, Dropdown(projects)]
PersonId = Annotated[str, Dropdown(people, refreshers=["project"], searchable=True)]
Kind = Literal["bug", "wish", "question"]
Details = Annotated[dict[str, Any], Dynamic(details, refreshers=["kind"])]
Lesson = Literal[
    "validation",
    "not_found",
    "too_many_requests",
    "too_many_for_long",
    "server_error",
    "no_json",
]


async def list_tickets(
    ctx: Context,
    project: ProjectId,
    status: Literal["open", "closed"] | None = None,
    limit: Annotated[int, Prop(minimum=1, maximum=50)] = 20,
) -> Any:
    """List the tickets of a project.

    Args:
        project: Its choices come from the service.
        status: Only those.
        limit: At most so many.
    """
    query = {"status": status, "limit": limit}
    return await ctx.get(f"/projects/{project}/tickets", params=query)


async def get_ticket(ctx: Context, number: Annotated[int, Prop(minimum=1)]) -> Any:
    """Read one ticket.

    Args:
        number: 1 to 6 are there from the start; another gives an error to look at.
    """
    return await ctx.get(f"/tickets/{number}")


async def create_ticket(
    ctx: Context,
    project: ProjectId,
    title: str,
    kind: Kind = "bug",
    details: Details | None = None,
    assignee: PersonId | None = None,
    text: LongText | None = None,
    labels: list[Literal["outside", "inside", "urgent"]] | None = None,
    due: DateTime | None = None,
) -> Any:
    """Create a ticket.

    Args:
        project: Its choices come from the service.
        title: At most 80 characters; the service refuses more.
        kind: Decides which details there are.
        details: Other fields for each kind.
        assignee: People of the project; type to search.
        text: As long as you like.
        labels: Any of them.
        due: A moment, or words such as "tomorrow".
    """
    body = {key: value for key, value in ctx.inputs.items() if key != "project"}
    return await ctx.post(f"/projects/{project}/tickets", json=body)


async def make_error(ctx: Context, kind: Lesson) -> Any:
    """Get an error on purpose, to see how it is told and what is tried again.

    Args:
        kind: `too_many_requests` and `server_error` pass when asked again, which is done for you.
    """
    return await ctx.get(f"/lessons/{kind}")


async def wait(ctx: Context, seconds: Annotated[int, Prop(minimum=1, maximum=60)] = 10) -> Any:
    """Wait for a slow answer; esc cancels it for real.

    Args:
        seconds: How long the service takes.
    """
    return await ctx.get("/slow", params={"seconds": seconds}, timeout=90)


async def who_am_i(ctx: Context) -> Any:
    """Tell whose account is used."""
    return await ctx.get("/me")


def sample_desk(url: str) -> Integration:
    """The integration for a sample service at this address."""
    made = Integration(
        NAME,
        title="Sample Desk",
        description="The help desk of the demo, on this machine alone.",
        categories=[Category.CUSTOMER_SUPPORT],
        auth=[
            SecretText(title="Token", description="Any text is a good one here."),
            OAuth2(
                title="Sign in",
                description=f"Its page agrees by itself; tokens end after {LIFETIME} seconds.",
                authorize_url=f"{url}/oauth/authorize",
                token_url=f"{url}/oauth/token",
                scopes=("tickets",),
            ),
        ],
        base_url=url,
        source="demo",
    )
    made.action(effect=Effect.READ)(list_tickets)
    made.action(effect=Effect.READ)(get_ticket)
    made.action()(create_ticket)
    made.action(effect=Effect.READ)(make_error)
    made.action(effect=Effect.READ)(wait)
    made.action(effect=Effect.READ)(who_am_i)
    made.tests(who_am_i)
    return made

"""Airtable itself: address, ways to authenticate, failures, paging, its selects."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import (
    Category,
    Context,
    Dropdown,
    Integration,
    OAuth2,
    Option,
    Options,
    Response,
    SecretText,
    TokenAuth,
)
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._custom import segment

MAX_PAGES = 20


def failure(response: Response) -> str | None:
    """Airtable's message and type, or the type alone: `NOT_FOUND`."""
    data = response.data()
    error = data.get("error") if isinstance(data, dict) else None
    if response.ok or not error:
        return default_failure(response)
    if not isinstance(error, dict):
        return str(error)
    message, kind = error.get("message"), error.get("type")
    return f"{message} ({kind})" if message and kind else str(message or kind or error)


integration = Integration(
    "airtable",
    title="Airtable",
    description="Bases, tables, records and comments.",
    categories=[Category.PRODUCTIVITY],
    auth=[
        OAuth2(
            title="Airtable app",
            description="The access token of an authorised app.",
            authorize_url="https://airtable.com/oauth2/v1/authorize",
            token_url="https://airtable.com/oauth2/v1/token",
            token_auth=TokenAuth.BASIC,
            scopes=(
                "data.records:read",
                "data.records:write",
                "data.recordComments:read",
                "data.recordComments:write",
                "schema.bases:read",
                "schema.bases:write",
            ),
        ),
        SecretText(
            title="Personal access token",
            description="pat..., from airtable.com/create/tokens, with the bases it may reach.",
        ),
    ],
    base_url="https://api.airtable.com/v0",
    failure=failure,
)


async def all_bases(ctx: Context) -> list[dict[str, Any]]:
    """Every base that the token reaches."""
    found: list[dict[str, Any]] = []
    offset = None
    for _ in range(MAX_PAGES):
        page = await ctx.get("/meta/bases", params={"offset": offset})
        found += page.get("bases") or []
        offset = page.get("offset")
        if not offset:
            break
    return found


async def all_tables(ctx: Context, base: str) -> list[dict[str, Any]]:
    """Every table of a base, with its fields and views."""
    answer = await ctx.get(f"/meta/bases/{segment(base, 'base')}/tables")
    found: list[dict[str, Any]] = answer.get("tables") or []
    return found


def is_named(each: dict[str, Any], name: str) -> bool:
    """Whether a table or a field is meant: by its ID, or by its name in capitals or not."""
    return each.get("id") == name or str(each.get("name")).casefold() == name.casefold()


async def bases(ctx: Context) -> Options:
    """The bases by name."""
    return _named(await all_bases(ctx))


async def tables(ctx: Context) -> Options:
    """The tables of the chosen base."""
    base = ctx.inputs.get("base")
    if not base:
        return Options(disabled=True, placeholder="Choose a base first")
    return _named(await all_tables(ctx, str(base)))


async def views(ctx: Context) -> Options:
    """The views of the chosen table."""
    base, table = ctx.inputs.get("base"), ctx.inputs.get("table")
    if not base or not table:
        return Options(disabled=True, placeholder="Choose a base and a table first")
    found = await all_tables(ctx, str(base))
    chosen = [each for each in found if is_named(each, str(table))]
    return _named([view for each in chosen for view in each.get("views") or []])


def _named(found: list[dict[str, Any]]) -> Options:
    return Options(
        options=tuple(
            Option(label=each.get("name") or each["id"], value=each["id"]) for each in found
        )
    )


Base = Annotated[str, Dropdown(bases)]
Table = Annotated[str, Dropdown(tables, refreshers=["base"])]
View = Annotated[str, Dropdown(views, refreshers=["base", "table"])]

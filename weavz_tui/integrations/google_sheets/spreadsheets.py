"""Spreadsheets and their sheets: find, describe, create; any other call."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Effect, Json, Prop
from weavz_tui.integrations._google import call
from weavz_tui.integrations.google_sheets.service import (
    FILES,
    SPREADSHEETS,
    SheetChoice,
    SheetName,
    SpreadsheetChoice,
    SpreadsheetId,
    files_query,
    integration,
    sheet_of,
    sheets_of,
    spreadsheet_of,
)


@integration.action(effect=Effect.READ)
async def list_spreadsheets(
    ctx: Context,
    query: Annotated[str | None, Prop(title="Name")] = None,
    page_size: Annotated[int | None, Prop(key="pageSize", minimum=1, maximum=1000)] = None,
    page_token: Annotated[str | None, Prop(key="pageToken")] = None,
    include_shared_drives: Annotated[bool | None, Prop(key="includeSharedDrives")] = None,
) -> Any:
    """List the account's spreadsheets, the latest first.

    Args:
        query: Only those with words in their name that begin like this.
        page_size: How many at most; Google takes 100 when it is not given.
        page_token: `nextPageToken` of the page before; empty for the first page.
        include_shared_drives: Look into shared drives as well.
    """
    params = {
        "q": files_query(query),
        "orderBy": "modifiedTime desc",
        "pageSize": page_size,
        "pageToken": page_token or None,
        "fields": "nextPageToken,files(id,name,webViewLink,createdTime,modifiedTime,owners)",
    }
    if include_shared_drives:
        params |= {"includeItemsFromAllDrives": True, "supportsAllDrives": True}
        params["corpora"] = "allDrives"
    return await ctx.get(FILES, params=params)


@integration.action(effect=Effect.READ)
async def get_spreadsheet(
    ctx: Context,
    spreadsheet_dropdown: SpreadsheetChoice | None = None,
    spreadsheet_id: SpreadsheetId | None = None,
) -> Any:
    """Describe a spreadsheet: its title, its sheets, its named ranges; without the cells."""
    return await ctx.get(spreadsheet_of(ctx), params={"includeGridData": False})


@integration.action(effect=Effect.READ)
async def list_sheets(
    ctx: Context,
    spreadsheet_dropdown: SpreadsheetChoice | None = None,
    spreadsheet_id: SpreadsheetId | None = None,
) -> Any:
    """List the sheets of a spreadsheet, in its order."""
    return {"sheets": await sheets_of(ctx, spreadsheet_of(ctx))}


@integration.action(effect=Effect.READ)
async def get_sheet(
    ctx: Context,
    spreadsheet_dropdown: SpreadsheetChoice | None = None,
    spreadsheet_id: SpreadsheetId | None = None,
    sheet_dropdown: SheetChoice | None = None,
    sheet_name: SheetName | None = None,
) -> Any:
    """Describe one sheet: its ID, its place, its numbers of rows and columns."""
    return await sheet_of(ctx, spreadsheet_of(ctx))


@integration.action()
async def create_spreadsheet(
    ctx: Context,
    title: str,
    sheet_titles: Annotated[str | None, Prop(key="sheetTitles")] = None,
) -> Any:
    """Create a spreadsheet.

    Args:
        title: Its title.
        sheet_titles: Titles of its sheets, separated by commas; one sheet when empty.
    """
    body: dict[str, Any] = {"properties": {"title": title}}
    titles = [each.strip() for each in (sheet_titles or "").split(",") if each.strip()]
    if titles:
        body["sheets"] = [{"properties": {"title": each}} for each in titles]
    return await ctx.post(SPREADSHEETS, json=body)


@integration.action(effect=Effect.DESTROY, idempotent=False)
async def custom_api_call(
    ctx: Context,
    url: Annotated[str, Prop(title="URL")],
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"],
    headers: dict[str, Any] | None = None,
    body: Json | None = None,
) -> Any:
    """Send any request to Sheets or Drive, signed in as the account.

    Args:
        url: A path such as `/v4/spreadsheets/ID`, or a whole address. The account's credential
            goes to sheets.googleapis.com and www.googleapis.com alone.
        method: What is done.
        headers: Further headers.
        body: What is sent, as JSON.
    """
    return await call(ctx, url, method, headers, body)

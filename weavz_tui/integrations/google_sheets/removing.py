"""Emptying cells and rows, and deleting rows."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Effect, Prop
from weavz_tui.integrations._google import confirmed
from weavz_tui.integrations.google_sheets import a1
from weavz_tui.integrations.google_sheets.service import (
    Range,
    RowNumber,
    SheetChoice,
    SheetName,
    SpreadsheetChoice,
    SpreadsheetId,
    chosen_title,
    integration,
    sheet_of,
    spreadsheet_of,
    title_of,
    whole,
)


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def clear_range(
    ctx: Context,
    *,
    spreadsheet_dropdown: SpreadsheetChoice | None = None,
    spreadsheet_id: SpreadsheetId | None = None,
    sheet_dropdown: SheetChoice | None = None,
    range: Range,
) -> Any:
    """Empty the cells of a range; their formats stay."""
    path = a1.path(spreadsheet_of(ctx), a1.within(chosen_title(ctx), range.strip()))
    return await ctx.post(f"{path}:clear", json={})


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def clear_row(
    ctx: Context,
    *,
    spreadsheet_dropdown: SpreadsheetChoice | None = None,
    spreadsheet_id: SpreadsheetId | None = None,
    sheet_dropdown: SheetChoice | None = None,
    sheet_name: SheetName | None = None,
    row_number: RowNumber,
) -> Any:
    """Empty the cells of a row; the row stays."""
    number = whole(row_number, "rowNumber")
    spreadsheet = spreadsheet_of(ctx)
    title = await title_of(ctx, spreadsheet)
    return await ctx.post(f"{a1.path(spreadsheet, a1.rows(title, number))}:clear", json={})


@integration.action(effect=Effect.DESTROY, idempotent=False)
async def delete_row(
    ctx: Context,
    *,
    spreadsheet_dropdown: SpreadsheetChoice | None = None,
    spreadsheet_id: SpreadsheetId | None = None,
    sheet_dropdown: SheetChoice | None = None,
    sheet_name: SheetName | None = None,
    row_number: RowNumber,
    confirm_delete: Annotated[bool, Prop(key="confirmDelete", title="Delete the row")],
) -> Any:
    """Delete a row; the rows below it move up.

    Args:
        confirm_delete: Must be on: the row is gone, and the rows below it get other numbers.
    """
    confirmed(confirm_delete, "confirmDelete", "the row will be deleted")
    number = whole(row_number, "rowNumber")
    spreadsheet = spreadsheet_of(ctx)
    sheet = await sheet_of(ctx, spreadsheet)
    rows = {
        "sheetId": sheet["sheetId"],
        "dimension": "ROWS",
        "startIndex": number - 1,
        "endIndex": number,
    }
    await ctx.post(
        f"{spreadsheet}:batchUpdate", json={"requests": [{"deleteDimension": {"range": rows}}]}
    )
    return {"deleted": True, "sheet": sheet["title"], "rowNumber": number}

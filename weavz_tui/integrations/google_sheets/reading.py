"""Reading cells by range, and rows."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Effect, Prop
from weavz_tui.integrations.google_sheets import a1
from weavz_tui.integrations.google_sheets.service import (
    HeaderRow,
    Range,
    RowNumber,
    SheetChoice,
    SheetName,
    SpreadsheetChoice,
    SpreadsheetId,
    chosen_title,
    integration,
    spreadsheet_of,
    title_of,
    whole,
)
from weavz_tui.integrations.google_sheets.table import read_table


@integration.action(effect=Effect.READ)
async def read_range(
    ctx: Context,
    *,
    spreadsheet_dropdown: SpreadsheetChoice | None = None,
    spreadsheet_id: SpreadsheetId | None = None,
    sheet_dropdown: SheetChoice | None = None,
    range: Range,
    major_dimension: Annotated[
        Literal["ROWS", "COLUMNS"],
        Prop(key="majorDimension", title="As", labels={"ROWS": "Rows", "COLUMNS": "Columns"}),
    ]
    | None = "ROWS",
    value_render_option: Annotated[
        Literal["FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"],
        Prop(
            key="valueRenderOption",
            title="Cells as",
            labels={
                "FORMATTED_VALUE": "Text as shown",
                "UNFORMATTED_VALUE": "Plain values",
                "FORMULA": "Formulas",
            },
        ),
    ]
    | None = "FORMATTED_VALUE",
) -> Any:
    """Read the cells of a range; empty ones at its end are left out.

    Args:
        major_dimension: Whether `values` lists rows or columns.
        value_render_option: How a cell is given.
    """
    params = {"majorDimension": major_dimension, "valueRenderOption": value_render_option}
    cells = a1.within(chosen_title(ctx), range.strip())
    found = await ctx.get(a1.path(spreadsheet_of(ctx), cells), params=params)
    return {"values": [], **found}


@integration.action(effect=Effect.READ)
async def list_rows(
    ctx: Context,
    spreadsheet_dropdown: SpreadsheetChoice | None = None,
    spreadsheet_id: SpreadsheetId | None = None,
    sheet_dropdown: SheetChoice | None = None,
    sheet_name: SheetName | None = None,
    start_row: Annotated[int | None, Prop(key="startRow", minimum=1)] = None,
    row_count: Annotated[int | None, Prop(key="rowCount", minimum=1)] = None,
    header_row: HeaderRow | None = 1,
) -> Any:
    """Read rows as objects by column name, with their numbers and raw cells.

    Args:
        start_row: The first row to read; the one below the header row when empty.
        row_count: How many rows at most; all when empty.
    """
    header = whole(1 if header_row is None else header_row, "headerRow")
    first = whole(start_row or header + 1, "startRow")
    count = whole(row_count, "rowCount") if row_count else None
    spreadsheet = spreadsheet_of(ctx)
    title = await title_of(ctx, spreadsheet)
    table = await read_table(ctx, spreadsheet, title, header, first, count)
    return {
        "sheet": title,
        "columns": table.columns,
        "rows": [table.row(number) for number in table.rows],
    }


@integration.action(effect=Effect.READ)
async def get_row(
    ctx: Context,
    *,
    spreadsheet_dropdown: SpreadsheetChoice | None = None,
    spreadsheet_id: SpreadsheetId | None = None,
    sheet_dropdown: SheetChoice | None = None,
    sheet_name: SheetName | None = None,
    row_number: RowNumber,
    header_row: HeaderRow | None = 1,
) -> Any:
    """Read one row as an object by column name, with its raw cells."""
    number = whole(row_number, "rowNumber")
    header = whole(1 if header_row is None else header_row, "headerRow")
    spreadsheet = spreadsheet_of(ctx)
    title = await title_of(ctx, spreadsheet)
    table = await read_table(ctx, spreadsheet, title, header, number, 1)
    return {"sheet": title, **table.row(number)}

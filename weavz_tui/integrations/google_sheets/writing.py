"""Writing cells by range, and rows."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Json, Prop, ValidationError
from weavz_tui.integrations.google_sheets import a1
from weavz_tui.integrations.google_sheets.service import (
    Range,
    RowNumber,
    RowValues,
    SheetChoice,
    SheetName,
    SpreadsheetChoice,
    SpreadsheetId,
    ValueInput,
    chosen_title,
    integration,
    spreadsheet_of,
    title_of,
    whole,
)
from weavz_tui.integrations.google_sheets.table import Cell, cells_of, plain_cells


@integration.action(idempotent=True)
async def write_range(
    ctx: Context,
    *,
    spreadsheet_dropdown: SpreadsheetChoice | None = None,
    spreadsheet_id: SpreadsheetId | None = None,
    sheet_dropdown: SheetChoice | None = None,
    range: Range,
    values: Json,
    value_input_option: ValueInput | None = "USER_ENTERED",
) -> Any:
    """Write cells into a range, over what is there.

    Args:
        values: Rows of cells, `[["Name", "Age"], ["Ada", 36]]`, or the cells of one row; null
            leaves a cell as it is.
    """
    if not isinstance(values, list) or not values:
        raise ValidationError.of(values='must be rows of cells such as [["Ada", 36]]')
    rows = values if any(isinstance(each, list) for each in values) else [values]
    cells = a1.within(chosen_title(ctx), range.strip())
    return await ctx.put(
        a1.path(spreadsheet_of(ctx), cells),
        params={"valueInputOption": value_input_option or "USER_ENTERED"},
        json=_rows([plain_cells(each) for each in rows]),
    )


@integration.action()
async def append_row(
    ctx: Context,
    *,
    spreadsheet_dropdown: SpreadsheetChoice | None = None,
    spreadsheet_id: SpreadsheetId | None = None,
    sheet_dropdown: SheetChoice | None = None,
    sheet_name: SheetName | None = None,
    values: RowValues,
    value_input_option: ValueInput | None = "USER_ENTERED",
) -> Any:
    """Add a row below the last one of a sheet."""
    return await _append(ctx, [_row(values)], value_input_option)


@integration.action()
async def append_rows(
    ctx: Context,
    *,
    spreadsheet_dropdown: SpreadsheetChoice | None = None,
    spreadsheet_id: SpreadsheetId | None = None,
    sheet_dropdown: SheetChoice | None = None,
    sheet_name: SheetName | None = None,
    values: Annotated[
        Json,
        Prop(
            description='Rows as lists of cells, `[["Ada", 36]]`, or as objects by the names in '
            'row 1, `[{"Name": "Ada"}]`.'
        ),
    ],
    value_input_option: ValueInput | None = "USER_ENTERED",
) -> Any:
    """Add rows below the last one of a sheet."""
    if not isinstance(values, list) or not values:
        raise ValidationError.of(values='must be a list of rows such as [["Ada", 36]]')
    return await _append(ctx, [_row(each) for each in values], value_input_option)


@integration.action(idempotent=True)
async def update_row(
    ctx: Context,
    *,
    spreadsheet_dropdown: SpreadsheetChoice | None = None,
    spreadsheet_id: SpreadsheetId | None = None,
    sheet_dropdown: SheetChoice | None = None,
    sheet_name: SheetName | None = None,
    row_number: RowNumber,
    values: RowValues,
    value_input_option: ValueInput | None = "USER_ENTERED",
) -> Any:
    """Write the cells of a row; cells that are not given stay as they are."""
    number, row = whole(row_number, "rowNumber"), _row(values)
    spreadsheet = spreadsheet_of(ctx)
    title = await title_of(ctx, spreadsheet)
    return await ctx.put(
        a1.path(spreadsheet, a1.rows(title, number)),
        params={"valueInputOption": value_input_option or "USER_ENTERED"},
        json=_rows(await cells_of(ctx, spreadsheet, title, [row])),
    )


async def _append(ctx: Context, rows: list[Any], value_input_option: str | None) -> Any:
    """Add rows; new ones are inserted, so that nothing below the table is written over."""
    spreadsheet = spreadsheet_of(ctx)
    title = await title_of(ctx, spreadsheet)
    params = {
        "valueInputOption": value_input_option or "USER_ENTERED",
        "insertDataOption": "INSERT_ROWS",
    }
    cells = await cells_of(ctx, spreadsheet, title, rows)
    path = a1.path(spreadsheet, a1.quoted(title))
    return await ctx.post(f"{path}:append", params=params, json=_rows(cells))


def _row(values: Any) -> list[Any] | dict[str, Any]:
    """A row as it was given; raises ValidationError where it is none, before anything is sent."""
    if isinstance(values, dict) and values:
        return values
    if not values:
        raise ValidationError.of(values="a row needs at least one cell")
    return plain_cells(values)


def _rows(cells: list[list[Cell]]) -> dict[str, Any]:
    return {"majorDimension": "ROWS", "values": cells}

"""Finding rows by what one of their cells says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Effect, Prop, ValidationError
from weavz_tui.integrations.google_sheets import a1
from weavz_tui.integrations.google_sheets.service import (
    HeaderRow,
    SheetChoice,
    SheetName,
    SpreadsheetChoice,
    SpreadsheetId,
    integration,
    spreadsheet_of,
    title_of,
    whole,
)
from weavz_tui.integrations.google_sheets.table import Table, read_table

MATCHES: Mapping[str, Callable[[str, str], bool]] = {
    "contains": lambda cell, wanted: wanted in cell,
    "exact": lambda cell, wanted: cell == wanted,
    "starts_with": str.startswith,
    "ends_with": str.endswith,
}


@integration.action(effect=Effect.READ)
async def find_rows(
    ctx: Context,
    *,
    spreadsheet_dropdown: SpreadsheetChoice | None = None,
    spreadsheet_id: SpreadsheetId | None = None,
    sheet_dropdown: SheetChoice | None = None,
    sheet_name: SheetName | None = None,
    column: str,
    search_value: Annotated[str, Prop(key="searchValue", title="Look for")],
    match_mode: Annotated[
        Literal["contains", "exact", "starts_with", "ends_with"],
        Prop(
            key="matchMode",
            title="Cell",
            labels={
                "contains": "Contains it",
                "exact": "Is exactly it",
                "starts_with": "Starts with it",
                "ends_with": "Ends with it",
            },
        ),
    ]
    | None = "contains",
    case_sensitive: Annotated[bool | None, Prop(key="caseSensitive")] = False,
    start_row: Annotated[int | None, Prop(key="startRow", minimum=1)] = None,
    max_rows: Annotated[int | None, Prop(key="maxRows", title="Rows to search", minimum=1)] = None,
    limit: Annotated[int | None, Prop(minimum=1)] = None,
    header_row: HeaderRow | None = 1,
) -> Any:
    """Find the rows whose cell in one column matches a text, as the cell is shown.

    Args:
        column: The column's name in the header row, or its letter.
        search_value: The text to look for.
        match_mode: How the cell has to match.
        case_sensitive: Tell `Ada` from `ada`.
        start_row: The first row to search; the one below the header row when empty.
        max_rows: How many rows are searched; all when empty.
        limit: How many rows are returned at most; all that match when empty.
    """
    header = whole(1 if header_row is None else header_row, "headerRow")
    first = whole(start_row or header + 1, "startRow")
    count = whole(max_rows, "maxRows") if max_rows else None
    spreadsheet = spreadsheet_of(ctx)
    title = await title_of(ctx, spreadsheet)
    table = await read_table(ctx, spreadsheet, title, header, first, count)
    index = column_index(table, column.strip())
    matches = MATCHES[match_mode or "contains"]
    wanted = search_value if case_sensitive else search_value.casefold()

    def is_match(row: list[Any]) -> bool:
        cell = str(row[index]) if index < len(row) else ""
        return matches(cell if case_sensitive else cell.casefold(), wanted)

    found = [number for number, row in table.rows.items() if is_match(row)]
    kept = found[: whole(limit, "limit")] if limit else found
    return {
        "sheet": title,
        "rows": [table.row(number) for number in kept],
        "found": len(found),
        "searched": len(table.rows),
    }


def column_index(table: Table, column: str) -> int:
    """The place of a column, counted from 0, by its name or else its letter; raises
    ValidationError where there is none."""
    names = table.columns
    for spelled in (str, str.casefold):
        for index, name in enumerate(names):
            if spelled(name) == spelled(column):
                return index
    if re.fullmatch(r"[A-Za-z]{1,3}", column):
        width = max([len(names), *(len(row) for row in table.rows.values())])
        letters = [a1.letter(each) for each in range(width)]
        if column.upper() in letters:
            return letters.index(column.upper())
    there = ", ".join(names) or "none"
    raise ValidationError.of(column=f"there is no column {column!r}; there are: {there}")

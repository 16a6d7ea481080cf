"""A sheet as a table: rows with a name for each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from weavz_tui.catalog import Context, ValidationError
from weavz_tui.integrations.google_sheets import a1

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """The names of the columns, and cells by row number (counted from 1)."""

    columns: list[str]
    rows: dict[int, list[Any]]

    def row(self, number: int) -> dict[str, Any]:
        """One row: `rowNumber`, `values` by column, `raw` cells from the left."""
        raw = self.rows.get(number, [])
        width = max(len(raw), len(self.columns))
        names = [*self.columns, *(a1.letter(each) for each in range(len(self.columns), width))]
        cells = [*raw, *([""] * (width - len(raw)))]
        return {"rowNumber": number, "values": dict(zip(names, cells, strict=True)), "raw": raw}


def column_names(header: Sequence[Any]) -> list[str]:
    """A name for each column: what its header says, else its letter; each name once."""
    names: list[str] = []
    for index, cell in enumerate(header):
        name = str(cell).strip() or a1.letter(index)
        names.append(f"{name} ({a1.letter(index)})" if name in names else name)
    return names


async def read_table(
    ctx: Context, spreadsheet: str, title: str, header_row: int, first: int, count: int | None
) -> Table:
    """The rows from number `first`, `count` of them or all; a header row of 0 is none."""
    if count is None:
        values = (await ctx.get(a1.path(spreadsheet, a1.quoted(title)))).get("values", [])
        header = values[header_row - 1] if 0 < header_row <= len(values) else []
        found = values[first - 1 :]
    else:
        wanted = [a1.rows(title, header_row)] if header_row else []
        wanted.append(a1.rows(title, first, first + count - 1))
        answer = await ctx.get(f"{spreadsheet}/values:batchGet", params={"ranges": wanted})
        parts = [each.get("values", []) for each in answer.get("valueRanges", [])]
        header = parts[0][0] if header_row and parts and parts[0] else []
        found = parts[-1] if parts else []
    return Table(column_names(header), {first + index: row for index, row in enumerate(found)})


async def cells_of(
    ctx: Context, spreadsheet: str, title: str, values: Sequence[Any]
) -> list[list[Cell]]:
    """Rows given as lists, or as objects by the names in row 1, as lists of cells."""
    columns: list[str] = []
    if any(isinstance(each, dict) for each in values):
        header = await ctx.get(a1.path(spreadsheet, a1.rows(title, 1)))
        columns = column_names((header.get("values") or [[]])[0])
        if not columns:
            raise ValidationError.of(
                values="the sheet has no names in row 1; give the cells as a list"
            )
    return [_cells(each, columns) for each in values]


def plain_cells(row: Any) -> list[Cell]:
    """A row given as a list; raises ValidationError where it is none, or a cell holds more."""
    if not isinstance(row, list):
        raise ValidationError.of(values='a row must be a list of cells such as ["Ada", 36]')
    if any(isinstance(cell, list | dict) for cell in row):
        raise ValidationError.of(values="a cell holds a text, a number, true, false or null")
    return row


def _cells(row: Any, columns: list[str]) -> list[Cell]:
    if not isinstance(row, dict):
        return plain_cells(row)
    unknown = [key for key in row if key not in columns]
    if unknown:
        raise ValidationError.of(
            values=f"there is no column {unknown[0]!r}; there are: {', '.join(columns)}"
        )
    return plain_cells([row.get(column) for column in columns])

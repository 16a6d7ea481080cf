"""A1 notation: how Sheets names cells."""

from __future__ import annotations

from urllib.parse import quote


def letter(index: int) -> str:
    """The name of a column, counted from 0: A, Z, AA."""
    name = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def quoted(title: str) -> str:
    """A sheet's title as a range begins with it; in quotes it may hold anything."""
    doubled = title.replace("'", "''")
    return f"'{doubled}'"


def rows(title: str, first: int, last: int | None = None) -> str:
    """Whole rows of a sheet, counted from 1; one row without `last`."""
    return f"{quoted(title)}!{first}:{last or first}"


def within(title: str | None, cells: str) -> str:
    """Cells of that sheet, unless they name a sheet of their own."""
    return cells if title is None or "!" in cells else f"{quoted(title)}!{cells}"


def path(spreadsheet: str, cells: str) -> str:
    """The path of the values of a range."""
    return f"{spreadsheet}/values/{quote(cells, safe='')}"

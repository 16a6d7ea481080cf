"""A Google Sheets that answers from a list: its answers look like the real ones."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import unquote

import httpx

from tests.integrations.discovery import Discovery

HEADER = ["Name", "Age", "", "Name"]
ROWS = [
    HEADER,
    ["Ada", "36", "x", "Lovelace"],
    [],
    ["Grace", "85", "", "Hopper", "navy"],
    ["adam", "7"],
]
SHEETS = [
    {
        "properties": {
            "sheetId": 7,
            "title": "Plan 'A'",
            "index": 0,
            "sheetType": "GRID",
            "gridProperties": {"rowCount": 1000, "columnCount": 26},
        }
    },
    {"properties": {"sheetId": 0, "title": "Data", "index": 1, "sheetType": "GRID"}},
]
SPREADSHEET = {
    "spreadsheetId": "s1",
    "properties": {"title": "Book", "locale": "en_GB"},
    "sheets": SHEETS,
    "spreadsheetUrl": "https://docs.google.com/spreadsheets/d/s1/edit",
}
UPDATED = {"spreadsheetId": "s1", "updatedRange": "Data!A2:B2", "updatedRows": 1}
ANSWERS: dict[str, Any] = {
    "drive.files.list": {"files": [{"id": "s1", "name": "Book"}, {"id": "s2", "name": "[b]"}]},
    "sheets.spreadsheets.get": SPREADSHEET,
    "sheets.spreadsheets.create": SPREADSHEET,
    "sheets.spreadsheets.batchUpdate": {"spreadsheetId": "s1", "replies": [{}]},
    "sheets.spreadsheets.values.update": UPDATED,
    "sheets.spreadsheets.values.append": {"spreadsheetId": "s1", "updates": UPDATED},
    "sheets.spreadsheets.values.clear": {"spreadsheetId": "s1", "clearedRange": "Data!A2:B2"},
}


@cache
def discovery() -> Discovery:
    """The descriptions of Sheets and Drive."""
    return Discovery("sheets.v4", "drive.v3")


def value_range(cells: str) -> dict[str, Any]:
    """The cells of a range as Sheets gives them: whole rows or the whole sheet."""
    title, _, rows = cells.partition("!")
    found: dict[str, Any] = {"range": cells, "majorDimension": "ROWS"}
    first, _, last = rows.partition(":")
    values = ROWS[int(first) - 1 : int(last)] if first.isdigit() else ROWS
    while values and not values[-1]:
        values = values[:-1]
    if title == "'Empty'" or not values:
        return found
    return {**found, "values": values}


def answer(request: httpx.Request) -> httpx.Response:
    """What Sheets answers; 404 as Google writes it where no method is meant."""
    method = discovery().method_of(request.method, str(request.url))
    if method is None:
        error = {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}
        return httpx.Response(404, json={"error": error})
    if method.id == "sheets.spreadsheets.values.get":
        path = request.url.raw_path.decode().partition("?")[0]
        return httpx.Response(200, json=value_range(unquote(path.rpartition("/")[2])))
    if method.id == "sheets.spreadsheets.values.batchGet":
        ranges = [value_range(each) for each in request.url.params.get_list("ranges")]
        return httpx.Response(200, json={"spreadsheetId": "s1", "valueRanges": ranges})
    return httpx.Response(200, json=ANSWERS[method.id])

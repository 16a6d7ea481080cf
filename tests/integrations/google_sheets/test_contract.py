"""Every request of every action is one that Google's discovery files describe."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integrations.contexts import answering, requests_of, token
from tests.integrations.discovery import Coverage
from tests.integrations.google_sheets.service import ANSWERS, answer, discovery, value_range
from tests.integrations.static import Checked
from weavz_tui.integrations.google_sheets import integration

BOOK = {"spreadsheet_dropdown": "s1"}
SHEET = {**BOOK, "sheet_dropdown": "Plan 'A'"}
NAMED = {"spreadsheetId": "s1", "sheetName": "Data"}
RAW = {"valueInputOption": "RAW"}
ROW = {"Name": "Ada", "Age": 36.5}

CASES: list[tuple[str, dict[str, Any]]] = [
    ("list_spreadsheets", {}),
    (
        "list_spreadsheets",
        {"query": "it's", "pageSize": 5, "pageToken": "p2", "includeSharedDrives": True},
    ),
    ("get_spreadsheet", BOOK),
    ("list_sheets", BOOK),
    ("get_sheet", NAMED),
    ("read_range", {**BOOK, "range": "A1:C3"}),
    (
        "read_range",
        {**SHEET, "range": "B:B", "majorDimension": "COLUMNS", "valueRenderOption": "FORMULA"},
    ),
    ("list_rows", BOOK),
    ("list_rows", {**NAMED, "startRow": 2, "rowCount": 2, "headerRow": 1}),
    ("list_rows", {**NAMED, "rowCount": 2, "headerRow": 0}),
    ("get_row", {**BOOK, "rowNumber": 2}),
    ("write_range", {**SHEET, "range": "A1", "values": [["a", 1, True, None]]}),
    ("write_range", {**BOOK, "range": "Data!A1:B1", "values": ["a", 1.5], **RAW}),
    ("append_row", {**BOOK, "values": ["a", 1]}),
    ("append_row", {**NAMED, "values": ROW, **RAW}),
    ("append_rows", {**NAMED, "values": [ROW, ["b"]], **RAW}),
    ("update_row", {**NAMED, "rowNumber": 2, "values": ROW, **RAW}),
    ("find_rows", {**NAMED, "column": "Name", "searchValue": "a"}),
    ("find_rows", {**NAMED, "column": "B", "searchValue": "7", "maxRows": 3, "limit": 1}),
    ("clear_range", {**SHEET, "range": "A1:B2"}),
    ("clear_row", {**BOOK, "rowNumber": 3}),
    ("delete_row", {**NAMED, "rowNumber": 3, "confirmDelete": True}),
    ("create_spreadsheet", {"title": "Book"}),
    ("create_spreadsheet", {"title": "Book", "sheetTitles": "One, Two"}),
    ("custom_api_call", {"url": "drive:/drive/v3/files", "method": "GET"}),
    (
        "custom_api_call",
        {
            "url": "https://sheets.googleapis.com/v4/spreadsheets",
            "method": "POST",
            "headers": {"X-Goog-User-Project": "p"},
            "body": {"properties": {"title": "Book"}},
        },
    ),
]
NOT_DESCRIBED: dict[str, str] = {}
"""Actions whose requests the description lacks, with the reason."""


async def seen() -> Coverage:
    """The requests of every case."""
    coverage = Coverage(discovery())
    for action, inputs in CASES:
        requests = await requests_of(
            integration, action, inputs, transport=answering(answer), credential=token("t")
        )
        assert all(each.headers["Authorization"] == "Bearer t" for each in requests), action
        coverage.add(action, requests)
    return coverage


async def checked() -> Checked:
    """What the description says of every case, for the table of all integrations."""
    return (await seen()).checked()


async def test_every_action_is_covered_without_a_violation() -> None:
    coverage = await seen()
    covered = {action for action, requests in coverage.requests.items() if requests}
    assert covered == set(integration.actions) - set(NOT_DESCRIBED)
    assert coverage.violations == []


async def test_every_kind_of_wrong_request_is_noticed() -> None:
    assert (await seen()).unnoticed == []


async def test_the_scopes_open_every_method() -> None:
    assert (await seen()).unpermitted(integration) == []


@pytest.mark.parametrize(
    ("method", "given"),
    [*ANSWERS.items(), ("sheets.spreadsheets.values.get", value_range("'Data'!1:3"))],
)
def test_the_canned_answers_look_like_sheets(method: str, given: Any) -> None:
    described = next(each for each in discovery().methods if each.id == method)
    assert discovery().answer_problems(described, given) == []

"""What Sheets' actions read, write, refuse and offer."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pytest

from tests.integrations.contexts import Recorder, answering, options_of, requests_of, run
from tests.integrations.google_sheets.service import SHEETS, answer
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.google_sheets import a1, integration
from weavz_tui.integrations.google_sheets.table import column_names
from weavz_tui.model.http import Request

BOOK = {"spreadsheetId": "s1"}
DATA = {**BOOK, "sheetName": "Data"}


async def last(action: str, inputs: dict[str, Any]) -> Request:
    """The last request of an action."""
    requests = await requests_of(integration, action, inputs, transport=answering(answer))
    return requests[-1]


async def result(action: str, inputs: dict[str, Any]) -> Any:
    """What an action returns."""
    return await run(integration, action, inputs, transport=answering(answer))


def path(request: Request) -> str:
    """The decoded path below the spreadsheet."""
    return unquote(urlsplit(request.url).path).removeprefix("/v4/spreadsheets/s1")


@pytest.mark.parametrize(
    ("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_letters(index: int, name: str) -> None:
    assert a1.letter(index) == name


def test_columns_have_one_name_each() -> None:
    assert column_names(["Name", "", " Name ", 7]) == ["Name", "B", "Name (C)", "7"]


@pytest.mark.parametrize(
    ("inputs", "cells"),
    [
        ({"range": "A1:B2"}, "A1:B2"),
        ({"range": "A1:B2", "sheet_dropdown": "Plan 'A'"}, "'Plan ''A'''!A1:B2"),
        ({"range": "'x/y?z'!A1", "sheet_dropdown": "Data"}, "'x/y?z'!A1"),
        ({"range": "2:5", "sheet_dropdown": "Q1/Q2 #%"}, "'Q1/Q2 #%'!2:5"),
    ],
)
async def test_a_range_is_quoted_and_stays_one_part_of_the_path(
    inputs: dict[str, Any], cells: str
) -> None:
    request = await last("read_range", {**BOOK, **inputs})
    assert path(request) == f"/values/{cells}"
    assert urlsplit(request.url).path.count("/") == 5


@pytest.mark.parametrize("limits", [{}, {"startRow": 2, "rowCount": 4}])
async def test_rows_are_objects_by_header_with_raw_cells(limits: dict[str, int]) -> None:
    found = await result("list_rows", {**DATA, **limits})
    assert found["columns"] == ["Name", "Age", "C", "Name (D)"]
    assert [each["rowNumber"] for each in found["rows"]] == [2, 3, 4, 5]
    assert found["rows"][1]["raw"] == []
    assert found["rows"][2] == {
        "rowNumber": 4,
        "values": {"Name": "Grace", "Age": "85", "C": "", "Name (D)": "Hopper", "E": "navy"},
        "raw": ["Grace", "85", "", "Hopper", "navy"],
    }
    assert found["rows"][3]["values"] == {"Name": "adam", "Age": "7", "C": "", "Name (D)": ""}


async def test_without_a_header_row_columns_are_letters() -> None:
    found = await result("list_rows", {**DATA, "headerRow": 0, "rowCount": 1})
    assert found["rows"][0]["rowNumber"] == 1
    assert list(found["rows"][0]["values"]) == ["A", "B", "C", "D"]


async def test_a_row_is_read_with_its_header_in_one_request() -> None:
    request = await last("get_row", {**DATA, "rowNumber": 4, "headerRow": 1})
    assert parse_qs(urlsplit(request.url).query)["ranges"] == ["'Data'!1:1", "'Data'!4:4"]
    found = await result("get_row", {**DATA, "rowNumber": 4})
    assert (found["sheet"], found["values"]["Age"]) == ("Data", "85")


async def test_no_sheet_given_means_the_first() -> None:
    assert path(await last("append_row", {**BOOK, "values": ["a"]})) == (
        "/values/'Plan ''A''':append"
    )


@pytest.mark.parametrize(
    ("search", "numbers"),
    [
        ({"searchValue": "ad"}, [2, 5]),
        ({"searchValue": "ad", "caseSensitive": True}, [5]),
        ({"searchValue": "ADA", "matchMode": "exact"}, [2]),
        ({"searchValue": "am", "matchMode": "ends_with"}, [5]),
        ({"searchValue": "gr", "matchMode": "starts_with"}, [4]),
        ({"searchValue": "ad", "limit": 1}, [2]),
        ({"searchValue": "ad", "maxRows": 2}, [2]),
        ({"searchValue": "ad", "startRow": 3}, [5]),
        ({"column": "age", "searchValue": "85"}, [4]),
        ({"column": "d", "searchValue": "hopper"}, [4]),
        ({"column": "E", "searchValue": "navy"}, [4]),
        ({"searchValue": "nobody"}, []),
    ],
)
async def test_rows_are_found(search: dict[str, Any], numbers: list[int]) -> None:
    found = await result("find_rows", {**DATA, "column": "Name", **search})
    assert [each["rowNumber"] for each in found["rows"]] == numbers


async def test_an_unknown_column_names_those_there_are() -> None:
    with pytest.raises(ValidationError) as refused:
        await result("find_rows", {**DATA, "column": "Surname", "searchValue": "x"})
    assert "Name, Age, C, Name (D)" in refused.value.fields["column"]


@pytest.mark.parametrize(
    ("values", "cells"),
    [
        (["Ada", 36, None, True], ["Ada", 36, None, True]),
        ({"Age": 36, "Name (D)": "Lovelace"}, [None, 36, None, "Lovelace"]),
    ],
)
async def test_a_row_is_written_from_a_list_or_by_header(values: Any, cells: list[Any]) -> None:
    request = await last("update_row", {**DATA, "rowNumber": 4, "values": values})
    assert (request.method, path(request)) == ("PUT", "/values/'Data'!4:4")
    assert json.loads(request.content)["values"] == [cells]
    assert parse_qs(urlsplit(request.url).query) == {"valueInputOption": ["USER_ENTERED"]}


async def test_rows_are_appended_below_without_writing_over_anything() -> None:
    request = await last("append_rows", {**DATA, "values": [["a"], {"Age": 1}]})
    assert json.loads(request.content)["values"] == [["a"], [None, 1, None, None]]
    assert parse_qs(urlsplit(request.url).query)["insertDataOption"] == ["INSERT_ROWS"]


@pytest.mark.parametrize(
    ("action", "inputs"),
    [
        ("append_row", {"values": {"Surname": "x"}}),
        ("append_row", {"values": []}),
        ("append_row", {"values": "a"}),
        ("append_row", {"values": [["a"]]}),
        ("append_rows", {"values": {"Name": "x"}}),
        ("append_rows", {"values": ["a"]}),
        ("update_row", {"values": {}, "rowNumber": 2}),
        ("write_range", {"values": [[{"a": 1}]], "range": "A1"}),
        ("write_range", {"values": {"Name": 1}, "range": "A1"}),
    ],
)
async def test_what_is_no_row_is_refused_and_nothing_written(
    action: str, inputs: dict[str, Any]
) -> None:
    recorder = Recorder(answering(answer))
    book = BOOK if action == "write_range" else DATA
    with pytest.raises(ValidationError) as refused:
        await run(integration, action, {**book, **inputs}, transport=recorder)
    assert list(refused.value.fields) == ["values"]
    assert all(each.method == "GET" for each in recorder.requests)


async def test_objects_need_names_in_row_1() -> None:
    inputs = {**BOOK, "sheetName": "Empty", "values": {"Name": "x"}}
    with pytest.raises(ValidationError) as refused:
        await result("append_row", inputs)
    assert "row 1" in refused.value.fields["values"]


async def test_a_row_is_deleted_by_the_sheets_number() -> None:
    request = await last("delete_row", {**DATA, "rowNumber": 3.0, "confirmDelete": True})
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
    assert json.loads(request.content) == {"requests": [{"deleteDimension": {"range": rows}}]}


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({"rowNumber": 3, "confirmDelete": False}, "confirmDelete"),
        ({"rowNumber": 2.5, "confirmDelete": True}, "rowNumber"),
    ],
)
async def test_a_doubtful_deletion_is_refused_before_anything_is_sent(
    inputs: dict[str, Any], field: str
) -> None:
    recorder = Recorder()
    with pytest.raises(ValidationError) as refused:
        await run(integration, "delete_row", {**DATA, **inputs}, transport=recorder)
    assert list(refused.value.fields) == [field]
    assert recorder.requests == []


@pytest.mark.parametrize(
    "action",
    [name for name, each in integration.actions.items() if each.parameter("spreadsheetId")],
)
async def test_an_action_without_a_spreadsheet_names_both_inputs(action: str) -> None:
    filler: dict[str, Any] = {
        "range": "A1",
        "values": [["a"]] if action in {"append_rows", "write_range"} else ["a"],
        "rowNumber": 2,
        "column": "A",
        "searchValue": "a",
        "confirmDelete": True,
    }
    known = {each.name for each in integration.actions[action].properties}
    recorder = Recorder()
    with pytest.raises(ValidationError) as refused:
        inputs = {key: value for key, value in filler.items() if key in known}
        await run(integration, action, inputs, transport=recorder)
    assert set(refused.value.fields) == {"spreadsheet_dropdown", "spreadsheetId"}
    assert "spreadsheet_dropdown" in refused.value.hint and "spreadsheetId" in refused.value.hint
    assert recorder.requests == []


@pytest.mark.parametrize(
    "inputs",
    [
        {"spreadsheetId": "https://docs.google.com/spreadsheets/d/s1/edit#gid=0"},
        {"spreadsheetId": " s1 ", "spreadsheet_dropdown": "s2"},
        {"spreadsheetId": "", "spreadsheet_dropdown": "s1"},
    ],
)
async def test_a_spreadsheet_is_an_id_an_address_or_a_choice(inputs: dict[str, Any]) -> None:
    assert path(await last("get_spreadsheet", inputs)) == ""


async def test_a_sheet_is_described_and_a_missing_one_names_those_there_are() -> None:
    assert await result("get_sheet", BOOK) == SHEETS[0]["properties"]
    with pytest.raises(ValidationError) as refused:
        await result("get_sheet", {**BOOK, "sheetName": "Datum"})
    assert "Plan 'A', Data" in refused.value.fields["sheetName"]


async def test_spreadsheets_are_searched_by_drive() -> None:
    recorder = Recorder(answering(answer))
    found = await options_of(
        integration,
        "get_spreadsheet",
        "spreadsheet_dropdown",
        transport=recorder,
        search="it's \\ here",
    )
    assert [(each.label, each.value) for each in found.options] == [("Book", "s1"), ("[b]", "s2")]
    (request,) = recorder.requests
    assert request.url.startswith("https://www.googleapis.com/drive/v3/files?")
    assert parse_qs(urlsplit(request.url).query)["q"] == [
        "mimeType='application/vnd.google-apps.spreadsheet' and trashed=false"
        " and name contains 'it\\'s \\\\ here'"
    ]
    parameter = integration.actions["get_spreadsheet"].parameter("spreadsheet_dropdown")
    assert parameter is not None and parameter.property.searchable


async def test_sheets_are_offered_once_a_spreadsheet_is_chosen() -> None:
    recorder = Recorder(answering(answer))
    missing = await options_of(integration, "get_sheet", "sheet_dropdown", {}, transport=recorder)
    assert (missing.disabled, missing.placeholder) == (True, "Choose a spreadsheet first")
    assert recorder.requests == []
    found = await options_of(integration, "get_sheet", "sheet_dropdown", BOOK, transport=recorder)
    assert [each.value for each in found.options] == ["Plan 'A'", "Data"]
    parameter = integration.actions["get_sheet"].parameter("sheet_dropdown")
    assert parameter is not None
    assert parameter.property.refreshers == ("spreadsheet_dropdown", "spreadsheetId")


async def test_a_failure_tells_googles_message_and_status() -> None:
    error = {"code": 400, "message": "Unable to parse range: X", "status": "INVALID_ARGUMENT"}
    transport = answering(lambda request: httpx.Response(400, json={"error": error}))
    with pytest.raises(ActionFailed) as failed:
        await run(integration, "read_range", {**BOOK, "range": "X"}, transport=transport)
    assert failed.value.details == {
        "message": "Unable to parse range: X (INVALID_ARGUMENT)",
        "statusCode": 400,
    }

"""Action names and input keys are what callers hold on to: none may change."""

from __future__ import annotations

from tests.fixtures.signatures import parsed, signatures
from weavz_tui.integrations.google_sheets import integration

PUBLISHED = """
list_spreadsheets: query=str pageSize=num pageToken=str includeSharedDrives=bool
get_spreadsheet: spreadsheet_dropdown=dd spreadsheetId=str
list_sheets: spreadsheet_dropdown=dd spreadsheetId=str
get_sheet: spreadsheet_dropdown=dd spreadsheetId=str sheet_dropdown=dd sheetName=str
read_range: spreadsheet_dropdown=dd spreadsheetId=str sheet_dropdown=dd range=str!
    majorDimension=enum{ROWS;COLUMNS}
    valueRenderOption=enum{FORMATTED_VALUE;UNFORMATTED_VALUE;FORMULA}
list_rows: spreadsheet_dropdown=dd spreadsheetId=str sheet_dropdown=dd sheetName=str startRow=num
    rowCount=num headerRow=num
get_row: spreadsheet_dropdown=dd spreadsheetId=str sheet_dropdown=dd sheetName=str rowNumber=num!
    headerRow=num
write_range: spreadsheet_dropdown=dd spreadsheetId=str sheet_dropdown=dd range=str! values=json!
    valueInputOption=enum{USER_ENTERED;RAW}
append_row: spreadsheet_dropdown=dd spreadsheetId=str sheet_dropdown=dd sheetName=str values=json!
    valueInputOption=enum{USER_ENTERED;RAW}
append_rows: spreadsheet_dropdown=dd spreadsheetId=str sheet_dropdown=dd sheetName=str
    values=json! valueInputOption=enum{USER_ENTERED;RAW}
update_row: spreadsheet_dropdown=dd spreadsheetId=str sheet_dropdown=dd sheetName=str
    rowNumber=num! values=json! valueInputOption=enum{USER_ENTERED;RAW}
find_rows: spreadsheet_dropdown=dd spreadsheetId=str sheet_dropdown=dd sheetName=str column=str!
    searchValue=str! matchMode=enum{contains;exact;starts_with;ends_with} caseSensitive=bool
    startRow=num maxRows=num limit=num headerRow=num
clear_range: spreadsheet_dropdown=dd spreadsheetId=str sheet_dropdown=dd range=str!
clear_row: spreadsheet_dropdown=dd spreadsheetId=str sheet_dropdown=dd sheetName=str
    rowNumber=num!
delete_row: spreadsheet_dropdown=dd spreadsheetId=str sheet_dropdown=dd sheetName=str
    rowNumber=num! confirmDelete=bool!
create_spreadsheet: title=str! sheetTitles=str
custom_api_call: url=str! method=enum{GET;POST;PUT;PATCH;DELETE}! headers=obj body=json
"""


def test_actions_and_inputs_are_the_published_ones() -> None:
    assert signatures(integration) == parsed(PUBLISHED)


def test_every_action_and_every_input_is_explained() -> None:
    silent = [
        f"{action.name}.{each.name}"
        for action in integration.info.actions
        for each in action.properties
        if not action.description or not each.description
    ]
    assert silent == []

"""The integration, the inputs that its actions share, and what they point at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from weavz_tui.catalog import (
    Category,
    Context,
    Dropdown,
    Integration,
    Json,
    Option,
    Options,
    Prop,
    ValidationError,
)
from weavz_tui.integrations import _google

SPREADSHEETS = "/v4/spreadsheets"
FILES = "drive:/drive/v3/files"
FILE_TYPE = "mimeType='application/vnd.google-apps.spreadsheet' and trashed=false"

integration = Integration(
    "google-sheets",
    title="Google Sheets",
    description="Spreadsheets of a Google account, read and written by range and by row.",
    categories=[Category.PRODUCTIVITY, Category.CONTENT_AND_FILES],
    auth=_google.auth(["spreadsheets", "drive.metadata.readonly"]),
    base_url="https://sheets.googleapis.com",
    addresses={"drive": "https://www.googleapis.com"},
    failure=_google.failure,
)


def files_query(text: str | None) -> str:
    """A Drive search for spreadsheets whose name has words that begin like those of `text`."""
    if not text or not text.strip():
        return FILE_TYPE
    quoted = text.strip().replace("\\", "\\\\").replace("'", "\\'")
    return f"{FILE_TYPE} and name contains '{quoted}'"


async def spreadsheet_options(ctx: Context) -> Options:
    """The account's spreadsheets, the latest first."""
    params = {
        "q": files_query(ctx.search),
        "orderBy": "modifiedTime desc",
        "pageSize": 100,
        "fields": "files(id,name)",
        "includeItemsFromAllDrives": True,
        "supportsAllDrives": True,
    }
    found = (await ctx.get(FILES, params=params)).get("files", [])
    return Options(options=tuple(Option(label=each["name"], value=each["id"]) for each in found))


async def sheet_options(ctx: Context) -> Options:
    """The sheets of the chosen spreadsheet, in its order."""
    if not _given(ctx.inputs, "spreadsheetId", "spreadsheet_dropdown"):
        return Options(disabled=True, placeholder="Choose a spreadsheet first")
    titles = [each["title"] for each in await sheets_of(ctx, spreadsheet_of(ctx))]
    return Options(options=tuple(Option(label=title, value=title) for title in titles))


SpreadsheetChoice = Annotated[
    str,
    Prop(
        key="spreadsheet_dropdown",
        title="Spreadsheet",
        description="One of the account's spreadsheets; or give its ID below.",
    ),
    Dropdown(spreadsheet_options, searchable=True),
]
SpreadsheetId = Annotated[
    str,
    Prop(
        key="spreadsheetId",
        title="Spreadsheet ID",
        description="Its ID or its address in the browser; wins over the choice above.",
    ),
]
SheetChoice = Annotated[
    str,
    Prop(
        key="sheet_dropdown",
        title="Sheet",
        description="One of the spreadsheet's sheets; empty for the first one.",
    ),
    Dropdown(sheet_options, refreshers=["spreadsheet_dropdown", "spreadsheetId"]),
]
SheetName = Annotated[
    str,
    Prop(
        key="sheetName", description="The sheet's title as on its tab; wins over the choice above."
    ),
]
Range = Annotated[
    str,
    Prop(
        description="Cells such as `A1:C10`, `B:B` or `2:5` of the chosen sheet, or with a sheet "
        "of their own: `Plan!A1:C10`."
    ),
]
RowNumber = Annotated[
    int,
    Prop(
        key="rowNumber",
        minimum=1,
        description="The number at the row's left; the first row is 1.",
    ),
]
HeaderRow = Annotated[
    int,
    Prop(
        key="headerRow",
        minimum=0,
        description="The row that names the columns; 0 when there is none: they are then "
        "named A, B, C.",
    ),
]
RowValues = Annotated[
    Json,
    Prop(
        description='The cells from the left, `["Ada", 36]`, or by the names in row 1, '
        '`{"Name": "Ada"}`; null leaves a cell as it is.'
    ),
]
ValueInput = Annotated[
    Literal["USER_ENTERED", "RAW"],
    Prop(
        key="valueInputOption",
        title="Values are taken",
        description="Whether `=A1+1` and `3/4/2026` become a formula and a date.",
        labels={"USER_ENTERED": "As if typed into the sheet", "RAW": "As they are"},
    ),
]


def spreadsheet_of(ctx: Context) -> str:
    """The path of the chosen spreadsheet; raises ValidationError where none is chosen."""
    given = _given(ctx.inputs, "spreadsheetId", "spreadsheet_dropdown")
    if not given:
        message = "choose a spreadsheet or give its ID"
        raise ValidationError(
            "No spreadsheet given",
            details={"fields": {"spreadsheet_dropdown": message, "spreadsheetId": message}},
            hint="Choose one in spreadsheet_dropdown or give its ID or address as spreadsheetId",
        )
    address = re.search(r"/spreadsheets/d/([A-Za-z0-9_-]+)", given)
    id = address[1] if address else given
    return f"{SPREADSHEETS}/{_google.segment(id, 'spreadsheetId')}"


async def sheets_of(ctx: Context, spreadsheet: str) -> list[dict[str, Any]]:
    """The properties of the spreadsheet's sheets, in its order."""
    found = await ctx.get(spreadsheet, params={"fields": "sheets.properties"})
    return [each["properties"] for each in found.get("sheets", [])]


async def sheet_of(ctx: Context, spreadsheet: str) -> dict[str, Any]:
    """The properties of the chosen sheet, else of the first; raises ValidationError where there
    is none of that title."""
    sheets = await sheets_of(ctx, spreadsheet)
    title = chosen_title(ctx)
    for each in sheets:
        if title is None or each["title"] == title:
            return each
    titles = ", ".join(each["title"] for each in sheets)
    raise ValidationError.of(sheetName=f"there is no sheet {title!r}; there are: {titles}")


async def title_of(ctx: Context, spreadsheet: str) -> str:
    """The title of the chosen sheet, else of the first."""
    title: str = chosen_title(ctx) or (await sheet_of(ctx, spreadsheet))["title"]
    return title


def chosen_title(ctx: Context) -> str | None:
    """The title that was given, if any."""
    return _given(ctx.inputs, "sheetName", "sheet_dropdown") or None


def whole(value: float, key: str) -> int:
    """A number of rows; raises ValidationError where it is none."""
    if value != int(value):
        raise ValidationError.of(**{key: "must be a whole number"})
    return int(value)


def _given(inputs: Mapping[str, Any], *keys: str) -> str:
    """The first of the inputs that is not empty."""
    return next((str(inputs[key]).strip() for key in keys if inputs.get(key)), "")


@integration.tests
async def account(ctx: Context) -> Any:
    """Ask whose account it is."""
    return await ctx.get("drive:/drive/v3/about", params={"fields": "user"})

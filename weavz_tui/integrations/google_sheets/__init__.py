"""Spreadsheets of a Google account, by range and by row."""

from weavz_tui.integrations.google_sheets import finding as finding
from weavz_tui.integrations.google_sheets import reading as reading
from weavz_tui.integrations.google_sheets import removing as removing
from weavz_tui.integrations.google_sheets import spreadsheets as spreadsheets
from weavz_tui.integrations.google_sheets import writing as writing
from weavz_tui.integrations.google_sheets.service import integration as integration

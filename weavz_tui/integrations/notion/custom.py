"""Any other call of Notion's API."""

from __future__ import annotations

from weavz_tui.integrations._custom_action import add_custom_call
from weavz_tui.integrations.notion.service import integration

add_custom_call(integration)

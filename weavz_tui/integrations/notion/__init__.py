"""Notion: 13 actions on databases, pages and comments."""

# isort: off - the order of the imports is the order in which the actions are shown
from weavz_tui.integrations.notion import items, pages, lifecycle, comments, finding, custom
from weavz_tui.integrations.notion.service import integration

__all__ = ["comments", "custom", "finding", "integration", "items", "lifecycle", "pages"]

"""Airtable: 15 actions on its Web API, one module for each kind of thing."""

# isort: off - the order of the imports is the order in which the actions are shown
from weavz_tui.integrations.airtable import records, tables, bases, custom
from weavz_tui.integrations.airtable.service import integration

__all__ = ["bases", "custom", "integration", "records", "tables"]

"""HubSpot: 29 actions on its CRM, one module for each kind of thing."""

# isort: off - the order of the imports is the order in which the actions are shown
from weavz_tui.integrations.hubspot import (
    objects,
    contacts,
    companies,
    deals,
    tickets,
    searching,
    schemas,
    associations,
    engagements,
    custom,
)
from weavz_tui.integrations.hubspot.service import integration

__all__ = [
    "associations",
    "companies",
    "contacts",
    "custom",
    "deals",
    "engagements",
    "integration",
    "objects",
    "schemas",
    "searching",
    "tickets",
]

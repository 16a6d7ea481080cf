"""SendGrid: 10 actions on its Web API, one module for each kind of thing."""

# isort: off - the order of the imports is the order in which the actions are shown
from weavz_tui.integrations.sendgrid import mail, contacts
from weavz_tui.integrations.sendgrid.service import integration

__all__ = ["contacts", "integration", "mail"]

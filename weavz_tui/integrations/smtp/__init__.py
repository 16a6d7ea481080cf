"""SMTP: mail through any server, with the standard library."""

from weavz_tui.integrations.smtp import sending
from weavz_tui.integrations.smtp.service import integration

__all__ = ["integration", "sending"]

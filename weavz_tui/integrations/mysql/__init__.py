"""MySQL and MariaDB: 6 actions through PyMySQL."""

from weavz_tui.integrations.mysql import rows
from weavz_tui.integrations.mysql.service import integration

__all__ = ["integration", "rows"]

"""Discord: 14 actions of a bot, one module for each kind of thing."""

# isort: off - the order of the imports is the order in which the actions are shown
from weavz_tui.integrations.discord import messages, channels, members, roles, custom
from weavz_tui.integrations.discord.service import integration

__all__ = ["channels", "custom", "integration", "members", "messages", "roles"]

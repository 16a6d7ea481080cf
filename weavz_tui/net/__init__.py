"""The one outbound HTTP client, and the rules of where it may go."""

from weavz_tui.net.client import Client
from weavz_tui.net.policy import AddressPolicy
from weavz_tui.net.settings import NetSettings

__all__ = ["AddressPolicy", "Client", "NetSettings"]

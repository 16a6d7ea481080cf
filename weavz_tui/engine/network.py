"""How an installation reaches the outside."""

from __future__ import annotations

from weavz_tui.home import Home
from weavz_tui.net.policy import AddressPolicy
from weavz_tui.net.settings import NetSettings


def network(home: Home) -> NetSettings:
    """What the settings of a home and the environment say."""
    settings = home.settings
    ca_file = settings.network_ca_file
    return NetSettings(
        proxy=settings.network_proxy,
        ca_file=str(ca_file) if ca_file else None,
        policy=AddressPolicy(allow_private=settings.network_allow_private),
    ).with_environment()

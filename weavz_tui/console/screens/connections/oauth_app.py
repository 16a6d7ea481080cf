"""Registering the client that a provider knows us as, in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weavz_tui.console.frame.dialog import FormDialog
from weavz_tui.model.authorisations import OAuthAppCreate
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.properties import Property

if TYPE_CHECKING:
    from weavz_tui.console.base import ConsoleBase
    from weavz_tui.engine.service import Service

FIELDS = (
    Property(
        name="clientId",
        type=PropertyType.SHORT_TEXT,
        display_name="Client id",
        description="as the provider gave it when you registered the app there",
        required=True,
    ),
    Property(
        name="clientSecret",
        type=PropertyType.SECRET_TEXT,
        display_name="Client secret",
        description="goes to the vault; empty for a public client",
        secret=True,
    ),
    Property(
        name="redirectUri",
        type=PropertyType.SHORT_TEXT,
        display_name="Redirect URL",
        description="as it is registered there; empty where any port of 127.0.0.1 is taken",
    ),
)


async def register_app(console: ConsoleBase, integration: str) -> bool:
    """Ask for an app of an integration and keep it; whether there is one now. From a worker."""

    async def save(service: Service, values: dict[str, Any]) -> None:
        await service.oauth_apps.create(
            OAuthAppCreate(
                integration_name=integration,
                client_id=values["clientId"],
                client_secret=values.get("clientSecret") or None,
                redirect_uri=values.get("redirectUri") or None,
            )
        )

    saved = await console.push_screen_wait(FormDialog(f"OAuth app of {integration}", FIELDS, save))
    return bool(saved)

"""What a connection strategy asks for when it is stored (specification; wire E.1)."""

from __future__ import annotations

from weavz_tui.catalog.integration import Integration
from weavz_tui.engine.parts import Parts
from weavz_tui.model.entities import Connection, WorkspaceIntegration
from weavz_tui.model.enums import ConnectionStrategy
from weavz_tui.model.errors import ConnectionNotFound, ValidationError


def default_strategy(integration: Integration, connection_id: str | None) -> ConnectionStrategy:
    """`fixed` when a connection is given or none is needed, else `per_user` (wire E.1)."""
    if connection_id is not None or not integration.needs_connection:
        return ConnectionStrategy.FIXED
    return ConnectionStrategy.PER_USER


async def connection_for(
    parts: Parts, integration: Integration, instance: WorkspaceIntegration
) -> Connection | None:
    """The connection that an instance names, checked to fit; None where it names none.

    Raises ValidationError when `fixed` lacks one that is needed or when it belongs to another
    integration or workspace, ConnectionNotFound when it does not exist.
    """
    if instance.connection_id is None:
        fixed = instance.connection_strategy is ConnectionStrategy.FIXED
        if fixed and integration.needs_connection:
            raise ValidationError.of(
                f"'{integration.name}' with strategy fixed needs a connection",
                connectionId="required for strategy fixed; or choose per_user",
            )
        return None
    found = await parts.directory.connection(parts.org_id, instance.connection_id)
    if found is None:
        raise ConnectionNotFound(
            f"Connection '{instance.connection_id}' not found",
            details={"connectionId": instance.connection_id},
            hint="`weavz-tui connections list` shows every connection",
        )
    if found.integration_name != integration.name:
        raise ValidationError.of(
            f"Connection '{found.external_id}' belongs to '{found.integration_name}'",
            connectionId=f"is a connection of {found.integration_name}, not of {integration.name}",
        )
    if found.workspace_id not in {None, instance.workspace_id}:
        raise ConnectionNotFound(f"Connection '{instance.connection_id}' not found")
    return found


def check_app(instance: WorkspaceIntegration) -> None:
    """Raises ValidationError where people are to sign in with an app that is not named (wire
    A.2)."""
    if instance.oauth_app_mode == "custom" and not instance.oauth_app_id:
        raise ValidationError.of(
            "The OAuth app is required", oauthAppId="required for oauthAppMode custom"
        )

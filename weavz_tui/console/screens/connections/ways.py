"""The ways into an account that a form offers, and what an authorisation is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from weavz_tui.model.authorisations import AuthorisationStart
from weavz_tui.model.enums import ConnectionScope

if TYPE_CHECKING:
    from weavz_tui.model.catalogue import AuthOption, IntegrationInfo
    from weavz_tui.model.entities import Connection

SECRET = "secret__"
"""What the form puts before the names of a credential's fields."""

SIGN_IN = ":authorise"
"""What a way's key ends with where the person is sent to the provider."""


def offers_sign_in(option: AuthOption | None) -> bool:
    """Whether a person can be sent to the provider."""
    return option is not None and option.oauth2 is not None


def ways_of(options: Sequence[AuthOption]) -> list[tuple[str, str]]:
    """Title and key of each way; OAuth 2 is one to be sent to the provider, and one by hand."""
    ways: list[tuple[str, str]] = []
    for each in options:
        if offers_sign_in(each):
            ways.append((f"{each.display_name}, in the browser", each.key + SIGN_IN))
            ways.append((f"{each.display_name}, tokens by hand", each.key))
        else:
            ways.append((each.display_name, each.key))
    return ways


def wish_of(
    values: dict[str, Any], info: IntegrationInfo, option: AuthOption, workspace_id: str
) -> AuthorisationStart:
    """What the editor's form asks for."""
    assert option.oauth2 is not None
    scope = ConnectionScope(values["scope"])
    return AuthorisationStart(
        integration_name=info.name,
        external_id=values["external_id"],
        display_name=values.get("display_name") or "",
        flow=option.oauth2.grants[0],
        auth_method_key=option.key if len(info.auth_options) > 1 else None,
        workspace_id=workspace_id if scope is not ConnectionScope.ORGANIZATION else None,
        end_user_id=values.get("end_user"),
        scope=scope,
        base_url=values.get("base_url") or None,
        fields={
            name.removeprefix(SECRET): str(value)
            for name, value in values.items()
            if name.startswith(SECRET) and value not in (None, "")
        },
        listen=True,
    )


def wish_again(row: Connection, option: AuthOption) -> AuthorisationStart:
    """To authorise once more what a connection has authorised before."""
    assert option.oauth2 is not None
    return AuthorisationStart(
        integration_name=row.integration_name,
        external_id=row.external_id,
        flow=option.oauth2.grants[0],
        auth_method_key=row.auth_method_key,
        connection_id=row.id,
        listen=True,
    )

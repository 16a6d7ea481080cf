"""What one caller may hold, so that others have room."""

from __future__ import annotations

from datetime import timedelta

import pytest

from weavz_tui.catalog.auth import OAuth2
from weavz_tui.engine.oauth.pending import MOST_OF_ONE, Pending, PendingAuthorisations
from weavz_tui.model.authorisations import Authorisation, AuthorisationStart, OAuthApp
from weavz_tui.model.base import now
from weavz_tui.model.errors import OAuthError
from weavz_tui.model.oauth import Grant


def begun(org_id: str, number: int) -> Pending:
    """An authorisation on its way."""
    return Pending(
        org_id=org_id,
        shown=Authorisation(
            id=f"oau_{org_id}{number}",
            flow=Grant.AUTHORIZATION_CODE,
            integration_name="slack",
            external_id="x",
            expires_at=now() + timedelta(minutes=15),
        ),
        data=AuthorisationStart(integration_name="slack", external_id="x"),
        auth=OAuth2(authorize_url="https://a.example", token_url="https://a.example"),
        app=OAuthApp(
            id="app",
            org_id=org_id,
            integration_name="slack",
            label="Slack",
            client_id="c1",
            created_at=now(),
            updated_at=now(),
        ),
        fields={},
        scopes=[],
    )


async def test_an_organisation_leaves_room_for_the_sign_ins_of_others() -> None:
    pending = PendingAuthorisations()
    for number in range(MOST_OF_ONE):
        pending.add(begun("a", number))
    with pytest.raises(OAuthError):
        pending.add(begun("a", MOST_OF_ONE))
    pending.add(begun("b", 0))
    await pending.close()

"""An integration of several addresses: where its requests and its credential go."""

from __future__ import annotations

from typing import cast

import pytest

from weavz_tui.catalog import Integration, SecretText, State
from weavz_tui.engine.calls.context import CallContext
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.http import Request, Response

MAIL = Integration(
    "mail",
    title="Mail",
    auth=[SecretText()],
    base_url="https://mail.example/v1",
    addresses={"people": "https://people.example/base"},
)


async def requested(path: str, base_url: str | None = None) -> Request:
    """The request that a path becomes, on a connection with that base URL."""
    sent: list[Request] = []

    async def send(request: Request, proxy: str | None) -> Response:
        sent.append(request)
        return Response(200)

    credential = Credential(ConnectionType.SECRET_TEXT, {"secretText": "t"}, base_url)
    ctx = CallContext(
        MAIL, {}, send=send, state=cast(State, None), credential=credential, auth=MAIL.auth[0]
    )
    await ctx.get(path)
    return sent[0]


@pytest.mark.parametrize(
    ("path", "base_url", "url", "authenticated"),
    [
        ("/a", None, "https://mail.example/v1/a", True),
        ("people:/a:b", None, "https://people.example/base/a:b", True),
        ("https://people.example/other", None, "https://people.example/other", True),
        ("https://elsewhere.example/a", None, "https://elsewhere.example/a", False),
        ("unknown:/a", None, "https://mail.example/v1/unknown:/a", True),
        ("/a", "http://own.example:8000", "http://own.example:8000/a", True),
        ("people:/a", "http://own.example:8000", "http://own.example:8000/a", True),
        ("https://people.example/a", "http://own.example:8000", "https://people.example/a", False),
    ],
)
async def test_each_path_goes_to_its_address_and_the_credential_to_the_service_alone(
    path: str, base_url: str | None, url: str, authenticated: bool
) -> None:
    request = await requested(path, base_url)
    assert request.url == url
    assert ("Authorization" in request.headers) is authenticated


@pytest.mark.parametrize("address", ["http://[", "http://a:99999/", "ftp://a/", "http://"])
async def test_what_is_no_address_is_bad_input(address: str) -> None:
    with pytest.raises(ValidationError, match="http"):
        await requested(address)

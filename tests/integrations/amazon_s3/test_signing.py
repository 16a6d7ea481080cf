"""Signatures are those of AWS's own library."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import botocore.auth
import pytest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from weavz_tui.integrations.amazon_s3.signing import (
    Keys,
    digest_of,
    query,
    signed_headers,
    signed_url,
)

MOMENT = datetime(2026, 1, 31, 12, 30, 5, tzinfo=UTC)
URLS = [
    "https://tea.s3.eu-central-1.amazonaws.com/a.txt",
    "https://tea.s3.eu-central-1.amazonaws.com/Gr%C3%BC%C3%9Fe/a%20b%2Bc%26~.txt",
    "http://localhost:5000/tea/a%2520b",
    "https://tea.s3.eu-central-1.amazonaws.com/?list-type=2&prefix=a%20b%2F%2B",
    "https://tea.s3.eu-central-1.amazonaws.com/a?partNumber=2&uploadId=x%2Fy%3D",
    "https://tea.s3.eu-central-1.amazonaws.com/a?uploads=",
]


@pytest.fixture(autouse=True)
def at_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library asks the clock itself."""

    def moment(remove_tzinfo: bool = True) -> datetime:
        return MOMENT.replace(tzinfo=None) if remove_tzinfo else MOMENT

    monkeypatch.setattr(botocore.auth, "get_current_datetime", moment)


def keys(**fields: str) -> Keys:
    return Keys("AKIATEST", "very/secret+key", "eu-central-1", **fields)


def reference(kind: Any, own: Keys, request: AWSRequest, **options: Any) -> AWSRequest:
    credentials = Credentials(own.access_key_id, own.secret_access_key, own.session_token or None)
    kind(credentials, own.service, own.region, **options).add_auth(request)
    return request


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("token", ["", "a-session"])
@pytest.mark.parametrize("content", [b"", b"Gr\xc3\xbc\xc3\x9fe"])
def test_headers_are_signed_as_the_library_does(url: str, token: str, content: bytes) -> None:
    own, given = keys(session_token=token), {"Content-Type": "text/csv", "x-amz-acl": "private"}
    request = AWSRequest("PUT", url, dict(given), content)
    request.context["payload_signing_enabled"] = True
    expected = reference(botocore.auth.S3SigV4Auth, own, request).headers
    found = signed_headers(own, "PUT", url, given, digest_of(content), MOMENT)
    assert {name.lower(): each for name, each in found.items()} == {
        name.lower(): each for name, each in expected.items()
    }


def test_another_service_is_signed_as_the_library_does() -> None:
    own, url = keys(service="secretsmanager"), "https://secretsmanager.eu-central-1.amazonaws.com/"
    given = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "x.Y"}
    request = AWSRequest("POST", url, {**given, "x-amz-content-sha256": _digest()}, b"{}")
    expected = reference(botocore.auth.SigV4Auth, own, request).headers["Authorization"]
    assert (
        signed_headers(own, "POST", url, given, digest_of(b"{}"), MOMENT)["Authorization"]
        == expected
    )


def _digest() -> str:
    return "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.mark.parametrize("url", [each for each in URLS if "?" not in each])
@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("token", ["", "a/session+token"])
def test_addresses_are_signed_as_the_library_does(url: str, method: str, token: str) -> None:
    own = keys(session_token=token)
    request = AWSRequest(method, url)
    expected = reference(botocore.auth.S3SigV4QueryAuth, own, request, expires=600).url
    found = signed_url(own, method, url, 600, MOMENT)
    assert sorted(found.partition("?")[2].split("&")) == sorted(
        expected.partition("?")[2].split("&")
    )


def test_parameters_are_sorted_and_escaped() -> None:
    assert query({"b": "x y+z/~", "a": ""}) == "a=&b=x%20y%2Bz%2F~"


def test_keys_do_not_show_themselves() -> None:
    assert "secret" not in repr(keys())

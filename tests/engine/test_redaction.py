"""No secret, in whatever form, survives in what is kept or shown."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weavz_tui.engine.calls.redaction import Redactor, texts_under_secret_names
from weavz_tui.model.credentials import MASK, Credential
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.http import FileContent

secrets = st.text(st.characters(codec="utf-8"), min_size=12, max_size=40).filter(
    lambda text: MASK not in text and len(set(text)) > 6
)
FORMS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "query": lambda secret: quote(secret, safe=""),
    "path": quote,
    "form": quote_plus,
    "JSON": lambda secret: json.dumps(secret)[1:-1],
    "JSON of any letters": lambda secret: json.dumps(secret, ensure_ascii=False)[1:-1],
    "JSON in JSON": lambda secret: json.dumps(json.dumps(secret)[1:-1])[1:-1],
    "JSON in a form": lambda secret: quote_plus(json.dumps(secret)[1:-1]),
    "Base64": lambda secret: b64encode(secret.encode()).decode(),
}


def redactor(secret: str) -> Redactor:
    return Redactor(Credential(ConnectionType.SECRET_TEXT, {"secretText": secret}))


@pytest.mark.parametrize("form", FORMS)
@given(secret=secrets)
def test_no_form_survives_in_a_text(form: str, secret: str) -> None:
    written = FORMS[form](secret)
    shown = redactor(secret).text(f"before <{written}> after")
    assert written not in shown
    assert shown == f"before <{MASK}> after"


def test_escapes_of_an_address_may_be_in_lower_case() -> None:
    assert redactor("key/é?with=signs").text("?k=key%2f%c3%a9%3fwith%3dsigns") == f"?k={MASK}"


json_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@given(secret=secrets, around=json_data, name=st.text(max_size=8))
def test_no_secret_survives_in_data_whether_shown_or_kept(
    secret: str, around: Any, name: str
) -> None:
    data = {"around": around, name: ["x", {name: f"Bearer {secret}"}], secret: 1}
    for cleaned in (redactor(secret).data(data), redactor(secret).value(data)):
        assert secret not in every_text(cleaned)


def every_text(value: Any) -> str:
    """All keys and texts of data, one to a line."""
    if isinstance(value, dict):
        return "\n".join(f"{key}\n{every_text(each)}" for key, each in value.items())
    if isinstance(value, list):
        return "\n".join(map(every_text, value))
    return str(value)


@given(data=json_data)
def test_data_without_a_secret_stays_as_it_is(data: Any) -> None:
    assert repr(redactor("a-secret-that-is-nowhere").data(data)) == repr(data)


@given(data=json_data)
def test_what_is_kept_can_be_written_as_json(data: Any) -> None:
    kept = Redactor().value({"data": data, "half": "\ud800", "set": {1}, "bytes": b"\xff"})
    json.dumps(kept, allow_nan=False, ensure_ascii=False).encode()


def test_a_pair_of_name_and_password_is_masked_as_it_goes_out() -> None:
    values = {"username": "ada", "password": "lovelace-1815"}
    basic = b64encode(b"ada:lovelace-1815").decode()
    shown = Redactor(Credential(ConnectionType.BASIC_AUTH, values)).text(f"Basic {basic}")
    assert shown == f"Basic {MASK}"


def test_what_stands_under_a_secret_name_is_not_kept() -> None:
    kept = Redactor().value({"password": "x", "nested": [{"apiKey": "y"}], "pageToken": "z"})
    assert kept == {"password": MASK, "nested": [{"apiKey": MASK}], "pageToken": "z"}


def test_texts_under_secret_names_are_found_at_any_depth() -> None:
    data = {"token": "a", "rows": [{"client_secret": "b", "name": "c"}], "n": 1}
    assert sorted(texts_under_secret_names(data)) == ["a", "b"]


def test_of_a_file_only_the_description_is_kept() -> None:
    kept = Redactor().value({"file": FileContent("a.txt", b"content", "text/plain")})
    assert kept == {"file": {"filename": "a.txt", "mimeType": "text/plain", "size": 7}}


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("Authorization", "Bearer abc", f"Bearer {MASK}"),
        ("Authorization", "abc", MASK),
        ("X-Api-Key", "abc def", MASK),
        ("Cookie", "a=b", MASK),
        ("Accept", "text/html", "text/html"),
    ],
)
def test_headers_that_hold_secrets_are_masked(name: str, value: str, shown: str) -> None:
    assert Redactor().headers({name: value}) == {name: shown}


def test_headers_are_told_apart_from_those_of_the_request_before() -> None:
    redactor = Redactor(extra=["first-canary", "second-canary"])
    for value in ("first-canary", "plain", "plain", "second-canary", "first-canary"):
        shown = redactor.headers({"X-Trace": value, "Accept": "*/*"})
        assert shown == {"X-Trace": value if value == "plain" else MASK, "Accept": "*/*"}
        shown.clear()

"""What a token endpoint answered: a token, a word of refusal, or nonsense."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote_plus

from weavz_tui.model.credentials import MASK
from weavz_tui.model.http import Response
from weavz_tui.model.oauth import Provider, at
from weavz_tui.redact import redact

LONGEST_TOKEN = 32 * 1024
LONGEST_LIFETIME = 10 * 365 * 86400.0
_SHOWN = 300


class Refusal(Exception):
    """No token: `error` is the provider's word (empty for nonsense), `message` is for a person,
    `transient` says that trying again may help, `interval` is what a device flow is told."""

    def __init__(
        self,
        message: str,
        *,
        error: str = "",
        status: int | None = None,
        transient: bool = False,
        interval: float | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.error = error
        self.status = status
        self.transient = transient
        self.interval = interval


@dataclass(frozen=True, slots=True, repr=False)
class TokenAnswer:
    """Tokens as they came. `lifetime` in seconds, None: it does not end; `refresh_token` is empty
    where none came; `kept` is what the provider's description keeps of the answer."""

    access_token: str
    refresh_token: str = ""
    token_type: str = ""
    lifetime: float | None = None
    scope: str = ""
    base_url: str = ""
    kept: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"TokenAnswer(lifetime={self.lifetime})"


def token_answer(provider: Provider, response: Response, secrets: Iterable[str]) -> TokenAnswer:
    """The tokens of an answer; raises Refusal, whose text holds none of the `secrets` sent."""
    data = object_of(response, secrets)
    place = _place(provider, data)
    token = place.get("access_token") if place is not None else None
    if place is None or not is_token(token):
        raise _nonsense(response, "the answer holds no access token")
    refresh = place.get("refresh_token")
    base_url = at(data, provider.base_url_path) if provider.base_url_path else ""
    return TokenAnswer(
        access_token=str(token),
        refresh_token=str(refresh) if is_token(refresh) else "",
        token_type=_text(place.get("token_type")),
        lifetime=_lifetime(provider, place.get("expires_in")),
        scope=_text(place.get("scope")),
        base_url=_text(base_url),
        kept=_kept(provider, data),
    )


def object_of(response: Response, secrets: Iterable[str]) -> Mapping[str, Any]:
    """The JSON object (or form) of a good answer; raises Refusal for anything else, whatever its
    status: some providers refuse with 200."""
    data = _parsed(response)
    if not isinstance(data, Mapping):
        raise _nonsense(response, _kind(response))
    word = _word(data)
    if word or response.status >= 400:
        said = next((text for key in ("error_description", "message", "error_message", "detail")
                     if (text := _text(data.get(key)))), "")  # fmt: skip
        inner = data.get("error")
        if not said and isinstance(inner, Mapping):
            said = _text(inner.get("message"))
        shown = scrubbed(": ".join(each for each in (word, said) if each), secrets)
        raise Refusal(
            shown or f"HTTP {response.status}",
            error=scrubbed(word, secrets)[:100],
            status=response.status,
            transient=response.status in {408, 425, 429} or response.status >= 500
            or word in {"temporarily_unavailable", "server_error"},
            interval=_number(data.get("interval")),
        )  # fmt: skip
    return data


def scrubbed(text: str, secrets: Iterable[str]) -> str:
    """A provider's words without the secrets that were sent to it, on one line, not too long."""
    for each in sorted((each for each in secrets if each), key=len, reverse=True):
        text = text.replace(each, MASK).replace(quote_plus(each), MASK)
    shown = "".join(c if c.isprintable() else " " for c in redact(text))
    return " ".join(shown.split())[:_SHOWN]


def is_token(value: Any) -> bool:
    """Whether a value can stand in a header as a token."""
    return (
        isinstance(value, str)
        and 0 < len(value) <= LONGEST_TOKEN
        and value.isascii()
        and all("!" <= c <= "~" for c in value)
    )


def _parsed(response: Response) -> Any:
    data = response.data()
    if isinstance(data, str) and "=" in data and not data.lstrip().startswith("<"):
        pairs = parse_qsl(data.strip(), keep_blank_values=True, max_num_fields=100)
        found = dict(pairs)
        return found if {"access_token", "error"} & found.keys() else None
    return data


def _place(provider: Provider, data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    for path in provider.token_paths:
        found = at(data, path)
        if isinstance(found, Mapping) and found.get("access_token"):
            return found
    return None


def _word(data: Mapping[str, Any]) -> str:
    error = data.get("error")
    if isinstance(error, Mapping):
        error = error.get("code") or error.get("status") or error.get("type") or "error"
    if error not in (None, "", False):
        return str(error)
    if data.get("ok") is False or data.get("success") is False:
        return "error"
    # The old name of it, at providers that kept it.
    code = data.get("errorCode") or data.get("error_code")
    return str(code) if code and "access_token" not in data else ""


def _kind(response: Response) -> str:
    text = response.text.lstrip()[:200].lower()
    if "html" in response.content_type or text.startswith(("<!doctype", "<html")):
        return "it answered with a web page"
    if not response.content:
        return "the answer is empty"
    return "the answer is not JSON"


def _nonsense(response: Response, why: str) -> Refusal:
    transient = response.status >= 500 or response.status in {408, 425, 429}
    return Refusal(f"HTTP {response.status}, {why}", status=response.status, transient=transient)


def _lifetime(provider: Provider, given: Any) -> float | None:
    number = _number(given)
    if number is None or number <= 0:
        return provider.default_lifetime
    return min(number * provider.expiry_unit, LONGEST_LIFETIME)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _text(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(str(each) for each in value if isinstance(each, str))
    return value if isinstance(value, str) else ""


def _kept(provider: Provider, data: Mapping[str, Any]) -> dict[str, Any]:
    """The parts to keep, where they stood in the answer."""
    kept: dict[str, Any] = {}
    for path in provider.keep:
        value = at(data, path)
        if value is None:
            continue
        place = kept
        *outer, last = path.split(".")
        for key in outer:
            place = place.setdefault(key, {})
        place[last] = value
    return kept

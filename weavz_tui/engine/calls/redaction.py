"""Taking secrets out of whatever is kept or shown."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

from weavz_tui.engine.calls.plain import plain, plain_text
from weavz_tui.model.credentials import MASK, Credential
from weavz_tui.model.http import FileContent
from weavz_tui.model.secrets import is_secret_name, may_name_secrets

_SHORTEST = 4
_PLAIN = re.compile(r"[A-Za-z0-9_.~-]+")
_UNESCAPED = re.compile(r"[ !#-\[\]-~]*")
_JSON = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
_ESCAPE = re.compile(r"%[0-9A-F]{2}")


class Redactor:
    """Masks the secrets of one credential, in every form that they take on the wire.

    Values under secret-looking names are masked too. Texts shorter than four characters are
    masked only where they stand alone, or everything would be.
    """

    def __init__(self, credential: Credential | None = None, extra: Iterable[str] = ()) -> None:
        forms: set[str] = set()
        for secret in (*(credential.secrets() if credential else ()), *extra):
            if len(secret) >= _SHORTEST:
                forms |= _forms(secret)
        if credential is not None and credential.get("username"):
            forms.add(_base64(f"{credential.get('username')}:{credential.get('password')}"))
        self._mask(forms)

    def _mask(self, forms: set[str]) -> None:
        self._forms = tuple(sorted(forms, key=len, reverse=True))
        self._is_plain = all(_UNESCAPED.fullmatch(form) for form in forms)
        self._headers: dict[str, str] = {}
        self._shown_headers: dict[str, str] = {}

    def also(self, secrets: Iterable[str]) -> Redactor:
        """This one, masking further texts."""
        more = {form for each in secrets if len(each) >= _SHORTEST for form in _forms(each)}
        if not more:
            return self
        wider = Redactor()
        wider._mask(more.union(self._forms))
        return wider

    def text(self, text: str) -> str:
        """A text without the secrets."""
        for form in self._forms:
            if form in text:
                text = text.replace(form, MASK)
        return text

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Headers without the secrets; the scheme of an Authorization stays readable. Those of an
        account's next request are mostly the same."""
        if headers != self._headers:
            self._headers = dict(headers)
            self._shown_headers = {
                name: _masked(name, value) if is_secret_name(name) else self.text(value)
                for name, value in headers.items()
            }
        return dict(self._shown_headers)

    def data(self, value: Any) -> Any:
        """JSON data without the credential's secrets, and otherwise as it is."""
        if not self._forms:
            return value
        written = self._written(value)
        if written is not None and not self._is_in(written):
            return value
        return self._without(value)

    def harmless(self, value: Any) -> str | None:
        """Data as JSON text, if it is quickly seen that `data` and `value` have nothing to hide in
        it."""
        written = self._written(value)
        if written is None or self._is_in(written) or may_name_secrets(written):
            return None
        return written

    def _without(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self._key(key): self._without(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self._without(each) for each in value]
        return value

    def value(self, value: Any) -> Any:
        """Data for keeping, as JSON: without the secrets and without what stands under a secret's
        name; files become their name, type and size."""
        return value if self.harmless(value) is not None else self._kept(value)

    def json(self, value: Any) -> str:
        """What `value` gives, as JSON text: what has nothing to hide is encoded once."""
        written = self.harmless(value)
        return _JSON.encode(self._kept(value)) if written is None else written

    def _written(self, value: Any) -> str | None:
        """Data as JSON text, on which it is quickly seen that there is nothing to hide; None where
        that cannot be trusted: secrets or data that look otherwise in JSON."""
        if not self._is_plain:
            return None
        try:
            written = _JSON.encode(value)
        except (TypeError, ValueError, RecursionError):
            return None
        return None if "\\ud" in written else written

    def _is_in(self, text: str) -> bool:
        return any(map(text.__contains__, self._forms))

    def _kept(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(plain_text(value))
        if isinstance(value, Mapping):
            return {
                self._key(str(key)): MASK
                if isinstance(each, str) and each and is_secret_name(str(key))
                else self._kept(each)
                for key, each in value.items()
            }
        if isinstance(value, list | tuple | set | frozenset):
            return [self._kept(each) for each in value]
        if isinstance(value, FileContent):
            return value.summary
        if isinstance(value, bytes):
            return f"{len(value)} bytes"
        return self._without(plain(value))

    def _key(self, key: Any) -> Any:
        return self.text(plain_text(key)) if isinstance(key, str) else key


def _masked(name: str, value: str) -> str:
    scheme, _, rest = value.partition(" ")
    has_scheme = name.lower().endswith("authorization") and rest and scheme.isalpha()
    return f"{scheme} {MASK}" if has_scheme else MASK


def _forms(secret: str) -> set[str]:
    """A secret as it stands in texts, addresses and forms, in JSON, in JSON inside of these, and
    in Base64. The digits of an address's escapes come in either case."""
    if _PLAIN.fullmatch(secret):
        return {secret, _base64(secret)}
    written = {secret}
    for _ in range(2):
        written |= {json.dumps(each)[1:-1] for each in written} | {
            json.dumps(each, ensure_ascii=False)[1:-1] for each in written
        }
    quoted = {
        way(each, safe=safe, errors="surrogatepass")
        for each in written
        for way in (quote, quote_plus)
        for safe in ("", "/")
    }
    lower = {_ESCAPE.sub(lambda found: found[0].lower(), each) for each in quoted}
    return written | quoted | lower | {_base64(secret)}


def _base64(text: str) -> str:
    return b64encode(text.encode(errors="surrogatepass")).decode()


def texts_under_secret_names(value: Any) -> list[str]:
    """Every text in JSON data that stands under the name of a secret."""
    found: list[str] = []
    pending = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, (dict, Mapping)):
            for key, inner in each.items():
                if not isinstance(inner, str):
                    pending.append(inner)
                elif inner and is_secret_name(str(key)):
                    found.append(inner)
        elif isinstance(each, list | tuple):
            pending.extend(each)
    return found

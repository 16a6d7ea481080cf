"""Taking secrets out of whatever is kept or shown."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, quote_plus

from weavz_tui.model.credentials import MASK, Credential
from weavz_tui.model.http import FileContent

_NAMES = re.compile(
    r"pass(word|phrase|wd)?$|secret|token$|api[-_]?key|private[-_]?key|credential"
    r"|^(proxy-)?authorization$|^(set-)?cookie$|^x-.*(token|key|secret)$",
    re.IGNORECASE,
)
_HARMLESS = frozenset({"pageToken", "nextPageToken", "page_token", "max_tokens", "idempotencyKey"})
_SHORTEST = 4


def is_secret_name(name: str) -> bool:
    """Whether a key, header or field of this name usually holds a secret."""
    return name not in _HARMLESS and _NAMES.search(name) is not None


class Redactor:
    """Masks the secrets of one credential, in every form that they take on the wire.

    Values under secret-looking names are masked too. Texts shorter than four characters are
    masked only where they stand alone, or everything would be.
    """

    def __init__(self, credential: Credential | None = None, extra: Iterable[str] = ()) -> None:
        found = [*(credential.secrets() if credential else ()), *extra]
        forms: set[str] = set()
        for secret in found:
            if len(secret) >= _SHORTEST:
                forms |= {secret, quote(secret, safe=""), quote_plus(secret)}
                forms |= {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
                forms.add(b64encode(secret.encode()).decode())
        if credential is not None and credential.get("username"):
            pair = f"{credential.get('username')}:{credential.get('password')}"
            forms.add(b64encode(pair.encode()).decode())
        self._forms = tuple(sorted(forms, key=len, reverse=True))

    def text(self, text: str) -> str:
        """A text without the secrets."""
        for form in self._forms:
            if form in text:
                text = text.replace(form, MASK)
        return text

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Headers without the secrets; the scheme of an Authorization stays readable."""
        return {name: self._header(name, value) for name, value in headers.items()}

    def _header(self, name: str, value: str) -> str:
        if not is_secret_name(name):
            return self.text(value)
        scheme, _, rest = value.partition(" ")
        return f"{scheme} {MASK}" if rest and scheme.isalpha() else MASK

    def data(self, value: Any) -> Any:
        """JSON data without the credential's secrets, and otherwise as it is."""
        if not self._forms:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {key: self.data(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.data(each) for each in value]
        return value

    def value(self, value: Any) -> Any:
        """JSON data for keeping: without the secrets and without what stands under a secret's
        name; files become their name, type and size."""
        if isinstance(value, str):
            return self.text(value) if self._forms else value
        if isinstance(value, Mapping):
            return {
                key: MASK
                if isinstance(each, str) and each and is_secret_name(str(key))
                else self.value(each)
                for key, each in value.items()
            }
        if isinstance(value, FileContent):
            return file_summary(value)
        if isinstance(value, Sequence) and not isinstance(value, bytes):
            return [self.value(each) for each in value]
        if isinstance(value, bytes):
            return f"{len(value)} bytes"
        return value


def file_summary(file: FileContent) -> dict[str, Any]:
    """What is kept of a file: never its content."""
    return {"filename": file.filename, "mimeType": file.mime_type, "size": len(file.content)}

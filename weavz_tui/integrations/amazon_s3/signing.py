"""AWS Signature Version 4: headers of a request, or an address that works by itself."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from weavz_tui.model.files import Source, chunks_of

ALGORITHM = "AWS4-HMAC-SHA256"
UNSIGNED = "UNSIGNED-PAYLOAD"
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """What AWS knows a caller by."""

    access_key_id: str
    secret_access_key: str
    region: str
    service: str = "s3"
    session_token: str = ""

    def signature(self, moment: datetime, canonical: str) -> str:
        """The signature of a canonical request."""
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        text = f"{ALGORITHM}\n{stamp(moment)}\n{self.scope(moment)}\n{digest}"
        key = f"AWS4{self.secret_access_key}".encode()
        for part in self.scope(moment).split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.digest(key, text.encode(), "sha256").hex()

    def scope(self, moment: datetime) -> str:
        """What a signature is good for: a day, a region and a service."""
        return f"{moment:%Y%m%d}/{self.region}/{self.service}/aws4_request"


def now() -> datetime:
    """The moment that goes into a signature."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A moment as AWS writes it."""
    return f"{moment:%Y%m%dT%H%M%SZ}"


def query(parameters: Mapping[str, str]) -> str:
    """Parameters as AWS wants them in an address and in what is signed: sorted, all escaped."""
    pairs = sorted(
        (quote(key, safe="~"), quote(each, safe="~")) for key, each in parameters.items()
    )
    return "&".join(f"{key}={each}" for key, each in pairs)


def digest_of(content: bytes | Source) -> str:
    """The SHA-256 of a content; raises OSError where a file cannot be read."""
    digest = hashlib.sha256()
    for chunk in chunks_of(content):
        digest.update(chunk)
    return digest.hexdigest()


def signed_headers(
    keys: Keys,
    method: str,
    url: str,
    headers: Mapping[str, str],
    digest: str,
    moment: datetime | None = None,
) -> dict[str, str]:
    """The headers with those that sign the request. `url` is complete and as it is sent; `digest`
    is the content's, or UNSIGNED."""
    moment = moment or now()
    sent = {**headers, "x-amz-date": stamp(moment), "x-amz-content-sha256": digest}
    if keys.session_token:
        sent["x-amz-security-token"] = keys.session_token
    names, canonical = _canonical(method, url, sent, digest)
    signature = keys.signature(moment, canonical)
    scope = f"{keys.access_key_id}/{keys.scope(moment)}"
    sent["Authorization"] = (
        f"{ALGORITHM} Credential={scope}, SignedHeaders={names}, Signature={signature}"
    )
    return sent


def signed_url(
    keys: Keys, method: str, url: str, seconds: int, moment: datetime | None = None
) -> str:
    """An address under which anybody may do the one thing for so many seconds."""
    moment = moment or now()
    parameters = {
        "X-Amz-Algorithm": ALGORITHM,
        "X-Amz-Credential": f"{keys.access_key_id}/{keys.scope(moment)}",
        "X-Amz-Date": stamp(moment),
        "X-Amz-Expires": str(seconds),
        "X-Amz-SignedHeaders": "host",
    }
    if keys.session_token:
        parameters["X-Amz-Security-Token"] = keys.session_token
    address = f"{url}?{query(parameters)}"
    _, canonical = _canonical(method, address, {}, UNSIGNED)
    return f"{address}&X-Amz-Signature={keys.signature(moment, canonical)}"


def _canonical(method: str, url: str, headers: Mapping[str, str], digest: str) -> tuple[str, str]:
    """The names of the signed headers and the canonical request, with `Host` added."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.port and parts.port != _DEFAULT_PORTS.get(parts.scheme):
        host = f"{host}:{parts.port}"
    lower = {name.lower(): " ".join(value.split()) for name, value in headers.items()}
    lower["host"] = host
    names = ";".join(sorted(lower))
    lines = "".join(f"{name}:{lower[name]}\n" for name in sorted(lower))
    path = parts.path or "/"
    return names, f"{method}\n{path}\n{parts.query}\n{lines}\n{names}\n{digest}"

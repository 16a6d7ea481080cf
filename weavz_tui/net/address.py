"""Addresses as they go on the wire, and what makes two of them the same place."""

from __future__ import annotations

from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from weavz_tui.model.transport import TransportError

SCHEMES = {"http": 80, "https": 443}
_PRINTABLE = "".join(chr(code) for code in range(0x21, 0x7F))


def parse(url: str) -> SplitResult:
    """The parts of an http(s) address; raises TransportError(`invalid`) for anything else."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise TransportError(f"not an address: {error}", kind="invalid", sent=False) from error
    if not usable:
        raise TransportError("only http and https addresses", kind="invalid", sent=False)
    return parts


def web_address(text: str) -> SplitResult | None:
    """The parts of what a person gave as an http(s) address; None where it is anything else."""
    try:
        return parse(text.strip())
    except TransportError:
        return None


def on_the_wire(url: str) -> str:
    """The address with what HTTP cannot carry encoded and everything else left as it is.

    A host outside ASCII becomes its IDNA form, other characters outside printable ASCII are
    percent-encoded, the fragment goes. Escapes that are there already stay untouched.
    """
    parts = parse(url)
    netloc = parts.netloc
    if not netloc.isascii():
        user, at, host = netloc.rpartition("@")
        try:
            netloc = quote(user, safe=_PRINTABLE) + at + host.encode("idna").decode()
        except UnicodeError as error:
            raise TransportError(f"not a host name: {host}", kind="invalid", sent=False) from error
    return urlunsplit(
        (
            parts.scheme,
            netloc,
            quote(parts.path or "/", safe=_PRINTABLE),
            quote(parts.query, safe=_PRINTABLE),
            "",
        )
    )


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port; two addresses of one origin may share credentials."""
    parts = parse(url)
    return parts.scheme, (parts.hostname or "").rstrip("."), parts.port or SCHEMES[parts.scheme]

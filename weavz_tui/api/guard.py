"""Who may be addressed, and from which pages: a guard against DNS rebinding.

A web page that a person has open must not be able to call a server on their own machine, whatever
name it has pointed at it.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from weavz_tui.api.errors import Forbidden

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Guard:
    """The names under which this server answers.

    Loopback names always; an address without a name where the server listens beyond loopback
    (nothing can be rebound to it); `allowed` names; the name of the public URL. A `*` allows all.
    """

    def __init__(
        self, host: str, allowed: Iterable[str] = (), public_url: str | None = None
    ) -> None:
        public = urlsplit(public_url).hostname if public_url else None
        self._names = {*LOOPBACK, host.lower(), *(each.lower() for each in allowed)}
        if public:
            self._names.add(public.lower())
        self._is_open = "*" in self._names
        self._any_address = not is_loopback(host)
        self._public = public_url.rstrip("/").lower() if public_url else None
        self._fine: set[tuple[str, str]] = set()

    def check(self, host: str, origin: str, *, form: bool = False) -> None:
        """Raises Forbidden. `form`: a page of our own, whose forms a browser sends without saying
        where they come from, and which carry a token against forgery instead."""
        if (host, origin) in self._fine:
            return
        if not self._knows(_name(host)):
            raise Forbidden(
                "This server does not answer to that host name",
                hint="list the name in the setting serve.allowed_hosts",
            )
        if origin and not (form and origin == "null") and not self._is_own(origin, host):
            raise Forbidden(
                "Pages of another origin may not call this server",
                hint="call it from a server, or set serve.public_url",
            )
        if not form and len(self._fine) < 1000:
            self._fine.add((host, origin))

    def _is_own(self, origin: str, host: str) -> bool:
        try:
            parts = urlsplit(origin.lower())
        except ValueError:
            return False
        if parts.scheme not in {"http", "https"}:
            return False
        return parts.netloc == host.lower() or origin.lower() == self._public

    def _knows(self, name: str) -> bool:
        if self._is_open or name in self._names:
            return True
        return self._any_address and _is_address(name)


def is_loopback(host: str) -> bool:
    """Whether a host is reached from this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _name(host: str) -> str:
    """The name in a Host header; empty when it is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return ""
    if parts.username is not None or parts.path or parts.query or parts.fragment:
        return ""
    return (parts.hostname or "").rstrip(".")

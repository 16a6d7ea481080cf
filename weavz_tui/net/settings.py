"""How this machine reaches the outside: proxy, private authorities, limits."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from weavz_tui.net.policy import AddressPolicy

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class NetSettings:
    """Settings of the outbound client.

    `proxy` and `http_proxy` are addresses of HTTP proxies for https and http targets, with
    `user:password@` where the proxy wants it. `no_proxy` lists what is reached directly, separated
    by commas: hosts (with their subdomains), `host:port`, addresses, networks, `*`. `ca_file` is a
    PEM file of certificate authorities trusted beside the system's. `max_bytes` bounds a response
    after decompression.
    """

    proxy: str | None = field(default=None, repr=False)
    http_proxy: str | None = field(default=None, repr=False)
    no_proxy: str | None = None
    ca_file: str | None = None
    max_bytes: int = 50 * MEBIBYTE
    max_redirects: int = 10
    connections_per_host: int = 100
    policy: AddressPolicy = field(default_factory=AddressPolicy)

    def with_environment(self, environ: Mapping[str, str] = os.environ) -> NetSettings:
        """These settings, completed by HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.

        A `proxy` given without an `http_proxy` serves http too. Upper-case HTTP_PROXY is passed
        over under CGI, where a client's `Proxy:` header would set it.
        """
        everything = _variable(environ, "ALL_PROXY")
        plain = environ.get("http_proxy")
        if not plain and "REQUEST_METHOD" not in environ:
            plain = environ.get("HTTP_PROXY")
        return replace(
            self,
            proxy=self.proxy or _variable(environ, "HTTPS_PROXY") or everything,
            http_proxy=self.http_proxy or self.proxy or plain or everything,
            no_proxy=_variable(environ, "NO_PROXY") if self.no_proxy is None else self.no_proxy,
        )

    def proxy_for(self, url: str) -> str | None:
        """The proxy for an address, or None; this machine itself is always reached directly."""
        parts = urlsplit(url)
        proxy = self.proxy if parts.scheme == "https" else self.http_proxy
        if not proxy:
            return None
        host = (parts.hostname or "").rstrip(".")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if _is_loopback(host) or any(_matches(rule, host, port) for rule in self._bypasses()):
            return None
        return proxy if "://" in proxy else f"http://{proxy}"

    def _bypasses(self) -> list[str]:
        return [rule for rule in (self.no_proxy or "").lower().replace(",", " ").split() if rule]


def _variable(environ: Mapping[str, str], name: str) -> str | None:
    return environ.get(name.lower()) or environ.get(name) or None


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _matches(rule: str, host: str, port: int) -> bool:
    if rule == "*":
        return True
    name, colon, number = rule.rpartition(":")
    if colon and number.isdecimal() and ":" not in name:
        if int(number) != port:
            return False
        rule = name
    try:
        return ip_address(host) in ip_network(rule.strip("[]"), strict=False)
    except ValueError:
        rule = rule.removeprefix("*").lstrip(".")
        return host == rule or host.endswith(f".{rule}")

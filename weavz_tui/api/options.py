"""How a server was set up."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """Where the server listens (`host`), the address that others know it by (`public_url`, without
    a slash at the end; None: whatever a request addressed), further names it answers to, the
    largest body in bytes, and how many requests a minute an address has without a key."""

    host: str = "127.0.0.1"
    public_url: str | None = None
    allowed_hosts: tuple[str, ...] = ()
    max_body: int = 32 << 20
    anonymous_rate_limit: int = 60

    def base_url(self, request: Request) -> str:
        """The address under which the caller of a request finds this server."""
        return self.public_url or f"{request.url.scheme}://{request.url.netloc}"

    def absolute(self, request: Request, address: str) -> str:
        """An address of this server that may be a path alone."""
        return f"{self.base_url(request)}{address}" if address.startswith("/") else address


def options_of(request: Request) -> ServeOptions:
    """The options of the server that a request came to."""
    found: ServeOptions = request.app.state.options
    return found

"""What carries a request to a service, and how that can fail."""

from __future__ import annotations

from typing import Literal, Protocol, runtime_checkable

from weavz_tui.model.http import Request, Response

FailureKind = Literal["connect", "timeout", "dropped", "refused", "too large", "invalid"]


class TransportError(Exception):
    """No response came. `sent` tells whether the service may have seen the request.

    `kind`: `connect` (no connection), `timeout`, `dropped` (the connection ended too early),
    `refused` (the address policy forbids it), `too large` (response over the limit), `invalid`
    (the address or the answer is not HTTP).
    """

    def __init__(self, message: str, *, kind: FailureKind, sent: bool) -> None:
        super().__init__(message)
        self.message = message
        self.kind: FailureKind = kind
        self.sent = sent


class Transport(Protocol):
    """Anything that sends a request and gives its response, whatever the status."""

    async def send(self, request: Request, *, proxy: str | None = None) -> Response:
        """Send; raises TransportError. Cancelling closes the connection."""
        ...


@runtime_checkable
class Resolver(Protocol):
    """Anything that knows where a host may be reached by what is not HTTP."""

    async def resolve(self, host: str, port: int) -> tuple[str, ...]:
        """The host's allowed addresses as IP literals; raises TransportError(`connect`) when it
        has none and `refused` when the address policy forbids them all."""
        ...

"""Name resolution that gives a connection only addresses which the policy allows."""

from __future__ import annotations

import socket
from ipaddress import ip_address

from aiohttp import ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult

from weavz_tui.model.transport import TransportError
from weavz_tui.net.policy import AddressPolicy


class PolicyResolver(AbstractResolver):
    """Resolves names for the connection pool and leaves forbidden addresses out.

    The pool connects to exactly what comes out of here, so a name that resolves to something else
    a moment later gains nothing. `exempt` is host and port of the configured proxy, which the
    administrator chose.
    """

    def __init__(self, policy: AddressPolicy, exempt: frozenset[tuple[str, int]]) -> None:
        self._policy = policy
        self._exempt = exempt
        self._names = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Allowed addresses of a host; raises OSError when there are none at all, and
        TransportError(`refused`) when all of them are forbidden."""
        found = await self._names.resolve(host, port, family)
        if (host, port) in self._exempt:
            return found
        refusal: TransportError | None = None
        allowed = []
        for each in found:
            try:
                self._policy.check(ip_address(each["host"].partition("%")[0]), host)
            except TransportError as error:
                refusal = error
            else:
                allowed.append(each)
        if refusal is not None and not allowed:
            raise refusal
        return allowed

    async def close(self) -> None:
        """Nothing is held."""
        await self._names.close()

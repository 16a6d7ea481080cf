"""Host names for protocols other than HTTP, under the same address policy."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_address

from weavz_tui.model.transport import TransportError
from weavz_tui.net.policy import AddressPolicy


async def allowed_addresses(policy: AddressPolicy, host: str, port: int) -> tuple[str, ...]:
    """The addresses of a host that the policy allows, in the resolver's order.

    Raises TransportError(`connect`) for a name without an address and `refused` when all of its
    addresses are forbidden.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        message = f"the name {host} is not known: {error}"
        raise TransportError(message, kind="connect", sent=False) from error
    refusal: TransportError | None = None
    allowed: list[str] = []
    for address in dict.fromkeys(str(each[4][0]) for each in found):
        try:
            policy.check(ip_address(address.partition("%")[0]), host)
        except TransportError as error:
            refusal = error
        else:
            allowed.append(address)
    if refusal is not None and not allowed:
        raise refusal
    return tuple(allowed)

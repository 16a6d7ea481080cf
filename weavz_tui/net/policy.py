"""Which addresses a request may reach, judged on what a name resolved to."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from weavz_tui.model.transport import TransportError
from weavz_tui.net.address import parse

Address = IPv4Address | IPv6Address

_METADATA = frozenset(
    {
        ip_address("169.254.169.254"),
        ip_address("169.254.170.2"),
        ip_address("169.254.170.23"),
        ip_address("168.63.129.16"),
        ip_address("192.0.0.192"),
        ip_address("100.100.100.200"),
        ip_address("fd00:ec2::254"),
        ip_address("fd00:ec2::23"),
        ip_address("fd20:ce::254"),
    }
)
_NAT64 = ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Where requests may go.

    `allow_private`: loopback, private, link-local and other addresses that are not of the public
    internet; right on a person's own machine, wrong on a shared server. `allow_metadata`: the
    addresses under which clouds hand out the machine's own credentials; refused even where private
    addresses are allowed.
    """

    allow_private: bool = True
    allow_metadata: bool = False

    def check_url(self, url: str) -> None:
        """Refuse an address whose host is a forbidden IP literal; names are judged once resolved.

        Raises TransportError(`refused`), or `invalid` when it is not an http(s) address.
        """
        host = parse(url).hostname or ""
        try:
            address = ip_address(host.partition("%")[0])
        except ValueError:
            return
        self.check(address, host)

    def check(self, address: Address, host: str) -> None:
        """Raise TransportError(`refused`) unless `address`, which `host` stands for, is allowed."""
        if (reason := self.refusal(address)) is not None:
            shown = host if host == str(address) else f"{host} ({address})"
            raise TransportError(f"{shown} is {reason}", kind="refused", sent=False)

    def refusal(self, address: Address) -> str | None:
        """Why an address is forbidden, or None."""
        plain = _embedded(address)
        if plain in _METADATA:
            return None if self.allow_metadata else "a metadata address of a cloud"
        if self.allow_private or (plain.is_global and not plain.is_multicast):
            return None
        return "not a public address"


def _embedded(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one that carries it, else the address itself."""
    if isinstance(address, IPv6Address):
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address

"""Calls to other sites that never reach into the operator's own network.

A name is resolved once, every address it has must be public, and the connection goes to the very address that was
looked at, so that a name server cannot give another answer in between. Whoever follows a redirect looks at it anew.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

PORTS = frozenset({80, 443})

Resolver = Callable[[str, int], list[str]]
Allowed = Callable[[str], bool]


class NotPublicError(Exception):
    """The address leads somewhere that is never called; the message says why, in German."""


@dataclass(frozen=True)
class CheckedTarget:
    """Where a web address leads: the name that is asked for, and the IP address that was looked at."""

    host: str
    port: int
    address: str
    is_secure: bool

    def connection(self, timeout: float) -> "PinnedConnection":
        """A connection, not opened yet. ``timeout`` in seconds, for each step."""
        return PinnedConnection(self, timeout)


class PinnedConnection(http.client.HTTPConnection):
    """Connects to the address of its target, whatever the name of the host resolves to by now."""

    def __init__(self, target: CheckedTarget, timeout: float) -> None:
        super().__init__(target.host, target.port, timeout=timeout)
        self.target = target
        # So that the header »Host« holds the port only where it is not the usual one.
        self.default_port = http.client.HTTPS_PORT if target.is_secure else http.client.HTTP_PORT

    def connect(self) -> None:
        self.sock = socket.create_connection((self.target.address, self.port), self.timeout)
        if self.target.is_secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def abort(self) -> None:
        """End it from another thread."""
        if self.sock:
            self.sock.shutdown(socket.SHUT_RDWR)


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host, as text. Raises OSError where it has none."""
    return list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


# The registries of special addresses (RFC 6890, kept by IANA) hold more than ``ipaddress`` knows in all of our Pythons:
# IETF protocol assignments, the anycast of 6to4 relays; documentation; Teredo and 6to4, which hold an address of
# version 4.
_SPECIAL_4 = [ipaddress.IPv4Network(net) for net in ("192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4", "100.64.0.0/10")]
_SPECIAL_6 = [ipaddress.IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
"""All that IANA has given out for the open internet so far. Outside lie, among others, loopback, local addresses of
every kind, addresses of version 4 behind zeros, and NAT64 (64:ff9b::/96 and 64:ff9b:1::/48)."""


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet: not private, loopback, link-local, reserved or multicast."""
    ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        return ip in _GLOBAL_6 and ip.is_global and not any(ip in net for net in _SPECIAL_6)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or any(ip in net for net in _SPECIAL_4))


def look_at(
    url: str, *, resolver: Resolver = resolve, allowed: Allowed = is_public, ports: frozenset[int] = PORTS
) -> CheckedTarget:
    """Where ``url`` leads. Raises NotPublicError where it must not be called, OSError where its host has no address."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotPublicError("Keine Adresse des Webs.")
    is_secure = parts.scheme == "https"
    port = parts.port or (http.client.HTTPS_PORT if is_secure else http.client.HTTP_PORT)
    if port not in ports:
        raise NotPublicError(f"Anschluss {port} wird nicht aufgerufen.")
    addresses = resolver(parts.hostname, port)
    if not addresses or not all(allowed(address) for address in addresses):
        raise NotPublicError("Die Adresse liegt in keinem öffentlichen Netz.")
    return CheckedTarget(parts.hostname, port, addresses[0], is_secure)

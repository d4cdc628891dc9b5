"""Where a request comes from. A full address is used for the moment and never stored."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The client's address, or None if the connection has none (a unix socket).

    ``X-Forwarded-For`` can be written by anybody, so it is only read when ``OGL_TRUSTED_PROXIES`` says how many
    proxies of ours stand in front: each of them appends the address it was called from, so the client's is that many
    places from the right.
    """
    trusted: int = settings.OGL_TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    named = hops[-trusted] if 0 < trusted <= len(hops) else ""
    return _valid(named) or _valid(request.META.get("REMOTE_ADDR", ""))


def client_network(request: HttpRequest) -> str | None:
    """The client's address cut to its network (IPv4 /24, IPv6 /48): what may be kept."""
    address = client_address(request)
    if address is None:
        return None
    prefix = 24 if ipaddress.ip_address(address).version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False).network_address)


def _valid(text: str) -> str | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)

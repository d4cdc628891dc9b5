"""IP addresses are shortened before a log is written (L-DSGVO-2): nobody can be told from what remains.

Nothing here knows Django, so that the web server's own logs pass through it too.
"""

import ipaddress
import logging
import re
from typing import Any

_IPV4 = re.compile(r"(?<![\d.])(\d{1,3}\.\d{1,3}\.\d{1,3})\.(\d{1,3})(?!\d|\.\d)")
_IPV6 = re.compile(
    r"(?<![\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?::?\d{1,3}(?:\.\d{1,3}){3})?(?:%\w+)?(?!\w|:|\.\d)"
)


def shorten_addresses(text: str) -> str:
    """``text`` with the last octet of every IPv4 address as 0, and of every IPv6 address its first 48 bits only.

    The machine's own addresses (127.0.0.1, ::1) stay: they are nobody's.
    """
    return _IPV4.sub(_shorten_v4, _IPV6.sub(_shorten_v6, text))


def _shorten_v4(match: re.Match[str]) -> str:
    try:
        address = ipaddress.IPv4Address(match[0])
    except ValueError:
        return match[0]
    return match[0] if address.is_loopback or address.is_unspecified else f"{match[1]}.0"


def _shorten_v6(match: re.Match[str]) -> str:
    try:
        address = ipaddress.IPv6Address(match[0].partition("%")[0])
    except ValueError:
        return match[0]
    if address.ipv4_mapped:
        return f"::ffff:{shorten_addresses(str(address.ipv4_mapped))}"
    if address.is_loopback or address.is_unspecified:
        return match[0]
    return str(ipaddress.IPv6Network((address, 48), strict=False).network_address)


def without_trace(record: logging.LogRecord) -> bool:
    """A filter that takes the trace from what a sender did wrong: anybody could fill the disk with them.

    The message says it, as that a foreign Host was asked for. Of faults of our own the trace stays.
    """
    if record.name.startswith("django.security."):
        record.exc_info = None
    return True


class ShorteningFormatter(logging.Formatter):
    """Shortens the finished line: message, arguments, exceptions and stacks alike."""

    def format(self, record: logging.LogRecord) -> str:
        return shorten_addresses(super().format(record))


def web_server_logging() -> dict[str, Any]:
    """What granian adds to its logging so that its lines are shortened as well. Requests are not logged at all."""
    formatter = {"()": ShorteningFormatter, "fmt": "[%(levelname)s] %(message)s"}
    return {"formatters": {"generic": formatter, "access": {**formatter, "fmt": "%(message)s"}}}

"""No log holds an address by which a reader could be told (L-DSGVO-2)."""

import ipaddress
import logging
from logging.config import dictConfig

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from granian.log import LogLevels, access_logger, configure_logging
from hypothesis import given
from hypothesis import strategies as st

from ogl_portal.operations.logs import ShorteningFormatter, shorten_addresses, web_server_logging


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("von 192.0.2.77.", "von 192.0.2.0."),
        ("198.51.100.23:55012, 203.0.113.9", "198.51.100.0:55012, 203.0.113.0"),
        ("2001:db8:1:2:3:4:5:6 hat", "2001:db8:1:: hat"),
        ("[2001:db8:abcd:12::1]:443", "[2001:db8:abcd::]:443"),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.0"),
        ("fe80::1%eth0", "fe80::"),
        ("um 12:34:56 am 24.11.2026, Version 8.0.1", "um 12:34:56 am 24.11.2026, Version 8.0.1"),
        ("127.0.0.1:8000 und [::1]:8000", "127.0.0.1:8000 und [::1]:8000"),
        ("999.1.2.3", "999.1.2.3"),
    ],
)
def test_addresses_are_shortened_and_nothing_else(written: str, stored: str) -> None:
    assert shorten_addresses(written) == stored


@given(st.ip_addresses())
def test_no_address_survives_whole(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    kept = shorten_addresses(f"client {address} asked").removeprefix("client ").removesuffix(" asked")
    if isinstance(address, ipaddress.IPv6Address) and not (address.is_loopback or address.ipv4_mapped):
        assert int(ipaddress.ip_address(kept)) == (int(address) >> 80) << 80
    elif isinstance(address, ipaddress.IPv4Address) and not (address.is_loopback or address.is_unspecified):
        assert kept == f"{str(address).rpartition('.')[0]}.0"


def test_arguments_exceptions_and_stacks_are_shortened() -> None:
    try:
        raise ConnectionError("192.0.2.77 hung up")
    except ConnectionError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "f.py", 1, "%s asked", ("198.51.100.23",), info)
    record.stack_info = "locals: 2001:db8:1:2::3"
    line = ShorteningFormatter("{message}", style="{").format(record)
    assert "198.51.100.0 asked" in line
    assert "192.0.2.0 hung up" in line
    assert "2001:db8:1::" in line
    for whole in ("198.51.100.23", "192.0.2.77", "2001:db8:1:2::3"):
        assert whole not in line


def handlers() -> list[logging.Handler]:
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in logging.root.manager.loggerDict)]
    return [handler for logger in loggers for handler in logger.handlers]


@pytest.fixture
def configured_logging() -> None:
    """As the site has it: pytest's own handlers are away while this is looked at."""
    dictConfig(settings.LOGGING)


def test_every_handler_of_the_site_shortens(configured_logging: None) -> None:
    ours = [handler for handler in handlers() if not type(handler).__module__.startswith("_pytest")]
    assert ours
    plain = [
        h for h in ours if not isinstance(h.formatter, ShorteningFormatter) and not isinstance(h, logging.NullHandler)
    ]
    assert plain == []


def test_a_crash_in_a_view_is_logged_with_a_short_address(
    configured_logging: None, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.77")
    stream = next(h for h in logging.getLogger().handlers if isinstance(h.formatter, ShorteningFormatter))
    lines: list[str] = []
    stream.emit = lambda record: lines.append(stream.format(record))  # type: ignore[method-assign]
    logging.getLogger("django.request").error("from %s", request.META["REMOTE_ADDR"], extra={"request": request})
    assert lines
    assert "192.0.2.0" in lines[0]
    assert "192.0.2.77" not in lines[0]


def test_the_web_server_shortens_its_lines(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(LogLevels.info, web_server_logging())
    try:
        access_logger.info("%(addr)s asked", {"addr": "192.0.2.77"})
        logging.getLogger("_granian").warning("lost 2001:db8:1:2::3")
        written = capsys.readouterr().out
    finally:
        for name in ("_granian", "granian.access"):
            logging.getLogger(name).handlers.clear()
    assert "192.0.2.0 asked" in written
    assert "lost 2001:db8:1::" in written


def test_what_a_sender_did_wrong_leaves_one_line_and_no_trace(
    configured_logging: None, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    console = next(h for h in logging.getLogger().handlers if isinstance(h.formatter, ShorteningFormatter))
    lines: list[str] = []
    console.emit = lambda record: lines.append(console.format(record))  # type: ignore[method-assign]
    assert client.get("/", HTTP_HOST="strange.example").status_code == 400
    (line,) = [line for line in lines if "strange.example" in line]
    assert "\n" not in line

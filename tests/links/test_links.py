"""Links to other sites are called politely, and never anything inside the operator's own network."""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import Client
from django.utils import timezone

from ogl_portal.links.collect import collect
from ogl_portal.links.fetch import LinkAnswer, fetch, why
from ogl_portal.links.models import Link, LinkState, LinkUse
from ogl_portal.links.run import check_links
from ogl_portal.web.http_guard import is_public
from tests.factories import AdminFactory, NewsPageFactory, Portal, StandardPageFactory


class Handler(BaseHTTPRequestHandler):
    asked: list[str]

    def answer(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")  # type: ignore[attr-defined]
        port = self.server.server_address[1]
        status, location = {
            "/gut": (200, ""),
            "/weg": (404, ""),
            "/fort": (410, ""),
            "/kaputt": (500, ""),
            "/verboten": (403, ""),
            "/umgezogen": (301, "/gut"),
            "/voruebergehend": (302, "/gut"),
            "/kreis": (301, "/kreis"),
            "/nach-innen": (302, f"http://innen.example:{port}/geheim"),
            "/nur-get": (405 if self.command == "HEAD" else 200, ""),
        }.get(self.path, (200, ""))
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = answer  # noqa: N815 - the names that http.server asks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server gives
        """Nothing on the console."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


def call(server: ThreadingHTTPServer, path: str) -> LinkAnswer:
    """Fetch from the test server as if »aussen.example« were a public host and »innen.example« a private one."""
    port = server.server_address[1]
    return fetch(
        f"http://aussen.example:{port}{path}",
        resolver=lambda host, _port: ["127.0.0.1"] if host == "aussen.example" else ["10.0.0.1"],
        allowed=lambda address: address == "127.0.0.1",
        ports=frozenset({port}),
    )


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/gut", LinkState.OK),
        ("/weg", LinkState.BROKEN),
        ("/fort", LinkState.BROKEN),
        ("/kaputt", LinkState.UNREACHABLE),
        ("/verboten", LinkState.UNCLEAR),
        ("/umgezogen", LinkState.MOVED),
        ("/voruebergehend", LinkState.OK),
        ("/kreis", LinkState.UNREACHABLE),
        ("/nach-innen", LinkState.NOT_CALLED),
        ("/nur-get", LinkState.OK),
        ("/mit leerzeichen und ü", LinkState.OK),
    ],
)
def test_answers_are_understood(server: ThreadingHTTPServer, path: str, state: LinkState) -> None:
    assert call(server, path).state == state


def test_a_redirect_into_the_own_network_is_never_followed(server: ThreadingHTTPServer) -> None:
    call(server, "/nach-innen")
    assert [line for line in server.asked if "geheim" in line] == []  # type: ignore[attr-defined]


def test_get_comes_only_after_head(server: ThreadingHTTPServer) -> None:
    call(server, "/gut")
    call(server, "/nur-get")
    assert server.asked == ["HEAD /gut", "HEAD /nur-get", "GET /nur-get"]  # type: ignore[attr-defined]


def test_a_permanent_move_names_the_new_address(server: ThreadingHTTPServer) -> None:
    assert call(server, "/umgezogen").target.endswith("/gut")
    assert call(server, "/voruebergehend").target == ""


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",  # noqa: S104
            "100.64.0.1",
            "224.0.0.1",
            *("192.0.0.8", "192.0.0.170", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1"),
            *("240.0.0.1", "255.255.255.255", "239.255.255.250", "100.127.255.255"),
        ),
        *("::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1%eth0"),
        *("::", "::7f00:1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::808:808", "64:ff9b:1::7f00:1"),
        *("100::1", "2001::1", "2001:2::1", "2001:10::1", "2001:db8::1", "3fff::1", "5f00::1", "fec0::1", "ff02::1"),
        *("fd00:ec2::254", "4000::1"),
    ],
)
def test_no_address_inside_is_public(address: str) -> None:
    assert not is_public(address)


def test_addresses_of_the_open_internet_are_public() -> None:
    assert is_public("193.99.144.80")
    assert is_public("2a02:2e0:3fe:1001:302::")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://[::1]/", "http://localhost:5432/", "file:///etc/passwd", "ftp://a.example/"]
)
def test_such_links_are_not_called(url: str) -> None:
    assert fetch(url).state == LinkState.NOT_CALLED


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    answer = fetch("http://beides.example/", resolver=lambda _host, _port: ["193.99.144.80", "10.0.0.1"])
    assert answer.state == LinkState.NOT_CALLED


def test_a_host_without_address_is_unreachable() -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    assert fetch("http://nirgends.example/", resolver=nowhere).state == LinkState.UNREACHABLE


# --- which links there are ---


def linked(portal: Portal, *urls: str) -> None:
    html = "".join(f'<p><a href="{url}">Ziel</a></p>' for url in urls)
    StandardPageFactory(parent=portal.home, body=[("paragraph", html)])


def test_links_are_collected_from_public_pages_only(portal: Portal) -> None:
    linked(portal, "https://a.example/x#stelle", "mailto:a@example.org", "/kontakt/", "https://[kaputt")
    NewsPageFactory(parent=portal.news, source_url="https://b.example/")
    draft = NewsPageFactory(parent=portal.news, source_url="https://entwurf.example/", live=False)
    assert collect() == 2
    assert set(Link.objects.values_list("url", flat=True)) == {"https://a.example/x", "https://b.example/"}
    draft.live = True
    draft.save()
    assert collect() == 3
    draft.unpublish()
    assert collect() == 2
    assert LinkUse.objects.count() == 2


# --- the nightly run ---


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.mark.django_db
def test_a_host_is_asked_once_a_second_and_others_meanwhile() -> None:
    for url, host in (("http://a/1", "a"), ("http://a/2", "a"), ("http://b/1", "b"), ("http://a/3", "a")):
        Link.objects.create(url=url, host=host)
    clock, order = Clock(), []

    def fake(url: str) -> LinkAnswer:
        order.append((url, clock.now))
        return LinkAnswer(LinkState.OK, 200)

    assert check_links(fake, clock=clock, sleep=clock.sleep) == 4
    assert order == [("http://a/1", 0.0), ("http://b/1", 0.0), ("http://a/2", 1.0), ("http://a/3", 2.0)]


@pytest.mark.django_db
def test_a_killed_run_goes_on_where_it_was() -> None:
    for number in range(4):
        Link.objects.create(url=f"http://h{number}/", host=f"h{number}")
    asked: list[str] = []

    def dies(url: str) -> LinkAnswer:
        if len(asked) == 2:
            raise KeyboardInterrupt
        asked.append(url)
        return LinkAnswer(LinkState.OK, 200)

    with pytest.raises(KeyboardInterrupt):
        check_links(dies)
    rest: list[str] = []
    check_links(lambda url: rest.append(url) or LinkAnswer(LinkState.OK, 200))  # type: ignore[func-returns-value]
    assert rest == ["http://h2/", "http://h3/"]


@pytest.mark.django_db
def test_a_night_without_a_way_out_blames_no_link() -> None:
    for number in range(4):
        Link.objects.create(url=f"http://h{number}/", host=f"h{number}", failures=1)
    check_links(lambda _url: LinkAnswer(LinkState.UNREACHABLE))
    assert set(Link.objects.values_list("state", "failures")) == {(LinkState.NEW, 0)}


def test_dashboard_and_report_show_what_is_broken(client: Client, portal: Portal) -> None:
    client.force_login(AdminFactory())
    linked(portal, "https://weg.example/", "https://eine-nacht.example/", "https://gut.example/")
    collect()
    now = timezone.now()
    Link.objects.filter(host="weg.example").update(state=LinkState.BROKEN, status=404, failures=1, checked_at=now)
    Link.objects.filter(host="eine-nacht.example").update(state=LinkState.UNREACHABLE, failures=1, checked_at=now)
    home = client.get("/admin/").content.decode()
    assert "https://weg.example/: gibt es nicht mehr" in home
    assert "eine-nacht" not in home
    text = client.get("/admin/berichte/links/?zu_reparieren=true").content.decode()
    assert "weg.example" in text
    assert "gut.example" not in text
    exported = b"".join(client.get("/admin/berichte/links/?export=csv").streaming_content).decode()
    assert "gut.example" in exported


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (socket.gaierror(-2, "Name or service not known"), "Eine Website dieses Namens ist nicht zu finden."),
        (TimeoutError("timed out"), "Die Website hat nicht rechtzeitig geantwortet."),
        (ConnectionRefusedError(111, "Connection refused"), "Die Website nimmt keine Verbindung an."),
        (ConnectionResetError(104, "Connection reset by peer"), "Die Website hat die Verbindung abgebrochen."),
        (http.client.RemoteDisconnected("closed"), "Die Website hat die Verbindung abgebrochen."),
        (ssl.SSLError(1, "wrong version number"), "Eine sichere Verbindung kam nicht zustande."),
        (http.client.BadStatusLine("x"), "Die Website hat unverständlich geantwortet."),
        (UnicodeError("label too long"), "Die Adresse ist nicht richtig geschrieben."),
        (OSError(101, "Network is unreachable"), "Die Website ist nicht erreichbar."),
    ],
)
def test_each_failure_is_told_in_a_german_sentence(error: Exception, sentence: str) -> None:
    assert why(error) == sentence

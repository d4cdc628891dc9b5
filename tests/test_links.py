"""No link on any page leads to an error, and every #anchor exists."""

from collections import defaultdict
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from django.test import Client

from tests.test_html_validity import sitemap

MOST_PAGES = 3_000


class Links(HTMLParser):
    """Addresses that a page points to (links, pictures, styles, scripts, forms), and the anchors that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.anchors: set[str] = {"", "top"}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.anchors |= {values[name] for name in ("id", "name") if name in values and (name == "id" or tag == "a")}
        if values.get("rel") in {"canonical", "preconnect"}:
            return
        for name in ("href", "src", "poster"):
            if name in values:
                self.targets.add(values[name])
        if "srcset" in values:
            self.targets |= {part.split()[0] for part in values["srcset"].split(",") if part.strip()}
        if tag == "form" and values.get("method", "get").lower() == "get":
            self.targets.add(values.get("action", ""))


def is_ours(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "") and parts.netloc in ("testserver", "")


def crawl(client: Client, starts: list[str]) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Visit everything of this site that can be reached. Returns faults by address, and who points to an address."""
    faults: dict[str, str] = {}
    anchors: dict[str, set[str]] = {}
    pointers: dict[str, set[str]] = defaultdict(set)
    wanted: dict[tuple[str, str], str] = {}
    waiting, seen = list(starts), set(starts)
    while waiting:
        address = waiting.pop()
        response = client.get(address, follow=True)
        if response.status_code >= 400:
            faults[address] = f"answers {response.status_code}"
        is_html = response.headers.get("Content-Type", "").startswith("text/html")
        if not is_html or response.streaming:
            continue
        links = Links()
        links.feed(response.content.decode())
        anchors[address] = links.anchors
        for target in links.targets:
            if not target or not is_ours(target) or target.startswith(("mailto:", "tel:", "data:")):
                continue
            absolute, fragment = urldefrag(urljoin(f"http://testserver{address}", target))
            local = absolute.removeprefix("http://testserver") or "/"
            pointers[local].add(address)
            if fragment:
                wanted[local, fragment] = address
            if local not in seen and not local.startswith("/admin/"):
                seen.add(local)
                waiting.append(local)
        assert len(seen) < MOST_PAGES, "the site has no end"
    for (address, fragment), source in wanted.items():
        if address in anchors and unquote(fragment) not in anchors[address]:
            faults[f"{address}#{fragment}"] = f"has no such anchor, but {source} points there"
    return faults, pointers


def test_no_link_leads_to_an_error_and_every_anchor_exists(programme_site: None) -> None:
    client = Client()
    faults, pointers = crawl(client, ["/", *sitemap(client), "/suche/?q=Beteiligung", "/gibt-es-nicht/"])
    assert faults.pop("/gibt-es-nicht/") == "answers 404"
    assert {address: (fault, sorted(pointers[address])[:2]) for address, fault in faults.items()} == {}


def test_every_page_of_the_sitemap_can_be_reached_from_the_start(programme_site: None) -> None:
    client = Client()
    _, pointers = crawl(client, ["/"])
    assert [address for address in sitemap(client) if address != "/" and not pointers.get(address)] == []


def test_no_address_of_the_site_points_to_the_admin(programme_site: None) -> None:
    _, pointers = crawl(Client(), ["/"])
    assert [address for address in pointers if address.startswith("/admin")] == []


def test_the_crawler_would_notice_faults() -> None:
    links = Links()
    links.feed('<a href="/x/#da" id="hier"></a><img src="/b.png" srcset="/b2.png 2x"><form action="/suche/"></form>')
    assert links.targets == {"/x/#da", "/b.png", "/b2.png", "/suche/"}
    assert "hier" in links.anchors

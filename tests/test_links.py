"""No link on any page leads to an error, and every #anchor exists."""

from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from django.test import Client

from tests.page_links import Links, missing_duties
from tests.test_html_validity import sitemap

MOST_PAGES = 3_000


def is_ours(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "") and parts.netloc in ("testserver", "")


@dataclass
class Crawl:
    """What was found: answers by address, anchors by page, and which page points where (with which anchors)."""

    statuses: dict[str, int] = field(default_factory=dict)
    anchors: dict[str, set[str]] = field(default_factory=dict)
    edges: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))

    def faults(self) -> dict[str, str]:
        found = {}
        for source, targets in self.edges.items():
            for target, fragments in targets.items():
                if self.statuses.get(target, 200) >= 400 and target != source:
                    found[target] = f"answers {self.statuses[target]}; {source} points there"
                for fragment in fragments:
                    if target in self.anchors and unquote(fragment) not in self.anchors[target]:
                        found[f"{target}#{fragment}"] = f"is no anchor; {source} points there"
        return found

    def reachable(self, start: str) -> set[str]:
        seen, waiting = {start}, [start]
        while waiting:
            new = set(self.edges.get(waiting.pop(), {})) - seen
            seen |= new
            waiting += new
        return seen


def crawl(client: Client, starts: list[str]) -> Crawl:
    """Visit everything of this site that the pages in ``starts`` lead to."""
    result = Crawl()
    waiting, seen = list(starts), set(starts)
    while waiting:
        address = waiting.pop()
        response = client.get(address, follow=True)
        result.statuses[address] = response.status_code
        is_html = response.headers.get("Content-Type", "").startswith("text/html")
        if response.streaming:
            list(response)  # to its end, where the client closes it and keeps the test's connection
        if not is_html or response.streaming:
            continue
        links = Links()
        links.feed(response.content.decode())
        result.anchors[address] = links.anchors
        endless = {each for each in links.endless if not each.endswith(".webp")}  # pictures of pages: 60 at a time
        for target in links.targets | (endless if address in starts else set()):
            if not target or not is_ours(target) or target.startswith(("mailto:", "tel:", "data:")):
                continue
            absolute, fragment = urldefrag(urljoin(f"http://testserver{address}", target))
            fragment = fragment.partition(":~:")[0]  # what follows names words, not an anchor (WICG, text fragments)
            local = absolute.removeprefix("http://testserver") or "/"
            result.edges[address][local].add(fragment)
            if local not in seen and not local.startswith("/admin/"):
                seen.add(local)
                waiting.append(local)
        assert len(seen) < MOST_PAGES, "the site has no end"
    return result


@pytest.fixture(scope="module")
def site(programme_site: None) -> Crawl:
    client = Client()
    return crawl(client, ["/", *sitemap(client), "/suche/?q=Beteiligung", "/gibt-es-nicht/"])


def test_no_link_leads_to_an_error_and_every_anchor_exists(site: Crawl) -> None:
    assert len(site.anchors) > 60
    assert site.faults() == {}


def test_every_page_of_the_sitemap_can_be_reached_from_the_start(site: Crawl) -> None:
    assert set(sitemap(Client())) - site.reachable("/") == set()


def test_every_page_carries_the_links_that_the_law_wants(site: Crawl) -> None:
    """Of what was not found as well (BGG § 12b, DDG § 5); for what went wrong see tests/pages/test_server_error.py."""
    assert site.statuses["/gibt-es-nicht/"] == 404
    missing = {address: missing_duties(set(site.edges[address])) for address in site.anchors}
    assert {address: names for address, names in missing.items() if names} == {}


def test_no_page_points_to_the_admin(site: Crawl) -> None:
    assert [target for targets in site.edges.values() for target in targets if target.startswith("/admin")] == []


def test_the_crawler_would_notice_faults() -> None:
    links = Links()
    links.feed(
        '<a href="/x/#da" id="hier"></a><img src="/b.png" srcset="/b2.png 2x"><form action="/suche/"></form>'
        '<a href="?a=1&b=2" rel="nofollow"></a>'
    )
    assert links.targets == {"/x/#da", "/b.png", "/b2.png", "/suche/"}
    assert links.endless == {"?a=1&b=2"}
    assert "hier" in links.anchors
    found = Crawl({"/x/": 200, "/weg/": 404}, {"/": {""}, "/x/": {"", "oben"}})
    found.edges["/"] = {"/x/": {"", "oben", "unten"}, "/weg/": {""}}
    assert set(found.faults()) == {"/x/#unten", "/weg/"}
    assert found.reachable("/") == {"/", "/x/", "/weg/"}

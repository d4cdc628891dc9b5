"""Every address of a running site that its sitemap and its pages lead to, as the server sends it."""

import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email.message import Message
from functools import partial
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree import ElementTree as ET

from tests.page_links import Links, missing_duties

NOT_FOUND = "/gibt-es-nicht/"
MOST_ADDRESSES = 5_000
_LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
_POLICY = {"referrer-policy": "keine Referrer-Policy", "permissions-policy": "keine Permissions-Policy"}
_SECONDS = 60


@dataclass
class Answer:
    """What the server said to a plain request. ``html`` is empty for everything that is no HTML."""

    address: str
    status: int
    headers: Message
    html: str = ""
    targets: set[str] = field(default_factory=set)
    followed: set[str] = field(default_factory=set)
    linked_from: str = ""

    @property
    def is_html(self) -> bool:
        return self.headers.get_content_type() == "text/html"

    def faults(self) -> list[str]:
        """Wrong status, headers and missing links, as German sentences."""
        expected = 404 if self.address == NOT_FOUND else 200
        found = []
        if self.status != expected:
            found.append(f"Antwort {self.status} statt {expected}; verlinkt auf {self.linked_from or 'der Sitemap'}")
        if self.headers.get("set-cookie"):
            found.append("setzt ein Cookie")
        if self.headers.get("x-content-type-options", "").lower() != "nosniff":
            found.append("ohne »X-Content-Type-Options: nosniff«")
        if self.is_html:
            found += faults_of_policy(self.headers.get("content-security-policy", ""))
            found += [text for name, text in _POLICY.items() if not self.headers.get(name)]
            found += [f"Pflichtverweis fehlt: {name}" for name in missing_duties(self.targets)]
        return found


def faults_of_policy(policy: str) -> list[str]:
    """What is wrong with a Content-Security-Policy: it starts from nothing and lets nothing inline in."""
    directives = {words[0].lower(): words[1:] for part in policy.split(";") if (words := part.split())}
    if directives.get("default-src") != ["'none'"]:
        return ["Content-Security-Policy beginnt nicht bei »default-src 'none'«"]
    unsafe = [f"{name} {source}" for name, sources in directives.items() for source in sources if "unsafe" in source]
    return [f"Content-Security-Policy erlaubt »{each}«" for each in unsafe]


def fetch(site: str, address: str) -> Answer:
    """Ask for an address of the site; redirects are followed, errors are answers too."""
    request = urllib.request.Request(f"{site}{address}", headers={"Accept": "text/html,*/*"})  # noqa: S310
    try:
        response = urllib.request.urlopen(request, timeout=_SECONDS)  # noqa: S310  (http and https, see __main__)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        answer = Answer(address, response.status, response.headers)
        if not answer.is_html:
            return answer
        answer.html = response.read().decode()
    links = Links()
    links.feed(answer.html)
    answer.targets = links.targets | links.endless
    answer.followed = {local for target in links.targets if (local := _local(site, response.url, target))}
    return answer


def _local(site: str, base: str, target: str) -> str | None:
    """The path and query of a link that stays on the site and is for readers."""
    absolute = urldefrag(urljoin(base, target)).url
    if not absolute.startswith(f"{site}/") or absolute.startswith(f"{site}/admin/"):
        return None
    return absolute.removeprefix(site)


def sitemap(site: str) -> list[str]:
    """The paths in sitemap.xml. Raises ``OSError`` where there is no such site."""
    with urllib.request.urlopen(f"{site}/sitemap.xml", timeout=_SECONDS) as response:  # noqa: S310
        tree = ET.fromstring(response.read())  # noqa: S314  (the file of the site that is looked at)
    return [urlsplit(entry.text or "").path or "/" for entry in tree.iter(_LOCATION)]


def crawl(site: str, say: Callable[[str], None]) -> list[Answer]:
    """All answers, in the order found. Filters that can be combined without end (nofollow) are left alone."""
    waiting = list(dict.fromkeys(["/", *sitemap(site), NOT_FOUND]))
    source = dict.fromkeys(waiting, "")
    answers: list[Answer] = []
    with ThreadPoolExecutor(4) as pool:
        while waiting:
            wave = list(pool.map(partial(fetch, site), waiting))
            waiting = []
            for answer in wave:
                answer.linked_from = source[answer.address]
                for target in sorted(answer.followed - source.keys()):
                    source[target] = answer.address
                    waiting.append(target)
            answers += wave
            say(f"{len(answers)} Adressen abgerufen, {len(waiting)} neue gefunden")
            if len(source) > MOST_ADDRESSES:
                raise RuntimeError(f"Mehr als {MOST_ADDRESSES} Adressen: Diese Website hat kein Ende.")
    return answers

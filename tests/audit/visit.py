"""What Chromium sees at an address."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Error, sync_playwright

from tests.browser.chromium import ARGUMENTS
from tests.browser.measures import modes, overflowing, violations_in_modes

MODES = modes(360, 1280)
# Less of the text than this share, and a reader without JavaScript misses something.
_LEAST_TEXT = 0.9
_STORED = """async () => localStorage.length + sessionStorage.length
    + (await indexedDB.databases()).length
    + ('caches' in window ? (await caches.keys()).length : 0)
    + ('serviceWorker' in navigator ? (await navigator.serviceWorker.getRegistrations()).length : 0)"""
_TEXT = "() => (document.querySelector('main') || document.body).innerText.length"

_browser: Browser
_closing = ExitStack()


@dataclass
class Visit:
    """Counts and faults of one address. ``axe`` is by mode and holds only modes with faults."""

    address: str
    browser: str = ""
    cookies: int = 0
    stored_items: int = 0
    foreign_requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    overflowing: list[str] = field(default_factory=list)
    closely: bool = True
    axe: dict[str, list[str]] = field(default_factory=dict)
    without_script: str = ""
    broken_off: str = ""  # why the browser did not come to an end, so that what it counted proves nothing

    def faults(self) -> list[str]:
        """Everything wrong, as German sentences."""
        found = [f"Die Prüfung brach ab: {self.broken_off}"] if self.broken_off else []
        found += [f"Anfrage an einen fremden Server: {url}" for url in self.foreign_requests]
        found += [f"{self.cookies} Cookies"] if self.cookies else []
        found += [f"{self.stored_items} gespeicherte Einträge"] if self.stored_items else []
        found += [f"Meldung des Browsers: {text}" for text in self.complaints]
        found += [f"ragt bei 320 px hinaus: {element}" for element in self.overflowing]
        found += [f"axe ({mode}): {text}" for mode, texts in self.axe.items() for text in texts]
        return found + ([self.without_script] if self.without_script else [])


def _start(chromium: str) -> None:
    """Give this process its browser."""
    global _browser  # noqa: PLW0603  (one for each process, as the initializer of a pool sets it)
    playwright = _closing.enter_context(sync_playwright())
    _browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)


def visit(site: str, address: str, closely: bool = True) -> Visit:
    """What a browser sees; tried a second time where the first broke off, as on a machine that is busy."""
    first = _visit(site, address, closely)
    return _visit(site, address, closely) if first.broken_off else first


def _visit(site: str, address: str, closely: bool) -> Visit:
    """Open an address as a reader; if it is looked at ``closely``, without JavaScript and with axe as well."""
    result = Visit(address, f"Chromium {_browser.version}", closely=closely)
    try:
        length = _as_reader(site, result)
        if closely:
            _without_script(site, result, length)
            _with_axe(site, result)
    except Error as error:
        result.broken_off = error.message.splitlines()[0]
    return result


def _as_reader(site: str, result: Visit) -> int:
    """Count what a visit leaves behind and asks for; the length of the text."""
    with _browser.new_context(viewport={"width": 1280, "height": 800}, locale="de-DE") as visitor:
        page = visitor.new_page()
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda told: result.complaints.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: result.complaints.append(str(error)))
        response = page.goto(f"{site}{result.address}", wait_until="networkidle")
        # Pictures further down are loaded when a reader comes near.
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        page.wait_for_load_state("networkidle")
        result.foreign_requests = [url for url in requests if not url.startswith((f"{site}/", "data:"))]
        result.cookies = len(visitor.cookies())
        result.stored_items = page.evaluate(_STORED)
        if response and response.status >= 400:  # which the browser tells; that it may be so is checked elsewhere
            result.complaints = [text for text in result.complaints if f"status of {response.status}" not in text]
        length = page.evaluate(_TEXT)
        result.overflowing = overflowing(page)
        return int(length)


def _without_script(site: str, result: Visit, length: int) -> None:
    with _browser.new_context(
        java_script_enabled=False, viewport={"width": 1280, "height": 800}, locale="de-DE"
    ) as visitor:
        page = visitor.new_page()
        page.goto(f"{site}{result.address}")
        found = page.evaluate(_TEXT)
        if not page.locator("h1").first.is_visible() or found < length * _LEAST_TEXT:
            result.without_script = f"ohne JavaScript fehlt Inhalt ({found} von {length} Zeichen)"


def _with_axe(site: str, result: Visit) -> None:
    with _browser.new_context(locale="de-DE") as visitor:
        page = visitor.new_page()
        page.goto(f"{site}{result.address}")
        result.axe = violations_in_modes(page, MODES)


def visit_all(
    site: str, addresses: Iterable[str], chromium: str, workers: int, closely: int | None = None
) -> Iterator[Visit]:
    """Visits as they are done, by several browsers at once; looks closely at the first ``closely`` addresses only."""
    # Elsewhere than in a terminal nobody would see where Node warns of its own old parts.
    os.environ.setdefault("NODE_NO_WARNINGS", "1")
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(chromium,)) as pool:
        waiting = [
            pool.submit(visit, site, address, closely is None or number < closely)
            for number, address in enumerate(addresses)
        ]
        for done in as_completed(waiting):
            yield done.result()

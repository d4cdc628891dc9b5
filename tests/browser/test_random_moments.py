"""At any second the session may end, the connection break, the tab or the server be killed: the words stay.

Somebody writes a new page, from the first key on; the blow falls at a random moment, the same ones in every run.
``OGL_RANDOM_MOMENTS=20`` tries that many of each kind instead of three; ``--junitxml`` writes down what was missing.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from events.models import EventPage
from tests.accounts.people import PASSWORD
from tests.browser.conftest import Desk
from tests.browser.writing import end_all_sessions, kill_tabs, new_event_form, offer, panel, sign_in, title_of
from tests.database import TestServer

MOMENTS = range(int(os.environ.get("OGL_RANDOM_MOMENTS", "3")))
MAY_BE_MISSING = 2.0  # seconds of typing
LONGEST = 9.0  # seconds of typing before the blow, which see a page made and saved a few times
# Seconds after which a state that is waited for is taken to come no more. Without an answer the form asks every half
# minute in the end, with ten seconds for each answer, and a busy machine takes a minute to start a server.
PATIENCE = 300
CHECKOUT = Path(__file__).resolve().parent.parent.parent
WORDS = ["Wasser", "Wege", "Wald", "Wiese", "Markt", "Rathaus", "Bürger", "Plan", "Karte", "Frage", "Antwort", "Satz"]


class Writer:
    """Types a title, word for word, and knows when each letter was typed."""

    def __init__(self, page: Page, seed: str) -> None:
        self.page = page
        self.chance = random.Random(seed)
        self.text = ""
        self.typed: list[float] = []  # when each letter was there
        self.moment = self.chance.uniform(0.2, LONGEST)

    def write_for(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end and len(self.text) < 230:
            for letter in f"{self.chance.choice(WORDS)} ":
                self.page.keyboard.press(letter) if letter.isascii() else self.page.keyboard.insert_text(letter)
                self.text += letter
                self.typed.append(time.monotonic())
                if time.monotonic() > end:
                    return
                self.page.wait_for_timeout(self.chance.uniform(20, 90))

    def start(self) -> None:
        new_event_form(self.page)
        title_of(self.page).focus()
        self.write_for(self.moment)

    def old_enough(self, blow: float) -> str:
        """What was typed so long before the blow that it must not be missing."""
        return self.text[: sum(at <= blow - MAY_BE_MISSING for at in self.typed)]


def wait_until_saved(writer: Writer) -> None:
    """The server has every letter."""
    wanted = writer.text.strip()
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if any(wanted in (page.title, page.draft_title) for page in EventPage.objects.order_by("-pk")[:3]):
            return
        writer.page.wait_for_timeout(100)
    newest = EventPage.objects.order_by("-pk").first()
    pytest.fail(f"Typed »{wanted}«, saved »{newest and newest.draft_title}«, seen »{panel(writer.page).inner_text()}«")


@pytest.mark.parametrize("number", MOMENTS)
def test_the_session_ends(staff: Page, number: int) -> None:
    writer = Writer(staff, f"session {number}")
    writer.start()
    end_all_sessions()
    writer.write_for(1.5)
    expect(panel(staff)).to_contain_text("Sie sind abgemeldet", timeout=PATIENCE * 1000)
    with staff.expect_popup() as opened:
        panel(staff).get_by_role("link", name="Anmelden").click()
    sign_in(opened.value, "mara")
    wait_until_saved(writer)


@pytest.mark.parametrize("number", MOMENTS)
def test_the_connection_breaks(staff: Page, number: int) -> None:
    writer = Writer(staff, f"network {number}")
    writer.start()
    staff.context.set_offline(True)
    writer.write_for(1.5)
    expect(panel(staff)).to_contain_text("Keine Verbindung", timeout=PATIENCE * 1000)
    staff.context.set_offline(False)
    wait_until_saved(writer)


@pytest.mark.parametrize("number", MOMENTS)
def test_the_tab_is_killed(staff: Page, number: int, record_property: Callable[[str, object], None]) -> None:
    writer = Writer(staff, f"tab {number}")
    writer.start()
    blow = time.monotonic()
    fresh = kill_tabs(staff)
    fresh.wait_for_selector("html[data-ogl-copies=ready]")
    if offer(fresh).count():
        offer(fresh).get_by_role("button", name="Übernehmen").click()
        fresh.get_by_text("Ihr Text steht wieder im Formular").wait_for()
    found = title_of(fresh).input_value()
    record_property(
        "figures", f"{writer.moment:.1f} s, {len(writer.text)} letters, {len(writer.text) - len(found)} missing"
    )
    assert writer.text.startswith(found)
    assert found.startswith(writer.old_enough(blow).rstrip())


class KillableServer:
    """A server of its own over the database of the tests, which can be killed and started again at the same port."""

    def __init__(self, database_url: str, log: Path) -> None:
        self.log = log
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "ogl_portal.settings.test",
        }
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port), "--no-ws"]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [*command, "--blocking-threads", "4", "ogl_portal.wsgi:application"],
                cwd=CHECKOUT,
                env=self.environment,
                start_new_session=True,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> None:
        """Until it answers: its port is open long before it has loaded the site."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.process.poll() is not None:
                pytest.fail(f"The server for the tests ended: {self.log.read_text()[-2000:]}")
            try:
                with urllib.request.urlopen(f"{self.url}/health/ready/", timeout=PATIENCE):  # noqa: S310  our own address
                    return
            except OSError:
                time.sleep(0.1)
        pytest.fail(f"The server for the tests did not start: {self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture
def killable(desk: Desk, database_server: TestServer, tmp_path: Path) -> Iterator[KillableServer]:
    server = KillableServer(database_server.url(str(connection.settings_dict["NAME"])), tmp_path / "server.log")
    server.wait()
    yield server
    server.kill()
    print(server.log.read_text())  # noqa: T201  shown with a test that failed


@pytest.mark.parametrize("number", MOMENTS)
def test_the_server_is_killed(browser: Browser, killable: KillableServer, number: int) -> None:
    with browser.new_context(base_url=killable.url, locale="de-DE") as visitor:
        visitor.set_default_timeout(PATIENCE * 1000)
        page = visitor.new_page()
        page.goto("/admin/")
        page.locator("input[name=username]").fill("mara")
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_text("Guten Tag").wait_for()
        writer = Writer(page, f"server {number}")
        writer.start()
        killable.kill()
        writer.write_for(1.5)
        expect(panel(page)).to_contain_text("Keine Verbindung", timeout=PATIENCE * 1000)
        killable.start()
        killable.wait()
        wait_until_saved(writer)

"""The audit tells a good answer from a bad one, and its report needs nothing else."""

import datetime
import json
from email.message import Message
from pathlib import Path

import pytest

from tests.audit.crawl import Answer, faults_of_policy
from tests.audit.firefox import FirefoxVisit
from tests.audit.lighthouse import Score
from tests.audit.report import Audit
from tests.audit.visit import Visit, visit
from tests.page_links import missing_duties

DUTIES = {"/barrierefreiheit/", "/impressum/", "/datenschutz/", "/barriere-melden/?seite=/labore/"}
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "img-src 'self'; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
}


def answer(status: int = 200, **changes: str) -> Answer:
    headers = Message()
    for name, value in (HEADERS | changes).items():
        headers[name] = value
    return Answer("/labore/", status, headers, "<html>", set(DUTIES))


def test_a_good_answer_has_no_fault() -> None:
    assert answer().faults() == []


@pytest.mark.parametrize("name", [name for name in HEADERS if name != "Content-Type"])
def test_a_missing_header_is_a_fault(name: str) -> None:
    assert len(answer(**{name: ""}).faults()) == 1


def test_a_cookie_and_an_error_are_faults() -> None:
    assert len(answer(404, **{"Set-Cookie": "a=b"}).faults()) == 2


@pytest.mark.parametrize(
    "policy", ["default-src 'self'", "", "default-src 'none'; style-src 'self' 'unsafe-inline'", "img-src 'none'"]
)
def test_a_policy_that_lets_too_much_in_is_a_fault(policy: str) -> None:
    assert faults_of_policy(policy)


def test_each_link_that_the_law_wants_is_missed() -> None:
    assert missing_duties(DUTIES) == []
    assert all(missing_duties(DUTIES - {target}) for target in DUTIES)


def test_a_visit_that_broke_off_is_tried_again_and_then_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    tries = iter(["Timeout 30000ms exceeded", "", "Timeout 30000ms exceeded", "Target crashed"])
    monkeypatch.setattr("tests.audit.visit._visit", lambda _, address, __: Visit(address, broken_off=next(tries)))
    assert visit("http://127.0.0.1:8000", "/labore/").faults() == []
    assert visit("http://127.0.0.1:8000", "/labore/").faults() == ["Die Prüfung brach ab: Target crashed"]


def test_the_report_holds_every_fault_and_needs_nothing_else(tmp_path: Path) -> None:
    seen = Visit("/labore/", "Chromium 1", cookies=1, foreign_requests=["http://anderswo.example/x.js"])
    audit = Audit("http://127.0.0.1:8000", datetime.datetime.now(datetime.UTC), [answer(500)], [seen])
    audit.invalid = {"/": ["line 1: <b> is open"]}
    audit.scores = [Score("/termine/", {"seo": 99})]
    audit.write(tmp_path / "audit.html")
    html = (tmp_path / "audit.html").read_text()
    for text in ("Antwort 500", "1 Cookies", "anderswo.example", "&lt;b&gt; is open", "seo: 99"):
        assert text in html
    assert [part for part in ("<link", "<script", "src=", "url(", "@import") if part in html] == []
    data = json.loads((tmp_path / "audit.json").read_text())
    assert set(data["faults"]) == {"/", "/labore/", "/termine/"}
    assert data["privacy"]["cookies"] == data["privacy"]["foreign_requests"] == 1


def test_what_firefox_finds_is_a_fault_of_the_address() -> None:
    audit = Audit("http://127.0.0.1:8000", datetime.datetime(2026, 11, 30, tzinfo=datetime.UTC))
    audit.firefox = [
        FirefoxVisit("/labore/"),
        FirefoxVisit("/", {"400 %": ["div.door"]}),
        FirefoxVisit("/themen/", broken_off="Timeout"),
    ]
    assert audit.faults == {"/": ["Firefox, 400 %: div.door"], "/themen/": ["Firefox brach ab: Timeout"]}
    assert audit.figures[-1] == ("Firefox (400 %, Textabstände, erzwungene Farben)", 3, 2)

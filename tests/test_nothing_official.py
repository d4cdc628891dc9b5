"""The default build does not pose as a site of the state: no emblem, no »offizielle Website« line (L-DES-1)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# What readers get: templates, sources of styles and scripts, drawings, the programme's content.
TEXTS = sorted(
    path
    for folder in (
        "templates",
        "static/src",
        "static/root",
        "ogl_portal/programme/content",
        "ogl_portal/programme/documents",
    )
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".html", ".xml", ".scss", ".js", ".svg", ".toml", ".css", ".md"}
)
OFFICIAL = re.compile(r"offizielle[sn]?\s+(web(site|seite|auftritt)|internetauftritt|seite)", re.IGNORECASE)
EMBLEMS = re.compile(r"bundesadler|reichsadler|eagle|hoheitszeichen|staatswappen|bundeswappen", re.IGNORECASE)
NAMES = re.compile(r"adler|eagle|wappen|emblem|ministerium|bmi[-_.]|bundesregierung|kopfzeile", re.IGNORECASE)


def test_there_is_something_to_look_at() -> None:
    assert len(TEXTS) > 100


@pytest.mark.parametrize("rule", [OFFICIAL, EMBLEMS], ids=["official", "emblems"])
def test_no_text_claims_to_be_official_or_shows_an_emblem(rule: re.Pattern[str]) -> None:
    found = {str(path.relative_to(ROOT)): rule.findall(path.read_text(encoding="utf-8")) for path in TEXTS}
    assert {path: hits for path, hits in found.items() if hits} == {}


def test_no_picture_or_script_is_named_after_an_emblem_or_a_ministry() -> None:
    folders = ("static/src", "static/root", "static/dist")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    assert files
    assert [path.name for path in files if NAMES.search(path.name)] == []


@pytest.mark.parametrize("claim", ["Eine offizielle Website der Bundesrepublik Deutschland", "<svg id='Bundesadler'/>"])
def test_the_rules_would_notice(claim: str) -> None:
    assert OFFICIAL.search(claim) or EMBLEMS.search(claim)

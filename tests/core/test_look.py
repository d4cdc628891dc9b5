"""The public look: its template helpers, and what its templates and styles must not hold."""

import re
import shutil
import subprocess
from pathlib import Path

import brotli
import pytest
from django.conf import settings

from ogl_portal.core.templatetags import look

TEMPLATES = [
    path
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html"))
    if not {"wagtailadmin", "admin"} & set(path.relative_to(settings.BASE_DIR).parts)
]


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("Termine", ("", "Termine")),
        ("Mit Offenheit in die Zukunft: Ergebnisse", ("Mit Offenheit in die Zukunft:", "Ergebnisse")),
        ("Nur vorn: ", ("", "Nur vorn: ")),
        ("Bürger:innen", ("", "Bürger:innen")),
    ],
)
def test_a_long_heading_is_split_at_its_colon(heading: str, parts: tuple[str, str]) -> None:
    assert look.heading_parts(heading) == parts


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_templates_keep_the_content_policy(path: Path) -> None:
    """No inline style, style element, event handler or inline program: the policy would refuse them."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<[^>]*\sstyle=", text)
    assert "<style" not in text
    assert not re.search(r"<[a-z][^>]*\son[a-z]+=[\"']", text)
    assert not re.search(r"<script(?![^>]*\b(src=|type=\"application/ld\+json\"))", text)


def test_the_stylesheet_check_finds_an_undefined_property(tmp_path: Path) -> None:
    """A fallback is no excuse: it hides a rule that was purged by mistake."""
    node = shutil.which("node") or str(settings.BASE_DIR / ".venv/bin/node")
    check = [node, str(settings.BASE_DIR / "static/build/check-css.mjs")]
    good, bad = tmp_path / "good.css", tmp_path / "bad.css"
    good.write_text(":root{--a:red}p{color:var(--a)}")
    bad.write_text(":root{--a:red}p{color:var(--a);border-color:var(--b, blue)}")
    assert subprocess.run([*check, str(good)], check=False).returncode == 0
    failed = subprocess.run([*check, str(bad)], check=False, capture_output=True, text=True)
    assert failed.returncode == 1
    assert "--b" in failed.stderr


# As written and as sent: every reader pays for a sheet on the first page that has it.
SHEETS = {
    "site.css": (66_500, 12_700),
    "home.css": (30_500, 6_700),
    "lab.css": (30_500, 6_800),
    "article.css": (30_500, 6_500),
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_built_stylesheet_defines_what_it_uses_and_loads_nothing_from_data_addresses(name: str) -> None:
    stylesheet = settings.BASE_DIR / "static/dist" / name
    node = shutil.which("node") or str(settings.BASE_DIR / ".venv/bin/node")
    check = [node, str(settings.BASE_DIR / "static/build/check-css.mjs"), str(stylesheet)]
    assert subprocess.run(check, check=False).returncode == 0
    assert "data:" not in stylesheet.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SHEETS)
def test_a_stylesheet_stays_within_its_budget(name: str) -> None:
    css = (settings.BASE_DIR / "static" / "dist" / name).read_bytes()
    written, sent = SHEETS[name]
    assert len(css) <= written
    assert len(brotli.compress(css, quality=11)) <= sent


@pytest.mark.parametrize("name", SHEETS)
def test_a_value_that_is_missing_somewhere_keeps_its_fallback(name: str) -> None:
    """The edge of the focus is named on dark pages only."""
    css = (settings.BASE_DIR / "static" / "dist" / name).read_text(encoding="utf-8")
    assert "var(--focus-edge,var(--on-sun))" in css
    assert "var(--focus,var(--sun))" in css or not re.search(r"--focus:", css)

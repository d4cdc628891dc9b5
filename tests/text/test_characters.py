"""Characters that come in with text, and those that files which go out can hold."""

import unicodedata
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogl_portal.text.characters import one_line, printable, running_text

HOSTILE = st.text(
    st.one_of(
        st.characters(),  # surrogates included
        st.sampled_from(
            "\x00\x02\x0b\x0c\x1f\x85\u00ad\u0308\u200b\u200d\u200f\u202e\u2028\u2066\u2069\ufeff\ufffe\uffff"
        ),
        st.sampled_from("aA1ü \n\r\tשم👩"),
    )
)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        # a hyphen at a line's end, as it is copied out of Chromium's viewer
        ("Trenn\x02strich", "Trennstrich"),
        ("Bürgerbeteili\ufffegung", "Bürgerbeteiligung"),
        ("Verwal\x02\r\ntung", "Verwaltung"),
        ("EU\x02weit", "EU-weit"),
        ("10\x02jährig", "10-jährig"),
        ("Bund\x02\nLänder", "Bund-Länder"),
        ("Stadt\x02\nund Land", "Stadt- und Land"),
        ("am Ende\x02", "am Ende"),
        # what ends a line
        ("Zeile\x0bumbruch", "Zeile umbruch"),
        ("Seite\x0cwechsel", "Seite wechsel"),
        ("eins\r\nzwei\u2028drei\x85vier\tfünf", "eins zwei drei vier fünf"),
        # characters that mean nothing
        ("a\x00b\x1fc\x7fd\x9fe\uffff\ufdd0\U0001fffef\ud800", "abcdef"),
        ("\ufeffMit\u200bte\u00adl\u2060wort\u200e", "Mittelwort"),
        ("auf\u200clage", "auflage"),
        # decomposed
        ("U\u0308bermittlungsspru\u0308che", "Übermittlungssprüche"),
        ("u\u200b\u0308ber", "über"),
        # what turns the page round
        ("Bericht \u202egpj.exe", "Bericht gpj.exe"),
        ("Bericht \u2067gpj.exe", "Bericht gpj.exe"),
        ("\u2067שלום Bericht", "\u2067שלום Bericht\u2069"),
        ("שלום\u2069 Bericht", "שלום Bericht"),
        # what is meant
        ("שלום\u200e!", "שלום\u200e!"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Familie 👩\u200d👧", "Familie 👩\u200d👧"),
        ("10\u00a0km \u2013 »gut«\u202f!", "10\u00a0km \u2013 »gut«\u202f!"),
    ],
)
def test_a_line_holds_what_is_meant(typed: str, line: str) -> None:
    assert one_line(typed) == line


def test_running_text_keeps_its_lines_and_soft_hyphens() -> None:
    assert running_text("eins\r\n\tzwei\x0bdrei\u00adfach") == "eins\n\tzwei\ndrei\u00adfach"


def test_an_isolate_ends_with_its_line() -> None:
    assert running_text("\u2067שלום\nBericht") == "\u2067שלום\u2069\nBericht"


@given(HOSTILE)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    for clean in (one_line, running_text):
        cleaned = clean(text)
        assert clean(cleaned) == cleaned
        assert unicodedata.is_normalized("NFC", cleaned)
        assert printable(cleaned) == cleaned
    assert len(one_line(text).splitlines()) <= 1


@given(HOSTILE)
def test_what_is_printable_stands_in_xml(text: str) -> None:
    escaped = printable(text).replace("&", "&amp;").replace("<", "&lt;")
    assert ET.fromstring(f"<a>{escaped}</a>".encode()) is not None  # noqa: S314  (made above)


@given(st.text(st.characters(whitelist_categories=["Lu", "Ll", "Nd", "Po", "Zs", "Sc", "Pd"])))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert running_text(text) == unicodedata.normalize("NFC", text)

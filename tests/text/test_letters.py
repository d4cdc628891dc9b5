"""Letters of addresses, the same for the server and for the script of the editor."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogl_portal.core.slugs import slug_of
from ogl_portal.text.letters import TABLE, ascii_text, script_formatters


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Bürgerbeteiligung für alle", "buergerbeteiligung-fuer-alle"),
        ("U\u0308bersicht u\u0308ber Maßnahmen", "uebersicht-ueber-massnahmen"),
        ("ÄRZTE, Öl, Übung, Straße, STRAẞE", "aerzte-oel-uebung-strasse-strasse"),
        ("Łódź", "lodz"),
        ("İstanbul, Iğdır", "istanbul-igdir"),
        ("Ørsted, Ærø, Åland", "oersted-aeroe-aland"),
        ("Garður, Þingvellir", "gardur-thingvellir"),
        ("Đorđe, Iași, Œuvre, Ĳssel", "dorde-iasi-oeuvre-ijssel"),
        ("Ελλάδα", "ellada"),
        ("2020–2022: 30 m² »gut«", "2020-2022-30-m2-gut"),
        ("d’Hondt & Co.", "dhondt-co"),
        ("北京", "beijing"),
        ("…", "seite"),
    ],
)
def test_the_address_of_a_title(title: str, slug: str) -> None:
    assert slug_of(title, "seite") == slug


def proposed_by_script(title: str) -> str:
    """What Wagtail's script makes of a title: the formatters, then ``urlify`` (wagtail/admin, CleanController)."""
    text = title.strip()
    for expression, replacement in script_formatters():
        text = re.sub(expression, replacement, text)
    return re.sub(r"-+$", "", re.sub(r"[-\s]+", "-", re.sub(r"[^-\w\s]", "", text.lower(), flags=re.ASCII)))


OTHERS = st.characters(codec="utf-8", max_codepoint=0x3FF, exclude_categories=["Cc", "Cf"])


@given(st.text(st.one_of(st.sampled_from("".join(TABLE)), OTHERS), max_size=70))
def test_the_script_gets_the_same_table(title: str) -> None:
    """Of composed texts, as keyboards give them: the script cannot put marks in order as NFC does (Ä with a dot)."""
    title = unicodedata.normalize("NFC", title)
    proposed = proposed_by_script(title)
    assert not proposed or slug_of(proposed, "") == slug_of(title, "")


def test_the_script_knows_decomposed_umlauts() -> None:
    assert proposed_by_script("U\u0308ber A\u0308mter") == slug_of("Über Ämter", "")


def test_names_of_files_are_ascii() -> None:
    assert ascii_text("Übersicht 北京.pdf").isascii()
    assert ascii_text("U\u0308bersicht.pdf") == "Uebersicht.pdf"

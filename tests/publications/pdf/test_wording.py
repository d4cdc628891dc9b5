"""Words across line ends, and text without surprises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.pdf.marked import HYPHEN
from publications.pdf.wording import BORDER, tidy


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (f"Verwal{HYPHEN}tung", "Verwaltung"),
        ("Verwal\u00ad\r\ntung", "Verwaltung"),
        ("Verwal-\r\ntung", "Verwaltung"),
        (f"Bund-Länder{HYPHEN}Abkommen", "Bund-Länder-Abkommen"),
        (f"Vor{HYPHEN}und Nachteile", "Vor- und Nachteile"),
        (f"Stadt{HYPHEN}oder Landkreis", "Stadt- oder Landkreis"),
        (f"COVID{HYPHEN}19", "COVID-19"),
        ("Öffentlich\u00adkeit", "Öffentlichkeit"),
        ("eine – kurze –\r\nPause", "eine – kurze – Pause"),
        ("ein  Wort \t und\r\nnoch eins", "ein Wort und noch eins"),
        ("oﬃziell, Pﬂicht, ﬁnden", "offiziell, Pflicht, finden"),
        ("u\u0308ber", "über"),
        ("a\x00b\x07", "a\ufffdb\ufffd"),
        (f"am Ende {HYPHEN}", "am Ende -"),
        ("Verwal\u00ad", "Verwal-"),
        ("Die 10-\r\njährige Förderung", "Die 10-jährige Förderung"),
        ("CO2-\r\nneutral", "CO2-neutral"),
        ("CO₂-\r\nneutral", "CO₂-neutral"),
        ("ein 100 %-\r\niger Erfolg", "ein 100 %-iger Erfolg"),
        (f"IT{HYPHEN}gestützte", "IT-gestützte"),
        ("EU\u00ad\r\nweite", "EU-weite"),
        (f"KfW{HYPHEN}geförderte", "KfW-geförderte"),
        (f"per E{HYPHEN}mail", "per E-mail"),
        (f"s{HYPHEN}förmig", "s-förmig"),
        (f"IT{BORDER}{HYPHEN}{BORDER}gestützt", f"IT{BORDER}-{BORDER}gestützt"),
        (f"Haus{HYPHEN}statt Gartenarbeit", "Haus- statt Gartenarbeit"),
        (f"Haupt{HYPHEN}wie Nebenwege", "Haupt- wie Nebenwege"),
        (f"Vor{HYPHEN}u. Nachteile", "Vor- u. Nachteile"),
        (f"die Zukunftswerk{HYPHEN}statt", "die Zukunftswerkstatt"),
        (f"tu\u0308{HYPHEN}rkis", "türkis"),
        (f"und den{HYPHEN}noch", "und dennoch"),
        (f"ein Kür{HYPHEN}bis", "ein Kürbis"),
        (f"Juni{HYPHEN}or", "Junior"),
        ("Ost-\r\n/Westvergleich", "Ost-/Westvergleich"),
        (f"Stadt{HYPHEN}/Gemeinderat", "Stadt-/Gemeinderat"),
        ("Ost-/\r\nWestvergleich", "Ost-/Westvergleich"),
        (f"Ost{HYPHEN}{BORDER}/{BORDER}Westvergleich", f"Ost-{BORDER}/{BORDER}Westvergleich"),
        ("Ost- / West", "Ost- / West"),
        (f"PDFs{HYPHEN}basiert", "PDFs-basiert"),
        (f"unter www.bund{HYPHEN}laender.example", "unter www.bund-laender.example"),
        (f"https://amt.example/open{HYPHEN}data", "https://amt.example/open-data"),
        (f"an mail@open{HYPHEN}data.example", "an mail@open-data.example"),
        (f"Verwal{BORDER}{HYPHEN}{BORDER}tung", f"Verwal{BORDER}{BORDER}tung"),
    ],
)
def test_words_are_put_together(raw: str, words: str) -> None:
    assert tidy(raw) == words


def test_lines_stay_if_wanted() -> None:
    assert tidy("eins \r\n\r\n zwei", keep_lines=True) == "eins\nzwei"


@given(st.text())
def test_any_text_becomes_storable(text: str) -> None:
    result = tidy(text)
    result.encode("utf-8")
    assert result == result.strip()
    assert not any(char < " " for char in result)

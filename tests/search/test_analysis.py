"""German as people write it: spelling, gender forms, hyphenation, compounds, numbers, dates, identifiers."""

import pytest

from ogl_portal.search.analysis.clean import clean_text
from ogl_portal.search.analysis.compounds import decompounder
from ogl_portal.search.analysis.tokens import tokenise
from ogl_portal.search.analysis.vectors import WeightedText, build_vector
from ogl_portal.search.analysis.words import fold, root, stem

SPLITTER = decompounder(["makerspace"])


def words(text: str) -> list[str]:
    return [word for token in tokenise(text) for word in token.words]


def specials(text: str) -> list[str]:
    return [token.special for token in tokenise(text) if token.special]


def lexemes(text: str) -> set[str]:
    return set(build_vector([WeightedText(clean_text(text))], SPLITTER).lexemes)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bürgerrat", "Buergerrat"),
        ("Großpösna", "GROSSPOESNA"),
        ("Straße", "Strasse"),
        ("Würzburg", "Wurzburg"),
        ("Bürger", "Bu\u0308rger"),  # composed and decomposed
    ],
)
def test_spellings_of_one_word_are_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("word", ["neue", "bauen", "Quelle", "treue"])
def test_a_u_and_e_that_are_no_umlaut_stay(word: str) -> None:
    assert "ue" in fold(word)


@pytest.mark.parametrize(
    "text",
    ["Bürger:innen", "Bürger*innen", "Bürger_innen", "BürgerInnen", "Bürger/-innen", "Bürger(innen)", "Bürger·innen"],
)
def test_gender_forms_are_the_base_form(text: str) -> None:
    assert words(text) == ["Bürger"]


def test_gender_forms_inside_and_beside_other_words() -> None:
    assert words("Teilnehmer:innenzahl jede:r um 9:30 Uhr") == ["Teilnehmerzahl", "jede", "um", "9", "30", "Uhr"]
    assert words("Open-Government-Expert:innen") == ["Open", "Government", "Expert"]


def test_feminine_forms_have_the_stem_of_the_base_form() -> None:
    assert stem(fold("Bürgerinnen")) == stem(fold("Bürger")) != stem(fold("Burg"))
    assert stem(fold("Gewinnerin")) == stem(fold("Gewinner"))
    assert stem(fold("beginnen")) != stem(fold("beg"))


@pytest.mark.parametrize(
    ("family", "example"),
    [
        (("fördern", "gefördert", "Förderung", "Förderungen"), "forder"),
        (("beteiligen", "beteiligt", "Beteiligung"), "beteilig"),
        (("öffnen", "geöffnet", "Öffnung"), "offn"),
        (("planen", "geplant", "Planung"), "plan"),
    ],
)
def test_verbs_meet_their_nouns(family: tuple[str, ...], example: str) -> None:
    assert {root(fold(word)) for word in family} == {example}


def test_hyphenation_is_undone() -> None:
    assert clean_text("Wirkungs-\nmodell") == "Wirkungsmodell"
    assert clean_text("Wir\u00adkungs\u00admodell") == "Wirkungsmodell"
    assert clean_text("Wirkungs\ufffe\nmodell") == "Wirkungsmodell"
    assert clean_text("Open-\nGovernment") == "Open-Government"
    assert clean_text("Stadt-\nund Landkreis") == "Stadt- und Landkreis"


def test_signs_that_nobody_sees_are_gone() -> None:
    assert clean_text("\x00a\u200bb\u202e c\t\n d") == "ab c d"


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Bürgerbeteiligung", {"burger", "beteiligung"}),
        ("Bürgerrat", {"burger", "rat"}),
        ("Beteiligungsplattform", {"beteiligung", "plattform"}),
        ("Klimaschutzkonzept", {"klima", "schutz", "konzept", "klimaschutz", "schutzkonzept"}),
        ("Bergstraße", {"berg", "strasse"}),
        ("Makerspacebesuch", {"makerspace", "besuch"}),
        ("Haushaltsbefragung", {"haushalt", "befragung"}),
    ],
)
def test_compounds_are_split(word: str, parts: set[str]) -> None:
    assert set(SPLITTER.keys(fold(word))) >= parts


@pytest.mark.parametrize(
    "word",
    ["Monat", "Beirat", "Verwaltung", "Demokratie", "Mandat", "Gemeinschaft", "Moderation", "gestalten", "Apparat"],
)
def test_what_is_no_compound_is_not_split(word: str) -> None:
    assert SPLITTER.split(fold(word)) == ()


def test_rat_is_in_buergerrat_and_not_in_monat() -> None:
    assert "+rat" in lexemes("Der Bürgerrat tagt.")
    assert "+rat" not in lexemes("In diesem Monat beraten wir die Strategie.")


def test_hyphenated_words_are_found_apart_and_as_one() -> None:
    found = lexemes("Co-Kreation im Wirkungs-Modell")
    assert {"=co", "=kreation", "=cokreation", "=wirkungsmodell", "=modell"} <= found


@pytest.mark.parametrize(
    "text", ["1. Dezember 2022", "01.12.2022", "1.12.2022", "2022-12-01", "1. Dez. 2022", "1.\u00a0Dezember 2022"]
)
def test_a_day_is_one_thing_in_every_notation(text: str) -> None:
    assert specials(clean_text(text)) == ["2022-12-01"]


def test_a_day_that_does_not_exist_is_only_numbers() -> None:
    assert specials("45.13.2022") == []
    assert words("45.13.2022") == ["45", "13", "2022"]


@pytest.mark.parametrize("text", ["978-3-96317-246-5", "9783963172465", "978 3 96317 246 5", "3-96317-246-X"])
def test_isbns_are_equal_however_they_are_grouped(text: str) -> None:
    expected = ["9783963172465"] if not text.endswith("X") else specials(text)
    assert specials(text) == expected


def test_isbn_with_a_wrong_digit_is_only_numbers() -> None:
    assert specials("978-3-96317-246-6") == []


def test_dois_and_urns_keep_their_signs() -> None:
    assert specials("(https://doi.org/10.1007/978-3-658-36795-4_1).") == ["10.1007/978-3-658-36795-4_1"]
    assert specials("urn:nbn:de:101:1-201712018373") == ["urn:nbn:de:101:1-201712018373"]


def test_numbers_and_abbreviations() -> None:
    assert words("12.000 Menschen, Version 2.0, 4,2 Prozent, Neuland21 e. V., z.B.") == [
        *("12000", "Menschen", "Version", "2.0", "4.2", "Prozent", "Neuland21", "eV", "zB"),
    ]


@pytest.mark.parametrize(
    ("short", "long"), [("Mio.", "Millionen"), ("MIO", "Millionen"), ("Mrd.", "Milliarden"), ("Tsd.", "Tausend")]
)
def test_a_short_form_of_a_number_is_what_it_means(short: str, long: str) -> None:
    assert lexemes(f"2,7 {short} Euro") == lexemes(f"2,7 {long} Euro")


def test_no_phrase_reaches_from_one_field_into_the_next() -> None:
    vector = build_vector([WeightedText("offene"), WeightedText("Kommune")], SPLITTER)
    first, second = (int(vector.lexemes[key][0][:-1]) for key in ("=offene", "=kommune"))
    assert second - first > 1


def test_quotes_and_backslashes_are_safe_in_a_literal() -> None:
    assert build_vector([WeightedText("10.1007/a\\b")], SPLITTER).literal() == "'#10.1007/a\\\\b':1D"

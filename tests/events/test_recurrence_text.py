"""Series told in German: what is understood, what is refused, and that every rule survives its own sentence."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.recurrence import MAX_OCCURRENCES, OccurrenceChange, RecurrenceFrequency, RecurrenceRule, SeriesError
from events.recurrence_text import describe, parse

DAY = datetime.date
FIRST = DAY(2022, 2, 3)  # a Thursday


@pytest.mark.parametrize(
    ("sentence", "understood"),
    [
        ("jede Woche bis 8. Dezember 2022", "jede Woche am Donnerstag, bis 8. Dezember 2022"),
        ("Jede Woche, bis zum 8.12.2022.", "jede Woche am Donnerstag, bis 8. Dezember 2022"),
        ("wöchentlich, insgesamt 10 Termine", "jede Woche am Donnerstag, insgesamt 10 Termine"),
        ("wöchentlich 10-mal", "jede Woche am Donnerstag, insgesamt 10 Termine"),
        ("jeden Donnerstag bis Ende 2022", "jede Woche am Donnerstag, bis 31. Dezember 2022"),
        ("donnerstags bis Ende Juni 2022", "jede Woche am Donnerstag, bis 30. Juni 2022"),
        ("Di und Do bis 30.6.2022", "jede Woche am Dienstag und Donnerstag, bis 30. Juni 2022"),
        (
            "von Montag bis Freitag, bis 4. März 2022",
            "jede Woche am Montag, Dienstag, Mittwoch, Donnerstag und Freitag, bis 4. März 2022",
        ),
        ("täglich bis 10. Februar", "jeden Tag, bis 10. Februar 2022"),
        ("alle zwei Wochen, fünf Termine", "alle 2 Wochen am Donnerstag, insgesamt 5 Termine"),
        ("vierzehntägig, fünf Termine", "alle 2 Wochen am Donnerstag, insgesamt 5 Termine"),
        ("jede dritte Woche am Donnerstag, 4 Termine", "alle 3 Wochen am Donnerstag, insgesamt 4 Termine"),
        (
            "jeden zweiten Monat am ersten Donnerstag, bis 8. Dezember 2022",
            "jeden zweiten Monat am ersten Donnerstag, bis 8. Dezember 2022",
        ),
        (
            "am ersten Donnerstag im Monat, bis Dezember 2022",
            "jeden Monat am ersten Donnerstag, bis 31. Dezember 2022",
        ),
        ("an jedem letzten Freitag des Monats, 3 mal", "jeden Monat am letzten Freitag, insgesamt 3 Termine"),
        ("monatlich, 6 Termine", "jeden Monat am 3., insgesamt 6 Termine"),
        ("jeden Monat am 15., bis 2023", "jeden Monat am 15., bis 31. Dezember 2023"),
        ("vierteljährlich am ersten Donnerstag, 4 Termine", "alle 3 Monate am ersten Donnerstag, insgesamt 4 Termine"),
        ("jedes Jahr bis 2026", "alle 12 Monate am 3., bis 31. Dezember 2026"),
        ("ab 3. Februar 2022 jede Woche bis 8.12.2022", "jede Woche am Donnerstag, bis 8. Dezember 2022"),
    ],
)
def test_a_sentence_is_understood(sentence: str, understood: str) -> None:
    found = parse(sentence, FIRST)
    assert describe(found.rule).replace("\xa0", " ") == understood
    assert not found.changes


@pytest.mark.parametrize(
    ("ending", "changes"),
    [
        ("außer am 3. November 2022", [OccurrenceChange(DAY(2022, 11, 3), is_cancelled=True)]),
        (
            "außer am 3., 10. und 17. November 2022",
            [OccurrenceChange(DAY(2022, 11, day), is_cancelled=True) for day in (3, 10, 17)],
        ),
        (
            "nicht am 24.11. und am 1.12.",
            [OccurrenceChange(DAY(2022, *day), is_cancelled=True) for day in ((11, 24), (12, 1))],
        ),
        ("3. November verlegt auf 4. November", [OccurrenceChange(DAY(2022, 11, 3), new_day=DAY(2022, 11, 4))]),
        (
            "am 3.11.2022 verlegt auf den 4.11.2022, 10 bis 11.30 Uhr",
            [
                OccurrenceChange(
                    DAY(2022, 11, 3),
                    new_day=DAY(2022, 11, 4),
                    start_time=datetime.time(10),
                    end_time=datetime.time(11, 30),
                )
            ],
        ),
        ("3. November verlegt auf 14 Uhr", [OccurrenceChange(DAY(2022, 11, 3), start_time=datetime.time(14))]),
        (
            "außer am 3. November, 10. November verlegt auf 11. November",
            [
                OccurrenceChange(DAY(2022, 11, 10), new_day=DAY(2022, 11, 11)),
                OccurrenceChange(DAY(2022, 11, 3), is_cancelled=True),
            ],
        ),
    ],
)
def test_single_dates_are_understood(ending: str, changes: list[OccurrenceChange]) -> None:
    found = parse(f"jeden Donnerstag bis 8. Dezember 2022, {ending}", FIRST)
    assert found.rule == RecurrenceRule(RecurrenceFrequency.WEEKLY, weekdays=(3,), until=DAY(2022, 12, 8))
    assert found.changes == changes


@pytest.mark.parametrize(
    ("sentence", "answer"),
    [
        ("jede Woche", "Zu einer Reihe gehört ein Ende"),
        ("bis 8. Dezember 2022", "nicht zu erkennen, wie oft"),
        ("jeden blauen Mond, bis 2023", "nicht zu erkennen, wie oft"),
        ("jede Woche bei Vollmond bis 2023", "»bei Vollmond« ist nicht zu verstehen"),
        ("jede Woche bis 31. Februar 2022", "Diesen Tag gibt es nicht: »31. Februar 2022«"),
        ("jede Woche bis 8.12.2022, 10 Termine", "Bitte nur eines angeben"),
        ("jeden Donnerstag um 9 Uhr bis 8.12.2022", "Die Uhrzeit bitte oben"),
        ("jeden zweiten Donnerstag bis 8.12.2022", "kann zweierlei heißen. Bitte »alle 2 Wochen am Donnerstag« oder"),
        ("ab 10. Februar 2022 jede Woche bis 8.12.2022", "widerspricht dem Feld »Beginn«"),
        ("jede Woche am ersten Donnerstag bis 2023", "passt nicht zu Wochen"),
        ("jede Woche, 0 Termine", "Eine Reihe hat 1 bis 400 Termine."),
        ("alle 0 Wochen, 3 Termine", "Der Abstand muss zwischen 1 und 60 liegen."),
        ("jede Woche bis 2023, 3. November verlegt auf 25 Uhr", "Diese Uhrzeit gibt es nicht"),
        ("every week until 2023", "nicht zu erkennen, wie oft"),
    ],
)
def test_what_is_not_understood_is_said(sentence: str, answer: str) -> None:
    with pytest.raises(SeriesError, match=answer.replace("(", r"\(")):
        parse(sentence, FIRST)


ENDS = st.one_of(
    st.dates(DAY(2022, 1, 1), DAY(2099, 12, 31)).map(lambda day: {"until": day}),
    st.integers(1, MAX_OCCURRENCES).map(lambda count: {"count": count}),
)
WEEKDAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found)))
RULES = st.one_of(
    st.builds(
        lambda days, n, end: RecurrenceRule(RecurrenceFrequency.WEEKLY, n, days, **end),
        WEEKDAYS,
        st.integers(1, 60),
        ENDS,
    ),
    st.builds(
        lambda day, nth, n, end: RecurrenceRule(RecurrenceFrequency.MONTHLY_WEEKDAY, n, (day,), nth, **end),
        st.integers(0, 6),
        st.sampled_from([1, 2, 3, 4, 5, -1]),
        st.integers(1, 60),
        ENDS,
    ),
    st.builds(
        lambda day, n, end: RecurrenceRule(RecurrenceFrequency.MONTHLY_DAY, n, month_day=day, **end),
        st.integers(1, 31),
        st.integers(1, 60),
        ENDS,
    ),
)


@given(RULES)
def test_every_rule_survives_its_own_sentence(rule: RecurrenceRule) -> None:
    assert parse(describe(rule), FIRST).rule == rule


@given(st.text(max_size=60), st.sampled_from(["", "jede Woche bis 2023 ", "jeden Monat am ", "außer am "]))
def test_any_text_is_understood_or_refused_in_words(text: str, start: str) -> None:
    try:
        parse(start + text, FIRST)
    except SeriesError as refusal:
        assert str(refusal).endswith((".", "…"))  # noqa: PT017

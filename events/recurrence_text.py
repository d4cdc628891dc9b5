"""Series in German: »jeden zweiten Monat am ersten Donnerstag, bis 8. Dezember 2022« becomes a rule, and back.

``parse`` takes pieces it knows out of the sentence; if words are left it says which, and never guesses around them.
``describe`` writes the one sentence for a rule that ``parse`` reads as the same rule.
"""

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from events.recurrence import WEEKDAYS, OccurrenceChange, RecurrenceFrequency, RecurrenceRule, SeriesError
from ogl_portal.german.dates import MONTHS, FuzzyDate, german_date
from ogl_portal.german.formats import NUMBER_WORDS, and_list

NUMBERS = NUMBER_WORDS[:12]
ORDINALS = (
    *("ersten", "zweiten", "dritten", "vierten", "fünften", "sechsten"),
    *("siebten", "achten", "neunten", "zehnten", "elften", "zwölften"),
)
EXAMPLES = "»jede Woche bis 8. Dezember 2022« oder »jeden zweiten Monat am ersten Donnerstag, insgesamt 6 Termine«"

_MONTH = "|".join(name.lower() for name in MONTHS)
_DATE = rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}\.\s*(?:(?:{_MONTH})|\d{{1,2}}\.?)(?:\s*\d{{4}})?)"
_DATES = rf"(?:{_DATE}|\d{{1,2}}\.)(?:\s*(?:,|und|sowie)\s*(?:am\s+|den\s+)?(?:{_DATE}|\d{{1,2}}\.(?!\s*\d)))*"
_CLOCK = r"(\d{1,2})(?:[.:](\d{2}))?"
_TIME = rf"(?:\s*,?\s*(?:um\s+|von\s+)?{_CLOCK}(?:\s*(?:uhr)?\s*(?:bis|–|-)\s*{_CLOCK})?\s*uhr)"
_NUMBER = rf"(\d{{1,3}}|{'|'.join(NUMBERS)})"
_ORDINAL = rf"(\d{{1,2}}\.|(?:{'|'.join(word[:-1] for word in ORDINALS)}|letzte)[nrs]?)"
# »Dienstag«, »dienstags«, »Di«, »Sonnabend«
_WEEKDAY_NAMES = {name.lower(): index for index, name in enumerate(WEEKDAYS)} | {"sonnabend": 5}
_SHORT_WEEKDAYS = {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6}
_WEEKDAY = rf"(?:(?:{'|'.join(_WEEKDAY_NAMES)})s?|{'|'.join(_SHORT_WEEKDAYS)})\b\.?"
_WEEKDAY_LIST = rf"{_WEEKDAY}(?:\s*(?:,|und|sowie|bis|–|-)\s*(?:am\s+|jeden\s+)?{_WEEKDAY})*"
_FILLERS = {"und", "am", "im", "der", "die", "das", "den", "dem", "immer", "jeweils", "findet", "statt", "je", "an"}


@dataclass(frozen=True)
class Understood:
    """What a sentence says: the rule, and single dates that are left out or moved."""

    rule: RecurrenceRule
    changes: list[OccurrenceChange] = field(default_factory=list)


def parse(text: str, first: datetime.date) -> Understood:
    """Read a sentence about a series that begins on ``first``; raises SeriesError with a German sentence.

    What is not said follows from ``first``: the weekday of »jede Woche«, the day of »jeden Monat«, a missing year.
    """
    reader = _Reader(" ".join(text.split()), first)
    changes = reader.changes()
    until, count = reader.end()
    reader.beginning()
    fields = reader.repetition()
    reader.check_rest()
    return Understood(RecurrenceRule(**fields, until=until, count=count), changes)


def describe(rule: RecurrenceRule) -> str:
    """»jede Woche am Dienstag und Donnerstag, bis 8. Dezember 2022«."""
    if rule.frequency == RecurrenceFrequency.WEEKLY:
        names = [WEEKDAYS[day] for day in rule.weekdays]
        often = "jede Woche" if rule.interval == 1 else f"alle {rule.interval} Wochen"
        sentence = f"{often} am {and_list(names)}"
        if len(names) == 7 and rule.interval == 1:
            sentence = "jeden Tag"
    else:
        often = "jeden Monat" if rule.interval == 1 else f"alle {rule.interval} Monate"
        if rule.interval == 2:
            often = "jeden zweiten Monat"
        if rule.frequency == RecurrenceFrequency.MONTHLY_DAY:
            sentence = f"{often} am {rule.month_day}."
        else:
            ordinal = "letzten" if rule.ordinal == -1 else ORDINALS[(rule.ordinal or 1) - 1]
            sentence = f"{often} am {ordinal} {WEEKDAYS[rule.weekdays[0]]}"
    return f"{sentence}, {_end(rule)}"


def _end(rule: RecurrenceRule) -> str:
    if rule.until is not None:
        return f"bis {german_date(rule.until)}"
    return f"insgesamt {rule.count} {'Termin' if rule.count == 1 else 'Termine'}"


class _Reader:
    """A sentence from which understood pieces are taken; read in lower case, quoted as it was written."""

    def __init__(self, text: str, first: datetime.date) -> None:
        self.written = {word.lower(): word for word in re.split(r"[\s,;]+", text)}
        self.rest = text.lower()
        self.first = first

    def take(self, pattern: str) -> re.Match[str] | None:
        """Cut the first match of whole words out of the sentence."""
        match = re.search(rf"(?<!\w)(?:{pattern})(?!\w)", self.rest)
        if match:
            self.rest = f"{self.rest[: match.start()]} | {self.rest[match.end() :]}"
        return match

    def changes(self) -> list[OccurrenceChange]:
        found = []
        moved = rf"(?:aber\s+)?(?:statt\s+)?(?:am\s+)?({_DATE})\s*(?:(?:ist|wird)\s+)?(?:verlegt|verschoben)\s+auf\s+"
        moved += rf"(?:den\s+)?(?:({_DATE})({_TIME})?|({_TIME}))"
        while match := self.take(moved):
            groups = match.groups()
            start, end = self._times(groups[3:7] if groups[1] else groups[8:12])
            new_day = self.date(groups[1]) if groups[1] else None
            found.append(OccurrenceChange(self.date(groups[0]), new_day=new_day, start_time=start, end_time=end))
        skipped = (
            rf"(?:aber\s+)?(?:außer|ausgenommen|ohne|nicht|es\s+entfällt|es\s+entfallen)\s+"
            rf"(?:am\s+|den\s+|der\s+)?({_DATES})"
        )
        while match := self.take(skipped):
            found += [OccurrenceChange(day, is_cancelled=True) for day in self.dates(match[1])]
        return found

    def end(self) -> tuple[datetime.date | None, int | None]:
        until = count = None
        before = r"bis\s+(?:zum\s+|einschließlich\s+|einschl\.\s+)*"
        if match := self.take(rf"{before}({_DATE})"):
            until = self.date(match[1])
        elif match := self.take(rf"{before}(?:ende\s+)?(?:({_MONTH})\s+)?(\d{{4}})"):
            month = list(map(str.lower, MONTHS)).index(match[1]) + 1 if match[1] else 12
            until = FuzzyDate(int(match[2]), month).last_day
        if match := self.take(rf"(?:(?:insgesamt|zusammen|für)\s+)?{_NUMBER}(?:\s|-)?(?:mal|x|×|termine?)"):
            count = _number(match[1])
        return until, count

    def beginning(self) -> None:
        """»ab 3. Februar 2022« may be said, but not be another day than the one in the field."""
        match = self.take(rf"(?:ab|vom|von|seit|beginnend\s+am|beginnend)\s+(?:dem\s+)?({_DATE})")
        if match and self.date(match[1]) != self.first:
            raise SeriesError(
                f"»{_names(match[0])}« widerspricht dem Feld »Beginn«, in dem der {german_date(self.first)} steht."
            )

    def repetition(self) -> dict[str, Any]:
        """Frequency, interval, weekdays, ordinal and day of the month."""
        if self.take(r"täglich|jeden\s+tag"):
            return {"frequency": RecurrenceFrequency.WEEKLY, "weekdays": tuple(range(7))}
        self._refuse_two_meanings()
        weeks = self._weeks()
        months = self._months() if weeks is None else None
        if match := self.take(rf"(?:(?:an\s+)?jede[nrms]\s+|am\s+|an\s+)?{_ORDINAL}\s+({_WEEKDAY})"):
            if weeks is not None:
                raise SeriesError(
                    f"»{_names(match[0])}« passt nicht zu Wochen. Gemeint ist vielleicht »jeden Monat am …«."
                )
            return {
                "frequency": RecurrenceFrequency.MONTHLY_WEEKDAY,
                "interval": 1 if months is None else months,
                "weekdays": _weekdays(match[2]),
                "ordinal": _ordinal(match[1]),
            }
        if months is not None:
            match = self.take(r"(?:am|an\s+jedem|jeweils\s+am|jeden)\s+(\d{1,2})\.?")
            day = int(match[1]) if match else self.first.day
            return {"frequency": RecurrenceFrequency.MONTHLY_DAY, "interval": months, "month_day": day}
        days = self.take(rf"(?:(?:jede[nrms]|am|an|von)\s+)?({_WEEKDAY_LIST})")
        if weeks is None and not days:
            raise SeriesError(
                f"Es ist nicht zu erkennen, wie oft sich der Termin wiederholt. Bitte zum Beispiel {EXAMPLES} "
                "schreiben."
            )
        weekdays = _weekdays(days[1]) if days else (self.first.weekday(),)
        return {
            "frequency": RecurrenceFrequency.WEEKLY,
            "interval": 1 if weeks is None else weeks,
            "weekdays": weekdays,
        }

    def check_rest(self) -> None:
        if "uhr" in self.rest:
            raise SeriesError("Die Uhrzeit bitte oben in »Uhrzeit des Beginns« eintragen, nicht in diesen Satz.")
        left = [word for word in re.split(r"[\s|,;]+", self.rest) if word.strip(".") and word not in _FILLERS]
        if left:
            words = " ".join(self.written.get(word, word) for word in left)
            raise SeriesError(f"»{words}« ist nicht zu verstehen. Bitte zum Beispiel {EXAMPLES} schreiben.")

    def _refuse_two_meanings(self) -> None:
        """»jeden zweiten Donnerstag« is every other week for some and the second one of the month for others."""
        match = re.search(rf"jede[nrms]\s+{_ORDINAL}\s+({_WEEKDAY})(?!\s+(?:im|des|eines)\s)", self.rest)
        if not match or re.search(r"monat|quartal|jahr|jähr", self.rest):
            return
        ordinal, weekday = _ordinal(match[1]), WEEKDAYS[_weekdays(match[2])[0]]
        if ordinal not in {1, -1}:
            raise SeriesError(
                f"»{_names(match[0])}« kann zweierlei heißen. Bitte »alle {ordinal} Wochen am {weekday}« oder "
                f"»jeden Monat am {ORDINALS[ordinal - 1]} {weekday}« schreiben."
            )

    def _weeks(self) -> int | None:
        if self.take(r"wöchentlich|jede\s+woche"):
            return 1
        if self.take(r"vierzehntägig|14-tägig|zweiwöchentlich|alle\s+14\s+tage|alle\s+vierzehn\s+tage"):
            return 2
        if match := self.take(rf"alle\s+{_NUMBER}\s+wochen"):
            return _number(match[1])
        if match := self.take(rf"jede\s+{_ORDINAL}\s+woche"):
            return _interval(match[1])
        return None

    def _months(self) -> int | None:
        for pattern, months in (
            (r"vierteljährlich|jedes\s+(?:quartal|vierteljahr)", 3),
            (r"halbjährlich|jedes\s+(?:halbjahr|halbe\s+jahr)", 6),
            (r"jährlich|jedes\s+jahr", 12),
            (r"monatlich|jeden\s+monat|(?:im|des|eines|in)\s+(?:jede[nsm]\s+)?monats?", 1),
        ):
            if self.take(pattern):
                return months
        if match := self.take(rf"alle\s+{_NUMBER}\s+(monate|jahre)"):
            return _number(match[1]) * (12 if match[2] == "jahre" else 1)
        if match := self.take(rf"jede[ns]\s+{_ORDINAL}\s+(monat|jahr)"):
            return _interval(match[1]) * (12 if match[2] == "jahr" else 1)
        return None

    def dates(self, text: str) -> list[datetime.date]:
        """»3., 10. und 17. November 2022«: what is missing in one date stands in the next one that has it."""
        found: list[datetime.date] = []
        month = year = ""
        for part in reversed(re.split(r"\s*(?:,|und|sowie)\s*(?:am\s+|den\s+)?", text)):
            if re.fullmatch(r"\d{1,2}\.", part):
                whole = f"{part} {month}{year}"
            else:
                pieces = re.fullmatch(rf"\d{{1,2}}\.\s*({_MONTH}|\d{{1,2}}\.?)\s*(\d{{4}})?", part)
                if pieces:
                    month, year = pieces[1], f" {pieces[2]}" if pieces[2] else year
                    part = part if pieces[2] else f"{part}{year}"  # noqa: PLW2901
                whole = part
            found.append(self.date(whole))
        return found[::-1]

    def date(self, text: str) -> datetime.date:
        """A day; without a year the first such day that is not before the beginning."""
        text = text.strip().rstrip(",")
        if re.search(r"\d{4}", text):
            return _day(re.sub(r"\.(\d{1,2})\s+(\d{4})", r".\1.\2", re.sub(r"\.\s*(\d{1,2})\.\s*", r".\1.", text)))
        text = re.sub(r"\.\s*(\d{1,2})\.?$", r".\1.", text)
        for year in range(self.first.year, self.first.year + 5):  # a 29 February comes within five years
            try:
                day = _day(f"{text} {year}" if text[-1] != "." else f"{text}{year}")
            except SeriesError:
                continue
            if day >= self.first:
                return day
        raise SeriesError(f"Diesen Tag gibt es nicht: »{text}«.")

    def _times(self, parts: tuple[str | None, ...]) -> tuple[datetime.time | None, datetime.time | None]:
        hour, minute, end_hour, end_minute = parts
        if end_hour == "24" and int(end_minute or 0) == 0:
            end_hour = "0"  # the midnight after the day, as ``Span`` has it
        return _clock(hour, minute), _clock(end_hour, end_minute)


def _day(text: str) -> datetime.date:
    try:
        date = FuzzyDate.parse(_names(text))
    except ValueError as error:
        raise SeriesError(str(error)) from error
    if not date.day:
        raise SeriesError(f"»{text}« ist kein Tag.")
    return date.first_day


def _names(text: str) -> str:
    """The same words with the names of months and weekdays in capitals again, for messages."""
    return re.sub(rf"\b(?:{_MONTH}|{'|'.join(_WEEKDAY_NAMES)})\b", lambda match: match[0].capitalize(), text)


def _clock(hour: str | None, minute: str | None) -> datetime.time | None:
    if hour is None:
        return None
    try:
        return datetime.time(int(hour), int(minute or 0))
    except ValueError as error:
        raise SeriesError(f"Diese Uhrzeit gibt es nicht: »{hour}.{minute or '00'} Uhr«.") from error


def _number(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS.index(text) + 1


def _ordinal(text: str) -> int:
    """Position in the month; -1 for the last."""
    if text[:-1].isdigit():
        return int(text[:-1])
    stem = re.sub(r"[nrs]$", "", text)
    return -1 if stem == "letzte" else ORDINALS.index(f"{stem}n") + 1


def _interval(text: str) -> int:
    if (number := _ordinal(text)) < 1:
        raise SeriesError(f"»{text}« ist kein Abstand.")
    return number


def _weekdays(text: str) -> tuple[int, ...]:
    """Weekdays of a list in order of the week; »Montag bis Freitag« is a range."""
    found: set[int] = set()
    is_range = False
    last = 0
    for word in re.findall(rf"{_WEEKDAY}|bis|–|-", text):
        if word in {"bis", "–", "-"}:
            is_range = True
            continue
        name = word.rstrip(".")
        day = _SHORT_WEEKDAYS[name] if name in _SHORT_WEEKDAYS else _WEEKDAY_NAMES[name.removesuffix("s")]
        if is_range:
            found.update((last + step) % 7 for step in range((day - last) % 7))
        found.add(day)
        last, is_range = day, False
    return tuple(sorted(found))

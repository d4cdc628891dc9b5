"""Whether a password would soon be guessed (ASVS 5.0, 6.2): its length first, then how people guess.

The estimate is zxcvbn's: how many guesses somebody needs who tries common passwords, words, names, days, rows of keys
and their usual variations. To its English lists come the most frequent German words, the words of this field, and
whatever is near at hand: the names of the person, the programme and its labs.
"""

import gzip
import heapq
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn
from zxcvbn.matching import add_frequency_lists

from labs.models import LabPage

SHORTEST = 12  # characters
FEWEST_GUESSES = 10  # as a power of ten: more than anybody tries at a sign-in, and much work with a stolen database
JUDGED = 72  # characters; what comes after makes no password worse
GERMAN_WORDS = 60_000
FIELD_WORDS = (
    "verwaltung verwaltungen ministerium bundesministerium bundesinnenministerium innenministerium bundesland "
    "landkreis kreisverwaltung stadtverwaltung gemeinde gemeinden kommune kommunen kommunal rathaus bürger "
    "bürgerin bürgerbeteiligung beteiligung beteiligungsportal öffentlichkeit öffentlichkeitsarbeit "
    "digitalisierung zivilgesellschaft modellprojekt programm programmteam projekt projekte labor labore "
    "reallabor region regional redaktion redaktionssystem webseite website internet zugang zugangsdaten "
    "anmeldung kennwort benutzer benutzerkonto administrator administration freigabe veröffentlichung bericht "
    "ergebnisse dokument wagtail django portal regierung opengovernment transparenz behörde referat abteilung "
    "dienststelle landratsamt geschäftsstelle "
)
KINDS = {
    "dictionary": "häufige Wörter oder Namen",
    "date": "ein Datum oder eine Jahreszahl",
    "regex": "ein Datum oder eine Jahreszahl",
    "spatial": "eine Reihe von Tasten, die nebeneinander liegen",
    "sequence": "eine Folge wie »1234« oder »abcd«",
    "repeat": "Wiederholungen",
}
HELP = (
    f"Mindestens {SHORTEST} Zeichen. Am besten vier oder mehr Wörter, die nichts miteinander zu tun haben. Häufige "
    "Wörter, Namen, Jahreszahlen und Tastenfolgen allein werden schnell erraten und nicht angenommen."
)


class GuessablePasswordValidator:
    """For ``AUTH_PASSWORD_VALIDATORS``, in the place of Django's for length, common and similar passwords."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` where the password is too short or would soon be guessed. It repeats none of it."""
        if len(password) < SHORTEST:
            raise ValidationError(
                f"Dieses Passwort ist zu kurz: Es hat {len(password)} Zeichen, nötig sind {SHORTEST}.", code="too_short"
            )
        verdict = _judge(password, [*_names_of(user), *_names_of_site()])
        if verdict["guesses_log10"] < FEWEST_GUESSES:
            kinds = dict.fromkeys(KINDS[part["pattern"]] for part in verdict["sequence"] if part["pattern"] in KINDS)
            reason = f" Darin sind vor allem: {'; '.join(kinds)}." if kinds else ""
            raise ValidationError(
                f"Dieses Passwort ließe sich bald erraten.{reason} Nehmen Sie vier oder mehr Wörter, die nichts "
                "miteinander und nichts mit Ihnen zu tun haben.",
                code="guessable",
            )

    def get_help_text(self) -> str:
        return HELP


def is_guessable(password: str, user: Any) -> bool:
    """Whether nobody who is at a form could choose this password."""
    try:
        validate_password(password, user)
    except ValidationError:
        return True
    return False


def _judge(password: str, names: list[str]) -> dict[str, Any]:
    """The worse of two verdicts: as it is, and without what stands between the words, which keeps nobody away."""
    _teach_german()
    spellings = {password[:JUDGED], re.sub(r"[\W_]+", "", password)[:JUDGED] or password[:JUDGED]}
    verdicts = [zxcvbn(spelling, user_inputs=names) for spelling in spellings]
    return min(verdicts, key=lambda verdict: verdict["guesses_log10"])


@cache
def _teach_german() -> None:
    """Give zxcvbn the German words once a process, the most frequent first (package pyspellchecker, MIT)."""
    data = gzip.decompress(resources.files("spellchecker").joinpath("resources/de.json.gz").read_bytes())
    frequencies: dict[str, int] = json.loads(data)
    frequent = heapq.nlargest(GERMAN_WORDS, frequencies, key=frequencies.__getitem__)
    words = (word.lower() for word in frequent if len(word) > 2)
    add_frequency_lists({"german": list(dict.fromkeys(words)), "field": FIELD_WORDS.split()})


def _names_of(user: Any) -> Iterator[str]:
    for name in ("username", "first_name", "last_name", "email"):
        yield from _parts(getattr(user, name, "") or "")


def _names_of_site() -> Iterator[str]:
    yield from ("ogl", *_parts(settings.WAGTAIL_SITE_NAME))
    for title in LabPage.objects.values_list("title", flat=True):
        yield from _parts(title)


def _parts(text: str) -> Iterator[str]:
    """The whole, without spaces, and its words."""
    words = [word for word in re.split(r"[\W_]+", text.lower()) if len(word) > 2]
    if words:
        yield "".join(words)
        yield from words

"""The table of what should happen: ``matrix.txt`` read into rows, and what its words mean.

A line is: the rule for GET, the rule for POST, the pattern of the address as the URL resolver has it, and, where the
pattern is a regular expression, an address that it matches. Rules are named after who gets through.
"""

from dataclasses import dataclass
from pathlib import Path

from tests.access.knock import FORBIDDEN, NO_METHOD, NOT_FOUND, OK, SIGN_IN
from tests.access.world import ROLES

MATRIX = Path(__file__).with_name("matrix.txt")

REFUSALS = {SIGN_IN, FORBIDDEN, NOT_FOUND, NO_METHOD}


def _rule(anonymous: str, *others: str) -> dict[str, str]:
    return dict(zip(ROLES, (anonymous, *others), strict=True))


# What each of anonymous, team A, team B, staff, publisher and administrator meets. Objects are lab A's.
RULES: dict[str, dict[str, str]] = {
    "open": _rule(OK, OK, OK, OK, OK, OK),
    "nobody": _rule(NOT_FOUND, *[NOT_FOUND] * 5),
    "signed-in": _rule(SIGN_IN, OK, OK, OK, OK, OK),
    "not-here": _rule(SIGN_IN, *[NOT_FOUND] * 5),
    "closed": _rule(SIGN_IN, *[FORBIDDEN] * 5),
    "lab-A": _rule(SIGN_IN, OK, FORBIDDEN, OK, OK, OK),
    "owner": _rule(SIGN_IN, OK, *[FORBIDDEN] * 4),  # what a member of team A has begun
    "lab-A-file": _rule(NOT_FOUND, OK, NOT_FOUND, OK, OK, OK),
    "lab-A-hidden": _rule(SIGN_IN, OK, NOT_FOUND, OK, OK, OK),
    "staff": _rule(SIGN_IN, FORBIDDEN, FORBIDDEN, OK, OK, OK),
    "publishers": _rule(SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK),
    "administration": _rule(SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    "publishers-hidden": _rule(SIGN_IN, FORBIDDEN, NOT_FOUND, FORBIDDEN, OK, OK),
    "closed-hidden": _rule(SIGN_IN, FORBIDDEN, NOT_FOUND, *[FORBIDDEN] * 3),
    "owner-only": _rule(SIGN_IN, OK, *[NOT_FOUND] * 4),
    "publishers-only": _rule(SIGN_IN, NOT_FOUND, NOT_FOUND, NOT_FOUND, OK, OK),
    "publishers-known": _rule(SIGN_IN, NOT_FOUND, NOT_FOUND, FORBIDDEN, OK, OK),
    "staff-hidden": _rule(SIGN_IN, NOT_FOUND, NOT_FOUND, OK, OK, OK),
    "administration-only": _rule(SIGN_IN, *[NOT_FOUND] * 4, OK),
    "administration-hidden": _rule(SIGN_IN, *[FORBIDDEN] * 4, NOT_FOUND),
    "signed-out": _rule(SIGN_IN, *[SIGN_IN] * 5),
    # The view knows no such method: nobody gets anything, whichever way it says so.
    "-": _rule(NO_METHOD, *[NO_METHOD] * 5),
}
# Here those who are forbidden are shown the same object elsewhere (KnownButRefusedError).
SHOWN = {"publishers-known"}


@dataclass(frozen=True)
class Row:
    pattern: str
    get: str
    post: str
    address: str = ""

    def accepts(self, method: str, role: str, outcome: str) -> bool:
        rule = self.get if method == "GET" else self.post
        return outcome in REFUSALS if rule == "-" else outcome == RULES[rule][role]

    def expected(self, method: str, role: str) -> str:
        return RULES[self.get if method == "GET" else self.post][role]


def read_table() -> list[Row]:
    rows = []
    for number, line in enumerate(MATRIX.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        words = line.split()
        if len(words) not in {3, 4} or not {words[0], words[1]} <= RULES.keys():
            raise ValueError(f"matrix.txt, line {number}: two rules out of {', '.join(RULES)}, then a pattern.")
        get, post, pattern, *address = words
        rows.append(Row(pattern, get, post, *address))
    return rows

"""docs/engineering/security.md answers every item of ASVS 5.0, level 1 and 2, once, and names what is there."""

import datetime
import re
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parent.parent
PAGE = CHECKOUT / "docs/engineering/security.md"
STATES = ("met", "not applicable", "open")


class Item(NamedTuple):
    """One row: number, state, how or why, and the code and tests that it names between backticks."""

    number: str
    state: str
    words: str
    code: list[str]
    tests: list[str]


def items() -> list[Item]:
    rows = re.findall(
        r"^\| (V\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]*) \| ([^|]*) \|$", PAGE.read_text(), re.MULTILINE
    )
    return [
        Item(number, state, words, re.findall(r"`([^`]+)`", code), re.findall(r"`([^`]+)`", tests))
        for number, state, words, code, tests in rows
    ]


def test_every_item_of_level_1_and_2_is_answered_once_in_its_order() -> None:
    numbers = [line.split()[0] for line in (CHECKOUT / "tests/asvs_5_0.txt").read_text().splitlines()]
    assert len(numbers) == 253
    assert [item.number for item in items()] == numbers
    assert len(re.findall(r"^\| V\d", PAGE.read_text(), re.MULTILINE)) == 253, "a row has not five columns"


def test_what_is_met_names_code_and_tests_that_are_there() -> None:
    for item in items():
        assert item.state in STATES, item.number
        if item.state == "met":
            assert item.code, f"{item.number} names no code"
            assert item.tests, f"{item.number} names no test"
        for name in item.code:
            assert (CHECKOUT / name).exists(), f"{item.number}: {name} is not there"
        for name in item.tests:
            file, _, test = name.partition("::")
            assert test, f"{item.number}: {name} names no test"
            text = (CHECKOUT / file).read_text()
            assert re.search(rf"^(?:    )?def {test}\(", text, re.MULTILINE), f"{item.number}: {name} is not there"


def test_what_is_open_has_a_date() -> None:
    for item in items():
        if item.state == "open":
            told = re.match(r"By (\d{4}-\d\d-\d\d)(, operator)?: \S", item.words)
            assert told, f"{item.number} has no date"
            datetime.date.fromisoformat(told[1])


def test_the_sums_are_right() -> None:
    found = items()
    [sums] = re.findall(r"^(\d+) met, (\d+) not applicable, (\d+) open\.$", PAGE.read_text(), re.MULTILINE)
    assert [int(number) for number in sums] == [sum(item.state == state for item in found) for state in STATES]

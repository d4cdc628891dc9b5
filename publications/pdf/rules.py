"""The rules of PDF/UA-1 in German: what a broken rule means for a reader, how to mend it, what only a person
can judge."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class ConformanceRule:
    """A rule of PDF/UA-1. `clause` is that of ISO 14289-1; the texts are German sentences for people who write
    documents."""

    rule: str
    clause: str
    title: str
    meaning: str
    word: str
    libreoffice: str
    indesign: str


@dataclass(frozen=True)
class Question:
    """Something that no machine can judge. `checkpoint` is that of the Matterhorn Protocol 1.1."""

    checkpoint: str
    question: str
    hint: str


@cache
def _tables() -> dict[str, list[dict[str, str]]]:
    with Path(__file__).with_name("rules_de.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def all_rules() -> dict[str, ConformanceRule]:
    """Every rule that the checker can report, by its identifier."""
    found = {}
    for entry in _tables()["rule"]:
        texts = {key: value for key, value in entry.items() if key != "rules"}
        for line in entry["rules"].split():
            identifier, _, clause = line.partition(":")
            found[identifier] = ConformanceRule(rule=identifier, clause=clause, **texts)
    return found


def rule(identifier: str) -> ConformanceRule:
    """The rule, or a general text for one that a newer checker has and we do not know yet."""
    known = all_rules().get(identifier)
    return known or ConformanceRule(rule=identifier, clause="", **_tables()["unknown"][0])


def clause(identifier: str) -> str:
    """The clause of ISO 14289-1, "" for an unknown rule."""
    return rule(identifier).clause


@cache
def questions() -> tuple[Question, ...]:
    """What a person has to look at before a file may be called accessible."""
    return tuple(Question(**entry) for entry in _tables()["question"])

"""Ask the questions and measure the answers: recall among the first three, mean reciprocal rank."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ogl_portal.search.finder import Results, find
from ogl_portal.search.query import parse

QUESTIONS = Path(__file__).with_name("questions.toml")
TOP = 3


@dataclass(frozen=True)
class Answer:
    """How one question was answered; ``rank`` is 0 where the right result is not among the first ten."""

    question: dict[str, Any]
    rank: int
    first: str

    @property
    def is_good(self) -> bool:
        return 0 < self.rank <= TOP


def questions(path: Path = QUESTIONS) -> list[dict[str, Any]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))["question"]


def answer(question: dict[str, Any]) -> Answer:
    found = find(parse(question["q"]), {})
    return Answer(question, _rank(question, found), found.results[0].url if found.results else "–")


def _rank(question: dict[str, Any], found: Results) -> int:
    for rank, result in enumerate(found.results, start=1):
        if result.url not in question["expect"]:
            continue
        passage = question.get("passage")
        plain = [page.excerpt.replace("<mark>", "").replace("</mark>", "").lower() for page in result.pages]
        if passage is None or any(passage.lower() in text for text in plain):
            return rank
    return 0


def table(answers: list[Answer]) -> str:
    """The answers as a table, the bad ones marked, and the two measures below."""
    lines = [f"{'Rang':>4}  {'Frage':<48} {'prüft':<45} zuerst gefunden"]
    for one in answers:
        rank = str(one.rank or "–") + ("" if one.is_good else " !")
        lines.append(f"{rank:>4}  {one.question['q']:<48.48} {one.question['why']:<45.45} {one.first}")
    lines.append(
        f"Recall unter den ersten {TOP}: {recall(answers):.1%}; mittlerer Kehrwert des Rangs: {mrr(answers):.3f}"
    )
    return "\n".join(lines)


def recall(answers: list[Answer]) -> float:
    return sum(one.is_good for one in answers) / len(answers)


def mrr(answers: list[Answer]) -> float:
    return sum(1 / one.rank for one in answers if one.rank) / len(answers)

"""Words as often as a language uses them, put into sentences that say nothing."""

import datetime
import gzip
import json
import random
from dataclasses import dataclass
from importlib import resources
from itertools import accumulate
from typing import Any

# What the texts of the programme speak of, so that searches for it find much.
_SUBJECTS = (
    *("Kommune", "Bürgerbeteiligung", "Verwaltung", "Transparenz", "Labor", "Bürgerrat", "Wirkung", "Daten", "Region"),
    *("Beteiligungsplattform", "Klimaschutzkonzept", "Jugendbeteiligung", "Losverfahren", "Netzwerkworkshop"),
    *("Leitbild", "Open", "Government", "Zivilgesellschaft", "Haushalt"),
    *("Bürger:innen", "Digitalisierung", "Wirkungsmodell"),
)  # fmt: skip


@dataclass(frozen=True)
class Writer:
    """Draws words as often as a language uses them: the n-th most frequent one with weight 1/n (Zipf)."""

    words: list[str]
    sums: list[float]
    chance: random.Random

    @classmethod
    def create(cls) -> "Writer":
        data = resources.files("spellchecker").joinpath("resources/de.json.gz").read_bytes()
        counts: dict[str, int] = json.loads(gzip.decompress(data))
        chance = random.Random(20200601)
        common = sorted(counts, key=lambda word: -counts[word])
        head, rest = common[:150], common[150:60_000]
        chance.shuffle(rest)  # most of the list is in alphabetical order
        subjects = [word for word in _SUBJECTS for _ in range(3)]
        chance.shuffle(subjects)
        words = [*head, *subjects, *(word.capitalize() if chance.random() < 0.4 else word for word in rest)]
        sums = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
        return cls(words, sums, chance)

    def text(self, count: int) -> str:
        words = self.chance.choices(self.words, cum_weights=self.sums, k=count)
        sentences = [words[start : start + 14] for start in range(0, count, 14)]
        return " ".join(" ".join(sentence).capitalize() + "." for sentence in sentences)

    def title(self) -> str:
        subject, other = self.chance.choices(_SUBJECTS, k=2)
        return f"{subject} und {other} {self.chance.randint(1, 9999)}"

    def day(self, first: int, last: int) -> datetime.date:
        """A day from the beginning of one year to the end of another."""
        start, end = datetime.date(first, 1, 1), datetime.date(last, 12, 31)
        return start + datetime.timedelta(days=self.chance.randint(0, (end - start).days))

    def some(self, of: list[Any], most: int) -> list[Any]:
        return self.chance.sample(of, k=min(len(of), self.chance.randint(0, most)))

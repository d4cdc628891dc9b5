"""How many people live in the labs' own municipalities, as the Federal Statistical Office has counted them."""

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "data" / "populations.toml"


@dataclass(frozen=True)
class OfficialCount:
    """``people`` by official key; what it is taken from, and the day for which it was counted."""

    name: str
    publisher: str
    edition: datetime.date
    counted: datetime.date
    url: str
    people: dict[str, int]


@cache
def official_count() -> OfficialCount:
    with _FILE.open("rb") as file:
        return OfficialCount(**tomllib.load(file))

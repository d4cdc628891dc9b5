"""What a reader gives for each entry of a file: a record, or sentences on what is wrong with it."""

import re
from dataclasses import dataclass, field

from ogl_portal.core.dates import FuzzyDate
from publications.citation.record import BibliographicRecord

_RESOLVERS = re.compile(
    r"^https?://(?:dx\.)?(?:doi\.org/(?P<doi>10\.\S+)|nbn-resolving\.(?:org|de)/(?P<urn>urn:nbn:\S+))$", re.IGNORECASE
)


@dataclass(frozen=True)
class Parsed:
    """``label`` names the entry for people: its key, or where it stands."""

    label: str
    record: BibliographicRecord | None = None
    problems: list[str] = field(default_factory=list)


class UnreadableListError(Exception):
    """Nothing can be read from the file; the message says why in German."""


def date_of(*texts: str) -> FuzzyDate | None:
    """The first text that is a date; ISO dates of ranges (»2020/2021«) count from their beginning."""
    for text in texts:
        cleaned = text.strip().split("T")[0]
        for attempt in (cleaned, cleaned.partition("/")[0], cleaned[:4]):
            try:
                return FuzzyDate.parse(attempt)
            except ValueError:
                continue
    return None


def split_address(url: str) -> tuple[str, str, str]:
    """Address, DOI and URN: an address that only resolves an identifier is that identifier."""
    match = _RESOLVERS.match(url.strip())
    if match is None:
        return url.strip(), "", ""
    return "", match["doi"] or "", match["urn"] or ""

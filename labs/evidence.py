"""Where the claims of labs can be read: a page of a result document. Labs do not know documents; their app says it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from labs.models import ImpactClaim
from ogl_portal.german.page_numbers import PageNumber


@dataclass(frozen=True)
class EvidencePlace:
    """A public document and the page in it, if one is named. A sample proves nothing: it is no evidence."""

    title: str
    url: str
    page: PageNumber | None = None
    is_sample: bool = False

    @property
    def text(self) -> str:
        """»Beleg: Projektbericht, Seite 18 (PDF-Seite 20)«."""
        page = f", {self.page.name}" if self.page else ""
        return f"Nachlesen: {self.title} [Musterdatei]{page}" if self.is_sample else f"Beleg: {self.title}{page}"


FindPlaces = Callable[[list[ImpactClaim], list[Any]], Iterable[EvidencePlace | None]]
_finders: list[FindPlaces] = []


def register(find: FindPlaces) -> FindPlaces:
    """Let the app of the documents say where claims can be read: one place a claim, None where that is not public."""
    _finders[:] = [find]
    return find


def tell(claims: list[ImpactClaim], documents: list[Any]) -> None:
    """Give each claim its ``place``. No query where none names a document; ``documents`` are public ones at hand."""
    named = [claim for claim in claims if claim.evidence_id]
    for find in _finders if named else []:
        for claim, place in zip(named, find(named, documents), strict=True):
            claim.place = place

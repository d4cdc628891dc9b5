"""What finds words in one document. The search lies above publications, so it is registered here, not imported."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from publications.models import PublicationPage
from publications.reading_address import ReadingPlace
from publications.reading_html import Find, nothing


@dataclass(frozen=True)
class FoundPage:
    """A page that has the words, with the sentence around them, marked; ``place`` is where they stand."""

    number: int
    excerpt: SafeString
    place: ReadingPlace


@dataclass(frozen=True)
class FoundInDocument:
    """What a document has of ``words``, as they were understood; ``find`` marks them in a text."""

    words: str = ""
    pages: list[FoundPage] = field(default_factory=list)
    find: Find = nothing
    is_relaxed: bool = False  # no page has all words, so these have some of them
    has_timed_out: bool = False
    is_too_common: bool = False  # nothing but words like »der«


SearchDocument = Callable[[PublicationPage, str], FoundInDocument]
_registered: list[SearchDocument] = []


def register(search: SearchDocument) -> None:
    """Have ``search(publication, words)`` called; the app that searches does so once, when it is ready."""
    _registered[:] = [search]


def search_document(publication: PublicationPage, words: str) -> FoundInDocument:
    return _registered[0](publication, words) if _registered and words.strip() else FoundInDocument()

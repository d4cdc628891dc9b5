"""The chapter of a report that is about a lab: found by its heading, so that readers need not look for it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ogl_portal.german.page_numbers import PageNumber

if TYPE_CHECKING:
    from labs.models import LabPage


_IN_BRACKETS = re.compile(r"\s*\([^)]*\)$")


@dataclass(frozen=True)
class LabChapter:
    title: str
    page: PageNumber
    url: str


def chapter_about(publication: Any, lab: "LabPage") -> LabChapter | None:
    """The first heading that names the lab, in the contents of the document's current version; else None."""
    version = publication.current_version
    short = _IN_BRACKETS.sub("", lab.title)  # »Oberrhein (Kehl / …)« is »Oberrhein« in a report
    titles = {lab.title, short, f"Labor {lab.title}", f"Labor {short}"}
    names = {_key(name) for name in (*titles, lab.official_name, lab.project_name) if name}
    for entry in version.outline if version else ():
        if entry.get("page") and names & {_key(entry["title"]), *map(_key, entry["title"].split(" und "))}:
            page = PageNumber(entry["page"], entry.get("label") or "")
            return LabChapter(entry["title"], page, publication.address_of_page(page.number))
    return None


@lru_cache(maxsize=4096)  # a report has dozens of headings, and each lab asks for all of them
def _key(title: str) -> str:
    """A title without what a line break, a number of the chapter or another stroke between places may have changed."""
    return " ".join(title.replace("|", "/").replace("&", "/").split()).lstrip("0123456789. ").casefold()

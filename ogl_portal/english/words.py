"""English words for what the German site names by codes and in German: Länder, kinds, dates, sizes, languages."""

from django.utils import dateformat, translation

from ogl_portal.core.fields import fuzzy
from ogl_portal.core.languages import ENGLISH
from ogl_portal.german.formats import file_size
from ogl_portal.german.laender import Land
from publications.enums import Language, PublicationKind
from publications.models import FileVersion

# Where English has a name of its own; the others keep theirs.
_LAENDER = {
    Land.BY: "Bavaria",
    Land.HE: "Hesse",
    Land.MV: "Mecklenburg-Western Pomerania",
    Land.NI: "Lower Saxony",
    Land.NW: "North Rhine-Westphalia",
    Land.RP: "Rhineland-Palatinate",
    Land.SN: "Saxony",
    Land.ST: "Saxony-Anhalt",
    Land.TH: "Thuringia",
}
KINDS = {
    PublicationKind.GUIDE: "Guide",
    PublicationKind.REPORT: "Report",
    PublicationKind.PRESENTATION: "Presentation",
    PublicationKind.INTERIM_REPORT: "Interim report",
    PublicationKind.GOVERNMENT_REPORT: "Government report",
    PublicationKind.LAB_PRODUCT: "Lab product",
}
LANGUAGES = {Language.DE: "German", Language.EN: "English"}


def land_name(code: str) -> str:
    return _LAENDER.get(Land(code), Land(code).label)


def english_date(value: str) -> str:
    """»5 October 2022«, »October 2022« or »2022«, as far as the stored date is known; empty for empty."""
    date = fuzzy(value)
    if date is None:
        return ""
    form = "j F Y" if date.day else "F Y" if date.month else "Y"
    with translation.override(ENGLISH):
        return dateformat.format(date.first_day, form).replace(" ", "\N{NO-BREAK SPACE}", 1 if date.day else 0)


def extent(version: FileVersion) -> str:
    """»53 pages, 1.2 MB«; only what is known."""
    number = version.page_count
    pages = f"{number}\N{NO-BREAK SPACE}page{'' if number == 1 else 's'}" if number else ""
    size = file_size(version.public_size or version.original_size).replace(",", ".")
    return ", ".join(part for part in (pages, size) if part)

"""The sources of known faults that are registered from here; other apps register theirs (see ``faults``)."""

from collections.abc import Iterator

from ogl_portal.accessibility import faults
from ogl_portal.accessibility.faults import Fault, FaultPlace
from ogl_portal.accessibility.models import BarrierReport, RecordedFault, ReportState
from ogl_portal.core.lists import for_lists
from ogl_portal.legal.gaps import language_gaps
from ogl_portal.page_cache.facts import remembered
from publications.listing import publications_with_files
from publications.models import PublicationPage

OTHER_FORMAT = "Auf Anfrage stellen wir den Inhalt in einer anderen Form bereit (Seite »Kontakt«)."
READING_VIEW = "Zu den meisten Dokumenten gibt es eine Lesefassung als Webseite. " + OTHER_FORMAT


def register() -> None:
    """Called when the app starts."""
    faults.register_source("accessibility.pdf", pdf_faults)
    faults.register_source("accessibility.languages", missing_languages)
    faults.register_source("accessibility.recorded", recorded_faults)
    faults.register_source("accessibility.reports", reported_faults)


def pdf_faults() -> tuple[Fault, ...]:
    """What the check of PDF files against PDF/UA-1 found: files that fail, and files that could not be checked."""
    return remembered("pdf-faults", lambda: tuple(_pdf_faults()))


def _pdf_faults() -> Iterator[Fault]:
    failed: list[FaultPlace] = []
    unchecked: list[FaultPlace] = []
    images: list[FaultPlace] = []
    for publication in for_lists(publications_with_files()):
        version = publication.current_version
        if version is None:
            continue
        place = _place(publication)
        if not version.has_text:
            images.append(place)
        elif version.conforms is None:
            unchecked.append(place)
        elif not version.conforms:
            failed.append(place)
    if images:
        yield Fault(
            "pdf.images",
            "PDF-Dokumente ohne lesbaren Text",
            "Sie bestehen nur aus Bildern der Seiten, oder ihre Schrift nennt keine Zeichen. "
            "Vorlesegeräte und die Suche finden darin nichts.",
            alternative=OTHER_FORMAT,
            places=_sorted(images),
            requirements=("10.1.1.1",),
        )
    if failed:
        yield Fault(
            "pdf.failed",
            "PDF-Dokumente, die bei der maschinellen Prüfung Regeln von PDF/UA-1 verletzen",
            "Was genau fehlt, steht auf der Seite jeder Veröffentlichung.",
            alternative=READING_VIEW,
            places=_sorted(failed),
            requirements=("10.1.3.1",),
        )
    if unchecked:
        yield Fault(
            "pdf.unchecked",
            "PDF-Dokumente, die nicht maschinell geprüft werden konnten",
            "Ob sie barrierefrei sind, ist nicht bekannt.",
            alternative=READING_VIEW,
            places=_sorted(unchecked),
        )


def _place(publication: PublicationPage) -> FaultPlace:
    return FaultPlace(publication.title, publication.get_url() or "")


def _sorted(places: list[FaultPlace]) -> tuple[FaultPlace, ...]:
    return tuple(sorted(places, key=lambda place: place.title.casefold()))


def missing_languages() -> Iterator[Fault]:
    """Parts that BITV 2.0 § 4 asks for in sign language and in easy language, and that are not there yet."""
    for gap in language_gaps():
        yield Fault(
            gap.key,
            gap.title,
            f"Es fehlen: {'; '.join(gap.parts)} ({gap.source}).",
            alternative=gap.alternative,
            places=(FaultPlace(gap.page_title, gap.url),) if gap.url else (),
        )


def recorded_faults() -> Iterator[Fault]:
    """What people have found and not yet mended."""
    for fault in RecordedFault.objects.filter(mended_on=None):
        yield Fault(
            f"recorded.{fault.pk}",
            fault.title,
            fault.description,
            reason=fault.reason,
            alternative=fault.alternative,
            places=_pages(fault.page_path),
            requirements=(fault.requirement,) if fault.requirement else (),
        )


def reported_faults() -> Iterator[Fault]:
    """Barriers that readers have reported, that staff have judged to be faults, and that are not mended."""
    judged = BarrierReport.objects.filter(is_fault=True)
    for report in judged.exclude(state__in=[ReportState.FIXED, ReportState.NO_BARRIER]).order_by("received_at"):
        yield Fault(
            f"report.{report.pk}",
            report.fault_title,
            reason=report.fault_reason,
            alternative=report.fault_alternative,
            places=_pages(report.page_path),
        )


def _pages(path: str) -> tuple[FaultPlace, ...]:
    return (FaultPlace(path, path),) if path else ()

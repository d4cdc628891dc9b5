"""Admin pages for literature from other systems: bring a list, see what differs, choose, take over."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from ogl_portal.german.formats import file_size
from ogl_portal.importing.access import may_import
from ogl_portal.importing.bibliography.entries import Proposal, apply, decoded, parse, propose
from ogl_portal.importing.bibliography.parsed import UnreadableListError
from ogl_portal.importing.models import ImportRun, Outcome, RunKind, RunState

MAX_BYTES = 10_000_000


class LiteratureForm(forms.Form):
    file = forms.FileField(
        label="Literaturliste",
        max_length=255,
        help_text="Eine Datei aus Zotero, Citavi, JabRef oder einer Bibliothek: BibTeX (.bib), RIS (.ris) oder "
        "CSL-JSON (.json).",
        error_messages={"required": "Bitte eine Datei auswählen.", "empty": "Die Datei ist leer."},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > min(MAX_BYTES, settings.OGL_IMPORT_MAX_BYTES):
            raise ValidationError(
                f"Die Datei ist größer als {file_size(MAX_BYTES)}. Es wurde nichts gespeichert. Bitte teilen Sie sie "
                "auf."
            )
        try:
            parse(file.read(), file.name or "")
        except UnreadableListError as error:
            raise ValidationError(str(error)) from error
        file.seek(0)
        return file


@may_import
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Bring a list. It is kept until somebody has decided; no entry changes."""
    form = LiteratureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        run = ImportRun(
            kind=RunKind.LITERATURE,
            state=RunState.PREVIEWED,
            original_name=file.name[:255],
            created_by_id=request.user.pk,
            file=file,
        )
        run.save()
        return redirect("import_literature_review", run.pk)
    return render(request, "importing/admin/literature_upload.html", {"form": form})


@may_import
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a list would do; take over what is chosen. The list is compared anew each time."""
    run = get_object_or_404(ImportRun, pk=pk, kind=RunKind.LITERATURE)
    if run.state != RunState.PREVIEWED:
        messages.info(request, "Diese Liste ist schon übernommen.")
        return redirect(listing_url())
    with run.file.open("rb") as file:
        data = file.read()
    proposals = propose(parse(data, run.original_name))
    if request.method == "POST":
        chosen = set(request.POST.getlist("aktualisieren"))
        update = {proposal.number for proposal in proposals if str(proposal.number) in chosen}
        apply(proposals, update)
        run.state, run.finished_at = RunState.DONE, timezone.now()
        run.save(update_fields=["state", "finished_at"])
        new = sum(proposal.outcome == Outcome.CREATED for proposal in proposals)
        changed = sum(proposal.outcome == Outcome.UPDATED and proposal.number in update for proposal in proposals)
        messages.success(request, f"Übernommen: {new} neu, {changed} aktualisiert.")
        return redirect(listing_url())
    context = {
        "run": run,
        "total": len(proposals),
        "noted": sum(bool(proposal.notes) for proposal in proposals),
        "guess": decoded(data)[1],
        **by_outcome(proposals),
    }
    return render(request, "importing/admin/literature_review.html", context)


def by_outcome(proposals: list[Proposal]) -> dict[str, list[Proposal]]:
    groups = {
        "new": Outcome.CREATED,
        "different": Outcome.UPDATED,
        "same": Outcome.UNCHANGED,
        "repeated": Outcome.SKIPPED,
        "faulty": Outcome.FAILED,
    }
    return {name: [item for item in proposals if item.outcome == outcome] for name, outcome in groups.items()}


def listing_url() -> str:
    return reverse("wagtailsnippets_publications_literatureentry:list")

"""Admin views around a publication's files: new version, progress, retry, withdraw, put back, originals."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ogl_portal.users.visibility import KnownButRefusedError
from ogl_portal.web.large_bodies import takes_up_to
from publications.bulk import create_draft, place_for_drafts
from publications.findings import active_content, findings, hidden_text, needs_decision
from publications.forms import BulkUploadForm, PutBackForm, VersionForm, WithdrawForm, duplicate_warning
from publications.log import ACCEPTED, CHECKED, READ, RETRIED, log_version
from publications.models import FileState, FileVersion, PublicationPage
from publications.pdf import rules
from publications.pdf.accept import safe_filename, shown_name
from publications.serving import serve_pdf
from publications.signals import version_changed
from publications.tasks import enqueue_processing
from publications.upload import add_version
from publications.withdrawal import put_back, withdraw

NEEDS_RELEASE = (
    "Diese Veröffentlichung ist schon öffentlich; eine neue Datei wäre es nach der Prüfung sofort auch. Deshalb lädt "
    "sie jemand aus der Gruppe »Freigabe« hoch. Es wurde nichts geändert."
)


def told_later(file: Any) -> str:
    """What is said of a file that could not be looked at while the person waits."""
    if file.accepted:
        return ""
    return (
        f"»{shown_name(file.name or '')}« ist groß: Ob die Datei angenommen wird, steht in einigen Minuten in der "
        "Liste der Dateien. Sie brauchen nicht zu warten, und öffentlich wird nichts vor dem Ende der Prüfung."
    )


def _editable_publication(request: HttpRequest, pk: int) -> PublicationPage:
    publication = get_object_or_404(PublicationPage, pk=pk)
    if not publication.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return publication


def may_add_version(publication: PublicationPage, user: Any) -> bool:
    """A new file of a public publication is public once it is checked, so it takes the right to publish."""
    permissions = publication.permissions_for_user(user)
    return permissions.can_edit() and (not publication.live or permissions.can_release())


def _version(request: HttpRequest, pk: int) -> FileVersion:
    version = get_object_or_404(FileVersion.objects.select_related("publication"), pk=pk)
    _editable_publication(request, version.publication_id)
    return version


@require_http_methods(["GET", "POST"])
def add_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload a new version; a file that is not taken is answered at the field and leaves nothing behind."""
    publication = _editable_publication(request, pk)
    if not may_add_version(publication, request.user):
        messages.error(request, NEEDS_RELEASE)
        return redirect("publication_files", pk)
    form = VersionForm(request.POST or None, request.FILES or None, publication=publication, user=request.user)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        warning = duplicate_warning(file.sha256)
        version = add_version(
            publication,
            file,
            filename=file.safe_name,
            user=request.user,
            change_note=form.cleaned_data["change_note"],
            accepted=file.accepted,
        )
        if warning:
            messages.warning(request, warning)
        messages.success(request, f"Version {version.number} ist hochgeladen und wird geprüft. {told_later(file)}")
        return redirect("publication_files", pk)
    return render(request, "publications/admin/add_file.html", {"publication": publication, "form": form})


@takes_up_to(5 * settings.OGL_PDF_MAX_BYTES, "wagtailadmin.access_admin")
@require_http_methods(["GET", "POST"])
def bulk_upload(request: HttpRequest) -> HttpResponse:
    """Several files at once: a draft for each that is taken, a sentence for each that is not."""
    index = place_for_drafts(request.user)
    if index is None:
        raise PermissionDenied
    form = BulkUploadForm(request.POST or None, request.FILES or None)
    created: list[dict[str, Any]] = []
    refused: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        for file, sentence in form.cleaned_data["files"]:
            if sentence:
                refused.append((safe_filename(file.name or ""), sentence))
                continue
            warning = duplicate_warning(file.sha256)
            version = create_draft(index, file, filename=file.safe_name, user=request.user)
            created.append({"version": version, "warning": warning, "told_later": told_later(file)})
    context = {"form": form, "created": created, "refused": refused}
    return render(
        request, "publications/admin/bulk_upload.html", context, status=422 if refused and not created else 200
    )


@require_GET
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions with their state in words."""
    publication = _editable_publication(request, pk)
    versions = publication.versions.order_by("-number")
    context = {
        "publication": publication,
        "versions": versions,
        "may_add": may_add_version(publication, request.user),
        "may_release": publication.permissions_for_user(request.user).can_release(),
    }
    return render(request, "publications/admin/files.html", context)


@require_GET
def progress(request: HttpRequest, pk: int) -> JsonResponse:
    """State of one version, asked again and again by the page while the pipeline runs."""
    version = _version(request, pk)
    return JsonResponse(
        {
            "state": version.state,
            "label": version.get_state_display(),
            "stage": version.stage,
            "progress": version.progress,
            "done": version.state not in (FileState.QUEUED, FileState.RUNNING),
        }
    )


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    version = _version(request, pk)
    if version.state == FileState.FAILED:
        with transaction.atomic():
            FileVersion.objects.filter(pk=version.pk).update(state=FileState.QUEUED, error="", progress=0, attempts=0)
            log_version(version, RETRIED, request.user)
        enqueue_processing(version)
        messages.success(request, "Die Prüfung beginnt von vorn.")
    return redirect("publication_files", version.publication_id)


@require_http_methods(["GET", "POST"])
def withdraw_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a version back: its address then answers 410, and the landing page says since when and why."""
    version = _releasable_version(request, pk)
    form = WithdrawForm(request.POST or None)
    if version.state != FileState.READY:
        messages.warning(request, f"Version {version.number} ist nicht abrufbar. Es wurde nichts geändert.")
        return redirect("publication_files", version.publication_id)
    if request.method == "POST" and form.is_valid():
        if withdraw(version, form.cleaned_data["reason"], request.user):
            messages.success(request, f"Version {version.number} ist zurückgezogen.")
        return redirect("publication_files", version.publication_id)
    return render(request, "publications/admin/withdraw.html", {"version": version, "form": form})


@require_http_methods(["GET", "POST"])
def put_back_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a withdrawn version be had again; readers see since when and why."""
    version = _releasable_version(request, pk)
    if version.state != FileState.WITHDRAWN:
        messages.warning(request, f"Version {version.number} ist nicht zurückgezogen. Es wurde nichts geändert.")
        return redirect("publication_files", version.publication_id)
    form = PutBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if put_back(version, form.cleaned_data["reason"], request.user):
            _tell_of_put_back(request, FileVersion.objects.get(pk=pk))
        return redirect("publication_files", version.publication_id)
    later = version.publication.versions.filter(state=FileState.READY, number__gt=version.number).exists()
    context = {"version": version, "form": form, "is_current_again": not later}
    return render(request, "publications/admin/put_back.html", context)


def _tell_of_put_back(request: HttpRequest, version: FileVersion) -> None:
    if version.state == FileState.READY:
        messages.success(request, f"Version {version.number} ist wieder abrufbar.")
    else:
        messages.warning(
            request,
            f"Version {version.number} ist nicht mehr zurückgezogen, aber noch nicht öffentlich: "
            f"{version.get_state_display()}.",
        )


def _releasable_version(request: HttpRequest, pk: int) -> FileVersion:
    version = _version(request, pk)
    if not version.publication.permissions_for_user(request.user).can_release():
        raise KnownButRefusedError
    return version


@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found in a file, what it means, how to mend it, and what only a person can judge."""
    version = _version(request, pk)
    context = {
        "version": version,
        "findings": findings(version),
        "hidden_text": hidden_text(version),
        "active_content": active_content(version),
        "needs_decision": needs_decision(version),
        "questions": rules.questions(),
        "may_release": version.publication.permissions_for_user(request.user).can_release(),
    }
    return render(request, "publications/admin/report.html", context)


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """A person has read the reading view (``was=lesefassung``), judged the file (``was=pruefung``), or says that it may
    be public although text is hidden or active content is kept in it (``was=verborgenes``)."""
    version = _releasable_version(request, pk)
    if request.POST.get("was") == "lesefassung":
        user: Any = request.user  # no views of ours are open to somebody who is not signed in
        version.reading_approved_at, version.reading_approved_by = timezone.now(), user
        with transaction.atomic():
            version.save(update_fields=["reading_approved_at", "reading_approved_by"])
            log_version(version, READ, request.user)
        messages.success(request, "Die Lesefassung gilt jetzt als durchgesehen.")
    elif request.POST.get("was") == "pruefung":
        version.human_checked_at = timezone.localdate()
        with transaction.atomic():
            version.save(update_fields=["human_checked_at"])
            log_version(version, CHECKED, request.user)
        messages.success(request, "Die Prüfung durch Menschen ist mit dem heutigen Datum vermerkt.")
    elif request.POST.get("was") == "verborgenes" and needs_decision(version):
        _accept_hidden_text(version, request.user)
        messages.success(request, f"Version {version.number} gilt als entschieden. Die Datei bleibt, wie sie ist.")
    return redirect("version_report", version.pk)


def _accept_hidden_text(version: FileVersion, user: Any) -> None:
    now = timezone.now()
    version.hidden_accepted_at, version.hidden_accepted_by = now, user
    appears = version.state == FileState.HELD
    if appears:
        # The change log tells since when it can be had.
        version.state, version.processed_at = FileState.READY, now
    with transaction.atomic():
        version.save(update_fields=["hidden_accepted_at", "hidden_accepted_by", "state", "processed_at"])
        log_version(version, ACCEPTED, user)
    if appears:
        version_changed.send(FileVersion, publication=version.publication)


@require_GET
def public_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The cleaned file before it is public, for those who may edit the publication."""
    version = _version(request, pk)
    if not version.public_file:
        raise Http404("Die öffentliche Version ist noch nicht fertig.")
    response = serve_pdf(request, version)
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def original(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it was uploaded; only for those who may edit the publication."""
    version = _version(request, pk)
    name = f"original-{version.original_sha256[:12]}.pdf"
    if not version.original_can_be_had:
        raise Http404("Das Original ist nicht auf Schadsoftware geprüft, oder es wurde welche gefunden.")
    file = version.original.open("rb")
    response = FileResponse(file, content_type="application/pdf", as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response

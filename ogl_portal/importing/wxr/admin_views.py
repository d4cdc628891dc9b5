"""Admin pages for moving in: bring an export, look at what would happen, then let it happen."""

from itertools import chain

from django.conf import settings
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from ogl_portal.importing.access import RIGHT, may_import
from ogl_portal.importing.models import ImportRun, Outcome, RunKind, RunState
from ogl_portal.importing.wxr.forms import WordPressForm
from ogl_portal.importing.wxr.tasks import enqueue
from ogl_portal.web.large_bodies import takes_up_to
from ogl_portal.workplace.spreadsheets import CSV, csv_response, log_export, plain_rows

PER_PAGE = 100
COLUMNS = ("Nummer", "Art", "Titel", "Ergebnis", "Alte Adresse", "Verfasst von", "Hinweise")


@may_import
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All runs, the newest first, and the way to a new one."""
    runs = ImportRun.objects.filter(kind=RunKind.WORDPRESS).select_related("created_by")[:50]
    return render(request, "importing/admin/index.html", {"runs": runs})


@takes_up_to(2 * settings.OGL_IMPORT_MAX_BYTES, RIGHT)  # an export, and the files that belong to it
@may_import
@require_http_methods(["GET", "POST"])
def wordpress(request: HttpRequest) -> HttpResponse:
    """Bring an export; what it would do is worked out in the background."""
    form = WordPressForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        run = ImportRun(
            kind=RunKind.WORDPRESS, original_name=file.name[:255], options=form.options, created_by_id=request.user.pk
        )
        run.file, run.uploads = file, form.cleaned_data["uploads"] or ""
        run.save()
        transaction.on_commit(lambda: enqueue(run))
        return redirect("import_run", run.pk)
    return render(request, "importing/admin/wordpress.html", {"form": form})


@may_import
@require_GET
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """The state of a run and its report, filtered by outcome."""
    run = _run(pk)
    chosen = request.GET.get("ergebnis", "")
    items = run.items.filter(outcome=chosen) if chosen in Outcome.values else run.items.all()
    page = Paginator(items, PER_PAGE).get_page(request.GET.get("seite"))
    context = {"run": run, "page": page, "outcomes": Outcome.choices, "chosen": chosen, "counts": run.counts()}
    return render(request, "importing/admin/run.html", context)


@may_import
@require_GET
def progress(request: HttpRequest, pk: int) -> JsonResponse:
    """State of a run, asked again and again by its page."""
    run = _run(pk)
    return JsonResponse({"state": run.state, "stage": run.stage, "progress": run.progress, "done": not run.is_working})


@may_import
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over what the preview has shown, or try again what failed. Asked twice, it is done once."""
    waiting = ImportRun.objects.filter(pk=_run(pk).pk, state__in=(RunState.PREVIEWED, RunState.FAILED, RunState.DONE))
    if waiting.update(state=RunState.QUEUED, is_preview=False, attempts=0, progress=0, error="", notes=[]):
        enqueue(ImportRun.objects.get(pk=pk))
        messages.success(request, "Die Übernahme hat begonnen. Sie dürfen diese Seite verlassen.")
    return redirect("import_run", pk)


@may_import
@require_GET
def report(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The whole report as CSV, in the form that Excel and LibreOffice open by a click in German."""
    run = _run(pk)
    log_export(request.user, f"Übernahme {run.pk}", CSV)
    rows = chain([COLUMNS], (item.cells() for item in run.items.iterator()))
    return csv_response(plain_rows(rows), f"uebernahme-{run.pk}")


def _run(pk: int) -> ImportRun:
    return get_object_or_404(ImportRun, pk=pk, kind=RunKind.WORDPRESS)

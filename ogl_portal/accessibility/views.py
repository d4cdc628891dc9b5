"""What readers see: the form for reporting a barrier, earlier versions of the statement, and its copy for machines."""

import re

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Site

from ogl_portal.accessibility import mails
from ogl_portal.accessibility.forms import BarrierForm
from ogl_portal.accessibility.machine_readable import as_json
from ogl_portal.accessibility.models import BarrierReport, Statement, StatementPage
from ogl_portal.accessibility.statement import StatementContent, public_view
from ogl_portal.core.models import SiteSettings
from ogl_portal.core.navigation import Crumb
from ogl_portal.core.public import public
from ogl_portal.german.dates import add_months
from ogl_portal.web import rate_limit
from ogl_portal.web.public_forms import new_receipt

MOST_REPORTS = 10  # of one sender within an hour
_RECEIPT = re.compile(r"\d{8}-[0-9A-F]{6}")


@csrf_exempt  # a token needs a cookie, and readers get none; see PublicForm.check_sender
@require_http_methods(["GET", "HEAD", "POST"])
def report_barrier(request: HttpRequest) -> HttpResponse:
    """The form; a report is answered with its receipt number, a mistake with the form and what was typed."""
    if request.method != "POST":
        return _show(request, BarrierForm.for_request(request))
    form = BarrierForm(request.POST, host=request.get_host())
    form.check_sender(request, purpose="barrier", most=MOST_REPORTS)
    if not form.is_valid():
        return _show(request, form, form.status)
    receipt = new_receipt()
    if not form.is_honeypot_filled:
        _keep(form, receipt)
    return redirect(f"{reverse('report_barrier')}?eingang={receipt}#eingang")


def _keep(form: BarrierForm, receipt: str) -> None:
    data = form.cleaned_data
    with transaction.atomic():
        report = BarrierReport.objects.create(
            receipt=receipt, page_path=data["seite"], text=data["text"], email=data["email"]
        )
        mails.tell_staff(report)
        if report.email and rate_limit.may_mail_strangers():
            mails.confirm_receipt(report)


def _show(request: HttpRequest, form: BarrierForm, status: int = 200) -> HttpResponse:
    receipt = request.GET.get("eingang", "")
    context = {
        "form": form,
        "receipt": receipt if _RECEIPT.fullmatch(receipt) else "",
        "due_on": add_months(timezone.localdate(), 1),
        "operator": SiteSettings.objects.filter(site=Site.find_for_request(request)).first() or SiteSettings(),
        "breadcrumbs": [Crumb("Start", "/"), Crumb("Barriere melden", request.path)],
    }
    return render(request, "accessibility/report_barrier.html", context, status=status)


@require_safe
def statement_json(request: HttpRequest) -> HttpResponse:
    """The statement for machines."""
    _statement_page()
    answer = JsonResponse(as_json(public_view(request)), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def earlier_version(request: HttpRequest, number: int) -> HttpResponse:
    """A statement as it was approved, contact data included."""
    page = _statement_page()
    statement = get_object_or_404(Statement, number=number)
    title = f"Version {statement.number} der Erklärung zur Barrierefreiheit"
    context = {
        "title": title,
        "content": StatementContent.from_json(statement.content),
        "statement": statement,
        "breadcrumbs": [*page.breadcrumbs(), Crumb(f"Version {statement.number}", request.path)],
    }
    return render(request, "accessibility/earlier_version.html", context)


def _statement_page() -> StatementPage:
    page = public(StatementPage.objects).first()
    if page is None:
        raise Http404("Es gibt noch keine Seite für die Erklärung zur Barrierefreiheit.")
    return page

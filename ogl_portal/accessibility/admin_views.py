"""Admin views: a barrier report with its answer; the statement beside what is public, and its approval."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log
from wagtail.models import Site

from ogl_portal.accessibility import mails
from ogl_portal.accessibility.faults import known_faults
from ogl_portal.accessibility.forms import AnswerForm, ApproveForm, JudgeForm, ReasonForm
from ogl_portal.accessibility.models import BarrierReport, FaultJudgement, ReportState, Statement
from ogl_portal.accessibility.reminders import erase_on
from ogl_portal.accessibility.statement import Changes, Content, approve, changes_between, current_content

VIEW, CHANGE = "accessibility.view_barrierreport", "accessibility.change_barrierreport"
APPROVE = "accessibility.approve_statement"


@permission_required(VIEW, raise_exception=True)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: judge it (``was=stand``) or answer it (``was=antwort``)."""
    found = get_object_or_404(BarrierReport, pk=pk)
    judge, answer = JudgeForm(instance=found), AnswerForm(initial={"answer": found.answer})
    if request.method == "POST":
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        if request.POST.get("was") == "antwort":
            answer = AnswerForm(request.POST)
            if not found.erased_on and answer.is_valid() and _answer(request, request.user, found, answer):
                return redirect("barrier_report", pk)
        else:
            judge = JudgeForm(request.POST, instance=found)
            if judge.is_valid():
                log(judge.save(), "wagtail.edit", user=request.user)
                messages.success(request, "Der Stand ist gespeichert.")
                return redirect("barrier_report", pk)
            found.refresh_from_db()
    context = {
        "report": found,
        "judge": judge,
        "answer": answer,
        "may_change": request.user.has_perm(CHANGE),
        "erase_on": erase_on(found) if found.closed_on else None,
    }
    return render(request, "accessibility/admin/report.html", context)


def _answer(request: HttpRequest, user: Any, found: BarrierReport, form: AnswerForm) -> bool:
    """Save the answer and send it; both or neither. False, with the reason in ``form``, where it does not go out."""
    data = form.cleaned_data
    try:
        with transaction.atomic():
            found.answer, found.state = data["answer"], ReportState(data["state"])
            if found.email:
                found.answered_at, found.answered_by = timezone.now(), user
            if found.state == ReportState.NO_BARRIER:
                found.is_fault = False
            found.save()
            log(found, "wagtail.edit", user=user)
            if found.email:
                mails.send_answer(found)
    except OSError as error:  # what Django's mail backends raise, SMTP's own errors among them
        found.refresh_from_db()
        form.add_error(
            None,
            f"Die Antwort konnte nicht gesendet werden ({type(error).__name__}). Sie ist noch nicht gespeichert und "
            "steht unten. Bitte versuchen Sie es in einigen Minuten noch einmal.",
        )
        return False
    sent = f"Die Antwort ist an {found.email} gesendet." if found.email else "Die Notiz ist gespeichert."
    messages.success(request, sent)
    return True


@permission_required(APPROVE, raise_exception=True)
@require_http_methods(["GET", "POST"])
def review_statement(request: HttpRequest) -> HttpResponse:
    """The computed statement beside what is public; approving freezes what was shown."""
    user: Any = request.user  # the decorator lets nobody in who is anonymous
    content = current_content(Site.find_for_request(request))
    form = ApproveForm(request.POST or None, initial={"name": user.get_full_name()})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["digest"] == content.digest:
            statement = approve(content, user=user, name=form.cleaned_data["name"])
            log(statement, "wagtail.publish", user=user)
            messages.success(request, f"Fassung {statement.number} der Erklärung ist freigegeben und öffentlich.")
            return redirect("review_statement")
        form.add_error(
            None,
            "Seit Sie die Erklärung geöffnet haben, hat sie sich geändert. Es wurde nichts freigegeben. Bitte lesen "
            "Sie die neue Fassung und geben Sie sie dann frei.",
        )
    versions = list(Statement.objects.all())
    public = Content.from_json(versions[0].content) if versions else None
    context = {
        "content": content,
        "form": form,
        "versions": versions,
        "public": public,
        "changes": changes_between(public, content) if public else Changes(),
    }
    return render(request, "accessibility/admin/review.html", context)


@permission_required(APPROVE, raise_exception=True)
@require_http_methods(["GET", "POST"])
def fault_reason(request: HttpRequest, key: str) -> HttpResponse:
    """Give the reason and the alternative for a fault that the portal has found."""
    fault = next((fault for fault in known_faults() if fault.key == key), None)
    if fault is None:
        raise Http404("Diesen Mangel gibt es nicht mehr.")
    judgement = FaultJudgement.objects.filter(key=key).first() or FaultJudgement(key=key, reason=fault.reason)
    form = ReasonForm(request.POST or None, instance=judgement)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Grund und Alternative sind gespeichert. Öffentlich werden sie mit der Freigabe.")
        return redirect("review_statement")
    return render(request, "accessibility/admin/reason.html", {"fault": fault, "form": form})

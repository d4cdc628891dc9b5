"""Admin views: a barrier report with its answer; the statement beside what is public, and its approval."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log
from wagtail.models import Site

from ogl_portal.accessibility import mails
from ogl_portal.accessibility.faults import known_faults
from ogl_portal.accessibility.forms import AnswerForm, ApproveForm, JudgeForm, ReasonForm
from ogl_portal.accessibility.models import BarrierReport, FaultJudgement, ReportState, Statement
from ogl_portal.accessibility.reminders import erase_on
from ogl_portal.accessibility.statement import Changes, StatementContent, approve, changes_between, current_content
from ogl_portal.correspondence.answering import delivery, give_answer, keep_draft
from ogl_portal.users.visibility import KnownButRefusedError

VIEW, CHANGE = "accessibility.view_barrierreport", "accessibility.change_barrierreport"
APPROVE = "accessibility.approve_statement"


@permission_required(VIEW, raise_exception=True)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: judge it (``was=stand``), answer it (``was=antwort``), keep a draft (``was=entwurf``)."""
    found = get_object_or_404(BarrierReport, pk=pk)
    judge, answer = JudgeForm(instance=found), AnswerForm.for_letter(found)
    if request.method == "POST":
        if not request.user.has_perm(CHANGE):
            raise KnownButRefusedError
        match request.POST.get("was"):
            case "entwurf" if not found.erased_on:
                return keep_draft(found, request.POST)
            case "antwort":
                answer = AnswerForm(request.POST)
                if not found.erased_on and answer.is_valid() and _answer(request, found, answer):
                    return redirect("barrier_report", pk)
            case _:
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
        "delivery": delivery(mails.answer_key(found)),
        "erase_on": erase_on(found) if found.closed_on else None,
    }
    return render(request, "accessibility/admin/report.html", context)


def _answer(request: HttpRequest, found: BarrierReport, form: AnswerForm) -> bool:
    state = ReportState(form.cleaned_data["state"])

    def settle(letter: BarrierReport) -> None:
        letter.state = state
        if state == ReportState.NO_BARRIER:
            letter.is_fault = False

    if not give_answer(found, form, request.user, settle=settle, send=mails.send_answer):
        return False
    sent = f"Die Antwort ist an {found.email} unterwegs." if found.email else "Die Notiz ist gespeichert."
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
            messages.success(request, f"Version {statement.number} der Erklärung ist freigegeben und öffentlich.")
            return redirect("review_statement")
        form.add_error(
            None,
            "Seit Sie die Erklärung geöffnet haben, hat sie sich geändert. Es wurde nichts freigegeben. Bitte lesen "
            "Sie die neue Version und geben Sie sie dann frei.",
        )
    versions = list(Statement.objects.all())
    public = StatementContent.from_json(versions[0].content) if versions else None
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

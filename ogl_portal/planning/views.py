"""»Planung«: a month as calendar or list, and the page on which one thing is moved."""

import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ogl_portal.planning.entries import PlanKind, entries
from ogl_portal.planning.forms import MoveForm
from ogl_portal.planning.months import Month, days_of
from ogl_portal.planning.moves import CannotMoveError, Movable, find, move
from ogl_portal.text.numbers import as_key
from ogl_portal.users.visibility import KnownButRefusedError
from ogl_portal.workplace.scope import DashboardScope

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


@require_safe
def planning(request: HttpRequest) -> HttpResponse:
    """A month (``?monat=2026-11``, else the present one), as a calendar or (``?ansicht=liste``) as a list."""
    scope = _scope(request)
    month = Month.parse(request.GET.get("monat", ""), scope.today)
    planned = entries(scope, month.first, month.last)
    return render(
        request,
        "planning/planning.html",
        {
            "month": month,
            "this_month": Month.of(scope.today),
            "days": days_of(month, planned, scope.today),
            "count": len(planned),
            "some_can_move": any(entry.may_move for entry in planned),
            "as_list": request.GET.get("ansicht") == "liste",
            "weekdays": WEEKDAYS,
            "undo": _undo(request, scope),
        },
    )


@require_http_methods(["GET", "POST"])
def planning_move(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Move one thing to another day: by this form, or by what the script sends from the calendar."""
    scope = _scope(request)
    thing = find(scope, _kind(kind), key)
    if thing is None:
        raise Http404("Das ist nicht mehr geplant.")
    if not thing.may_move:
        raise KnownButRefusedError
    form = MoveForm(thing, request.POST or None)
    if request.method == "POST" and form.is_valid():
        day, time = form.cleaned_data["day"], form.cleaned_data.get("time")
        try:
            messages.success(request, move(thing, day, time, request.user))
        except CannotMoveError as refused:
            if request.POST.get("from") == "calendar":
                messages.error(request, str(refused))
                return redirect(f"{reverse('planning')}?{urlencode({'monat': Month.of(thing.day)})}")
            form.add_error("day", str(refused))
        else:
            return _back(thing, day)
    return render(request, "planning/move.html", {"thing": thing, "form": form, "month": Month.of(thing.day)})


def _scope(request: HttpRequest) -> DashboardScope:
    user: Any = request.user
    return DashboardScope(user, timezone.localdate())


def _kind(text: str) -> PlanKind:
    try:
        return PlanKind(text)
    except ValueError:
        raise Http404 from None


def _back(thing: Movable, day: datetime.date) -> HttpResponseRedirect:
    """To the month in which it stands now, with what it takes to undo."""
    name = f"{thing.kind.value}-{thing.key}"
    query = {"monat": Month.of(day), "verschoben": name, "tag": thing.day.isoformat()}
    if thing.time:
        query["zeit"] = f"{thing.time:%H:%M}"
    return HttpResponseRedirect(f"{reverse('planning')}?{urlencode(query)}#{name}")


def _undo(request: HttpRequest, scope: DashboardScope) -> dict[str, Any] | None:
    """What was moved just now, and where it stood before. The address says so; moving back asks for rights again."""
    kind, _, text = request.GET.get("verschoben", "").partition("-")
    key = as_key(text)
    if key is None or kind not in {one.value for one in PlanKind}:
        return None
    thing = find(scope, PlanKind(kind), key)
    if thing is None or not thing.may_move:
        return None
    form = MoveForm(thing, {"day": request.GET.get("tag", ""), "time": request.GET.get("zeit", "")})
    if not form.is_valid() or form.cleaned_data["day"] < scope.today:
        return None
    return {"thing": thing, **form.cleaned_data, "url": reverse("planning_move", args=[kind, thing.key])}

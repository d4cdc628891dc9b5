"""Somebody has saved a page while somebody else was writing: nothing is replaced without a word."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateformat import format as format_date
from wagtail.models import Page, PageSubscription, Revision

from ogl_portal.typed_text import merging, restoring
from ogl_portal.typed_text.kept_form import CSRF_FIELD
from ogl_portal.typed_text.models import SavedFrom
from ogl_portal.users.models import User

LOAD = "ogl-load"  # fields of a POST: the opening of the form it comes from,
COMPARED = "ogl-compared"  # the version that was shown beside it,
CHOICE = "ogl-choice-"  # and what was chosen for each part.
OWN_VERSION = "portal.version_before_merging"
LOAD_ID = re.compile(r"[0-9a-f-]{1,36}")
SAVED = "Zusammengeführt und als Entwurf gespeichert. Ihre Version und die andere stehen beide in der Historie."


def remember_load(request: HttpRequest, page: Page) -> None:
    """Note from which open form the newest version of ``page`` was saved."""
    load = _load(request)
    if load and page.latest_revision_id:
        SavedFrom.objects.update_or_create(revision_id=page.latest_revision_id, defaults={"load": load})


def _load(request: HttpRequest) -> str:
    """The opening of the form that the request comes from; empty where it names none."""
    load = request.POST.get(LOAD, "")
    return load if LOAD_ID.fullmatch(load) else ""


def both_versions(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The answer to a form that began with an older version of ``page`` than the newest; ``None``: save it.

    ``page`` is the newest version, and the request's author may edit it.
    """
    newest = page.get_latest_revision()
    lock = page.get_lock()
    if request.method != "POST" or newest is None or (lock and lock.for_user(request.user)):
        return None
    if not is_behind(request.POST, newest):
        return None
    load = _load(request)
    if load and SavedFrom.objects.filter(revision=newest, load=load).exists():
        # Saved from this very form; the answer got lost.
        request.POST = _brought_up_to_date(request.POST, newest)  # type: ignore[assignment]
        return None
    if not request.accepts("text/html"):  # as the view itself decides: a save by itself
        return JsonResponse(
            {"success": False, "error_code": "invalid_revision", "error_message": _who(newest, request.user)},
            status=400,
        )
    mine = _mine(request, newest)
    if mine is None:  # the form says what is wrong, and is behind for as long as it is open
        page.latest_revision_id = request.POST.get("loaded_revision_id") or newest.pk
        return None
    return _answer(request, newest, mine)


def is_behind(post: QueryDict, newest: Revision) -> bool:
    """Whether the form in ``post`` began with another version than ``newest``, or with an earlier state of it."""
    loaded = post.get("loaded_revision_id")
    if not loaded:
        return False
    began_at = post.get("loaded_revision_created_at", "")
    own, own_at = post.get("overwrite_revision_id") or post.get("ogl-own-revision"), post.get("ogl-own-revision-at", "")
    if own:
        return own != str(newest.pk) or bool(own_at and own_at != newest.created_at.isoformat())
    return loaded != str(newest.pk) or bool(began_at and began_at != newest.created_at.isoformat())


def _brought_up_to_date(post: QueryDict, newest: Revision) -> QueryDict:
    changed = post.copy()
    changed.pop("overwrite_revision_id", None)
    changed["loaded_revision_id"] = str(newest.pk)
    changed["loaded_revision_created_at"] = newest.created_at.isoformat()
    return changed


@dataclass(frozen=True)
class MyVersion:
    """What the form holds: the page as it would be, and the words for its fields."""

    page: Any
    labels: dict[str, str]


def _mine(request: HttpRequest, newest: Revision) -> MyVersion | None:
    page = newest.as_object()
    subscription, _ = PageSubscription.objects.get_or_create(
        page=page, user=request.user, defaults={"comment_notifications": False}
    )
    form = page.get_edit_handler().get_form_class()(
        request.POST,
        request.FILES,
        instance=page,
        subscription=subscription,
        parent_page=page.get_parent(),
        for_user=request.user,
    )
    form.defer_required_fields()
    with restoring.paused():  # rows that are not valid cannot be saved either, not even to be compared
        return _version_in(form) if form.is_valid() else None


def _version_in(form: Any) -> MyVersion:
    labels = {name: str(field.label) for name, field in form.fields.items()}
    for name, formset in form.formsets.items():
        if name != "comments":
            labels[name] = str(formset.model._meta.verbose_name_plural)
    known = {field.name for field in form.instance._meta.get_fields()} - {"comment_notifications"}
    return MyVersion(form.save(commit=False), {name: label for name, label in labels.items() if name in known})


def _answer(request: HttpRequest, newest: Revision, mine: MyVersion) -> HttpResponse | None:
    theirs = newest.as_object().serializable_data()
    own = mine.page.serializable_data()
    model = type(mine.page)
    parts = merging.contested_parts(model, mine.labels, _base(request.POST, newest), own, theirs)
    if not parts:
        return None
    state = f"{newest.pk} {newest.created_at.isoformat()}"
    if request.POST.get(COMPARED) == state and restoring.FIELD not in request.POST:
        choices = {part.key: request.POST.get(CHOICE + part.key, part.proposal) for part in parts}
        _save(request, mine.page, merging.merged_content(model, mine.labels, own, theirs, choices))
        messages.success(request, SAVED)
        return redirect("wagtailadmin_pages:edit", mine.page.pk)
    context = {
        "page": mine.page,
        "who": _who(newest, request.user),
        "author": "Die andere Version" if newest.user in (None, request.user) else f"Version von {_name(newest.user)}",
        "is_again": COMPARED in request.POST,
        "parts": parts,
        "state": state,
        "fields": [(name, value) for name, values in request.POST.lists() if _goes_on(name) for value in values],
    }
    return render(request, "typed_text/both_versions.html", context)


def _save(request: HttpRequest, mine: Any, content: dict[str, Any]) -> None:
    """My version and then the merged one, so that the history holds all three.

    Mine has an action of its own: Wagtail's history shows one line for all entries of one request with the same action.
    """
    with transaction.atomic():
        mine.save_revision(user=request.user, log_action=OWN_VERSION, clean=False)
        merged = mine.with_content_json(content)
        if not merged.live:
            merged.save(clean=False)  # as for every draft that was never public: its row holds what the form held
        merged.save_revision(user=request.user, log_action=True, clean=False)


def _base(post: QueryDict, newest: Revision) -> dict[str, Any] | None:
    """The version that the form began with, if it is still there as it was."""
    began = Revision.objects.filter(
        pk=post.get("loaded_revision_id"), object_id=newest.object_id, base_content_type=newest.base_content_type
    ).first()
    if began is None or began.created_at.isoformat() != post.get("loaded_revision_created_at", ""):
        return None
    content: dict[str, Any] = began.as_object().serializable_data()
    return content


def _goes_on(name: str) -> bool:
    """Fields of the form that are sent again with the choices; what it was to do, but save, is not."""
    own = (CSRF_FIELD, COMPARED, restoring.FIELD)
    return name not in own and not name.startswith((CHOICE, "action-", "workflow-action"))


def _who(newest: Revision, reader: User | AnonymousUser) -> str:
    at = format_date(timezone.localtime(newest.created_at), _format_for(newest.created_at))
    if newest.user == reader:
        return f"Sie selbst haben diese Seite {at} in einem anderen Fenster gespeichert."
    name = _name(newest.user) if newest.user else "Jemand"
    return f"{name} hat diese Seite {at} gespeichert."


def _format_for(moment: datetime) -> str:
    is_today = timezone.localtime(moment).date() == timezone.localdate()
    return r"\u\m H:i \U\h\r" if is_today else r"\a\m d.m.Y \u\m H:i \U\h\r"


def _name(user: User) -> str:
    return user.get_full_name() or user.get_username()

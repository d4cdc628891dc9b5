"""What a person may not know of answers in the admin as if it were not there: »not found«, as for a made-up number.

The attack that is stopped here: numbers are tried one after the other, and what comes back tells of somebody else's
drafts, pictures and files. Wagtail looks for the object first and for the right afterwards: »forbidden« says that
there is something, and lists of what may not be changed (several at once, destinations) say its title.

One gate before all views, since addresses name objects in few ways: by the parameters of the address, by ``id`` of what
is done to several at once and of choosers, and by the fields of a form that name a page. Of pages and files the gate
knows who may know of them; whoever is refused at the number of anything else (a person, a snippet, a version of a
file) hears »not found«.
"""

import sys
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin
from django.views.defaults import page_not_found
from wagtail.admin import auth
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.generic.chooser import ChosenMultipleViewMixin, ChosenViewMixin
from wagtail.coreutils import resolve_model_string
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from ogl_portal.core.page_trash import REFUSAL
from ogl_portal.safety import trash
from ogl_portal.text.numbers import as_key
from ogl_portal.users.visibility import KnownButRefusedError, known

PAGES_IN_ADDRESSES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
PAGES_IN_FORMS = ("chooser", "new_parent_page", "parent_page")
FILES_IN_ADDRESSES = {"image_id": get_image_model, "document_id": get_document_model, "doc_id": get_document_model}
COMPARE = "wagtailadmin_pages:revisions_compare"
GUARDED = {*PAGES_IN_ADDRESSES, *FILES_IN_ADDRESSES}
BULK = "wagtail_bulk_action"

_wagtails_permission_denied = auth.permission_denied


class KnownObjectsMiddleware(MiddlewareMixin):
    """Behind those that sign people in: they decide who the person is."""

    def process_view(
        self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        try:
            return self._look(request, view, kwargs)
        except Http404:
            return _not_found(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Where scripts ask, Wagtail lets the refusal through."""
        is_refusal = isinstance(exception, PermissionDenied) and not isinstance(exception, KnownButRefusedError)
        return _not_found(request) if is_refusal and _tells(request) else None

    def _look(self, request: HttpRequest, view: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        user: Any = request.user
        if not request.path.startswith(settings.ADMIN_PATH) or not user.has_perm("wagtailadmin.access_admin"):
            return None
        for key in _pages_named(request, kwargs):
            if not _may_know(key, user):
                messages.warning(request, REFUSAL)
                return redirect("safety_bin")
        if "revision_id" in kwargs:
            _demand(Revision.objects.filter(object_id=str(kwargs.get("page_id")), pk=kwargs["revision_id"]))
        for name, model in FILES_IN_ADDRESSES.items():
            if name in kwargs:
                _demand(known(model(), user).filter(pk=kwargs[name]))
        if request.resolver_match and request.resolver_match.url_name == BULK:
            _keep_known_of_many(request, kwargs)
        _look_at_choice(request, getattr(view, "view_class", None), getattr(view, "view_initkwargs", {}), kwargs)
        return None


def connect() -> None:
    """Called once, when the apps are ready. Wagtail answers there whoever is refused in a view of the admin."""
    auth.permission_denied = _permission_denied


def _permission_denied(request: HttpRequest) -> HttpResponse:
    """Called while the refusal is handled."""
    if _tells(request) and not isinstance(sys.exception(), KnownButRefusedError):
        _note_refusal(request)
        raise Http404
    return _wagtails_permission_denied(request)


def _tells(request: HttpRequest) -> bool:
    """Whether »forbidden« would say that there is something at a number of which the person may not know."""
    match = request.resolver_match
    if match is None or not request.path.startswith(settings.ADMIN_PATH):
        return False
    is_guarded = GUARDED & match.kwargs.keys() or match.view_name == COMPARE
    return not is_guarded and any(name == "pk" or isinstance(value, int) for name, value in match.kwargs.items())


def _note_refusal(request: HttpRequest) -> None:
    """For the security log, which sees the answer only."""
    request.is_refused_as_not_found = True  # type: ignore[attr-defined]


def _not_found(request: HttpRequest) -> HttpResponse:
    """What Wagtail answers in the admin where there is nothing."""
    _note_refusal(request)
    return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")


def _pages_named(request: HttpRequest, kwargs: dict[str, Any]) -> Iterable[int | None]:
    yield from (kwargs[name] for name in PAGES_IN_ADDRESSES if name in kwargs)
    if request.resolver_match and request.resolver_match.view_name == COMPARE:
        yield as_key(kwargs["pk"])
    if request.method == "POST":
        yield from (as_key(text) for name in PAGES_IN_FORMS if (text := request.POST.get(name)))


def _may_know(key: int | None, user: Any) -> bool:
    """False where the page lies in the bin and the person may restore it; of any other there is nothing to say."""
    if key is not None and known(Page, user).filter(pk=key).exists():
        return True
    entry = trash.entry_above(key) if key is not None else None
    if entry is None or not trash.may_restore(entry, user):
        raise Http404
    return False


def _demand(rows: QuerySet[Any]) -> None:
    if not rows.exists():
        raise Http404


def _keep_known_of_many(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Leave of the numbers those that the person may know of, before Wagtail names all that it may not touch."""
    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError as error:
        raise Http404 from error
    action = bulk_action_registry.get_bulk_action_class(kwargs["app_label"], kwargs["model_name"], kwargs["action"])
    if action is None:
        raise Http404
    numbers: Iterable[Any] = request.GET.getlist("id")
    if "all" in numbers:
        parent = request.GET.get("childOf")
        if parent is not None and issubclass(model, Page):
            _demand(known(Page, request.user).filter(pk=as_key(parent) or 0))
        numbers = action(request, model).get_all_objects_in_listing_query(parent)
    _set_numbers(request, numbers, known(model, request.user))
    if not request.GET.getlist("id"):
        raise Http404


def _look_at_choice(request: HttpRequest, view_class: Any, options: dict[str, Any], kwargs: dict[str, Any]) -> None:
    """The views by which a chooser is told what was chosen. Snippets that have a chooser are there for everybody."""
    if not isinstance(view_class, type) or not issubclass(view_class, ChosenViewMixin | ChosenMultipleViewMixin):
        return
    model = resolve_model_string(options.get("model") or getattr(view_class, "model", None))
    is_guarded = model in (get_image_model(), get_document_model())
    choosable = known(model, request.user) if is_guarded else model._default_manager.all()
    if issubclass(view_class, ChosenMultipleViewMixin):
        _set_numbers(request, request.GET.getlist("id"), choosable)
    else:
        _demand(choosable.filter(pk=as_key(str(kwargs.get("pk"))) or 0))


def _set_numbers(request: HttpRequest, numbers: Iterable[Any], rows: QuerySet[Any]) -> None:
    """Let the view read, of ``numbers``, only those of ``rows``."""
    keys = [key for number in numbers if (key := as_key(str(number))) is not None]
    query = request.GET.copy()
    query.setlist("id", [str(pk) for pk in rows.filter(pk__in=keys).values_list("pk", flat=True)])
    request.GET = query  # type: ignore[assignment]  # a copy is what one may change

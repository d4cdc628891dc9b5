"""Admin views of the safety net, and the page that a preview link opens."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe
from wagtail.models import Page

from ogl_portal.core.site_start import STAYS_PUBLIC, site_starts_at
from ogl_portal.safety import files, previews, trash, undo
from ogl_portal.safety.forms import PreviewLinkForm, RestoreForm, UndoForm
from ogl_portal.safety.models import PreviewLink, TrashedPage

NOT_WHAT_WAS_SHOWN = (
    "Inzwischen hat sich geändert, was öffentlich ist: vielleicht durch einen zweiten Klick, vielleicht durch jemand "
    "anderen. Dieser Klick hat nichts geändert. Hier steht, was jetzt gilt."
)


@require_GET
def bin_list(request: HttpRequest) -> HttpResponse:
    """What lies in the bin, as far as the person may bring it back."""
    entries = TrashedPage.objects.select_related("page", "parent", "deleted_by")
    context = {
        "entries": [entry for entry in entries if trash.may_restore(entry, request.user)],
        "files": files.in_bin(request.user),
        "may_purge": trash.may_purge(request.user),
    }
    return render(request, "safety/trash.html", context)


@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a page back; says where it will stand and what becomes public."""
    entry = _entry(request, pk)
    parents = trash.possible_parents(entry, request.user)
    by_key = {page.pk: page for page in parents}
    can_publish = any(page.permissions_for_user(request.user).can_publish_subpage() for page in parents)
    start = {"parent": entry.parent_id, "slug": entry.slug, "public": True}
    form = RestoreForm(_sent(request), initial=start, parents=parents, can_publish=can_publish and entry.live)
    if request.method == "POST" and form.is_valid():
        parent = by_key[form.cleaned_data["parent"]]
        public = (
            bool(form.cleaned_data.get("public")) and parent.permissions_for_user(request.user).can_publish_subpage()
        )
        try:
            page = trash.restore(entry, parent, form.cleaned_data["slug"], public=public, user=request.user)
        except trash.CannotRestoreError as error:
            form.add_error("slug", str(error))
        else:
            state = "wieder öffentlich" if page.live else "als Entwurf wieder da"
            messages.success(request, f"»{page.title}« ist {state}, mit allem, was dazu gehört.")
            return redirect("wagtailadmin_explore", parent.pk)
    is_old_place_gone = entry.parent_id not in by_key
    context = {"entry": entry, "form": form, "is_old_place_gone": is_old_place_gone, "parents": parents}
    return render(request, "safety/restore.html", context)


@require_http_methods(["GET", "POST"])
def purge(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete for good, before the 30 days are over."""
    if not trash.may_purge(request.user):
        raise PermissionDenied
    entry = get_object_or_404(TrashedPage.objects.select_related("page"), pk=pk)
    if not trash.may_restore(entry, request.user):
        raise PermissionDenied
    if request.method == "POST":
        title = entry.page.title
        trash.purge(entry, request.user)
        messages.success(request, f"»{title}« ist endgültig gelöscht.")
        return redirect("safety_bin")
    return render(request, "safety/purge.html", {"entry": entry})


@require_http_methods(["GET", "POST"])
def undo_publishing(request: HttpRequest, page_id: int) -> HttpResponse:
    """One step back; the page says beforehand what will be public."""
    page = get_object_or_404(Page, pk=page_id)
    if trash.is_in_trash(page) or not undo.may_undo(page, request.user):
        raise PermissionDenied
    form = UndoForm(_sent(request))
    note = ""
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        try:
            done = undo.undo_publishing(page, form.cleaned_data["current"], request.user, note)
        except undo.ChangedMeanwhileError:
            messages.warning(request, NOT_WHAT_WAS_SHOWN)
        except ValidationError as error:  # what is asked of public pages today may not have been asked then
            messages.error(request, getattr(error, "sentence", " ".join(error.messages)))
            return redirect("wagtailadmin_pages:edit", page.pk)
        else:
            now = "Es gilt wieder der Stand davor." if done.earlier else "Die Seite ist nicht mehr öffentlich."
            messages.success(request, f"Die letzte Veröffentlichung von »{page.title}« ist zurückgenommen. {now}")
            return redirect("wagtailadmin_pages:edit", page.pk)
    step = undo.possible_undo(page)
    if not form.errors:
        form = UndoForm(initial={"current": step and step.current.number, "note": note})
    context = {
        "page": page,
        "step": step,
        "form": form,
        "sections": undo.what_changes(page, step) if step else [],
        "stays_public": STAYS_PUBLIC if page.live and not step and site_starts_at(page) else "",
        "draft": undo.newer_draft(page, step) if step else None,
    }
    return render(request, "safety/undo.html", context)


@require_http_methods(["GET", "POST"])
def preview_links(request: HttpRequest, page_id: int) -> HttpResponse:
    """The preview links of a page, and a form for a new one. The new link is shown once."""
    page = _editable(request, page_id)
    form = PreviewLinkForm(_sent(request))
    address = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        _, token = previews.make_link(
            page, days=data["days"], frozen=data["frozen"], user=request.user, purpose=data["purpose"]
        )
        address = settings.BASE_URL + reverse("draft_preview", args=[token])
        form = PreviewLinkForm()
    context = {"page": page, "form": form, "address": address, "links": previews.valid_links(page)}
    response = render(request, "safety/preview_links.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def revoke_preview(request: HttpRequest, pk: int) -> HttpResponse:
    link = get_object_or_404(PreviewLink.objects.select_related("page"), pk=pk)
    page = _editable(request, link.page_id)
    previews.revoke(link, request.user)
    messages.success(request, "Der Link ist zurückgenommen. Wer ihn öffnet, findet nichts mehr.")
    return redirect("safety_preview_links", page.pk)


@require_safe
def draft_preview(request: HttpRequest, token: str) -> HttpResponse:
    """A draft for somebody without an account: never kept by a browser, a proxy or a search engine."""
    link = previews.find_link(token)
    if link is None:
        raise Http404("Dieser Vorschaulink gilt nicht oder nicht mehr.")
    page = previews.draft_of(link)
    request.is_preview = True  # type: ignore[attr-defined]
    request.preview_link = link  # type: ignore[attr-defined]
    response: Any = page.serve_preview(request, page.default_preview_mode)
    if hasattr(response, "render"):
        response.render()
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"  # the address is the key
    return response


def _sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, be it nothing; None where it is only to be shown."""
    return request.POST if request.method == "POST" else None


def _entry(request: HttpRequest, pk: int) -> TrashedPage:
    entry = get_object_or_404(TrashedPage.objects.select_related("page", "parent"), pk=pk)
    if not trash.may_restore(entry, request.user):
        raise Http404  # as if it were not there: it is somebody else's
    return entry


def _editable(request: HttpRequest, page_id: int) -> Page:
    page = get_object_or_404(Page, pk=page_id).specific
    if trash.is_in_trash(page) or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page

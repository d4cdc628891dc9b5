"""Editing and deleting pictures and documents in the admin: Wagtail's views; what is deleted goes into the bin."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_http_methods
from wagtail.documents.views import documents
from wagtail.documents.views import multiple as many_documents
from wagtail.images.views import images
from wagtail.images.views import multiple as many_images

from ogl_portal.media import replaced_files
from ogl_portal.media.forms import DOES_NOT_FIT
from ogl_portal.media.models import PortalImage
from ogl_portal.media.permissions import may_look_after, needs_release, public_pages_using
from ogl_portal.safety import files, trash


def tell_of_bin(request: HttpRequest, file: Any) -> None:
    """The message after a file went into the bin, with the way back."""
    link = format_html(
        '<a href="{}">Wiederherstellen</a>', reverse("safety_restore_file", args=[files.kind_of(file), file.pk])
    )
    until = f"{files.kept_until(file):%d.%m.%Y}"
    messages.success(request, format_html("»{}« liegt im Papierkorb, bis zum {}. {}", file.title, until, link))


class _BinView:
    """In place of deleting; who lacks the right to release is told where the file is in use."""

    request: HttpRequest
    object: Any
    template_name = "safety/confirm_file_bin.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.user_has_permission("delete") and may_look_after(self.object, request.user):  # type: ignore[attr-defined]
            if self.object.trashed_at:
                return redirect("safety_bin")
            context = {"file": self.object, "sentence": needs_release(self.object)}
            return render(request, "safety/file_in_use.html", context, status=403)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        files.trash(self.object, self.request.user)
        tell_of_bin(self.request, self.object)
        return redirect(self.get_success_url())  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"file": self.object, "is_picture": isinstance(self.object, PortalImage)}


class BinImageView(_BinView, images.DeleteView):
    pass


class BinDocumentView(_BinView, documents.DeleteView):
    pass


class _EditFileView:
    """After an error the form holds what was typed, and the screen around it shows the file that is stored.

    Wagtail's shows the new one, which is stored nowhere: its size, a link and picture without an address, and the
    untrue word that the file is lost.
    """

    object: Any

    def form_invalid(self, form: Any) -> HttpResponseBase:
        self.object = self.get_object()  # type: ignore[attr-defined]
        for name in form.cleaned_data:
            if name.startswith("focal_point_"):  # the screen draws what these hidden fields hold
                setattr(self.object, name, form.cleaned_data[name])
        response: HttpResponseBase = super().form_invalid(form)  # type: ignore[misc]
        return response


class EditDocumentView(_EditFileView, documents.EditView):
    pass


class EditImageView(_EditFileView, images.EditView):
    """Wagtail's view; who says that the texts do not fit the new picture is led to where they stand."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().form_valid(form)
        if "file" in form.changed_data and form.cleaned_data.get("fits") == DOES_NOT_FIT:
            links = format_html_join(
                ", ",
                '<a href="{}">{}</a>',
                [
                    (reverse("wagtailadmin_pages:edit", args=[page.pk]), page.title)
                    for page in public_pages_using(self.object)
                ],
            )
            messages.warning(self.request, format_html("Bitte ändern Sie jetzt die Alternativtexte: {}", links))
        return response


class _BinOneOfManyView:
    """The button »Löschen« beside a file that was uploaded among others."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> JsonResponse:
        name = self.context_object_id_name  # type: ignore[attr-defined]
        self.model = self.get_model()  # type: ignore[attr-defined]
        file = get_object_or_404(self.model, pk=kwargs[self.pk_url_kwarg])  # type: ignore[attr-defined]
        policy = self.permission_policy  # type: ignore[attr-defined]
        if not policy.user_has_permission_for_instance(request.user, "delete", file):
            raise PermissionDenied
        files.trash(file, request.user)
        return JsonResponse({"success": True, name: file.pk})


class BinUploadedImageView(_BinOneOfManyView, many_images.DeleteView):
    pass


class BinUploadedDocumentView(_BinOneOfManyView, many_documents.DeleteView):
    pass


@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take a file out of the bin; says beforehand on which public pages it appears again."""
    file = _in_bin(request, kind, pk)
    if not files.may_restore(file, request.user):
        raise PermissionDenied
    is_former = replaced_files.is_former(file)
    if request.method == "POST":
        end = ". Auf den Seiten bleibt, was an seine Stelle getreten ist." if is_former else ", wie es war."
        files.restore(file, request.user)
        messages.success(request, f"»{file.title}« ist wieder da{end}")
        return redirect("safety_bin")
    context = {
        "file": file,
        "kind": kind,
        "pages": public_pages_using(file),
        "is_former": is_former,
        "is_picture": isinstance(file, PortalImage),
    }
    return render(request, "safety/restore_file.html", context)


@require_http_methods(["GET", "POST"])
def purge(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Delete for good, before the 30 days are over."""
    if not trash.may_purge(request.user):
        raise PermissionDenied
    file = _in_bin(request, kind, pk)
    if not files.may_restore(file, request.user):
        raise PermissionDenied
    if request.method == "POST":
        file.delete()
        messages.success(request, f"»{file.title}« ist endgültig gelöscht.")
        return redirect("safety_bin")
    return render(request, "safety/purge_file.html", {"file": file, "kept_until": files.kept_until(file)})


def _in_bin(request: HttpRequest, kind: str, pk: int) -> Any:
    """A file of a collection that the person looks after; any other is not there."""
    if kind not in files.MODELS:
        raise Http404
    file = get_object_or_404(files.MODELS[kind].objects.exclude(trashed_at=None), pk=pk)
    if not may_look_after(file, request.user):
        raise Http404
    return file

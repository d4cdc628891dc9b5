"""Files of publications. They are handed out here and nowhere else, so what is not public cannot be guessed."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from labs.models import LabPage
from labs.page_views import MOST_PUBLICATIONS
from ogl_portal.core.fields import by_time
from ogl_portal.core.models import Topic
from ogl_portal.core.navigation import Crumb
from ogl_portal.core.public import public
from ogl_portal.core.routing import page_at
from publications.bundles import bundle_of
from publications.files import withdrawn_versions
from publications.listing import live_publications
from publications.models import FileState, FileVersion, PublicationPage
from publications.serving import (
    serve_bundle,
    serve_cover,
    serve_epub,
    serve_figure,
    serve_page_picture,
    serve_pdf,
)

Publications = QuerySet[PublicationPage]


def _publication(request: HttpRequest, folder: str) -> PublicationPage:
    return page_at(request, folder, public(PublicationPage.objects))


@require_safe
def current_file(request: HttpRequest, folder: str, name: str) -> HttpResponseBase:
    publication = _publication(request, folder)
    if name != publication.slug:
        raise Http404("Diese Datei gibt es nicht.")
    if version := publication.current_version:
        return serve_pdf(request, version)
    if withdrawn := withdrawn_versions(publication):
        return _gone(request, withdrawn[0])
    raise Http404("Diese Datei gibt es nicht.")


@require_safe
def version_file(request: HttpRequest, folder: str, name: str, number: str) -> HttpResponseBase:
    publication = _publication(request, folder)
    if name != publication.slug:
        raise Http404("Diese Datei gibt es nicht.")
    version = _version(publication, number)
    if version.state == FileState.WITHDRAWN:
        return _gone(request, version)
    return serve_pdf(request, version)


@require_safe
def current_epub(request: HttpRequest, folder: str, name: str) -> HttpResponseBase:
    publication = _publication(request, folder)
    version = publication.current_version
    if name == publication.slug and version and version.has_text:
        return serve_epub(request, version)
    if name == publication.slug and not version and (withdrawn := withdrawn_versions(publication)):
        return _gone(request, withdrawn[0])
    raise Http404("Diese Datei gibt es nicht.")


@require_safe
def lab_bundle(request: HttpRequest, folder: str) -> HttpResponseBase:
    """``/labore/<slug>/ergebnisse.zip``"""
    lab = page_at(request, folder, public(LabPage.objects))
    # As the page of the lab lists them.
    found = live_publications().filter(labs=lab.pk).order_by(by_time("date"), "title", "pk")
    return _bundle(request, found, f"Ergebnisse: Labor {lab.title}", lab.full_url or "", lab.slug)


@require_safe
def topic_bundle(request: HttpRequest, slug: str) -> HttpResponseBase:
    """``/themen/<slug>/ergebnisse.zip``"""
    topic = get_object_or_404(Topic, slug=slug)
    found = live_publications().filter(topics=topic)
    return _bundle(request, found, f"Ergebnisse: {topic}", settings.BASE_URL + topic.url, slug)


def _bundle(
    request: HttpRequest, found: QuerySet[PublicationPage], title: str, url: str, name: str
) -> HttpResponseBase:
    bundle = bundle_of(found.prefetch_related("contributors")[:MOST_PUBLICATIONS])
    if not bundle.count:
        raise Http404("Hier gibt es noch keine Dateien.")
    return serve_bundle(request, bundle, title, url, f"{name}-ergebnisse.zip")


@require_safe
def cover(request: HttpRequest, folder: str, number: str, width: str, kind: str) -> HttpResponse:
    version = _version(_publication(request, folder), number)
    if version.state != FileState.READY:
        raise Http404
    return serve_cover(request, version, int(width), kind)


@require_safe
def figure(request: HttpRequest, folder: str, number: str, name: str) -> HttpResponse:
    version = _version(_publication(request, folder), number)
    if version.state != FileState.READY:
        raise Http404
    return serve_figure(request, version, name)


@require_safe
def page_picture(request: HttpRequest, folder: str, number: str, page: str) -> HttpResponse:
    """How a page of the current version looks."""
    publication = _publication(request, folder)
    version = publication.current_version
    if version is None or version.number != int(number) or int(page) > (version.page_count or 0):
        raise Http404("Diese Seite gibt es nicht.")
    return serve_page_picture(request, version, int(page))


def _gone(request: HttpRequest, version: FileVersion) -> HttpResponse:
    """410 with a page that says since when the file is gone and why (RFC 9110, section 15.5.11)."""
    publication = version.publication
    address = publication.get_url(request)
    context = {
        "version": version,
        "publication": publication,
        "breadcrumbs": [*publication.breadcrumbs(), Crumb(f"Version {version.number}", request.path)],
        "base": address,
    }
    return render(request, "publications/withdrawn.html", context, status=410)


def _version(publication: PublicationPage, number: str) -> FileVersion:
    public = (FileState.READY, FileState.WITHDRAWN)
    try:
        return publication.versions.get(number=int(number), state__in=public)
    except FileVersion.DoesNotExist:
        raise Http404("Diese Version gibt es nicht.") from None

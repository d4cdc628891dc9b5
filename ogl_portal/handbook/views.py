"""The Handbuch inside the admin, for everybody who is signed in there."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ogl_portal.handbook import chapters


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    return _page(request, chapters.cover())


@require_safe
def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    found = next((one for one in chapters.chapters() if one.slug == slug), None)
    if found is None:
        raise Http404("Dieses Kapitel gibt es nicht.")
    return _page(request, found)


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    try:
        return FileResponse(chapters.picture(name).open("rb"), content_type="image/png")
    except FileNotFoundError:
        raise Http404("Dieses Bild gibt es nicht.") from None


def _page(request: HttpRequest, shown: chapters.Chapter) -> HttpResponse:
    """One page, with all chapters beside it and the next one below it."""
    every = [chapters.cover(), *chapters.chapters()]
    following = every[every.index(shown) + 1 :]
    context = {
        "chapters": every[1:],
        "shown": shown,
        "following": following[0] if following else None,
        "rendered": chapters.render(shown.text),
    }
    return render(request, "handbook/chapter.html", context)

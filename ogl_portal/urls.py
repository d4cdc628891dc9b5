"""Addresses beside the page tree; the contract's are fixed (design, section 3)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from ogl_portal.core import health
from ogl_portal.pages import views
from ogl_portal.pages.sitemap import sitemaps
from ogl_portal.search.views import opensearch

handler404 = "ogl_portal.pages.views.page_not_found"
handler500 = "ogl_portal.pages.views.server_error"


def _sitemap(request: HttpRequest) -> HttpResponse:
    return sitemap(request, sitemaps(request))


urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("dateien/", include(wagtaildocs_urls)),
    path("kontakt/senden/", views.send_message, name="send_message"),
    path("themen/", views.topic_index, name="topics"),
    path("themen/<slug:slug>/", views.topic, name="topic"),
    path("suche/", include("ogl_portal.search.urls")),
    path("opensearch.xml", opensearch, name="opensearch"),
    path("sitemap.xml", _sitemap),
    path("robots.txt", views.robots),
    path(".well-known/security.txt", views.security_txt),
    path("health/live/", health.live),
    path("health/ready/", health.ready),
    path("index.php", RedirectView.as_view(url="/", query_string=True)),
    path("", include("news.urls")),
    path("", include("events.urls")),
    path("", include("publications.citation.urls")),
    path("", include("publications.urls")),
]

if settings.DEBUG:
    from django.conf.urls.static import static

    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += [path("", include(wagtail_urls))]

"""Addresses beside the page tree; the contract's are fixed (design, section 3)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from ogl_portal.core.serving import serve
from ogl_portal.english.views import send_english_message
from ogl_portal.media import serving as media_files
from ogl_portal.pages import changes, sitemap, views
from ogl_portal.pattern_library import views as pattern_library
from ogl_portal.safety.views import draft_preview
from ogl_portal.search.views import opensearch
from ogl_portal.web import health

handler404 = "ogl_portal.pages.views.page_not_found"
handler500 = "ogl_portal.pages.views.server_error"


def _not_here(request: HttpRequest) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("admin/", include("ogl_portal.accounts.urls")),  # before Wagtail's: signing in is ours
    path("admin/", include("ogl_portal.editorial.urls")),  # before Wagtail's: they know who may see which draft
    path("admin/", include("ogl_portal.safety.urls")),  # before Wagtail's: nothing is deleted at once
    path("admin/failwhale/", _not_here),  # before Wagtail's, which fails on purpose
    path("admin/", include(wagtailadmin_urls)),
    path("media/<path:path>", media_files.media, name="media"),
    re_path(r"^dateien/(\d+)/(.*)$", media_files.document),  # before Wagtail's: with byte ranges
    path("dateien/", include(wagtaildocs_urls)),
    path("kontakt/senden/", views.send_message, name="send_message"),
    path("kontakt/senden/en/", send_english_message, name="send_english_message"),
    path("themen/", views.topic_index, name="topics"),
    path("themen/<slug:slug>/", views.topic, name="topic"),
    path("aenderungen/", changes.site_changes_view, name="changes"),
    path("aenderungen/atom.xml", changes.ChangesFeed(), name="changes_feed"),
    path("aenderungen/startseite/", changes.home_changes_view, name="home_changes"),
    path("aenderungen/startseite/<int:number>/", changes.home_changes_view),
    path("vorschau/<str:token>/", draft_preview, name="draft_preview"),
    path("suche/", include("ogl_portal.search.urls")),
    path("opensearch.xml", opensearch, name="opensearch"),
    path("sitemap.xml", sitemap.whole),
    path("sitemap-<slug:section>.xml", sitemap.section, name="sitemap_section"),
    path("robots.txt", views.robots),
    path(".well-known/security.txt", views.security_txt),
    path("muster/", pattern_library.components, name="pattern_library"),
    path("muster/telefon/", pattern_library.phone, name="pattern_library_phone"),
    path("health/live/", health.live),
    path("health/ready/", health.ready),
    path("index.php", RedirectView.as_view(url="/", query_string=True)),
    path("", include("ogl_portal.accessibility.urls")),
    path("abonnieren/", include("ogl_portal.subscriptions.urls")),
    path("", include("news.urls")),
    path("", include("events.urls")),
    path("", include("publications.citation.urls")),
    path("", include("publications.urls")),
]

urlpatterns += [
    # Wagtail's own form for private pages knows no second factor.
    path("_util/login/", RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True)),
    path("", include(wagtail_urls.urlpatterns[:-1])),
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),  # in place of Wagtail's, which is its last
]

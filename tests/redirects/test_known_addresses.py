"""A site that was there before the table: what it knows of left addresses is taken over."""

from importlib import import_module

from django.db import connection
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from ogl_portal.redirects.models import FormerAddress
from ogl_portal.safety import trash
from tests.factories import EventPageFactory, Portal, StandardPageFactory

KNOWN = import_module("ogl_portal.redirects.migrations.0002_known_addresses").KNOWN


def test_redirects_of_wagtail_and_pages_that_were_public(portal: Portal) -> None:
    page, gone, binned = (StandardPageFactory(parent=portal.home, slug=slug) for slug in ("neu", "fort", "bin"))
    StandardPageFactory(parent=portal.home, slug="entwurf", live=False, first_published_at=None)
    internal = EventPageFactory(parent=portal.events, slug="intern", audience="internal")
    Page.objects.filter(pk__in=[gone.pk, internal.pk]).update(live=False)
    trash.put(binned)
    site = Site.objects.get()
    for old_path, is_automatic in (("/alt", True), ("/übersicht/alt", True), ("/von-hand", False)):
        Redirect.objects.create(old_path=old_path, site=site, redirect_page=page, automatically_created=is_automatic)
    Redirect.objects.create(old_path="/alt", redirect_page=page, automatically_created=True)
    FormerAddress.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(KNOWN)
    found = dict(FormerAddress.objects.values_list("path", "page_id"))
    assert found == {"/alt/": page.pk, "/übersicht/alt/": page.pk, "/fort/": gone.pk}
    assert FormerAddress.objects.count() == 3
    assert [redirect.old_path for redirect in Redirect.objects.all()] == ["/von-hand"]

"""``manage.py clean_text``: what was stored before texts were cleaned."""

from io import StringIO

import pytest
from django.core.management import call_command

from news.models import NewsPage
from ogl_portal.core.models import PublishedVersion
from ogl_portal.pages.models import StandardPage
from tests.factories import NewsPageFactory, Portal, StandardPageFactory

DECOMPOSED, COMPOSED = "Fu\u0308r Ko\u0308ln", "Für Köln"


@pytest.fixture
def page(portal: Portal) -> NewsPage:
    page = NewsPageFactory(parent=portal.news)
    NewsPage.objects.filter(pk=page.pk).update(
        title=f"{DECOMPOSED}\x02", teaser=f"{DECOMPOSED}\x0bEnde", slug="u\u0308ber"
    )
    return page


def run(**options: bool) -> str:
    out = StringIO()
    call_command("clean_text", stdout=out, **options)
    return out.getvalue()


def test_stored_text_is_cleaned_and_addresses_stay(page: NewsPage) -> None:
    versions = PublishedVersion.objects.count()
    assert "geändert" in run()
    page.refresh_from_db()
    assert (page.title, page.teaser, page.slug) == (COMPOSED, f"{COMPOSED}\nEnde", "u\u0308ber")
    assert PublishedVersion.objects.count() == versions
    assert "schon sauber" in run()


def test_a_dry_run_changes_nothing(page: NewsPage) -> None:
    assert "wären zu ändern" in run(dry_run=True)
    page.refresh_from_db()
    assert page.title == f"{DECOMPOSED}\x02"


def test_bodies_are_cleaned(portal: Portal) -> None:
    page = StandardPageFactory(parent=portal.home)
    block = {"type": "paragraph", "value": f"<p>{DECOMPOSED}</p>", "id": "1"}
    StandardPage.objects.filter(pk=page.pk).update(body=[block])
    run()
    page.refresh_from_db()
    assert page.body[0].value.source == f"<p>{COMPOSED}</p>"

"""What Wagtail does for drafts holds for our page types, in German: autosave, a word on others, compare, restore."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Page

from labs.models import LabMunicipality
from tests.factories import AdminFactory, LabPageFactory, Portal, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Any:
    user = AdminFactory()
    client.force_login(user)
    return user


@pytest.fixture
def lab(portal: Portal) -> Any:
    """Two versions of a page with children and a text."""
    lab = LabPageFactory(
        parent=portal.labs,
        title="Brandis",
        municipalities=[LabMunicipality(name="Stadt Brandis")],
        theme="<p>Alt</p>",
        members=False,
    )
    lab.save_revision().publish()
    draft = type(lab).objects.get(pk=lab.pk)
    draft.municipalities = [LabMunicipality(name="Gemeinde Machern")]
    draft.theme = "<p>Neu</p>"
    draft.save_revision()
    return lab


def test_drafts_save_themselves_well_within_ten_seconds(portal: Portal, client: Client, admin: Any) -> None:
    assert 0 < settings.WAGTAIL_AUTOSAVE_INTERVAL <= 5_000
    page = StandardPageFactory(parent=portal.home)
    text = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert f'data-w-autosave-interval-value="{settings.WAGTAIL_AUTOSAVE_INTERVAL}"' in text
    assert "Automatisches Speichern" in text
    assert "w-session" in text  # tells who else has the page open


def test_versions_are_compared_with_texts_and_children_in_german(lab: Any, client: Client, admin: Any) -> None:
    text = client.get(f"/admin/pages/{lab.pk}/revisions/compare/earliest...latest/").content.decode()
    for words in ("Stadt Brandis", "Gemeinde Machern", "Gesellschaftliche Themen"):
        assert words in text


def test_a_version_comes_back_with_texts_and_children_and_none_is_lost(lab: Any, client: Client, admin: Any) -> None:
    first = lab.revisions.order_by("pk").first()
    assert "Stadt Brandis" in client.get(f"/admin/pages/{lab.pk}/revisions/{first.pk}/revert/").content.decode()
    old = first.as_object()
    old.save_revision(user=admin, previous_revision=first, log_action=True)
    latest = Page.objects.get(pk=lab.pk).get_latest_revision_as_object()
    assert [row.name for row in latest.municipalities.all()] == ["Stadt Brandis"]
    kept = [revision.content["theme"] for revision in lab.revisions.order_by("pk")]
    assert kept == ["<p>Alt</p>", "<p>Neu</p>", "<p>Alt</p>"]

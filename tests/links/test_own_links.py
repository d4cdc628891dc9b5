"""Links to own pages and files that lead nowhere: in the report, on the dashboard, and gone when they are mended."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from ogl_portal.editorial.checks.models import ContentFinding
from ogl_portal.links.collect import collect
from ogl_portal.links.models import Link, LinkState
from ogl_portal.links.run import check_links
from ogl_portal.safety import trash
from tests.editorial.test_checks import body
from tests.factories import AdminFactory, DocumentFactory, Portal, StandardPageFactory

pytestmark = pytest.mark.django_db
Settled = Callable[[], AbstractContextManager[Any]]
NOT_ANY_MORE = "Die Seite ist nicht mehr veröffentlicht."


@pytest.fixture
def settled(django_capture_on_commit_callbacks: Any) -> Settled:
    """What follows from a change when it is committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def target(portal: Portal) -> Iterator[Any]:
    page = StandardPageFactory(parent=portal.home, slug="ziel")
    StandardPageFactory(
        parent=portal.home, title="Quelle", body=body(("paragraph", f'<a linktype="page" id="{page.pk}">Zum Ziel</a>'))
    )
    return page


def own() -> dict[str, str]:
    return dict(Link.objects.filter(state=LinkState.OWN).values_list("url", "detail"))


def told() -> int:
    return ContentFinding.objects.filter(rule="own-link").count()


def test_unpublishing_and_publishing_again(target: Any, settled: Settled) -> None:
    with settled():
        target.unpublish()
    assert own() == {"/ziel/": NOT_ANY_MORE}
    assert told() == 1
    with settled():
        target.save_revision().publish()
    assert own() == {}
    assert told() == 0


def test_the_bin_and_back_and_for_good(target: Any, settled: Settled) -> None:
    with settled():
        entry = trash.move_to_trash(target)
    assert list(own().values()) == ["Die Seite liegt im Papierkorb."]
    with settled():
        trash.restore(entry, target.get_parent(), "ziel", public=True)
    assert own() == {}
    with settled():
        trash.purge(trash.move_to_trash(target))
    assert list(own().values()) == ["Die Seite gibt es nicht mehr."]
    assert told() == 1


def test_a_page_in_the_bin_takes_its_children_along(target: Any, portal: Portal, settled: Settled) -> None:
    child = StandardPageFactory(parent=target)
    linking = StandardPageFactory(
        parent=portal.home, body=body(("paragraph", f'<a linktype="page" id="{child.pk}">Kind</a>'))
    )
    with settled():
        trash.move_to_trash(target)
    assert ContentFinding.objects.filter(page=linking, rule="own-link").exists()


def test_a_file_that_is_deleted(portal: Portal, settled: Settled) -> None:
    document = DocumentFactory()
    StandardPageFactory(
        parent=portal.home, body=body(("paragraph", f'<a linktype="document" id="{document.pk}">Datei</a>'))
    )
    with settled():
        document.delete()
    assert list(own().values()) == ["Die Datei gibt es nicht mehr."]


def test_a_typed_address_is_told_when_its_page_is_published_and_mended_by_its_target(
    portal: Portal, settled: Settled
) -> None:
    page = StandardPageFactory(parent=portal.home, body=body(("paragraph", '<a href="/spaeter/">Später</a>')))
    with settled():
        page.save_revision().publish()
    assert own() == {"/spaeter/": "Unter »/spaeter/« gibt es hier nichts."}
    later = StandardPageFactory(parent=portal.home, slug="spaeter", live=False)
    with settled():
        later.save_revision().publish()
    assert own() == {}


def test_the_night_finds_what_came_another_way_and_calls_nobody(target: Any) -> None:
    type(target).objects.filter(pk=target.pk).update(live=False)
    assert collect() == 1
    assert own() == {"/ziel/": NOT_ANY_MORE}

    def call(url: str) -> Any:
        raise AssertionError(f"{url} was called")

    assert check_links(call) == 0
    type(target).objects.filter(pk=target.pk).update(live=True)
    assert collect() == 0


def test_report_and_dashboard(target: Any, settled: Settled, client: Client) -> None:
    client.force_login(AdminFactory())
    with settled():
        target.unpublish()
    home = client.get("/admin/").content.decode()
    assert "Links führen ins Leere" in home
    assert f"/ziel/: {NOT_ANY_MORE}" in home
    assert "Seiten mit Fehlern im Inhalt" not in home
    text = client.get("/admin/berichte/links/?zu_reparieren=true").content.decode()
    assert "/ziel/" in text
    assert NOT_ANY_MORE in text
    assert "Quelle" in text

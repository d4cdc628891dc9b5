"""Everything that can change what readers see: by hand where it is an act, generated for what is text in a table."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models.functions import Concat
from django.utils import timezone
from wagtail.fields import RichTextField
from wagtail.models import Locale, Page, Site

from labs.models import LabPage
from news.models import NewsPage
from ogl_portal.core.models import Topic
from ogl_portal.media.models import PortalImage
from ogl_portal.page_cache.triggers import UNSEEN
from publications.models import FileVersion, PublicationPage
from tests.factories import ImageFactory

Change = Callable[[], Any]

ADDRESSES = (
    "/", "/programm/", "/labore/", "/labore/brandis/", "/ergebnisse/", "/ergebnisse/projektbericht-2020-2022/",
    "/ergebnisse/projektbericht-2020-2022/lesen/", "/aktuelles/", "/aktuelles/zwischenbericht/", "/aktuelles/atom.xml",
    "/termine/", "/termine/jour-fixe-der-laborteams/", "/termine/kalender.ics", "/themen/beteiligung/", "/literatur/",
    "/impressum/", "/en/", "/sitemap.xml", "/suche/?q=Zwischenbericht",
)  # fmt: skip
"""Pages of every kind; one asks the index of the search, of which nothing is kept."""

# What is no text for readers, or would lead the pages to other addresses.
NOT_TEXT = {
    "path", "url_path", "slug", "file", "hostname", "language_code", "codename", "app_label", "model", "password",
    "username", "content_json", "table", "file_hash", "sha256", "public_sha256", "key", "search_key",
}  # fmt: skip


def acts() -> dict[str, Change]:
    """What staff do, and what happens by itself; in this order."""
    return {
        "a page is published": lambda: _edit(NewsPage.objects.get(slug="zwischenbericht"), title="Neu gesetzt"),
        "a lab is renamed": lambda: _edit(LabPage.objects.get(slug="brandis"), title="Anderes Labor"),
        "a page is out of the menu": lambda: Page.objects.filter(slug="termine").update(show_in_menus=False),
        "a page enters the menu": lambda: Page.objects.filter(slug="barrierefreiheit").update(show_in_menus=True),
        "the site has another name": lambda: Site.objects.update(site_name="Anderer Name"),
        "a topic is renamed": lambda: _save(Topic.objects.get(slug="beteiligung"), name="Mitreden"),
        "a page has a picture": lambda: _edit(
            LabPage.objects.get(slug="brandis"), picture=ImageFactory(), picture_alt="A"
        ),
        "the credit of a picture is another": lambda: PortalImage.objects.update(credit="Andere Hand"),
        "a picture is replaced": _replace_picture,
        "a file is taken back": _take_back_file,
        "a translation is taken down": _take_down_english,
        "a page is taken down": lambda: NewsPage.objects.get(slug="zwischenbericht").unpublish(),
        "a page expires": lambda: LabPage.objects.filter(slug="brandis").update(
            expire_at=timezone.now() + datetime.timedelta(milliseconds=300)
        ),
        "a page is deleted": lambda: PublicationPage.objects.get(slug="projektbericht-2020-2022").delete(),
    }


def texts() -> Iterator[tuple[str, Change]]:
    """Of each table that holds text that readers may see: one change, past all signals, of all its rows."""
    for model in apps.get_models(include_auto_created=True):
        fields = [field for field in model._meta.local_concrete_fields if _is_text(field)]
        if fields and model._meta.managed and model._meta.db_table not in UNSEEN and model.objects.exists():  # type: ignore[attr-defined]
            yield model._meta.db_table, lambda model=model, fields=fields: _lengthen(model, fields)


def _is_text(field: Any) -> bool:
    is_text = type(field) in (models.CharField, models.TextField, RichTextField)  # none that reads a date in its text
    return is_text and not field.choices and not field.unique and field.name not in NOT_TEXT


def _lengthen(model: Any, fields: list[Any]) -> int:
    """One letter more in each field that takes it; returns in how many rows."""
    changed = 0
    with transaction.atomic():
        for field in fields:
            rows = model.objects.exclude(**{field.name: ""})
            try:
                with transaction.atomic():
                    changed += rows.update(**{field.name: Concat(field.name, models.Value("z"))})
            except DatabaseError:
                continue  # too long, or what the database holds to a form
    return changed


def _edit(page: Any, **values: Any) -> None:
    _set(page, values)
    page.save_revision().publish()


def _save(thing: Any, **values: Any) -> None:
    _set(thing, values)
    thing.save()


def _set(thing: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(thing, name, value)


def _replace_picture() -> None:
    shown = LabPage.objects.get(slug="brandis").picture
    assert shown
    shown.file = ImageFactory(file__width=500, file__color="red").file
    shown._set_image_file_metadata()  # as the form does
    shown.save()
    shown.renditions.all().delete()


def _take_back_file() -> None:
    publication = PublicationPage.objects.get(slug="projektbericht-2020-2022")
    FileVersion.objects.filter(publication=publication).delete()


def _take_down_english() -> None:
    Page.objects.filter(locale=Locale.objects.get(language_code="en")).update(live=False)

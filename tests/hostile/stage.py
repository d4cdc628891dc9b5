"""What is shaken: the world of the access matrix, words of a second team, a public page of each kind."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import cycle
from pathlib import Path
from typing import Any

import wagtail
from django.conf import settings
from django.db import models, transaction
from django.test import Client
from lxml import html
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.blocks import PageChooserBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from tests.access.addresses import filled, parameters
from tests.access.table import Row, read_table
from tests.access.world import SECRET, World
from tests.everything import edit_address, one_of_everything
from tests.factories import (
    DocumentFactory,
    FileVersionFactory,
    ImageFactory,
    NewsPageFactory,
    PublicationPageFactory,
)
from tests.form_filler import Filler

SECRET_B = "Quarzfjord"
"""Stands in what lab B has not published."""

_ASKED = re.compile(r"""GET(?:\.get(?:list)?\(|\[)\s*["']([\w.-]+)["']""")
_SUFFIXES = (
    "atom.xml",
    "feed.json",
    "kalender.ics",
    "zitat.bib",
    "zitat.ris",
    "zitat.json",
    "literatur.bib",
    "termin.ics",
)


@dataclass
class Stage:
    world: World
    records: list[models.Model]
    foreign: dict[str, int]
    """What belongs to lab B: parameter of an address → key."""
    chosen: dict[type, int]
    """What blocks for choosing are filled with."""
    read_forms: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    @classmethod
    def build(cls) -> "Stage":
        world = World.build()
        assert world.values  # made now, and not when the first address asks
        records = one_of_everything(world.portal)
        lab_b = world.other_team.lab
        news = NewsPageFactory(parent=lab_b, title=f"{SECRET_B} Entwurf", slug="entwurf-b", live=False)
        news.save_revision(user=world.people["team B"])
        collection = world.other_team.collection
        image = ImageFactory(title=f"{SECRET_B} Bild", collection=collection, file__filename="bild-b.png")
        document = DocumentFactory(title=f"{SECRET_B} Datei", collection=collection)
        published = PublicationPageFactory(parent=world.portal.publications, title="Ein Bericht", slug="ein-bericht")
        published.labs.add(world.lab)
        published.save()
        FileVersionFactory(publication=published)
        keys = {"page_id": news.pk, "parent_page_id": lab_b.pk, "page_to_move_id": news.pk, "destination_id": lab_b.pk}
        keys |= {
            "revision_id": news.latest_revision_id,
            "image_id": image.pk,
            "document_id": document.pk,
            "pk": news.pk,
        }
        chosen = {PageChooserBlock: world.portal.home.pk, DocumentChooserBlock: DocumentFactory().pk}
        return cls(world, records, keys, chosen | {ImageChooserBlock: ImageFactory().pk})

    @cached_property
    def table(self) -> list[Row]:
        """Every address that the resolver knows (test_access_matrix.py sees to that)."""
        return read_table()

    @cached_property
    def public(self) -> list[str]:
        """Every public page, and what hangs on it."""
        pages = list(Page.objects.live().exclude(depth=1).order_by("path").specific())
        addresses = [page.url for page in pages]
        return [*addresses, *(address + suffix for address in addresses for suffix in _SUFFIXES)]

    @cached_property
    def forms(self) -> dict[str, models.Model]:
        """Addresses of the editors of everything that people edit."""
        return {edit_address(record): record for record in self.records}

    @cached_property
    def asked(self) -> list[str]:
        """Every name that some view asks a query for, ours and Wagtail's."""
        folders = [settings.BASE_DIR / name for name in ("ogl_portal", "labs", "publications", "news", "events")]
        folders.append(Path(wagtail.__file__).parent)
        names = {"page", "p", "export", "ordering", "search", "fields", "limit", "offset", "child_of", "type", "order"}
        for folder in folders:
            for path in folder.rglob("*.py"):
                names.update(_ASKED.findall(path.read_text(encoding="utf-8")))
        return sorted(names)

    def form(self, address: str) -> dict[str, list[str]]:
        """What the form at ``address`` sends when it is filled as it should be; nothing where there is none."""
        if address not in self.read_forms:
            with transaction.atomic():
                response = client_for(self, "administrator").get(address)
                text = b"".join(response)
                self.read_forms[address] = self._filled(response, text) if response.status_code == 200 else {}
                transaction.set_rollback(True)
        return self.read_forms[address]

    def _filled(self, response: Any, text: bytes) -> dict[str, list[str]]:
        sent = fields_of(text) if response.headers["Content-Type"].startswith("text/html") else {}
        form = (response.context or {}).get("form")
        if isinstance(form, WagtailAdminModelForm):
            filler = Filler(cycle(("Wort", "Zwei Wörter", "Noch ein Wort")).__next__, self.chosen)
            known = filler.form(form, set())
            sent |= {name: value if isinstance(value, list) else [str(value)] for name, value in known.items()}
        return sent

    def address(self, row: Row, values: dict[str, Any]) -> str:
        if row.address:
            return row.address.format_map(self.world.names)
        return filled(row.pattern, values)

    def parameters(self, row: Row) -> list[str]:
        return [] if row.address else parameters(row.pattern)

    def planted(self, role: str) -> tuple[str, ...]:
        """The words that ``role`` may read nowhere."""
        return {"anonymous": (SECRET, SECRET_B), "team A": (SECRET_B,), "team B": (SECRET,)}.get(role, ())


def client_for(stage: Stage, role: str) -> Client:
    client = Client(raise_request_exception=False)
    if role in stage.world.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = stage.world.sessions[role]
    return client


def fields_of(page: bytes) -> dict[str, list[str]]:
    """What the forms of ``page`` that are sent by POST would send: name → values."""
    found: dict[str, list[str]] = {}
    for form in html.fromstring(page).iter("form") if page.strip() else ():
        if form.get("method", "").lower() == "post":
            for name, value in form.form_values():
                found.setdefault(name, []).append(value)
    return found

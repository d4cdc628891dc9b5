"""What the loader may write: never over the work of staff."""

import hashlib
import json
from collections import Counter
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page

from ogl_portal.sync.models import LoadedObject

# Goes into every content hash: raise it when the same content is to be written in another way, and things already
# loaded will follow (unless somebody has touched them).
CONVERSION = 1


class SyncOutcome(StrEnum):
    CREATED = "angelegt"
    UPDATED = "aktualisiert"
    UNCHANGED = "unverändert"
    KEPT = "belassen"


def content_hash(content: Any) -> str:
    """A hash of content: of any value that has a ``fingerprint``."""
    return fingerprint([CONVERSION, content])


def fingerprint(value: Any) -> str:
    """SHA-256 over the JSON form of ``value``, namespaces as objects; equal values give equal fingerprints."""

    def plain(part: Any) -> Any:
        return vars(part) if isinstance(part, SimpleNamespace) else str(part)

    return hashlib.sha256(json.dumps(value, sort_keys=True, default=plain).encode()).hexdigest()


def page_state(page: Page | None) -> str:
    """Changes with every saved draft, and when a page is published or unpublished."""
    return f"{page.latest_revision_id} {page.live}" if page else ""


class SyncLog:
    """What was loaded before, read at the start; what is loaded now, written as it happens."""

    def __init__(self) -> None:
        self._entries: dict[str, LoadedObject] = {}
        self.counts: Counter[SyncOutcome] = Counter()
        self.read()

    def read(self) -> None:
        """Read again what another run may have written meanwhile."""
        self._entries = {entry.key: entry for entry in LoadedObject.objects.all()}

    def entry(self, key: str) -> LoadedObject | None:
        return self._entries.get(key)

    def decide(self, key: str, *, exists: bool, state: str, content: str) -> SyncOutcome:
        """What to do about ``key``, whose content has the hash ``content`` and which stands in ``state`` now.

        KEPT means that it is not ours (any more): made, edited, unpublished or deleted by somebody else.
        """
        entry = self._entries.get(key)
        if entry is None:
            return SyncOutcome.KEPT if exists else SyncOutcome.CREATED
        if not exists or entry.state != state:
            return SyncOutcome.KEPT
        return SyncOutcome.UNCHANGED if entry.content_hash == content else SyncOutcome.UPDATED

    def record(self, key: str, target: models.Model, *, state: str, content: str) -> None:
        entry, _ = LoadedObject.objects.update_or_create(
            key=key,
            defaults={
                "content_hash": content,
                "state": state,
                "content_type": ContentType.objects.get_for_model(target, for_concrete_model=True),
                "object_id": target.pk,
            },
        )
        self._entries[key] = entry

"""Links by which people without an account read a draft, until a day or until the link is taken back.

A link carries a random secret, signed with its time. The database holds a hash of the secret: whoever reads the
database has no link, and a row that is deleted makes its link worthless at once.
"""

import datetime
import hashlib
import secrets
from typing import Any

from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from ogl_portal.safety.models import PreviewLink
from ogl_portal.safety.trash import is_in_trash

DAYS = (1, 7, 30)
_signer = TimestampSigner(salt="safety.previews")


@transaction.atomic
def make_link(page: Page, *, days: int, frozen: bool, user: Any, purpose: str = "") -> tuple[PreviewLink, str]:
    """A new link and its token, which is never told again; ``frozen`` shows the draft as it is now for good."""
    secret = secrets.token_urlsafe(24)
    link = PreviewLink.objects.create(
        page=page,
        revision=page.get_latest_revision() if frozen else None,
        secret_hash=_hash(secret),
        purpose=purpose,
        created_by=user,
        expires_at=timezone.now() + datetime.timedelta(days=days),
    )
    log(instance=page.specific, action="safety.preview_link", user=user, data={"days": days, "purpose": purpose})
    return link, _signer.sign(secret)


def revoke(link: PreviewLink, user: Any) -> None:
    log(instance=link.page.specific, action="safety.preview_revoked", user=user, data={"purpose": link.purpose})
    link.delete()


def valid_links(page: Page) -> list[PreviewLink]:
    return list(page.preview_links.filter(expires_at__gt=timezone.now()).select_related("created_by"))


def find_link(token: str) -> PreviewLink | None:
    """The link of ``token``; None where it was never given, has expired or was taken back."""
    try:
        secret = _signer.unsign(token, max_age=datetime.timedelta(days=max(DAYS)))
    except BadSignature:
        return None
    links = PreviewLink.objects.select_related("page", "revision")
    link = links.filter(secret_hash=_hash(secret), expires_at__gt=timezone.now()).first()
    return link if link and not is_in_trash(link.page) else None


def draft_of(link: PreviewLink) -> Any:
    """The page that the link shows, as an object that is never saved."""
    return link.revision.as_object() if link.revision else link.page.get_latest_revision_as_object()


def forget_expired(today: datetime.date | None = None) -> None:
    """The daily job: links that lead nowhere any more are not kept."""
    PreviewLink.objects.filter(expires_at__lte=timezone.now()).delete()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

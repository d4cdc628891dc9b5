"""Delete without losing: a deleted page moves below a hidden page of the tree, and comes back from there.

Nothing is copied: fields, versions, children, comments and PDF files stay the rows they are, so they come back as they
were. While a page lies there it is not public, not found, not chosen and not edited. After 30 days it is deleted for
good. See docs/engineering/decisions for why a move and no flag.
"""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState, WorkflowState, get_default_page_content_type
from wagtail.permissions import policy_registry

from ogl_portal.core.changes.record import withdraw
from ogl_portal.core.page_trash import SLUG, URL_PATH, trash_opened, without_trash
from ogl_portal.core.reserved import is_reserved
from ogl_portal.core.slugs import taken_by_site
from ogl_portal.safety.models import KEPT, TrashedPage
from publications.files import delete_stored_files


class CannotRestoreError(Exception):
    """Why a page cannot come back to where it shall; the message is a German sentence for the person who asked."""


def trash_root() -> Page | None:
    """The hidden page below which deleted pages lie; None as long as nothing was ever deleted."""
    return Page.objects.filter(depth=2, slug=SLUG).first()


def is_in_trash(page: Page) -> bool:
    """Whether ``page`` lies in the bin now, whatever it knew of its place when it was loaded."""
    return Page.objects.filter(pk=page.pk, url_path__startswith=URL_PATH).exists()


def entry_above(key: int) -> TrashedPage | None:
    """The entry with which the page of that key came into the bin, be it as one that lay below; None elsewhere."""
    page = Page.objects.filter(pk=key, url_path__startswith=URL_PATH).first()
    if page is None:
        return None
    above = [page.path[: Page.steplen * depth] for depth in range(1, page.depth + 1)]
    return TrashedPage.objects.filter(page__path__in=above).select_related("parent").first()


def site_starts_at_or_below(page: Page) -> bool:
    """Whether deleting ``page`` would leave the site without its start page."""
    return page.get_descendants(inclusive=True).filter(sites_rooted_here__isnull=False).exists()


@transaction.atomic
def move_to_trash(page: Page, user: Any = None) -> TrashedPage:
    """Move ``page`` and all below it into the bin. Who may do that, the caller has checked."""
    root = _make_root()
    page = Page.objects.select_for_update().get(pk=page.pk)
    parent = page.get_parent()
    below = page.get_descendants(inclusive=True)
    keys = list(below.values_list("pk", flat=True))
    _detach_aliases(keys)
    waiting = _stop_workflows(keys, user)
    scheduled = _versions(keys).filter(approved_go_live_at__isnull=False)
    entry = TrashedPage.objects.create(
        page=page,
        deleted_by=user,
        parent=parent,
        parent_title=parent.title,
        slug=page.slug,
        address=page.get_url() or "",
        size=len(keys),
        live=list(below.live().values_list("pk", flat=True)),
        neighbours=[sibling and sibling.pk for sibling in (page.get_prev_sibling(), page.get_next_sibling())],
        waiting=waiting,
        scheduled={str(pk): at.isoformat() for pk, at in scheduled.values_list("pk", "approved_go_live_at")},
    )
    scheduled.update(approved_go_live_at=None)
    page.preview_links.model.objects.filter(page__in=keys).delete()
    Page.objects.filter(pk__in=keys).update(live=False)
    log(instance=page.specific, action="safety.bin", user=user, data={"parent": parent.title, "pages": len(keys)})
    _move(page, root, f"{SLUG}-{page.pk}", user)
    return entry


@transaction.atomic
def restore(entry: TrashedPage, parent: Page, slug: str, *, public: bool, user: Any = None) -> Page:
    """Take the page out of the bin and put it below ``parent``; ``public`` makes public again what was public.

    Raises CannotRestoreError where the place is not free or not there.
    """
    if is_in_trash(parent):
        raise CannotRestoreError(
            f"»{parent.title}« liegt selbst im Papierkorb. Stellen Sie zuerst diese Seite wieder her, oder wählen Sie "
            "einen anderen Ort."
        )
    page = Page.objects.select_for_update().get(pk=entry.page_id)
    if Page.objects.child_of(parent).filter(slug=slug).exclude(pk=page.pk).exists():
        raise CannotRestoreError(
            f"Unter »{parent.title}« gibt es inzwischen eine andere Seite mit der Adresse »{slug}«. Bitte wählen Sie "
            "eine andere; es ist noch nichts geändert."
        )
    if is_reserved(parent, slug):
        raise CannotRestoreError(taken_by_site(parent, slug))
    _move(page, parent, slug, user, entry)
    _resume_workflows(entry)
    if public:
        now = timezone.now()
        # What has expired meanwhile stays down: nobody takes it down again before the schedule next looks.
        expired = list(Page.objects.filter(pk__in=entry.live, expire_at__lte=now).values_list("pk", flat=True))
        Page.objects.filter(pk__in=entry.live).exclude(pk__in=expired).update(live=True)
        Page.objects.filter(pk__in=expired).update(expired=True, has_unpublished_changes=True, live_revision=None)
        withdraw(expired)
        for pk, text in entry.scheduled.items():
            if (at := datetime.datetime.fromisoformat(text)) > now:
                Revision.objects.filter(pk=pk).update(approved_go_live_at=at)
    else:
        Page.objects.filter(pk__in=entry.live).update(has_unpublished_changes=True)
        withdraw(entry.live)
    if slug != entry.slug:
        _rename_in_draft(page, slug)
    entry.delete()
    page.refresh_from_db()
    log(instance=page.specific, action="safety.restore", user=user, data={"parent": parent.title})
    return page


@transaction.atomic
def purge(entry: TrashedPage, user: Any = None) -> None:
    """Delete for good: the page, all below it, and the PDF files of its publications.

    Only what lies in the bin, and is therefore not public; of anything else the entry goes, and the page stays.
    """
    page = Page.objects.select_for_update().get(pk=entry.page_id)
    if not is_in_trash(page):
        entry.delete()
        return
    keys = page.get_descendants(inclusive=True).values_list("pk", flat=True)
    delete_stored_files(list(keys))
    # Who may do that, the caller has checked: on a page in the bin nobody has the right that Wagtail asks for.
    DeletePageAction(page.specific, user=user).execute(skip_permission_checks=True)


def purge_expired(today: datetime.date | None = None) -> None:
    """The daily job: what has lain in the bin for 30 days is deleted for good."""
    for entry in TrashedPage.objects.filter(deleted_at__lte=timezone.now() - KEPT):
        purge(entry)


def may_restore(entry: TrashedPage, user: Any) -> bool:
    """Who may add pages where it was may bring it back; where that place is gone, who may add below the start page."""
    place = entry.parent if entry.parent and not is_in_trash(entry.parent) else None
    if place is None:
        place = Page.objects.filter(sites_rooted_here__is_default_site=True).first()
    return place is not None and bool(place.permissions_for_user(user).can_add_subpage())


def may_purge(user: Any) -> bool:
    return bool(user.has_perm("safety.delete_trashedpage"))


def possible_parents(entry: TrashedPage, user: Any, limit: int = 200) -> list[Page]:
    """Pages below which the page may stand and ``user`` may add, the old place first."""
    models = entry.page.specific_class.allowed_parent_page_models()
    if not models:
        return []
    found = without_trash(Page.objects.type(*models)).annotate(is_old=Q(pk=entry.parent_id))
    rights = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "add")
    found = found.filter(pk__in=rights.order_by().values("pk")).order_by("-is_old", "depth", "title")[:limit]
    return [page for page in found if page.permissions_for_user(user).can_add_subpage()]


def _detach_aliases(pages: list[int]) -> None:
    """Let no page in the bin follow one outside: it would be published with it, or come back with its old text."""
    aliases = Page.objects.filter(pk__in=pages, alias_of__isnull=False).exclude(alias_of__in=pages)
    aliases.update(alias_of=None, live=False, has_unpublished_changes=True)


def _versions(pages: list[int]) -> QuerySet[Revision]:
    return Revision.objects.filter(
        base_content_type=get_default_page_content_type(), object_id__in=[str(pk) for pk in pages]
    )


def _make_root() -> Page:
    """The bin's own page. The lock keeps two first deletions from making two."""
    top = Page.objects.select_for_update().get(depth=1)
    with trash_opened():
        return trash_root() or top.add_child(
            instance=Page(title="Papierkorb", slug=SLUG, live=False, show_in_menus=False)
        )


def _stop_workflows(keys: list[int], user: Any) -> list[dict[str, Any]]:
    """Cancel what is being decided about the pages, since nobody decides in the bin; what it was, to resume it."""
    stopped = []
    for state in WorkflowState.objects.active().filter(
        base_content_type=get_default_page_content_type(), object_id__in=[str(key) for key in keys]
    ):
        task = state.current_task_state
        stopped.append({"state": state.pk, "status": state.status, "task": task and [task.pk, task.status]})
        state.cancel(user=user)
    return stopped


def _resume_workflows(entry: TrashedPage) -> None:
    """What was being decided is so again: without anybody being told anew, and with all that was said."""
    for stopped in entry.waiting:
        task, status = stopped["task"] or (None, "")
        TaskState.objects.filter(pk=task).update(
            status=status,
            **({"finished_at": None, "finished_by": None} if status == TaskState.STATUS_IN_PROGRESS else {}),
        )
        WorkflowState.objects.filter(pk=stopped["state"]).update(status=stopped["status"], current_task_state=task)


def _move(page: Page, parent: Page, slug: str, user: Any, entry: TrashedPage | None = None) -> None:
    """Move under another slug, so that it never meets one that is there; with ``entry`` to where it stood."""
    Page.objects.filter(pk=page.pk).update(slug=slug)
    page = Page.objects.get(pk=page.pk)
    target, pos = _place(entry, parent) if entry else (Page.objects.get(pk=parent.pk), "last-child")
    with trash_opened():
        MovePageAction(page, target, pos=pos, user=user).execute(skip_permission_checks=True)


def _place(entry: TrashedPage, parent: Page) -> tuple[Page, str]:
    """Beside a sibling that it stood beside, where that is still there; else behind all others."""
    if entry.parent_id == parent.pk:
        for key, pos in zip(entry.neighbours, ("right", "left"), strict=False):
            if sibling := Page.objects.child_of(parent).filter(pk=key).first():
                return sibling, pos
    return Page.objects.get(pk=parent.pk), "last-child"


def _rename_in_draft(page: Page, slug: str) -> None:
    draft = page.latest_revision
    if draft is not None:
        draft.content["slug"] = slug
        Revision.objects.filter(pk=draft.pk).update(content=draft.content)

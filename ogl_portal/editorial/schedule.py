"""Publish and take down what is due, without cron: the worker calls ``publish_due`` twice a minute.

Each page is its own transaction with a lock on its row, so that several workers share the work, a killed one leaves
nothing half done, and a page that cannot be published holds up no other. What fell due while the site was down is
done at the next start. ``manage.py publish_scheduled`` (Wagtail's) does the same for those who have a cron.
"""

import datetime
import logging
from collections.abc import Callable

from django.db import OperationalError, transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from ogl_portal.core.publishing import EXPIRED, SCHEDULED

logger = logging.getLogger(__name__)


def publish_due(today: datetime.date | None = None) -> int:
    """The job. Take down what has expired, publish what is due. Returns how many pages changed for the public."""
    now = timezone.now()
    expired = Page.objects.filter(live=True, expire_at__lte=now, sites_rooted_here=None).order_by("expire_at")
    waiting = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    return sum([
        *(_alone(_take_down, pk) for pk in list(expired.values_list("pk", flat=True))),
        *(_alone(_publish, pk) for pk in list(waiting.values_list("pk", flat=True))),
    ])  # fmt: skip


def _alone(work: Callable[[int], bool], pk: int) -> bool:
    """Whether ``work`` changed something; an error is logged, and the next minute tries again."""
    try:
        with transaction.atomic():
            return work(pk)
    except OperationalError:
        raise  # the database itself: the caller waits for it
    except Exception:
        logger.exception("Scheduled work failed: %s %s; it will be tried again", work.__name__, pk)
        return False


def _take_down(pk: int) -> bool:
    due = Page.objects.filter(pk=pk, live=True, expire_at__lte=timezone.now())
    page = due.select_for_update(skip_locked=True, of=("self",)).first()
    if page is None:  # another worker has it, or somebody has changed the date meanwhile
        return False
    page.specific.unpublish(set_expired=True, log_action=EXPIRED)
    return True


def _publish(pk: int) -> bool:
    due = Revision.objects.filter(pk=pk, approved_go_live_at__lte=timezone.now())
    revision = due.select_for_update(skip_locked=True, of=("self",)).first()
    if revision is None:
        return False
    revision.publish(log_action=SCHEDULED)
    return True

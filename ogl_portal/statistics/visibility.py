"""Whose figures somebody may see: the programme's all, a lab team those of its own lab."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from ogl_portal.editorial.dashboard import Desk
from ogl_portal.editorial.models import User
from ogl_portal.statistics.models import DailyRequests
from publications.models import PublicationPage


def visible_requests(user: User) -> QuerySet[DailyRequests]:
    """The sums that ``user`` may see. A team sees its pages, and the publications that name its lab."""
    desk = Desk(user, timezone.localdate())
    if desk.has_whole_site:
        return DailyRequests.objects.all()
    own = desk.mine(Page.objects.all()).values("pk")
    of_lab = PublicationPage.objects.filter(labs__team__group__user=user).values("pk")
    return DailyRequests.objects.filter(Q(page__in=own) | Q(page__in=of_lab))

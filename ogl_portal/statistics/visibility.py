"""Whose figures somebody may see: the programme's all, a lab team those of its own lab."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from ogl_portal.statistics.models import DailyRequests
from ogl_portal.users.models import User
from ogl_portal.workplace.scope import DashboardScope
from publications.models import PublicationPage


def visible_requests(user: User) -> QuerySet[DailyRequests]:
    """The sums that ``user`` may see: all, or those of the own pages."""
    scope = DashboardScope(user, timezone.localdate())
    if scope.has_whole_site:
        return DailyRequests.objects.all()  # also of what is no page, or no longer one
    return DailyRequests.objects.filter(page__in=pages_of(scope).values("pk"))


def pages_of(scope: DashboardScope) -> QuerySet[Page]:
    """The pages whose figures somebody may see. A team sees its own, and the publications that name its lab."""
    if scope.has_whole_site:
        return Page.objects.all()
    own = scope.mine(Page.objects.all()).values("pk")
    of_lab = PublicationPage.objects.filter(labs__team__group__user=scope.user).values("pk")
    return Page.objects.filter(Q(pk__in=own) | Q(pk__in=of_lab))

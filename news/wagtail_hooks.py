"""What news add to the admin: a button on the dashboard."""

from labs.dashboard import own_lab
from news.models import NewsIndexPage, NewsPage
from ogl_portal.workplace.actions import Action, add_url, place_for_new, register_action
from ogl_portal.workplace.scope import DashboardScope


def write_news(scope: DashboardScope) -> Action | None:
    """Below the lab that is the person's own, or below the index page."""
    parent = own_lab(scope) or place_for_new(scope, NewsIndexPage)
    return Action("Meldung schreiben", add_url(NewsPage, parent), "doc-full-inverse") if parent else None


register_action(write_news, order=100)

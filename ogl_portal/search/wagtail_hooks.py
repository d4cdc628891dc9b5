"""Search in the admin: synonyms, recommended pages, the report of searches."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from ogl_portal.core.snippets import NotChosenMixin
from ogl_portal.search.dashboard import unfound_words
from ogl_portal.search.models import BestBet, Synonyms
from ogl_portal.search.reports import SearchedWordsReport
from ogl_portal.workplace.cards import register
from ogl_portal.workplace.reports import register_report


class SynonymsViewSet(NotChosenMixin, SnippetViewSet):
    model = Synonyms
    icon = "openquote"
    menu_label = "Synonyme"
    copy_view_enabled = False
    list_display = ["words"]


class BestBetViewSet(NotChosenMixin, SnippetViewSet):
    model = BestBet
    icon = "pick"
    menu_label = "Empfohlene Seiten"
    copy_view_enabled = False
    list_display = ["words", "page"]


class SearchViewSetGroup(SnippetViewSetGroup):
    items = (SynonymsViewSet, BestBetViewSet)
    menu_label = "Suche pflegen"  # »Suche« is the field that looks for pages
    menu_icon = "search"
    menu_order = 270


register_snippet(SearchViewSetGroup)
register(unfound_words, order=340)
register_report(SearchedWordsReport, "suchanfragen", order=800)


@hooks.register("register_permissions")
def permission_of_the_record() -> QuerySet[Permission]:
    """It has no snippet of its own, and can be ticked in a group all the same."""
    return Permission.objects.filter(content_type__app_label="search", codename="view_searchedwords")

"""What the dashboard tells about the search: words that readers looked for in vain."""

import datetime
from urllib.parse import urlencode

from django.db.models import Max, Sum
from django.urls import reverse

from ogl_portal.search.models import SearchedWords
from ogl_portal.search.reports import NOT_FOUND
from ogl_portal.workplace.cards import Card, Item, Priority, first_of
from ogl_portal.workplace.formatting import counted
from ogl_portal.workplace.scope import DashboardScope

LOOKED_BACK = datetime.timedelta(days=30)


def unfound_words(scope: DashboardScope) -> Card | None:
    """Words of the last 30 days that never found anything; what has been found since then is mended."""
    if not scope.user.has_perm("search.view_searchedwords"):
        return None
    words = SearchedWords.objects.filter(day__gte=scope.today - LOOKED_BACK).order_by().values("words")
    words = words.annotate(total=Sum("searches"), most=Max("results")).filter(most=0)
    found, count = first_of(words.order_by("-total", "words"))
    if not found:
        return None
    items = [
        Item(
            f"»{row['words']}«",
            f"{reverse('search')}?{urlencode({'q': row['words']})}",
            f"{counted(row['total'], 'Mal', 'Mal')} gesucht",
        )
        for row in found
    ]
    return Card(
        Priority.REPAIR,
        "Suchen ohne Treffer",
        count,
        items,
        "Suchanfragen ansehen",
        f"{reverse('searched_words_report')}?found={NOT_FOUND}",
        "In den letzten 30 Tagen. Gibt es den Inhalt unter einem anderen Wort, hilft ein Eintrag unter »Synonyme«.",
    )

"""The card about the texts that the law prescribes."""

from ogl_portal.legal.gaps import legal_gaps
from ogl_portal.workplace.cards import SHOWN_ITEMS, Card, Item, Priority
from ogl_portal.workplace.scope import DashboardScope


def legal_texts(scope: DashboardScope) -> Card | None:
    """What is missing in imprint and privacy notice, or to be checked again; to those who may mend it."""
    if not scope.has_whole_site:
        return None
    gaps = [gap for gap in legal_gaps() if not gap.permission or scope.user.has_perm(gap.permission)]
    if not gaps:
        return None
    return Card(
        Priority.REPAIR,
        "Vorgeschriebene Texte",
        len(gaps),
        [Item(gap.text, gap.edit_url, gap.source) for gap in gaps[:SHOWN_ITEMS]],
        "Lücke schließen",
        gaps[0].edit_url,
        "Die Rechtsgrundlage steht dabei. Was nicht feststeht, bleibt leer, bis es jemand verbindlich sagt.",
    )

"""Counts beside the results: following a choice leads to as many results as it promised."""

from collections.abc import Callable
from datetime import date
from itertools import cycle, product

from ogl_portal.search.finder import Results
from tests.factories import EventPageFactory, LabPageFactory, NewsPageFactory, Portal, TopicFactory

CHOICES = {
    "art": ("", "meldung", "termin"),
    "labor": ("", "brandis", "norden"),
    "thema": ("", "jugend"),
    "jahr": ("", "2021", "2022"),
    "land": ("", "SN", "HB"),
}


def test_counts_equal_results_for_every_combination(
    portal: Portal, search: Callable[..., Results], index: Callable[[], None]
) -> None:
    saxon = LabPageFactory(parent=portal.labs, slug="brandis", title="Brandis", laender=["SN"])
    northern = LabPageFactory(parent=portal.labs, slug="norden", title="Norden", laender=["NI", "HB"])
    youth, data = TopicFactory(slug="jugend"), TopicFactory(slug="daten")
    shown = cycle(
        [([saxon], [youth]), ([northern, saxon], [youth, data]), ([], []), ([northern], [data]), ([saxon], [])]
    )
    for number in range(14):
        labs, about = next(shown)
        common = {"title": f"Kornblume {number}", "labs": labs, "topics": about}
        NewsPageFactory(parent=portal.news, date=str(2021 + number % 2), **common)
        EventPageFactory(parent=portal.events, start_date=date(2021 + number % 3, 5, 5), **common)
    index()

    found = {}
    for values in product(*CHOICES.values()):
        chosen = {name: value for name, value in zip(CHOICES, values, strict=True) if value}
        found[frozenset(chosen.items())] = search("Kornblume", **chosen)
    assert found[frozenset()].total == 28

    compared = 0
    for chosen, results in found.items():
        for name, counts in results.counts.items():
            for value, count in counts.items():
                other = found.get(frozenset({**dict(chosen), name: value}.items()))
                if other is not None:
                    assert other.total == count, (chosen, name, value)
                    compared += 1
    assert compared > 300

"""Filters beside the results, each value with the number of results it would leave and the address of that state."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from labs.directory import lab_titles
from ogl_portal.core.models import Topic
from ogl_portal.german.laender import Land
from ogl_portal.german.sorting import german_sort_key
from ogl_portal.search.models import EntryKind

SHOWN = 8  # values of a facet; a chosen one is always shown

LABELS = {"art": "Art", "thema": "Thema", "labor": "Labor", "jahr": "Jahr", "land": "Land"}


@dataclass(frozen=True)
class FacetChoice:
    label: str
    count: int
    url: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list[FacetChoice]

    @property
    def chosen(self) -> FacetChoice | None:
        return next((choice for choice in self.choices if choice.is_chosen), None)


def read_filters(query: Mapping[str, str]) -> dict[str, str]:
    """The filters that an address sets; values that cannot be one are passed over."""
    filters = {}
    for name in LABELS:
        value = query.get(name, "").strip()
        if value and len(value) <= 255 and "\x00" not in value and _is_possible(name, value):
            filters[name] = value
    return filters


def build_facets(words: str, filters: dict[str, str], counts: dict[str, dict[str, int]]) -> list[Facet]:
    """Facets with something to choose, in the order of ``LABELS``."""
    facets = []
    for name, label in LABELS.items():
        found = dict(counts.get(name, {}))
        if name in filters:
            found.setdefault(filters[name], 0)
        if not found:
            continue
        names = _names(name, list(found))
        values = sorted(found, key=lambda value: _order(name, value, found[value], names[value]))
        shown = [value for i, value in enumerate(values) if i < SHOWN or value == filters.get(name)]
        choices = [
            FacetChoice(
                label=names[value],
                count=found[value],
                url=_address(words, filters, name, "" if value == filters.get(name) else value),
                is_chosen=value == filters.get(name),
            )
            for value in shown
        ]
        facets.append(Facet(name, label, choices))
    return facets


def address(words: str, filters: dict[str, str]) -> str:
    """The query of a shareable address, without the page."""
    return urlencode({"q": words, **filters})


def _address(words: str, filters: dict[str, str], name: str, value: str) -> str:
    rest = {key: old for key, old in filters.items() if key != name}
    return "?" + address(words, {**rest, name: value} if value else rest)


def _is_possible(name: str, value: str) -> bool:
    match name:
        case "art":
            return value in EntryKind.values
        case "jahr":
            return value.isascii() and value.isdigit() and len(value) == 4
        case "land":
            return value in Land.values
    return True


def _names(name: str, values: list[str]) -> dict[str, str]:
    """What a reader calls the values; a value that has no name (any more) is shown as it is."""
    names: dict[str, str] = {}
    match name:
        case "art":
            names = dict(EntryKind.choices)
        case "land":
            names = dict(Land.choices)
        case "labor":
            names = lab_titles()
        case "thema":
            names = {topic.slug: str(topic) for topic in Topic.objects.filter(slug__in=values)}
    return {value: str(names.get(value, value)) for value in values}


def _order(name: str, value: str, count: int, label: str) -> tuple[int, str]:
    """Years newest first, everything else by what there is most of."""
    return (-int(value), "") if name == "jahr" else (-count, german_sort_key(label))

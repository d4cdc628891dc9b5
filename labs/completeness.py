"""What a lab's profile is asked for, stated once: for the sentences to staff, and for finding the labs that lack it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, Model, OuterRef, Q, QuerySet


@dataclass(frozen=True)
class Asked:
    """Fields or relations that must all be filled in, and the sentence when one is not."""

    names: tuple[str, ...]
    sentence: str


ASKED_FOR = (
    Asked(("teaser",), "Anreißer fehlt"),
    Asked(("project_name",), "Projektname fehlt"),
    Asked(("official_name",), "Amtlicher Name fehlt"),
    Asked(("laender",), "Land fehlt"),
    Asked(("latitude", "longitude"), "Lage auf der Karte fehlt"),
    Asked(("period_start", "period_end"), "Laufzeit ist nicht vollständig"),
    Asked(("municipalities",), "Kommunen fehlen"),
    Asked(("partners",), "Partner fehlen"),
    Asked(("topics",), "Themen fehlen"),
    Asked(("theme",), "Gesellschaftliche Themen fehlen"),
    Asked(("goals",), "Ziele fehlen"),
    Asked(("results",), "Ergebnisse fehlen"),
    Asked(("how_it_works",), "Arbeitsweise fehlt"),
    Asked(("subprojects",), "Teilprojekte fehlen"),
)


def missing(lab: Any) -> list[str]:
    """Sentences about what is still open; empty when the profile is complete."""
    return [asked.sentence for asked in ASKED_FOR if not all(_is_filled(lab, name) for name in asked.names)]


def _is_filled(lab: Any, name: str) -> bool:
    value = getattr(lab, name)
    return bool(value.all() if hasattr(value, "all") else value)


def incomplete(labs: QuerySet[Any]) -> QuerySet[Any]:
    """Those of ``labs`` for which ``missing`` has something to say, found by the database."""
    lacks = Q()
    for asked in ASKED_FOR:
        for name in asked.names:
            lacks |= _lacks(labs.model, name)
    return labs.filter(lacks)


def _lacks(model: type[Model], name: str) -> Q:
    field: Any = model._meta.get_field(name)
    if field.one_to_many:
        return Q(~Exists(field.related_model.objects.filter(**{field.field.name: OuterRef("pk")})))
    if field.many_to_many:
        return Q(~Exists(field.remote_field.through.objects.filter(**{field.m2m_field_name(): OuterRef("pk")})))
    if field.null:
        return Q(**{f"{name}__isnull": True})
    return Q(**{name: [] if isinstance(field, ArrayField) else ""})

"""What belongs to pages that are here already: Django's ``prefetch_related_objects``, by prepared queries."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.db.models import F, ManyToManyField, Model, QuerySet

from ogl_portal.core.prepared import GivenList, Prepared

Narrow = Callable[[QuerySet[Any]], QuerySet[Any]]


def fetch_related(owners: Sequence[Model], *names: str, narrow: Narrow | None = None, to_attr: str = "") -> None:
    """One query for each of the relations ``names`` of ``owners``, which are of one class.

    ``narrow`` is a function of a module that is given the queryset. What a draft has changed counts all the same.
    Of what was fetched only ``all()`` may be asked; whoever wants to filter it fetches it alone.
    """
    if not owners:
        return
    for name in names:
        query, owner_key, owner_field = _query(type(owners[0]), name, narrow)
        found: dict[Any, list[Any]] = {owner.pk: [] for owner in owners}
        by_pk = {owner.pk: owner for owner in owners}
        for one in query(owners=list(found)):
            owner = by_pk[getattr(one, owner_key)]
            if owner_field:
                setattr(one, owner_field, owner)
            found[owner.pk].append(one)
        for owner in owners:
            if to_attr:
                setattr(owner, to_attr, found[owner.pk])
            else:
                kept: dict[str, Any] = owner.__dict__.setdefault("_prefetched_objects_cache", {})
                kept[name] = found[owner.pk]


@cache
def _query(model: type[Model], name: str, narrow: Narrow | None) -> tuple[Prepared[Any], str, str]:
    """The query, and where its rows have the key of their owner and, if they know it, the owner."""
    relation: Any = model._meta.get_field(name)
    if isinstance(relation, ManyToManyField):
        back, owner_key, owner_field = relation.related_query_name(), "_owner", ""
    else:
        back, owner_key, owner_field = relation.field.name, relation.field.attname, relation.field.name

    def build() -> QuerySet[Any]:
        rows = relation.related_model._default_manager.filter(**{f"{back}__in": GivenList("owners")})
        if not owner_field:
            rows = rows.annotate(_owner=F(back))
        return narrow(rows) if narrow else rows

    return Prepared(build), owner_key, owner_field

"""What of a thing staff can find it by: its texts, each with the name of its field.

Of a page that is every text in it. Of anything else (pictures, files, people, topics) it is what the model names in
``search_fields``, as Wagtail does. Nothing is asked of the database but relations of the thing itself.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Manager
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from ogl_portal.core.changes.content import text_lines
from ogl_portal.core.fields import FuzzyDateField, fuzzy
from ogl_portal.search.analysis.clean import clean_text, joined
from ogl_portal.search.sources import body_parts

# Of Wagtail's own page these are texts that people write; the rest is bookkeeping.
_OF_WAGTAIL = {"title", "slug", "seo_title", "search_description"}
_TITLES = {"title", "name", "username"}
_NOT_CONTENT = {"wagtail_admin_comments", "sort_order"}


@dataclass(frozen=True, slots=True)
class FieldText:
    """``where`` is the field in words; ``is_name`` tells names and short texts, of which any part is found."""

    where: str
    text: str
    is_title: bool = False
    is_name: bool = False

    @property
    def weight(self) -> str:
        """That of PostgreSQL: titles before names before running text."""
        return "A" if self.is_title else "B" if self.is_name else "D"


@dataclass(frozen=True, slots=True)
class FieldTexts:
    """``shown`` is what everybody may know who may know of the thing. ``draft`` is what only those may read who edit
    it: the whole of an unpublished version of a public page, else nothing."""

    shown: tuple[FieldText, ...]
    draft: tuple[FieldText, ...] = ()


def texts_of(thing: Any) -> FieldTexts:
    """The texts of a thing as it stands in the database, and of its newest draft."""
    if not isinstance(thing, Page):
        return FieldTexts(tuple(_filled(_declared_texts(thing))))
    page = thing.specific
    stored = tuple(_filled(_page_texts(page)))
    if (page.live and not page.has_unpublished_changes) or not page.latest_revision_id:
        return FieldTexts(stored)
    draft = tuple(_filled(_page_texts(page.get_latest_revision_as_object())))
    return FieldTexts(stored, draft) if page.live else FieldTexts(draft)


def _filled(texts: Iterable[FieldText]) -> Iterator[FieldText]:
    return (text for text in texts if text.text)


# --- pages -----------------------------------------------------------------------


def _page_texts(page: Any) -> Iterator[FieldText]:
    yield from _field_texts(page, (f for f in page._meta.concrete_fields if _is_content(f)))
    for relation in get_all_child_relations(type(page)):
        if relation.get_accessor_name() not in _NOT_CONTENT:
            where = str(relation.related_model._meta.verbose_name_plural)
            for child in getattr(page, relation.get_accessor_name()).all():
                yield FieldText(where, joined(text.text for text in _child_texts(child)), is_name=True)
    for field in page._meta.many_to_many:
        names = ", ".join(str(thing) for thing in getattr(page, field.name).all())
        yield FieldText(str(field.verbose_name), names)
    yield from _declared_texts(page, lambda name: not _is_field(page, name))


def _is_content(field: Any) -> bool:
    if field.model is Page:
        return field.name in _OF_WAGTAIL
    return bool(field.editable) and not field.is_relation


def _child_texts(child: Any) -> Iterator[FieldText]:
    fields = (f for f in child._meta.concrete_fields if f.editable and not f.is_relation and f.name not in _NOT_CONTENT)
    return _filled(_field_texts(child, fields))


def _field_texts(thing: Any, fields: Iterable[Any]) -> Iterator[FieldText]:
    for field in fields:
        where = str(field.verbose_name)
        if isinstance(field, StreamField):
            yield FieldText(
                where, joined(part.text for part in body_parts(field.stream_block, getattr(thing, field.name)))
            )
        elif isinstance(field, RichTextField):
            yield FieldText(where, joined(clean_text(line) for line in text_lines(getattr(thing, field.name) or "")))
        elif text := _value(thing, field):
            is_line = isinstance(field, models.CharField) and not field.choices
            yield FieldText(where, text, is_title=field.name in _TITLES, is_name=is_line)


def _value(thing: Any, field: Any) -> str:
    """A text, a choice in words, a date as it is written here; empty for everything that holds no words."""
    value = getattr(thing, field.name)
    if not value:
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, ""))
    if isinstance(field, FuzzyDateField):
        return str(fuzzy(value) or value)
    if isinstance(field, models.CharField | models.TextField):
        return clean_text(str(value))
    return f"{value:%d.%m.%Y}" if isinstance(field, models.DateField) else ""


# --- everything else -----------------------------------------------------------------


def _declared_texts(thing: Any, is_wanted: Callable[[str], bool] = bool) -> Iterator[FieldText]:
    """What ``search_fields`` names, each field once."""
    declared = (field for field in thing.get_search_fields() if not isinstance(field, index.FilterField))
    for field in {field.field_name: field for field in declared if is_wanted(field.field_name)}.values():
        if isinstance(field, index.RelatedFields):
            yield FieldText(_label(thing, field.field_name), ", ".join(_related(thing, field)), is_name=True)
        else:
            value = field.get_value(thing)
            text = clean_text(str(value)) if value else ""
            yield FieldText(_label(thing, field.field_name), text, field.field_name in _TITLES, _is_line(thing, field))


def _is_field(thing: Any, name: str) -> bool:
    """Whether it is a field; else it is a method or property."""
    try:
        thing._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def _is_line(thing: Any, field: Any) -> bool:
    name = field.field_name
    return not _is_field(thing, name) or not isinstance(thing._meta.get_field(name), models.TextField)


def _related(thing: Any, field: index.RelatedFields) -> Iterator[str]:
    found = field.get_value(thing)
    others = found.all() if isinstance(found, Manager) else [found] if found else []
    for other in others:
        yield from dict.fromkeys(str(inner.get_value(other) or "") for inner in field.fields)


def _label(thing: Any, name: str) -> str:
    """The field in words; a method or property says it in ``short_description``."""
    if _is_field(thing, name):
        field = thing._meta.get_field(name)
        return str(getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name_plural)
    found = getattr(type(thing), name)
    return str(getattr(getattr(found, "fget", found), "short_description", name))

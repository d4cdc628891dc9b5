"""What is read of a query is known, and what is not tells no two pages apart."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory

from ogl_portal.page_cache.queries import ALL, ReaderRequest, ReadQuery, only


class ByName(forms.Form):
    a = forms.CharField()
    b = forms.MultipleChoiceField(choices=[("1", "1")], required=False)


@pytest.mark.parametrize(
    ("read", "names"),
    [
        (id, set()),
        (lambda query: query["a"], {"a"}),
        (lambda query: query.get("c"), {"c"}),
        (lambda query: query.getlist("a"), {"a"}),
        (lambda query: "c" in query, {"c"}),
        (lambda query: ByName(query).is_valid(), {"a", "b"}),
        (
            lambda query: engines["django"].from_string("{{ query.a }}{{ query.d }}").render({"query": query}),
            {"a", "d"},
        ),
    ],
)
def test_reading_by_name(read: Callable[[Any], Any], names: set[str]) -> None:
    query = ReadQuery("a=1&b=2")
    read(query)
    assert query.names is not None
    assert names <= query.names <= {*names, "items"}


@pytest.mark.parametrize(
    "read",
    [
        bool,
        len,
        list,
        dict,
        copy.copy,
        copy.deepcopy,
        lambda query: {**query},
        lambda query: list(query.items()),
        lambda query: list(query.lists()),
        lambda query: list(query.values()),
        lambda query: list(query.keys()),
        lambda query: query.copy(),
        lambda query: query.dict(),
        lambda query: query.urlencode(),
        lambda query: query == {},
        lambda query: query != {},
        lambda query: query | {},
        repr,
    ],
)
def test_reading_all(read: Callable[[Any], Any]) -> None:
    query = ReadQuery("a=1&b=2")
    read(query)
    assert query.names is ALL


def test_the_address_as_a_whole() -> None:
    request = RequestFactory().get("/", {"a": "1"})
    request.__class__ = ReaderRequest
    assert request.GET.names == set()
    assert request.build_absolute_uri().endswith("?a=1")
    assert request.GET.names is ALL


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("a=1&x=2&b=3&a=4", "a=1&b=3&a=4"),
        ("%61=1&x", "%61=1"),
        ("a&=&&x=a", "a"),
        ("aa=1&A=2", ""),
        ("g%C3%BC=1&g\xc3\xbc=2", "g%C3%BC=1&g\xc3\xbc=2"),
    ],
)
def test_only_what_was_read(query: str, left: str) -> None:
    assert only(query, frozenset({"a", "b", "gü"})) == left

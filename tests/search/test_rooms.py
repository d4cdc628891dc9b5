"""A search goes from room to room (module to module) and hardly ever back: what one finds out, the next only reads."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from django.test import Client

from ogl_portal.search.analysis.words import fold, root, stem
from publications.models import PublicationPage

MOST_RETURNS = 10
PACKAGE = "ogl_portal.search."


def passages(run: Callable[[], Any]) -> list[tuple[str, str]]:
    """From which module of the search to which ``run`` goes, in order and each once.

    Read from the functions that are called, one after the other. What dataclasses and comprehensions make is no
    function of its own, and a generator that goes on is not called again.
    """
    found: dict[tuple[str, str], None] = {}
    frames: list[FrameType] = []  # kept, so that no other frame is taken for one of them
    room = ""

    def note(frame: FrameType, event: str, _arg: object) -> None:
        nonlocal room
        module = frame.f_globals.get("__name__", "")
        name, file = frame.f_code.co_name, frame.f_code.co_filename
        if event != "call" or not module.startswith(PACKAGE) or name.startswith("<") or file == "<string>":
            return
        if not any(frame is one for one in frames):
            frames.append(frame)
            if module != room:
                found[(room, module)] = None
            room = module

    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(None)
    return list(found)


@pytest.mark.parametrize(
    "words",
    [
        "Bürgerrat Losverfahren",
        "Losverfaren Bürgerrat",
        '"im Bürgerrat" -Berlin',
        "Losverfahren OR 1. Dezember 2022",
    ],
)
def test_a_search_seldom_returns_to_a_room(
    words: str, report: PublicationPage, index: Callable[[], None], client: Client
) -> None:
    index()
    client.get("/suche/", {"q": "Kommune"})  # what a process does once a minute is done: reading the synonyms
    for remembers in (fold, stem, root):
        remembers.cache_clear()
    way = passages(lambda: client.get("/suche/", {"q": words}))
    rooms = {room for _, room in way}
    assert {f"{PACKAGE}{name}" for name in ("views", "query", "plan", "statement", "record")} <= rooms
    assert len(way) - len(rooms) <= MOST_RETURNS, way

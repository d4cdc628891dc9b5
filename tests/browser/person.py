"""Somebody at the keyboard: goes from control to control with the Tab key and counts what it takes.

A control is found by the name that a screen reader would say, so a test reads as what the screen says.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect

FURTHEST = 400  # presses of the Tab key after which a control counts as not to be found


class Person:
    """Uses ``page`` by keyboard alone. An action is to activate one control; typing and Tab presses are none."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0
        self.tabs = 0
        self._devtools: Any = page.context.new_cdp_session(page)
        # A listener from the beginning: where the browser learns with the key press that dialogs are to be handed over,
        # a busy one opens its own first.
        page.on("filechooser", lambda _dialog: None)

    def go_to(self, name: str | re.Pattern[str], role: str = "") -> "Person":
        """Press Tab until the control of that name has the focus. A string means the whole name.

        The ``role`` (ARIA) is only needed where two controls share a name, as a field and its button may.
        """
        passed = []
        for _ in range(FURTHEST):
            found, its_role = self._focused()
            is_it = name.search(found) if isinstance(name, re.Pattern) else _words(found) == name
            if found and is_it and role in {"", its_role}:
                return self
            passed.append(found)
            self.page.keyboard.press("Tab")
            self.tabs += 1
        return pytest.fail(f"No »{name}« among {[*filter(None, dict.fromkeys(passed))]} on {self.page.url}")

    def activate(self, key: str = "Enter") -> "Person":
        self.actions += 1
        self.page.keyboard.press(key)
        return self

    def choose_file(self, file: Path) -> "Person":
        """Two actions: the dialog of the system is opened, and the file taken in it."""
        with self.page.expect_file_chooser() as dialog:
            self.activate()
        dialog.value.set_files(file)
        self.actions += 1
        return self

    def type(self, text: str) -> "Person":
        self.page.keyboard.type(text)
        return self

    def type_instead(self, text: str) -> "Person":
        """Replace what the field holds."""
        self.page.keyboard.press("ControlOrMeta+A")
        return self.type(text)

    def sees(self, text: str | re.Pattern[str]) -> "Person":
        """Wait until that text is on the screen."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible(timeout=20_000)
        return self

    def _focused(self) -> tuple[str, str]:
        """Accessible name and role of what has the focus; empty where nothing has."""
        handle = self._devtools.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]
        if handle.get("className") in {None, "HTMLBodyElement"}:
            return "", ""
        try:
            tree = self._devtools.send(
                "Accessibility.getPartialAXTree", {"objectId": handle["objectId"], "fetchRelatives": False}
            )
        except Error as error:
            if "context" not in str(error):
                raise
            self.page.wait_for_load_state()  # the page was left for the next one in between
            return "", ""
        node = tree["nodes"][0]
        return str(node.get("name", {}).get("value", "")), str(node.get("role", {}).get("value", ""))


def _words(name: str) -> str:
    """A name without the sign for required fields and without line breaks."""
    return " ".join(name.replace("*", " ").split())

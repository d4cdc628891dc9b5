"""Sentences for the log and the history of a page, written once for an action and filled in for each entry."""

from collections import defaultdict
from typing import Any

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter


def register_log_words(words: dict[str, tuple[str, str]], *, order: int = 0) -> None:
    """Register for each action its label and its sentence; ``{name}`` in a sentence stands for the entry's data."""

    def register(actions: LogActionRegistry) -> None:
        for action, (label, sentence) in words.items():
            actions.register_action(action)(_formatter(label, sentence))

    hooks.register("register_log_actions", register, order=order)


def _formatter(label_of_action: str, sentence: str) -> type[LogFormatter]:
    class Formatter(LogFormatter):
        label = label_of_action

        def format_message(self, entry: Any) -> str:
            return sentence.format_map(defaultdict(str, entry.data))

    return Formatter

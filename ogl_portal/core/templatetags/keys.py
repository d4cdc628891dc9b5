"""Keys as they are labelled on a German keyboard."""

from django import template

register = template.Library()


@register.filter
def german_keys(shortcut: str) -> str:
    """»Ctrl + s« is »Strg + S«."""
    named = {"Ctrl": "Strg", "Shift": "Umschalt", "Delete": "Entf", "Return": "Eingabe", "Enter": "Eingabe"}
    keys = [key.strip() for key in shortcut.split(" + ")]
    return " + ".join(named.get(key, key.upper() if len(key) == 1 else key) for key in keys)

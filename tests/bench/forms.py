"""Editing forms as a browser would send them."""

import json
import uuid

import lxml.html


def largest_form(html: str) -> dict[str, str]:
    """The values of the form that a page is about: beside it there are those of search and of signing out."""
    page = lxml.html.fromstring(html)
    form = max(page.forms, key=lambda one: len(one.fields))
    return {name: value for name, value in form.form_values() if value is not None}


def one_paragraph(text: str) -> dict[str, str]:
    """The values that make ``text`` the only block of a page's body, which the browser puts together by script."""
    block = {"key": "probe", "text": text, "type": "unstyled", "depth": 0}
    content = {"blocks": [block | {"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}
    return {
        "body-count": "1",
        "body-0-type": "paragraph",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-id": str(uuid.uuid4()),
        "body-0-value": json.dumps(content),
    }

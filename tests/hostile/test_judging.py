"""The judge finds what it is there for, and nothing else."""

import json

import pytest
from django.http import HttpResponse, JsonResponse

from tests.hostile.judging import faults_of
from tests.hostile.values import MARK

PAGE = "<!doctype html><html><body>{}</body></html>"


@pytest.mark.parametrize(
    "piece",
    [
        f"<script>{MARK}()</script>",
        f"<img src=x onerror={MARK}()>",
        f"<a href=' javascript:{MARK}()'>x</a>",
        f"<svg/onload={MARK}()>",
    ],
)
def test_a_script_that_was_sent_is_found_in_pages_and_dialogs(piece: str) -> None:
    page = PAGE.format(piece)
    assert faults_of(HttpResponse(page), page, ())
    dialog = JsonResponse({"step": "x", "html": page})
    assert faults_of(dialog, dialog.content.decode(), ())


def test_what_is_escaped_or_no_page_is_sound() -> None:
    for piece in (f"&lt;script&gt;{MARK}()&lt;/script&gt;", f'<input value="&quot; onfocus={MARK}()">', MARK):
        page = PAGE.format(piece)
        assert faults_of(HttpResponse(page), page, ()) == []
    text = json.dumps({"q": f"<script>{MARK}()</script>"})
    assert faults_of(HttpResponse(text, content_type="application/json"), text, ()) == []


def test_crashes_traces_words_and_ways_out_are_found() -> None:
    assert faults_of(HttpResponse(status=500), "", ())
    assert faults_of(HttpResponse(), "Traceback (most recent call last):", ())
    assert faults_of(HttpResponse(), "ein Zyxwolke Entwurf", ("Zyxwolke",))
    for target in (f"//{MARK}.example/", f"https://{MARK}.example/", f"/\\{MARK}.example"):
        assert faults_of(HttpResponse(status=302, headers={"Location": target}), "", ())
    assert faults_of(HttpResponse(status=302, headers={"Location": f"/suche/?q={MARK}"}), "", ()) == []

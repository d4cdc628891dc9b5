"""The frame of every mail."""

import pytest
from django.conf import settings
from django.template import engines

from ogl_portal.mail import render
from ogl_portal.mail.render import absolute_url, render_mail


@pytest.fixture(autouse=True)
def _template(monkeypatch: pytest.MonkeyPatch) -> None:
    real = render.get_template
    texts = {"test/a_mail.txt": "{{ what }} auf {{ base_url }}/x/\n\n"}

    def get(name: str):
        return engines["django"].from_string(texts[name]) if name in texts else real(name)

    monkeypatch.setattr(render, "get_template", get)


def test_greeting_text_and_closing() -> None:
    text = render_mail("test/a_mail.txt", {"person": "Ada  Lovelace", "what": "Bild & Ton <neu>"})
    site = f"{settings.WAGTAIL_SITE_NAME}\nhttp://testserver/\n"
    assert text == f"Guten Tag Ada Lovelace,\n\nBild & Ton <neu> auf http://testserver/x/\n\nFreundliche Grüße\n{site}"


@pytest.mark.parametrize("nobody", [None, "", "  "])
def test_without_a_name(nobody: str | None) -> None:
    assert render_mail("test/a_mail.txt", {"person": nobody}).startswith("Guten Tag,\n\n")


@pytest.mark.parametrize(
    ("address", "absolute"),
    [
        ("/labore/?q=1#a", "http://testserver/labore/?q=1#a"),
        ("https://evil.example/labore/", "http://testserver/labore/"),
        ("", "http://testserver/"),
    ],
)
def test_addresses_lead_to_this_site(address: str, absolute: str) -> None:
    assert absolute_url(address) == absolute

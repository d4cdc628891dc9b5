"""No-break spaces and quotation marks, in texts and in whole pages."""

import pytest
from django.test import Client

from ogl_portal.german.typesetting import set_html, set_text
from tests.factories import Portal, StandardPageFactory


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("am 5. Mai 2022", "am 5.~Mai 2022"),
        ("2,7 Millionen Euro, 42 Kommunen", "2,7~Millionen~Euro, 42~Kommunen"),
        ("§ 12b Abs. 4 BGG", "§~12b Abs.~4 BGG"),
        ("Smart Village e. V.", "Smart Village e.~V."),
        ("im 2. Nationalen Aktionsplan", "im 2.~Nationalen Aktionsplan"),
        ("Ende 2022. Mai war es nicht.", "Ende 2022.~Mai war es nicht."),
        ("19.30 Uhr", "19.30~Uhr"),
        ("3 Meter", "3 Meter"),
        ("»Bericht zu »LOS« und »KIWI««", "»Bericht zu ›LOS‹ und ›KIWI‹«"),
        ("»eins« und »zwei«", "»eins« und »zwei«"),
        ("offen » ", "offen » "),
    ],
)
def test_a_text_is_set(typed: str, shown: str) -> None:
    assert set_text(typed) == shown.replace("~", "\N{NO-BREAK SPACE}")


def test_only_the_texts_of_a_page_are_set() -> None:
    page = '<p title="5. Mai">5. Mai</p><script>"5. Mai"</script><pre>5. Mai</pre><!-- 5. Mai --><b>9 Uhr</b>'
    shown = '<p title="5. Mai">5.~Mai</p><script>"5. Mai"</script><pre>5. Mai</pre><!-- 5. Mai --><b>9~Uhr</b>'
    assert set_html(page) == shown.replace("~", "\N{NO-BREAK SPACE}")


@pytest.mark.django_db
def test_the_space_between_tags_is_short() -> None:
    page = "<ul>\n\n    <li>a</li>\n  \n  <li><b>b</b> <i>c</i>\n  d</li></ul>\n<pre>\n\n  <b>x</b>\n\n</pre>"
    short = "<ul>\n<li>a</li>\n<li><b>b</b> <i>c</i>\n  d</li></ul>\n<pre>\n\n  <b>x</b>\n\n</pre>"
    assert set_html(page) == short


def test_public_pages_are_set_and_what_is_stored_stays(portal: Portal, client: Client) -> None:
    page = StandardPageFactory(parent=portal.home, teaser="Am 5. Mai um 9 Uhr.")
    assert "Am 5.\N{NO-BREAK SPACE}Mai um 9\N{NO-BREAK SPACE}Uhr." in client.get(page.url).content.decode()
    page.refresh_from_db()
    assert page.teaser == "Am 5. Mai um 9 Uhr."

"""What editors paste into a text: what it means is kept, what leads nowhere is left out."""

from playwright.sync_api import Locator, Page, expect

from news.models import NewsIndexPage, NewsPage

# As Word and Google Docs put it on the clipboard.
PASTED = (
    "<p class=MsoNormal>Auf 300 m<sup>2</sup> wird CO<sub>2</sub> gespart."
    "<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1'><span class=MsoFootnoteReference>[1]</span></a>"
    "<span style='font-size:8pt;vertical-align:super'>2</span> 1<sup>te</sup> "
    "Mehr im <a href='https://beispiel.de/leitfaden'>Leitfaden</a>.</p>"
)


def paste(editor: Locator, html: str) -> None:
    editor.evaluate(
        """(editor, html) => {
             const clipboardData = new DataTransfer();
             clipboardData.setData("text/html", html);
             editor.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
           }""",
        html,
    )


def test_pasted_text_keeps_raised_characters_and_loses_links_to_footnotes(staff: Page) -> None:
    staff.goto(f"/admin/pages/add/news/newspage/{NewsIndexPage.objects.get().pk}/")
    staff.locator("input[name=title], textarea[name=title]").press_sequentially("Beispiel eingefügt")
    staff.wait_for_url("**/edit/")  # saved by itself
    staff.get_by_role("button", name="Einen Block einfügen").first.click()
    staff.get_by_role("option", name="Text", exact=True).click()
    text = staff.locator("[data-streamfield-child] .public-DraftEditor-content").first
    text.click()
    with staff.expect_response(lambda answer: "gespart" in (answer.request.post_data or "")):  # saved by itself again
        paste(text, PASTED)
        expect(text).to_contain_text("wird CO₂ gespart")
    (block,) = NewsPage.objects.get(title="Beispiel eingefügt").get_latest_revision_as_object().body.raw_data
    assert "Auf 300 m² wird CO₂ gespart.[1]² 1te Mehr" in " ".join(block["value"].split())
    assert block["value"].count("<a ") == 1
    assert '<a href="https://beispiel.de/leitfaden">Leitfaden</a>' in block["value"]

"""What the packages say in German, in the words of this site (docs/engineering/words.md)."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings

from tests.words.english import catalogues, messages, own_messages

# One word for one thing: what is left of these the packages' own way in German has to be said in ours.
BANNED = re.compile(
    r"moderat|moderier|workflow|genehmig|go-live|\blive\b|\bupdate\b|reviewer|\bslugs?\b|kurztitel|\blogin\b"
    r"|dashboard|\bthemes?\b|admin-interface|validier|\bobjekt(?!iv)|-objekt|\bbox\b|->|\b\d?mal benutzt|abgelehnt bei",
    re.IGNORECASE,
)
# »…«; an apostrophe stands between letters.
OTHER_QUOTES = re.compile(r"[„“‚‘\"]|(?<!\w)'|'(?!\w)")
FAMILIAR = re.compile(r"\b(du|dein\w*|dir|dich|möchtest|hast|bist|beachte|klicke|wähle)\b", re.IGNORECASE)


def said_otherwise(text: str) -> bool:
    """Whether a text has a banned word, says du or quotes in another way; what stands for something else counts not."""
    shown = re.sub(r"<[^>]*>", "", text)
    plain = re.sub(r"%\(\w+\)[a-z]|\{\w*\}", "", shown)
    return bool(BANNED.search(plain) or FAMILIAR.search(plain) or OTHER_QUOTES.search(shown))


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_text_of_the_admin_is_translated_in_our_words(domain: str) -> None:
    own = own_messages(domain)
    missing = {}
    for english, german in catalogues()[domain]:
        if "wagtail" not in german.parts and "modelsearch" not in german.parts:
            continue
        said = messages(german)
        for key in messages(english):
            texts = said.get(key, ("",))
            if key not in own and (not all(texts) or any(said_otherwise(text) for text in texts)):
                missing[key[1]] = texts
    assert missing == {}, "Say it in locale/de, then run script/messages."


def test_allauth_says_sie() -> None:
    own = own_messages("django")
    path = next(german for _, german in catalogues()["django"] if "allauth" in german.parts)
    familiar = {key[1]: texts for key, texts in messages(path).items() if any(FAMILIAR.search(text) for text in texts)}
    with path.open("rb") as file:
        places = {entry.id: [place for place, _ in entry.locations] for entry in read_po(file) if entry.id}
    shown = {text for text in familiar if not all("templates/" in place for place in places.get(text, []))}
    assert {text for text in shown if (None, text) not in own} == set()


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_own_texts_are_good_ones(domain: str) -> None:
    for key, texts in own_messages(domain).items():
        for text in texts:
            assert text, key
            assert not said_otherwise(text), text


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_own_texts_are_asked_for(domain: str) -> None:
    """A text that a package no longer has is left over."""
    known = {key for english, german in catalogues()[domain] for path in (english, german) for key in messages(path)}
    assert own_messages(domain).keys() - known == set()


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_compiled_texts_are_those_of_the_source(domain: str) -> None:
    source = Path(settings.LOCALE_PATHS[0]) / "de" / "LC_MESSAGES" / f"{domain}.po"
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale="de"))
    assert source.with_suffix(".mo").read_bytes() == compiled.getvalue(), "Run script/messages."

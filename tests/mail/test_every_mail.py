"""Every mail greets, closes, names this site's address and speaks German, whoever wrote its template.

The texts are found by their names (``…_mail.txt``, Wagtail's notifications, the password reset) and filled with a
stand-in that answers everything, so that a new mail is held to the same without a line here.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from wagtail.admin import mail as wagtail_mail

from ogl_portal.mail.render import render_mail

TEMPLATES = Path(settings.BASE_DIR, "templates")
OURS = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*_mail.txt"))
NOTIFICATIONS = sorted(
    str(path.relative_to(TEMPLATES))
    for path in (TEMPLATES / "wagtailadmin" / "notifications").glob("*.txt")
    if path.name != "base.txt"
)
RESET = ["wagtailadmin/account/password_reset/email.txt"]
WHOLE = [name for name in NOTIFICATIONS if not name.endswith("_subject.txt")] + RESET
SUBJECTS = [name for name in NOTIFICATIONS if name.endswith("_subject.txt")] + [
    "wagtailadmin/account/password_reset/email_subject.txt"
]
ENGLISH = re.compile(
    r"\b(the|your?|you|please|has|have|been|this|page|here|hello|click|edit|view|with|and|for|from|new|regards)\b",
    re.IGNORECASE,
)
FRAMED = {"base_url", "site_name"}
CLOSING = f"\n\nFreundliche Grüße\n{settings.WAGTAIL_SITE_NAME}\nhttp://testserver/"


class Anything:
    """Whatever a template asks of it: an attribute, a list of two, a text, a number, a day."""

    year, month, day = 2027, 3, 1

    def __getattr__(self, name: str) -> "Anything":
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()

    def __call__(self, *args: object) -> "Anything":
        return self

    def __iter__(self) -> Iterator["Anything"]:
        return iter([Anything(), Anything()])

    def __str__(self) -> str:
        return "1"


class Person(Anything):
    def get_full_name(self) -> str:
        return "Ada Lovelace"


def filled(name: str) -> dict[str, Any]:
    """Something for every word in the tags of a template."""
    tags = re.findall(r"\{[{%](.*?)[%}]\}", (TEMPLATES / name).read_text(), re.DOTALL)
    words = re.findall(r"(?<![.\w\"'])[a-z_]+", " ".join(tags))
    stand_ins = {word: Anything() for word in words if word not in FRAMED}
    return {**stand_ins, "person": Person(), "user": Person()}


def check_text(text: str) -> None:
    assert text.startswith("Guten Tag Ada Lovelace,\n\n")
    assert text.rstrip("\n").endswith(CLOSING)
    assert text.count("Guten Tag") == text.count("Freundliche Grüße") == 1
    addresses = re.findall(r"\S+://\S*", text)
    assert [address for address in addresses if not address.startswith("http://testserver/")] == []
    assert ENGLISH.findall(re.sub(r"\S+://\S*", "", text)) == []
    assert "&" not in text
    assert "\n\n\n" not in text


@pytest.mark.parametrize("name", OURS)
def test_our_mails(name: str) -> None:
    check_text(render_mail(name, filled(name)))


@pytest.mark.django_db
@pytest.mark.parametrize("name", WHOLE)
def test_mails_of_wagtail(name: str) -> None:
    check_text(render_to_string(name, filled(name)))


@pytest.mark.parametrize("name", SUBJECTS)
def test_subjects_of_wagtail(name: str) -> None:
    subject = render_to_string(name, filled(name)).strip()
    assert "\n" not in subject
    assert ENGLISH.findall(subject) == []
    assert subject[0].isupper()


def test_no_notification_of_wagtail_is_left_in_its_own_words() -> None:
    """Each notifier that is connected has its text and its subject here."""
    theirs = Path(wagtail_mail.__file__).parent / "templates" / "wagtailadmin" / "notifications"
    unused = {"approved", "rejected", "task_state_approved", "task_state_rejected"}  # by none that Wagtail connects
    # editorial.publishing_notices tells what an approval has done; a submission is told once, to those who may approve
    unused |= {"workflow_state_approved", "workflow_state_submitted"}
    names = {path.stem.removesuffix("_subject") for path in theirs.glob("*.txt")} - unused
    ours = {Path(name).stem for name in NOTIFICATIONS} | {"base"}
    assert names | {f"{name}_subject" for name in names - {"base"}} == ours

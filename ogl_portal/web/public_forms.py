"""What the forms for readers share: no login, no puzzle, no script, no cookie, and still little to abuse."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from ogl_portal.web import rate_limit

MAILS_EXHAUSTED = (
    "Im Moment lassen sich sehr viele Menschen E-Mails von hier schicken; Ihre ist noch nicht unterwegs. Bitte "
    "versuchen Sie es in einer Stunde noch einmal."
)
FOREIGN = "Die Nachricht kam nicht von dieser Seite. Bitte senden Sie sie hier noch einmal ab."
TOO_MANY = (
    "Von Ihrem Anschluss kamen in der letzten Stunde sehr viele Nachrichten; diese ist noch nicht angekommen. Bitte "
    "senden Sie sie in einer Stunde noch einmal ab oder schreiben Sie uns eine E-Mail."
)


class PublicForm(forms.Form):
    """A form with a honeypot: ``website`` is a field that people never see and never fill in.

    The view that takes it is exempt from CSRF tokens, since a token needs a cookie: ``check_sender`` stands in.
    """

    foreign = FOREIGN
    too_many = TOO_MANY

    website = forms.CharField(required=False, label="Bitte leer lassen", widget=forms.TextInput(attrs={"tabindex": -1}))

    @property
    def is_honeypot_filled(self) -> bool:
        """Whether a machine filled in the field that people do not see. It is told the same, and nothing is kept."""
        return bool(self.data.get("website"))

    def check_sender(self, request: HttpRequest, *, purpose: str, most: int) -> None:
        """Add an error where the form comes from a foreign page, or the ``most`` + 1st time within an hour."""
        if not comes_from_this_site(request):
            self.add_error(None, self.foreign)
        elif not rate_limit.allows(request, purpose, most=most, seconds=3600):
            self.add_error(None, forms.ValidationError(self.too_many, code="too_many"))

    def check_mail_to_stranger(self) -> None:
        """Add an error where this form would send one mail more than unknown people may cause within an hour."""
        if not self.errors and not self.is_honeypot_filled and not rate_limit.may_mail_strangers():
            self.add_error(None, forms.ValidationError(MAILS_EXHAUSTED, code="too_many"))

    @property
    def status(self) -> int:
        """The answer's status for a form with errors: 429 where too many came, else 422."""
        return 429 if self.has_error("__all__", code="too_many") else 422

    def clean_text(self) -> Any:
        """The message, which no such form is without."""
        text = self.cleaned_data["text"].replace("\x00", "").strip()
        if not text:
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text


def comes_from_this_site(request: HttpRequest) -> bool:
    """Whether browser and sender say that the form was sent from a page of this site."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "")
    origin_is_ours = origin in ("", "null") or url_has_allowed_host_and_scheme(origin, {request.get_host()})
    return site in ("same-origin", "none") and origin_is_ours


def new_receipt() -> str:
    """A receipt number that says the day and cannot be guessed: »20261124-9F03C1«."""
    return f"{timezone.localdate():%Y%m%d}-{secrets.token_hex(3).upper()}"


def is_own_path(value: str) -> bool:
    """Whether ``value`` is a path of this site and no way to another."""
    return value.startswith("/") and not value.startswith(("//", "/\\"))


def own_path(value: str, host: str) -> str:
    """The path that ``value`` means, which is a path or a whole address of ``host``; empty for everything else."""
    parts = urlsplit(value) if "://" in value else None
    if parts and parts.scheme in ("http", "https") and parts.netloc == host:
        value = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return value if is_own_path(value) else ""

"""The forms of signing in, in German."""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.forms import ReauthenticateForm
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordForm
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm

from ogl_portal.accounts import authority, lockout
from ogl_portal.accounts.role_choice import RoleChoiceForm
from ogl_portal.users.models import User
from ogl_portal.web import rate_limit

USED_CODES_KEPT = 120  # seconds: a code is taken for 90 (``MFA_TOTP_TOLERANCE``)
MOST_PROOFS, PROOF_SECONDS = 10, 15 * 60
CODE_INPUT = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
CODE_HELP = "Die sechs Ziffern, die Ihre Authentifizierungs-App gerade zeigt, oder einer Ihrer Wiederherstellungscodes."
REQUIRED_CODE = {"required": "Bitte geben Sie den Code ein."}


class LoginForm(WagtailLoginForm):
    """Wagtail's form; the e-mail address does as well as the user name."""

    error_messages = {
        **WagtailLoginForm.error_messages,
        "invalid_login": "Benutzername oder Passwort stimmt nicht. Bitte versuchen Sie es noch einmal; nach "
        f"{settings.AXES_FAILURE_LIMIT} Fehlversuchen ist die Anmeldung für "
        f"{int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)} Minuten gesperrt.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Benutzername oder E-Mail-Adresse"
        self.fields["username"].widget.attrs.update({"autocomplete": "username webauthn", "placeholder": ""})
        self.fields["username"].error_messages["required"] = "Bitte geben Sie Benutzername oder E-Mail-Adresse ein."
        self.fields["password"].label = "Passwort"
        self.fields["password"].widget.attrs.update({"autocomplete": "current-password", "placeholder": ""})
        self.fields["password"].error_messages["required"] = "Bitte geben Sie das Passwort ein."

    def clean(self) -> dict[str, Any]:
        """Ask the brakes before the password is looked at, so that a refused try says nothing about it."""
        username = self.cleaned_data.get("username")
        if username and self.request and (reason := lockout.refusal(self.request, username, "password")):
            raise forms.ValidationError(reason, code="too_many")
        cleaned: dict[str, Any] = super().clean()
        return cleaned

    def clean_username(self) -> str:
        """The user name that was meant: an address stands for the one active account that has it."""
        given: str = self.cleaned_data["username"].strip()
        if "@" in given and not User.objects.filter(username=given).exists():
            names = list(User.objects.filter(email__iexact=given, is_active=True).values_list("username")[:2])
            if len(names) == 1:
                return names[0][0]
        return given


class CodeOnce:
    """A code that was right once is wrong for as long as it could be shown again, in whichever process it is typed.

    allauth remembers used codes in the cache of one process, and for 30 of the 90 seconds that a code is taken. It
    passes over spaces and punctuation, so the same code can be written in many ways.
    """

    user: User
    authenticator: Any

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if not rate_limit.once("used-code", f"{self.user.pk}:{normalize_user_code(code)}", seconds=USED_CODES_KEPT):
            self._emit_authentication_failed(self.authenticator)  # type: ignore[attr-defined]
            raise get_adapter().validation_error("incorrect_code")
        return code


def _allow_proof(user: User) -> None:
    """Refuse a signed-in person's proof after many wrong ones: an open session is no place to guess a password at.

    Raises:
        ValidationError: it was tried too often within a quarter of an hour.
    """
    if rate_limit.count("proof", str(user.pk), seconds=PROOF_SECONDS) > MOST_PROOFS:
        raise get_account_adapter().validation_error("rate_limited")


class SecondFactorForm(CodeOnce, AuthenticateForm):
    code = forms.CharField(
        label="Code", help_text=CODE_HELP, widget=forms.TextInput(CODE_INPUT), error_messages=REQUIRED_CODE
    )


class ConfirmCodeForm(CodeOnce, ReauthenticateCodeForm):
    code = forms.CharField(
        label="Code", help_text=CODE_HELP, widget=forms.TextInput(CODE_INPUT), error_messages=REQUIRED_CODE
    )

    def clean_code(self) -> str:
        _allow_proof(self.user)
        code = super().clean_code()
        rate_limit.forget("proof", str(self.user.pk))
        return code


class ConfirmPasswordForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Passwort"
        self.fields["password"].help_text = "Das Passwort, mit dem Sie sich im Portal anmelden."
        self.fields["password"].widget.attrs.update({"placeholder": "", "autofocus": True})
        self.fields["password"].error_messages["required"] = "Bitte geben Sie das Passwort ein."

    def clean_password(self) -> str:
        _allow_proof(self.user)
        password: str = super().clean_password()
        rate_limit.forget("proof", str(self.user.pk))
        return password


class AppForm(ActivateTOTPForm):
    code = forms.CharField(
        label="Code aus der App",
        help_text="Die sechs Ziffern, die die App jetzt für das OGL-Portal zeigt. Damit ist sicher, dass alles stimmt.",
        widget=forms.TextInput({**CODE_INPUT, "autofocus": False}),
        error_messages=REQUIRED_CODE,
    )


class PasskeyForm(AddWebAuthnForm):
    """A passkey that can open the account alone: the device checks finger, face or PIN itself."""

    name = forms.CharField(
        label="Name",
        max_length=80,
        required=False,
        help_text="Woran Sie den Passkey später erkennen, zum Beispiel »Diensthandy« oder »Schlüssel am Bund«.",
    )
    passwordless = None  # always: begin_registration in the view asks for it


class PasskeyNameForm(EditWebAuthnForm):
    name = forms.CharField(
        label="Name",
        max_length=80,
        help_text="Woran Sie den Passkey erkennen, zum Beispiel »Diensthandy«.",
        error_messages={"required": "Bitte geben Sie dem Passkey einen Namen."},
    )


class OwnAddressForm(forms.ModelForm):
    """One's own e-mail address."""

    email = forms.EmailField(
        label="E-Mail-Adresse",
        max_length=254,
        error_messages={
            "required": "Bitte geben Sie Ihre E-Mail-Adresse an.",
            "invalid": "Diese E-Mail-Adresse ist nicht vollständig. Beispiel: name@beispiel.de",
        },
    )

    class Meta:
        model = User
        fields = ["email"]

    def clean_email(self) -> str:
        return authority.free_address(self.cleaned_data["email"], self.instance)


class InvitationForm(RoleChoiceForm):
    """Name, address, roles and labs; the password is chosen by the invited person alone."""

    email = forms.EmailField(
        label="E-Mail-Adresse",
        help_text="Dorthin geht die Einladung. Mit dieser Adresse meldet sich die Person später auch an.",
    )
    first_name = forms.CharField(label="Vorname", help_text="Erscheint bei allem, was die Person im Portal ändert.")
    last_name = forms.CharField(label="Nachname", help_text="Erscheint zusammen mit dem Vornamen.")
    field_order = ["email", "first_name", "last_name", "groups", "labs", "without_role"]

    class Meta:
        model = User
        fields = ["email", "first_name", "last_name", "groups"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if authority.is_taken(email, self.instance):
            raise forms.ValidationError(
                "Diese Adresse hat schon einen Zugang. Öffnen Sie ihn in der Liste der Personen, um Rollen zu ändern "
                "oder die Einladung noch einmal zu senden."
            )
        return email

    def save(self, commit: bool = True) -> User:
        self.instance.username = self.cleaned_data["email"]
        self.instance.set_unusable_password()
        return super().save(commit)


class FirstPasswordForm(SetPasswordForm):
    """An invited person's first password; the rules stand below the field before anything is typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "Passwort"
        self.fields["new_password2"].label = "Passwort wiederholen"
        self.fields["new_password2"].help_text = "Noch einmal dasselbe, damit sich kein Tippfehler einschleicht."

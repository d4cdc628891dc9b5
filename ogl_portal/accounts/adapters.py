"""Where django-allauth asks the site: wording, secrets at rest, and who may come in through the central sign-in."""

import base64
import hashlib
import secrets
from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.encoding import force_bytes

from ogl_portal.accounts import second_factor
from ogl_portal.security_log.events import record
from ogl_portal.users.models import User
from ogl_portal.web.client_address import client_address

BACKEND = "django.contrib.auth.backends.ModelBackend"
ALLOWED_AT_SIGN_IN = {None, "", "login"}
CENTRAL_FAILED = (
    "Die zentrale Anmeldung ist nicht gelungen; Ihr Zugang ist unverändert. Bitte versuchen Sie es noch einmal oder "
    "melden Sie sich mit Ihrem Passwort an."
)

# allauth's messages that staff shall see, by the template it would take them from; the others are left out.
MESSAGES = {
    "mfa/messages/totp_activated.txt": "Die Authentifizierungs-App ist eingerichtet.",
    "mfa/messages/totp_deactivated.txt": "Die Authentifizierungs-App ist entfernt.",
    "mfa/messages/webauthn_added.txt": "Der Passkey ist eingerichtet.",
    "mfa/messages/webauthn_removed.txt": "Der Passkey ist entfernt.",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_password": "Das Passwort stimmt nicht. Nichts wurde geändert; bitte versuchen Sie es noch einmal.",
        "too_many_login_attempts": "Zu viele Versuche. Bitte warten Sie fünf Minuten und versuchen Sie es dann erneut.",
        "rate_limited": "Zu viele Versuche. Bitte warten Sie fünf Minuten und versuchen Sie es dann erneut.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        login(request, user, backend=BACKEND)  # allauth would take the first backend, which knows no users

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "unknown"

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, "Dieser Zugang ist gesperrt. Wenden Sie sich an die Administration des Portals.")
        return redirect(settings.LOGIN_URL)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        text = kwargs.get("message") or MESSAGES.get(message_template or "")
        if text:
            messages.add_message(request, level, text)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Das passt nicht. Codes aus der App gelten 30 Sekunden und nur einmal; warten Sie auf den "
        "nächsten. Ein Wiederherstellungscode gilt ebenfalls nur einmal.",
        "cannot_delete_authenticator": "Für Ihren Zugang ist ein zweiter Faktor nötig, und dies ist Ihr letzter. "
        "Richten Sie zuerst einen anderen ein.",
    }

    def _get_site_name(self) -> str:
        return "OGL-Portal"

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  allauth passes it by name
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return "Mein Passkey" if number == 1 else f"Passkey {number}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not (second_factor.is_required(authenticator.user) and second_factor.is_last(authenticator))

    def encrypt(self, text: str) -> str:
        """Secrets are stored encrypted under the site's secret key, so a copy of the database gives none away."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; one that matches no code, if it was stored under a key that is gone."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"ogl_portal.accounts.second-factor:" + force_bytes(key)).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class CentralSignInAdapter(DefaultSocialAccountAdapter):
    """OpenID Connect opens existing accounts only, found by an address that the provider has verified.

    Nothing is stored about the provider's account: who leaves there, or is disabled here, is out.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        claims = sociallogin.account.extra_data
        subjects = {claims[part]["sub"] for part in ("userinfo", "id_token") if claims.get(part)}
        # allauth holds the token against the provider's own metadata; a forged answer there would name another issuer.
        issuer = str((claims.get("id_token") or {}).get("iss", "")).rstrip("/")
        if (
            issuer != settings.OGL_OIDC_ISSUER
            or len(subjects) != 1
            or sociallogin.state.get("process") not in ALLOWED_AT_SIGN_IN
        ):
            _refuse(request, "Die Antwort der zentralen Anmeldung war nicht schlüssig. Bitte beginnen Sie noch einmal.")
        verified = [address.email for address in sociallogin.email_addresses if address.verified is True]
        users = User.objects.filter(email__iexact=verified[0], is_active=True) if verified else User.objects.none()
        found = list(users[:2])
        if len(found) != 1:
            _refuse(
                request,
                "Für Ihre bestätigte E-Mail-Adresse gibt es hier keinen Zugang. Bitten Sie die Administration des "
                "Portals um eine Einladung an diese Adresse.",
            )
        sociallogin.user = found[0]

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        _refuse(request, CENTRAL_FAILED)


def _refuse(request: HttpRequest, reason: str) -> NoReturn:
    record("sign-in", failed=True, request=request, method="openid-connect")
    messages.error(request, reason)
    raise ImmediateHttpResponse(redirect(settings.LOGIN_URL))

"""Addresses of signing in, below /admin/. The names are those that Wagtail and django-allauth look for."""

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateCodeView
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from ogl_portal.accounts.views import central
from ogl_portal.accounts.views.invitations import accept_invitation
from ogl_portal.accounts.views.own_account import OwnAccountView, change_address, open_sessions
from ogl_portal.accounts.views.reset import ResetConfirmView, ResetView
from ogl_portal.accounts.views.second_factor import AddAppView, AddPasskeyView, OverviewView, RemovePasskeyView
from ogl_portal.accounts.views.session import session_state, signed_in
from ogl_portal.accounts.views.sign_in import LoginView, SecondFactorView

OVERVIEW = reverse_lazy("mfa_index")


def _page(name: str) -> str:
    return f"accounts/{name}.html"


urlpatterns = [
    path("login/", LoginView.as_view(), name="account_login"),
    path("password_reset/", ResetView.as_view(), name="wagtailadmin_password_reset"),
    path(
        "password_reset/confirm/<uidb64>/<token>/",
        ResetConfirmView.as_view(),
        name="wagtailadmin_password_reset_confirm",
    ),
    path("anmelden/zweiter-faktor/", SecondFactorView.as_view(), name="mfa_authenticate"),
    path("anmelden/passkey/", passkeys.LoginWebAuthnView.as_view(), name="mfa_login_webauthn"),
    path("anmelden/stand/", session_state, name="accounts_session_state"),
    path("anmelden/fertig/", require_admin_access(signed_in), name="accounts_signed_in"),
    path("anmelden/<str:provider_id>/", central.start, name="openid_connect_login"),
    path("anmelden/<str:provider_id>/zurueck/", central.back, name="openid_connect_callback"),
    path("einladung/<str:token>/", accept_invitation, name="accounts_accept_invitation"),
    path(
        "bestaetigen/",
        ReauthenticateView.as_view(template_name=_page("confirm_password")),
        name="account_reauthenticate",
    ),
    path(
        "bestaetigen/code/",
        ReauthenticateCodeView.as_view(template_name=_page("confirm_code")),
        name="mfa_reauthenticate",
    ),
    path(
        "bestaetigen/passkey/",
        passkeys.ReauthenticateWebAuthnView.as_view(template_name=_page("confirm_passkey")),
        name="mfa_reauthenticate_webauthn",
    ),
    path("sicherheit/", OverviewView.as_view(), name="mfa_index"),
    path("account/", require_admin_access(OwnAccountView.as_view()), name="wagtailadmin_account"),
    path("sicherheit/adresse/", require_admin_access(change_address), name="accounts_change_address"),
    path("sicherheit/anmeldungen/", require_admin_access(open_sessions), name="accounts_sessions"),
    path("sicherheit/app/einrichten/", AddAppView.as_view(), name="mfa_activate_totp"),
    path(
        "sicherheit/app/entfernen/",
        app.DeactivateTOTPView.as_view(template_name=_page("app_remove")),
        name="mfa_deactivate_totp",
    ),
    path("sicherheit/passkeys/", RedirectView.as_view(url=OVERVIEW), name="mfa_list_webauthn"),
    path("sicherheit/passkeys/neu/", AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path(
        "sicherheit/passkeys/<int:pk>/",
        passkeys.EditWebAuthnView.as_view(template_name=_page("passkey_rename"), success_url=OVERVIEW),
        name="mfa_edit_webauthn",
    ),
    path("sicherheit/passkeys/<int:pk>/entfernen/", RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path(
        "sicherheit/codes/",
        codes.ViewRecoveryCodesView.as_view(template_name=_page("codes")),
        name="mfa_view_recovery_codes",
    ),
    path(
        "sicherheit/codes/neu/",
        codes.GenerateRecoveryCodesView.as_view(template_name=_page("codes_new")),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "sicherheit/codes/herunterladen/",
        codes.DownloadRecoveryCodesView.as_view(template_name="accounts/codes.txt"),
        name="mfa_download_recovery_codes",
    ),
]
urlpatterns = decorate_urlpatterns(urlpatterns, never_cache)

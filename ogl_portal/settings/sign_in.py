"""How people sign in to the admin: passwords, second factor, lock-out, sessions, a central sign-in by OpenID Connect.

What an operator decides comes from the environment (docs/engineering/architecture.md); why the parts were chosen is in
docs/engineering/decisions/0009-sign-in.md.
"""

import datetime

import environ
from django.core.exceptions import ImproperlyConfigured

_env = environ.Env()

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # refuses who is locked out, and does nothing else
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
WAGTAILADMIN_USER_LOGIN_FORM = "ogl_portal.accounts.forms.LoginForm"

# --- Passwords ---------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [{"NAME": "ogl_portal.accounts.passwords.GuessablePasswordValidator"}]
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = (
    False  # one's own address has a page that asks for a proof (accounts/views/own_account.py)
)
WAGTAILUSERS_PASSWORD_ENABLED = False  # people are invited; nobody types a password for another
PASSWORD_RESET_TIMEOUT = 24 * 3600
OGL_INVITATION_DAYS = 7

# --- Second factor -----------------------------------------------------------
# »offered«, required of the »roles« below and of superusers, or of »all« who sign in.
OGL_REQUIRE_SECOND_FACTOR = _env("OGL_REQUIRE_SECOND_FACTOR", default="all")
OGL_SECOND_FACTOR_ROLES = _env.list("OGL_SECOND_FACTOR_ROLES", default=["publishers", "administration"])
if OGL_REQUIRE_SECOND_FACTOR not in {"offered", "roles", "all"}:
    raise ImproperlyConfigured(
        f"OGL_REQUIRE_SECOND_FACTOR is »{OGL_REQUIRE_SECOND_FACTOR}«. Set it to »offered«, »roles« or »all«."
    )
MFA_ADAPTER = "ogl_portal.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "ogl_portal.accounts.forms.SecondFactorForm",
    "reauthenticate": "ogl_portal.accounts.forms.ConfirmCodeForm",
    "activate_totp": "ogl_portal.accounts.forms.AppForm",
    "add_webauthn": "ogl_portal.accounts.forms.PasskeyForm",
    "edit_webauthn": "ogl_portal.accounts.forms.PasskeyNameForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts come from invitations, never from strangers
MFA_TOTP_TOLERANCE = 1  # telephones whose clock is up to 30 seconds wrong
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False

ACCOUNT_ADAPTER = "ogl_portal.accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"reauthenticate": "ogl_portal.accounts.forms.ConfirmPasswordForm"}
ACCOUNT_RATE_LIMITS = False  # they would be each process's own; core/rate_limit and django-axes count in the database
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds after which changing the second factor asks for proof again

# --- Lock-out ----------------------------------------------------------------
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "ogl_portal.web.client_address.client_network"
AXES_LOCKOUT_CALLABLE = "ogl_portal.accounts.lockout.locked_out"
AXES_WHITELIST_CALLABLE = "ogl_portal.accounts.lockout.is_from_known_browser"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# --- Sessions ----------------------------------------------------------------
# A session ends after so many hours without work, and so long after signing in at the latest (NIST SP 800-63B-4, AAL2).
SESSION_COOKIE_AGE = _env.int("OGL_SESSION_HOURS", default=4) * 3600
OGL_SESSION_LIMIT_SECONDS = _env.int("OGL_SESSION_LIMIT_HOURS", default=24) * 3600
CSRF_FAILURE_VIEW = "ogl_portal.typed_text.refused.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# --- OpenID Connect ----------------------------------------------------------
OGL_OIDC_ISSUER = _env("OGL_OIDC_ISSUER", default="").rstrip("/")
OGL_OIDC_NAME = _env("OGL_OIDC_NAME", default="zentraler Anmeldung")
SOCIALACCOUNT_ADAPTER = "ogl_portal.accounts.adapters.CentralSignInAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form would be stopped by form-action on its way to the provider
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, object]] = {}
if OGL_OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "zentral",
                "name": OGL_OIDC_NAME,
                "client_id": _env("OGL_OIDC_CLIENT_ID"),
                "secret": _env("OGL_OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OGL_OIDC_ISSUER},
            }
        ],
    }

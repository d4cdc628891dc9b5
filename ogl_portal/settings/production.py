"""For a site in real use: behind a proxy that speaks HTTPS, with an own PostgreSQL.

Everything that is missing is said at once, in sentences, before anything is served. The proxy's part is in
docs/engineering/architecture.md.
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from ogl_portal.settings import secret
from ogl_portal.settings.base import *

SECRET_KEY = secret.read(DATA_DIR)
_host = urlsplit(BASE_URL).hostname or ""

_complaints = [
    secret.complaint(SECRET_KEY),
    ""
    if env("OGL_BASE_URL", default="").startswith("https://")
    else "The public address is not known. Set OGL_BASE_URL to it, for example https://labore.example.org.",
    ""
    if env("DATABASE_URL", default="")
    else "There is no database. Set DATABASE_URL, for example postgresql://user:password@host:5432/ogl_portal.",
    ""
    if not OGL_OIDC_ISSUER or OGL_OIDC_ISSUER.startswith("https://")
    else "The OpenID Connect provider is not asked over HTTPS, so its answers prove nothing. Correct OGL_OIDC_ISSUER.",
]
if any(_complaints):
    raise ImproperlyConfigured(
        "The site does not start, and nothing was changed:\n" + "\n".join(f"- {text}" for text in _complaints if text)
    )

ALLOWED_HOSTS = env.list("OGL_ALLOWED_HOSTS", default=[_host])
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# The proxy sets this header itself and drops one that comes from outside.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
OGL_TRUSTED_PROXIES = env.int("OGL_TRUSTED_PROXIES", default=1)
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked by the platform from inside, without HTTPS
SECURE_HSTS_SECONDS = env.int("OGL_HSTS_SECONDS", default=365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"

TASKS = {"default": TASKS["default"] | {"BACKEND": env("OGL_TASK_BACKEND", default="django_tasks_db.DatabaseBackend")}}

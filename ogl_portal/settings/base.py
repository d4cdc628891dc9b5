"""Settings shared by every environment.

Whatever differs from machine to machine comes from the environment (see docs/engineering/architecture.md);
the defaults here are safe ones. ``local``, ``production`` and ``test`` build on this module.
"""

from pathlib import Path
from typing import Any

import environ
from PIL import features

from ogl_portal.settings.database import database_settings
from ogl_portal.settings.sign_in import *

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(env("OGL_DATA_DIR", default=str(BASE_DIR / "var"))).resolve()

PORT = env.int("PORT", default=8000)
BASE_URL = env("OGL_BASE_URL", default=f"http://localhost:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list("OGL_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

DEBUG = False

INSTALLED_APPS = [
    "ogl_portal.core",
    "ogl_portal.web",
    "ogl_portal.jobs",
    "ogl_portal.page_cache",
    "ogl_portal.operations",
    "ogl_portal.media",
    "ogl_portal.mail",
    "ogl_portal.correspondence",
    "ogl_portal.pages",
    "ogl_portal.english",
    "ogl_portal.search",
    "ogl_portal.users",
    "ogl_portal.workplace",
    "ogl_portal.editorial",
    "ogl_portal.teams",
    "ogl_portal.inbox",
    "ogl_portal.staff_mail",
    "ogl_portal.safety",
    "ogl_portal.typed_text",
    "ogl_portal.links",
    "ogl_portal.accounts",
    "ogl_portal.security_log",
    "ogl_portal.legal",
    "ogl_portal.accessibility",
    "ogl_portal.sync",
    "ogl_portal.programme",
    "ogl_portal.redirects",
    "ogl_portal.importing",
    "ogl_portal.importing.wxr",
    "ogl_portal.handbook",
    "ogl_portal.pattern_library",
    "ogl_portal.planning",
    "ogl_portal.statistics",
    "ogl_portal.updates",
    "labs",
    "publications",
    "news",
    "events",
    "ogl_portal.subscriptions",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "ogl_portal.accounts.apps.PeopleConfig",  # wagtail.users with invitations
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # the templates of widgets; ours come first (FORM_RENDERER)
    "django.contrib.sitemaps",
    "django.contrib.humanize",  # Wagtail says with it how long ago something was; without the app it does so in English
]

MIDDLEWARE = [
    "ogl_portal.statistics.middleware.CountingMiddleware",  # outermost: what a cache answers is asked for, too
    "ogl_portal.page_cache.middleware.PageCacheMiddleware",
    "ogl_portal.page_cache.encoding.CompressionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "ogl_portal.web.middleware.AnswerMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ogl_portal.web.content_policy.AreaPolicyMiddleware",
    "ogl_portal.core.middleware.TypesettingMiddleware",
    "ogl_portal.web.upload_answer.UploadAnswerMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "ogl_portal.web.middleware.ReadableRequestMiddleware",  # before all that reads a query or a form
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ogl_portal.accounts.middleware.WorkingSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ogl_portal.security_log.middleware.SecurityLogMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ogl_portal.typed_text.middleware.SignedOutFormMiddleware",
    "ogl_portal.typed_text.middleware.SavedTextMiddleware",
    "ogl_portal.accounts.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ogl_portal.redirects.middleware.FormerAddressMiddleware",
    "ogl_portal.redirects.following.RedirectMiddleware",
    "ogl_portal.core.middleware.RefusedPublishingMiddleware",
    "ogl_portal.web.incomplete_form.IncompleteFormMiddleware",
    "axes.middleware.AxesMiddleware",
    "ogl_portal.editorial.known_objects.KnownObjectsMiddleware",  # before restoring: it says who may open a form
    "ogl_portal.typed_text.middleware.RestoreMiddleware",  # last: whoever may not open a form restores none
]

ROOT_URLCONF = "ogl_portal.urls"
WSGI_APPLICATION = "ogl_portal.wsgi.application"
APPEND_SLASH = True
ADMIN_PATH = "/admin/"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ogl_portal.core.context_processors.site_frame",
            ],
            "builtins": ["ogl_portal.core.templatetags.portal"],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # Wagtail's widgets have templates of ours

DATABASES = {
    "default": {
        **database_settings(env("DATABASE_URL", default="postgresql:///ogl_portal")),
        "CONN_MAX_AGE": env.int("OGL_DATABASE_CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Megabytes of whole pages that a process keeps for readers; 0: none (ogl_portal/page_cache).
OGL_PAGE_CACHE_MB = env.int("OGL_PAGE_CACHE_MB", default=48)

# Whether what is remembered of the content belongs to a state of it (ogl_portal/page_cache/facts.py).
OGL_WATCH_CONTENT = True

# A cache or CDN in front that takes PURGE (Varnish, Squid and others): pages are thrown away there when they change.
if OGL_PURGE := env("OGL_PURGE", default=""):
    INSTALLED_APPS += ["wagtail.contrib.frontend_cache"]
    WAGTAILFRONTENDCACHE = {
        "cache": {"BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend", "LOCATION": OGL_PURGE}
    }

CACHES = {
    "default": {
        **env.cache_url("CACHE_URL", default="locmemcache://"),
        "KEY_FUNCTION": "ogl_portal.page_cache.facts.make_key",
    },
    # Whole pages in the memory of each process; those that somebody has put a query behind, apart from the others.
    "pages": {
        "BACKEND": "ogl_portal.page_cache.memory.BoundedMemory",
        "LOCATION": "pages",
        "OPTIONS": {"max_bytes": OGL_PAGE_CACHE_MB * 1_000_000},
    },
    "queries": {
        "BACKEND": "ogl_portal.page_cache.memory.BoundedMemory",
        "LOCATION": "queries",
        "OPTIONS": {"max_bytes": OGL_PAGE_CACHE_MB * 125_000},
    },
}

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "Englisch")]  # of pages; the administration is German
LOCALE_PATHS = [BASE_DIR / "locale"]  # what Wagtail, Django and allauth say, in the words of docs/engineering/words.md
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# Result PDFs never stand in MEDIA_ROOT: they are handed out by our own view only.
PRIVATE_MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {
        "BACKEND": env("OGL_MEDIA_STORAGE", default="django.core.files.storage.FileSystemStorage"),
    },
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(PRIVATE_MEDIA_ROOT), "base_url": None},
    },
    "staticfiles": {"BACKEND": "ogl_portal.web.static_files.StaticFilesStorage"},
}
WHITENOISE_ROOT = BASE_DIR / "static" / "root"

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
OGL_MAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]  # what the outbox (ogl_portal/mail) sends with
EMAIL_BACKEND = "ogl_portal.mail.backend.OutboxBackend"
EMAIL_TIMEOUT = 10  # seconds for each exchange with the mail server
DEFAULT_FROM_EMAIL = env("OGL_FROM_EMAIL", default="portal@localhost")
# Mailbox for digests that cannot be delivered, with room for »+…« (ogl_portal/subscriptions); empty: OGL_FROM_EMAIL.
OGL_BOUNCE_ADDRESS = env("OGL_BOUNCE_ADDRESS", default="")

# What is short, PDFs, and PDFs that take long (publications.tasks): each has workers that the others cannot hold up.
TASKS = {
    "default": {
        "BACKEND": env("OGL_TASK_BACKEND", default="django_tasks.backends.immediate.ImmediateBackend"),
        "QUEUES": ["default", "files", "long-files"],
    }
}

# --- Wagtail -----------------------------------------------------------------
WAGTAIL_SITE_NAME = (
    "Regionale Open Government Labore"  # in mails, feeds and exports; in titles where the site has no other
)
# As that name stands in a sentence: »Alle Meldungen …«, »Aktuelles aus …«.
SITE_NAME_GENITIVE = "der Regionalen Open Government Labore"
SITE_NAME_DATIVE = "den Regionalen Open Government Laboren"
SITE_NAME_ENGLISH = "Regional Open Government Labs"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # umlauts are spelled out (core.slugs); older addresses stay
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
# What people may do with text, where a field or block does not say otherwise.
TEXT_FEATURES = ["bold", "italic", "superscript", "subscript", "lang-en", "ol", "ul", "link", "document-link"]
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {"WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea", "OPTIONS": {"features": TEXT_FEATURES}}
}
# Off: English pages need Wagtail's Locale and translation_key, not its routing by language (decision 0032).
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("de", "Deutsch")]  # the words of this site are German
WAGTAILIMAGES_IMAGE_MODEL = "media.PortalImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "ogl_portal.media.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_MODEL = "media.PortalDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "ogl_portal.media.forms.DocumentForm"
# A Pillow without AVIF could not read what was uploaded.
WAGTAILIMAGES_EXTENSIONS = [*(["avif"] if features.check("avif") else []), "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_AVIF_QUALITY, WAGTAILIMAGES_WEBP_QUALITY, WAGTAILIMAGES_JPEG_QUALITY = 60, 75, 80
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20_000_000
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_EXTENSIONS = [
    "csv", "docx", "ics", "m4a", "mp3", "mp4", "odp", "ods", "odt", "ogg", "pdf", "pptx", "txt", "vtt", "webm", "xlsx",
]  # fmt: skip
WAGTAILDOCS_MAX_UPLOAD_SIZE = 100_000_000
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILREDIRECTS_AUTO_CREATE = False  # pages that move are followed with all below them (ogl_portal/redirects)
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_COMMENTS_ENABLED = True
# Milliseconds after a change until the draft is saved: what a crash costs stays far below ten seconds of typing.
WAGTAIL_AUTOSAVE_INTERVAL = 2_000
WAGTAIL_EDITING_SESSION_PING_INTERVAL = 10_000  # how soon two people learn that they edit the same page
WAGTAILEMBEDS_FINDERS: list[dict[str, object]] = []  # nothing foreign is ever embedded (L-DSGVO-1)
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "ogl_portal.search.staff.backend"}}
WAGTAIL_USER_TIME_ZONES = ["Europe/Berlin"]
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- What a browser may do ---------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail allows its own previews itself
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
}
# Reader pages start from nothing; what they need is named. The admin's policy, and who may frame what, is in
# web/content_policy.py.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "script-src-attr": ["'none'"],
        "style-src": ["'self'"],
        "style-src-attr": ["'none'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "media-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
}

# The security log (ogl_portal/security_log): a file a day, kept for so many days, or lines on standard error.
OGL_SECURITY_LOG = env.str("OGL_SECURITY_LOG", default="file", choices=("file", "stderr"))
OGL_SECURITY_LOG_DAYS = env.int("OGL_SECURITY_LOG_DAYS", default=90)
OGL_SECURITY_LOG_DIR = DATA_DIR / "security-log"

# Every handler writes through a formatter that shortens IP addresses (L-DSGVO-2). Django's own two loggers come with
# handlers that would not; here they hand their records on to the root.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "without_trace": {
            "()": "django.utils.log.CallbackFilter",
            "callback": "ext://ogl_portal.operations.logs.without_trace",
        }
    },
    "formatters": {
        "plain": {
            "()": "ogl_portal.operations.logs.ShorteningFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            "style": "{",
        },
        "ecs": {"()": "ogl_portal.security_log.handler.EcsFormatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_trace"]},
        "security": {
            "file": {
                "class": "ogl_portal.security_log.handler.DailyFileHandler",
                "directory": str(OGL_SECURITY_LOG_DIR),
                "formatter": "ecs",
            },
            "stderr": {"class": "logging.StreamHandler", "formatter": "ecs"},
        }[OGL_SECURITY_LOG],
    },
    "root": {"handlers": ["console"], "level": env("OGL_LOG_LEVEL", default="WARNING")},
    "loggers": {
        **{name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
        "ogl.security": {"handlers": ["security"], "level": "INFO", "propagate": False},
    },
}

# How many proxies of our own stand in front and append to X-Forwarded-For; 0 where the web server is asked directly.
OGL_TRUSTED_PROXIES = env.int("OGL_TRUSTED_PROXIES", default=0)

# Most mails an hour that unknown people cause to addresses of their choice: confirmations, receipts, password resets.
OGL_STRANGER_MAILS_PER_HOUR = env.int("OGL_STRANGER_MAILS_PER_HOUR", default=200)

# Search: milliseconds after which the database ends a statement.
OGL_SEARCH_TIMEOUT_MS = env.int("OGL_SEARCH_TIMEOUT_MS", default=800)

# Whether links to other sites are called every night (ogl_portal/links); nothing about readers leaves with it.
OGL_CHECK_LINKS = env.bool("OGL_CHECK_LINKS", default=True)

# Usage statistics (ogl_portal/statistics). Who counts: the "server" itself, the "log" of a proxy that answers from a
# cache of its own (manage.py count_access_log), or nobody ("off"); only one, so that nothing counts twice.
OGL_COUNTING = env.str("OGL_COUNTING", default="server", choices=("server", "log", "off"))
OGL_USAGE_SECONDS = 10  # until what a process has counted is stored
OGL_USAGE_KEEP_MONTHS = env.int("OGL_USAGE_KEEP_MONTHS", default=0)  # 0: for good
OGL_USAGE_PUBLIC = env.bool("OGL_USAGE_PUBLIC", default=False)  # whether publications show how often they were read

# --- Result documents --------------------------------------------------------
OGL_UPLOAD_PATIENCE = 1.5  # seconds that one request may be at its uploads; what takes longer is looked at later
OGL_PDF_MAX_BYTES = env.int("OGL_PDF_MAX_BYTES", default=100_000_000)
# A ClamAV daemon (unix:/path or host:port); without one, files are shown as not checked for malware.
OGL_CLAMAV = env("OGL_CLAMAV", default="")
OGL_PUBLISH_UNSCANNED = env.bool("OGL_PUBLISH_UNSCANNED", default=True)
# What staff may send at once: the largest file, and a form around it. Readers may send 64 KB (ogl_portal/web/front.py).
OGL_UPLOAD_MAX_BYTES = max(OGL_PDF_MAX_BYTES, WAGTAILDOCS_MAX_UPLOAD_SIZE) + DATA_UPLOAD_MAX_MEMORY_SIZE
FILE_UPLOAD_HANDLERS = ["ogl_portal.core.incoming_text.UploadHandler"]

# --- Moving in ---------------------------------------------------------------
# Largest export (WordPress or literature), and largest single file that comes with one.
OGL_IMPORT_MAX_BYTES = env.int("OGL_IMPORT_MAX_BYTES", default=1_000_000_000)
OGL_IMPORT_MAX_FILE_BYTES = env.int("OGL_IMPORT_MAX_FILE_BYTES", default=100_000_000)

# Administrators are told when Wagtail, Django or Python soon get no security fixes any more (updates/support.py).
OGL_WATCH_SUPPORT = env.bool("OGL_WATCH_SUPPORT", default=True)

"""For the tests: nothing leaves the process, nothing is written to the data of the site.

The database is chosen by tests/conftest.py.
"""

import os
import tempfile
from pathlib import Path

from ogl_portal.settings.base import *

SECRET_KEY = "only-for-tests-" + "0123456789abcdefghijklmnopqrstuvwxyz"

DATA_DIR = Path(tempfile.gettempdir()) / f"ogl-portal-test-{os.getpid()}"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(PRIVATE_MEDIA_ROOT), "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
BASE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
LOGGING = LOGGING | {"handlers": LOGGING["handlers"] | {"security": {"class": "logging.NullHandler"}}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = OGL_MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = CACHES | {"default": CACHES["default"] | env.cache_url("OGL_TEST_CACHE_URL", default="locmemcache://")}
OGL_PAGE_CACHE_MB = 0  # tests that keep pages say so
OGL_WATCH_CONTENT = False
TASKS = {"default": TASKS["default"] | {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
OGL_UPLOAD_PATIENCE = 120  # a slow machine refuses what a fast one does
OGL_REQUIRE_SECOND_FACTOR = "offered"
OGL_USAGE_SECONDS = 0  # no thread: tests store themselves what was counted
OGL_WATCH_SUPPORT = False  # what the calendar says today must not change a test

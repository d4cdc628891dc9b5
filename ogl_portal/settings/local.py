"""For trying out and for development: plain HTTP on this machine, a secret key of its own.

``script/server`` serves with these settings unless ``DJANGO_SETTINGS_MODULE`` says otherwise. ``OGL_DEBUG=1`` gives
Django's error pages and unhashed files; ``manage.py runserver`` sets it.
"""

from ogl_portal.settings import secret
from ogl_portal.settings.base import *

# Trying out must not need a telephone; the admin shows a reminder instead. Production asks for the second factor.
OGL_REQUIRE_SECOND_FACTOR = env("OGL_REQUIRE_SECOND_FACTOR", default="offered")

DEBUG = env.bool("OGL_DEBUG", default=False)
SECRET_KEY = secret.read_or_create(DATA_DIR)

if DEBUG:
    STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True

"""How long ago something was is said in German on Wagtail's screens."""

import datetime

from django.utils import timezone
from wagtail.admin.templatetags.wagtailadmin_tags import naturaltime


def test_seconds_ago() -> None:
    told = naturaltime(timezone.now() - datetime.timedelta(seconds=44))
    assert told.replace("\N{NO-BREAK SPACE}", " ").startswith("vor 4")

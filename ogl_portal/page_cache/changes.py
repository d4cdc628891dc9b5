"""What the triggers have noted."""

import datetime

from django.utils import timezone

from ogl_portal.page_cache.models import ContentChange

LOOKED_UP = datetime.timedelta(days=1)


def forget_old(today: datetime.date) -> None:
    """Delete what was noted more than a day ago."""
    ContentChange.objects.filter(at__lt=timezone.now() - LOOKED_UP).delete()

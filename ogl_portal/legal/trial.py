"""»Vorführbetrieb«: what every page says until the operator's data are complete, and no longer."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Site

from ogl_portal.core import navigation
from ogl_portal.core.index_pages import index_url
from ogl_portal.core.models import SiteSettings
from ogl_portal.core.navigation import SiteNotice
from ogl_portal.legal.models import PrivacyDetails
from ogl_portal.legal.statements import CONTROLLER, IMPRINT, PRIVACY, missing

ANCHOR = "vorfuehrbetrieb"
"""Of what is missing, on the imprint and the privacy notice (templates/legal/missing.html)."""


def connect() -> None:
    navigation.add_notice(notice)
    for model in (SiteSettings, PrivacyDetails):
        post_save.connect(navigation.forget, sender=model)
        post_delete.connect(navigation.forget, sender=model)


def notice(site: Site) -> SiteNotice | None:
    """One query, at most once in the seconds for which the frame of the pages is remembered."""
    given = Site.objects.select_related("sitesettings", "privacydetails").get(pk=site.pk)
    operator = getattr(given, "sitesettings", None) or SiteSettings()
    details = getattr(given, "privacydetails", None) or PrivacyDetails()
    if missing((*IMPRINT, *CONTROLLER), operator):
        page = "legal.ImprintPage"
    elif missing(PRIVACY, details):
        page = "legal.PrivacyPage"
    else:
        return None
    return SiteNotice(
        "Vorführbetrieb",
        "Dieses Portal ist noch kein amtliches Angebot.",
        "Was noch fehlt",
        f"{index_url(page)}#{ANCHOR}",
    )

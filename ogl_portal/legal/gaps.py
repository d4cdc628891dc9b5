"""What is still missing from the texts that the law prescribes: for staff's dashboard and for the public statement."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth import get_permission_codename
from django.db.models import Model
from django.urls import reverse
from wagtail.models import Page, Site

from ogl_portal.core.index_pages import index_url
from ogl_portal.core.models import SiteSettings
from ogl_portal.legal.models import EasyLanguagePage, ImprintPage, PrivacyDetails, PrivacyPage, SignLanguagePage
from ogl_portal.legal.models.review import ReviewedPage
from ogl_portal.legal.parts import PARTS
from ogl_portal.legal.statements import CONTROLLER, IMPRINT, PRIVACY, PrescribedStatement, missing


@dataclass(frozen=True)
class Gap:
    """``key`` stays while the gap does; ``source`` is the rule, ``url`` the public page, ``edit_url`` the cure.

    ``permission`` is what the cure takes; it is empty where the right to edit the page decides.
    """

    key: str
    title: str
    text: str
    source: str
    url: str = ""
    edit_url: str = ""
    permission: str = ""


@dataclass(frozen=True)
class LanguageGap:
    """What of BITV 2.0 § 4 is missing in one language: ``parts`` in the law's words, ``alternative`` until then."""

    key: str
    title: str
    parts: tuple[str, ...]
    alternative: str
    source: str = "§ 4 BITV 2.0"
    page_title: str = ""
    url: str = ""
    edit_url: str = ""


def legal_gaps() -> list[Gap]:
    """What staff still have to give or to check, most basic first. Six queries at most."""
    return [*_statement_gaps(), *_review_gaps()]


def _statement_gaps() -> Iterator[Gap]:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return
    operator, details = SiteSettings.for_site(site), PrivacyDetails.for_site(site)
    settings_urls: dict[type[Model], str] = {
        model: reverse("wagtailsettings:edit", args=[model._meta.app_label, model._meta.model_name, site.pk])
        for model in (SiteSettings, PrivacyDetails)
    }

    def gap(area: str, statement: PrescribedStatement, where: str, url: str, model: type[Model]) -> Gap:
        text = f"{where}: Es fehlt die Angabe »{statement.label}«."
        permission = f"{model._meta.app_label}.{get_permission_codename('change', model._meta)}"
        key = f"{area}.{statement.field}"
        return Gap(key, statement.label, text, statement.source, url, settings_urls[model], permission)

    for statement in missing(IMPRINT, operator):
        yield gap("imprint", statement, "Impressum", index_url("legal.ImprintPage"), SiteSettings)
    known = {statement.field for statement in IMPRINT}
    for statement in missing(CONTROLLER, operator):
        if statement.field not in known:  # told once, at the imprint
            yield gap("controller", statement, "Datenschutz", index_url("legal.PrivacyPage"), SiteSettings)
    for statement in missing(PRIVACY, details):
        yield gap("privacy", statement, "Datenschutz", index_url("legal.PrivacyPage"), PrivacyDetails)


def _review_gaps() -> Iterator[Gap]:
    models: tuple[type[ReviewedPage], ...] = (ImprintPage, PrivacyPage, EasyLanguagePage, SignLanguagePage)
    for model in models:
        for page in model.objects.live():
            if not page.is_review_due:
                continue
            when = f"zuletzt am {page.reviewed_on:%d.%m.%Y}" if page.reviewed_on else "noch nie"
            text = f"»{page.title}« wurde {when} mit der Rechtsgrundlage verglichen. Bitte einmal im Jahr prüfen."
            edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
            yield Gap(f"review.{page.slug}", page.title, text, page.legal_source, page.get_url() or "", edit_url)


def language_gaps() -> list[LanguageGap]:
    """What is missing in German Sign Language and in easy language, for the statement. Two queries, and addresses.

    A part in sign language counts with its film only, one in easy language once test readers have read it (L-LS-1).
    """
    easy, sign = EasyLanguagePage.objects.live().first(), SignLanguagePage.objects.live().first()
    laws = tuple(part.law for part in PARTS)
    found = []
    no_film = tuple(p.part.law for p in sign.shown_parts if p.is_missing) if sign else laws
    if no_film:
        alternative = "Das Wichtigste steht in Einfacher Sprache bereit." if easy else ""
        title = "Informationen in Deutscher Gebärdensprache"
        found.append(LanguageGap("languages.sign", title, no_film, alternative, **_place(sign)))
    unread = tuple(p.part.law for p in easy.shown_parts if p.is_missing) if easy and easy.is_test_read else laws
    if unread:
        alternative = "Der Text steht in Einfacher Sprache bereit." if easy else ""
        title = "Informationen in Leichter Sprache"
        found.append(LanguageGap("languages.easy", title, unread, alternative, **_place(easy)))
    return found


def _place(page: Page | None) -> dict[str, str]:
    if page is None:
        return {}
    edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return {"page_title": page.title, "url": page.get_url() or "", "edit_url": edit_url}

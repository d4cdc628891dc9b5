"""The one abstract page that all page types build on."""

from functools import lru_cache
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.admin.panels import CommentPanel, FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import Page, PageViewRestriction

from ogl_portal.core import publishing, titles
from ogl_portal.core.changes import ADDRESS as CHANGES
from ogl_portal.core.changes import Change, Composed, asks_for_changes, changes_of_files
from ogl_portal.core.changes.view import changes_view
from ogl_portal.core.facts import facts_of
from ogl_portal.core.incoming_text import clean_record
from ogl_portal.core.json_ld import page_json_ld, script_text
from ogl_portal.core.kept_input import KEY, KeptInput
from ogl_portal.core.languages import GERMAN, languages_of
from ogl_portal.core.navigation import Crumb, breadcrumbs_of
from ogl_portal.core.page_form import PortalCopyForm, PortalPageForm
from ogl_portal.core.page_views import page_context, view_below
from ogl_portal.core.permissions import PagePermissions, permissions_of
from ogl_portal.core.public import has_expired
from ogl_portal.core.reserved import is_taken_by_site
from ogl_portal.core.site_start import HAS_NO_END, STAYS_PUBLIC, site_starts_at
from ogl_portal.core.slugs import slug_of, taken_by_site
from ogl_portal.core.widgets import MomentInput

# What Wagtail's own fields in the dialog »Zeitplan« carry: closed without saving, it shows what it showed before.
_IN_DIALOG: dict[str, object] = {
    "data-controller": "w-action",
    "data-action": "w-dialog:hidden->w-action#reset",
    "data-w-dialog-target": "notify",
}


class BasePage(Page):
    """What every page of the portal has: a teaser, breadcrumbs, facts, a description for machines.

    A page type adds fields, panels and simple questions, and names the word for its kind in ``kind_label``; templates,
    search and exports read these. How it is shown is registered beside it (``facts``, ``json_ld``, ``page_views``).
    """

    teaser = models.TextField(
        "Anreißer",
        max_length=400,
        blank=True,
        help_text="Ein bis zwei Sätze. Sie stehen in Listen, in Suchergebnissen und unter dem Titel.",
    )

    # Which of them readers may see, beside being published (``core.public``).
    for_readers: ClassVar[Q] = Q()

    base_form_class = PortalPageForm
    copy_form_class = PortalCopyForm
    # Belongs to the next publishing, which moves it to ``published_note`` (core.changes): so it is never told twice.
    change_note = models.CharField(
        "Was wurde geändert?",
        max_length=250,
        blank=True,
        help_text="Ein Satz für die Öffentlichkeit, zum Beispiel »Termin der Tagung ergänzt«. Er steht nach dem "
        "Veröffentlichen am Fuß der Seite und in der Liste der Änderungen. Leer: Dort steht nur das Datum.",
    )
    published_note = models.CharField(max_length=250, blank=True, default="", editable=False)

    kind_label = "Seite"
    # Of the text and of the frame around it (core.languages).
    page_language = GERMAN
    # Of what there is one of: where it stands unless staff rename it (core.index_pages). No address of the site's own.
    usual_slug = ""
    # Wagtail would index a page before its children and relations are saved; ``ogl_portal.search.signals`` waits.
    search_auto_update = False
    # What the public change log compares: fields and child relations whose words readers see. Nothing else is read.
    fields_in_changes: tuple[str | Composed, ...] = ("title", "teaser")
    # Everything here is public (see docs/engineering/decisions): Wagtail's private pages are not offered.
    private_page_options: list[str] = []
    # Off while a draft is checked: what only publishing asks for may still be missing.
    is_checked_for_publishing = True
    # What was typed into this draft and cannot be read (core.kept_input); None of it is in the fields.
    kept_input = KeptInput()
    # Whether the tree below hangs on this page, so that only those who publish may move or delete it.
    is_system_page = False
    # Set by core.routing: the pages above this one, home page first.
    ancestor_chain: list[Page] | None = None

    exclude_fields_in_copy = ["change_note", "published_note"]
    intro_panels = [FieldPanel("teaser")]
    note_panels = [FieldPanel("change_note")]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug",
                    help_text="Der Teil der Adresse, der für diese Seite steht. Nach dem Veröffentlichen bitte nicht "
                    "mehr ändern: Andere verweisen darauf.",
                ),
                FieldPanel("seo_title", help_text="Titel in Suchmaschinen. Leer: der Titel der Seite."),
                FieldPanel(
                    "search_description",
                    help_text="Beschreibung in Suchmaschinen, höchstens 160 Zeichen. Leer: der Anreißer.",
                ),
            ],
            heading="Adresse und Suche",
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "show_in_menus", help_text="Nur für Seiten gleich unter der Startseite: Sie stehen dann im Menü."
                )
            ],
            heading="Navigation",
        ),
    ]

    settings_panels = [
        PublishingPanel(
            children=[
                FieldPanel(
                    "go_live_at",
                    heading="Öffentlich ab",
                    help_text="Leer: sobald jemand die Seite veröffentlicht oder freigibt.",
                    widget=MomentInput(_IN_DIALOG),
                ),
                FieldPanel(
                    "expire_at",
                    heading="Öffentlich bis",
                    help_text="Danach ist die Seite nicht mehr zu sehen; gelöscht wird nichts. Leer: ohne Ende.",
                    widget=MomentInput(_IN_DIALOG),
                ),
            ]
        ),
        CommentPanel(),
    ]

    class Meta:
        abstract = True

    @property
    def title_completion(self) -> str:
        """What tells the page from another of the same title (subtitle, date), where its type has something."""
        return ""

    @property
    def title_addition(self) -> str:
        """What is shown behind the title: nothing where no other public page has it, else »: « and the completion."""
        completion = self.title_completion
        return f": {completion}" if completion and titles.is_shared(self.title) else ""

    @property
    def distinct_title(self) -> str:
        """The title as it stands alone: in the browser's tab, the breadcrumb, feeds, previews of links."""
        return f"{self.title}{self.title_addition}"

    @property
    def title_mark(self) -> str:
        """What must be said before the title wherever that stands alone (»Abgesagt«)."""
        return ""

    @property
    def marked_title(self) -> str:
        """The title wherever it stands alone, with what must be said before it: »Abgesagt: Sommerfest«."""
        return f"{self.title_mark}: {self.distinct_title}" if self.title_mark else self.distinct_title

    @property
    def shown_teaser(self) -> str:
        """The teaser as lists, search hits, feeds and mails show it, away from the page."""
        return self.teaser

    @property
    def description(self) -> str:
        """One sentence for search engines and previews."""
        return self.search_description or self.teaser

    @staticmethod
    def _slug_is_available(slug: str, parent_page: Page | None, page: Page | None = None) -> bool:
        """Wagtail's question, asked of every page that is saved and of every address that Wagtail makes up."""
        free: bool = Page._slug_is_available(slug, parent_page, page)
        return free and not (parent_page and is_taken_by_site(parent_page, slug, page))

    def _check_slug_is_unique(self) -> None:
        parent = self.get_parent()
        if parent is not None and is_taken_by_site(parent, self.slug, self):
            raise ValidationError({"slug": taken_by_site(parent, self.slug)})
        super()._check_slug_is_unique()

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Checks what will be stored: text is cleaned before Wagtail takes address and draft title from it."""
        clean_record(self)
        super().full_clean(*args, **kwargs)

    def _set_core_field_defaults(self) -> None:
        """An address of its own spelling, where Wagtail would drop the umlauts of the title."""
        has_parent = bool(self.path or getattr(self, "_cached_parent_obj", None))
        if not self.slug and has_parent:  # type: ignore[has-type]  # of a swappable model
            self.slug = self._get_autogenerated_slug(slug_of(self.title, "seite"))
        super()._set_core_field_defaults()

    def clean_fields(self, exclude: Any = None) -> None:
        """Fields one by one: beyond Django's checks nothing foreign, and for publishing all that the public needs."""
        excluded = set(exclude or ())
        errors: dict[str, Any] = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        found = [publishing.third_party_errors(self, excluded), self.field_errors()]
        if self.expire_at and site_starts_at(self):
            found.append({"expire_at": [HAS_NO_END]})
        if self.is_checked_for_publishing:
            found += [publishing.block_errors(self, excluded), self.publishing_errors()]
        for sentences_of in found:
            for name, sentences in sentences_of.items():
                if name not in errors and name not in excluded:
                    errors[name] = sentences
        if errors:
            raise ValidationError(errors)

    def clean(self) -> None:
        super().clean()
        reasons = list(publishing.third_party_reasons_of_children(self))
        if self.is_checked_for_publishing:
            reasons += self.kept_input.sentences()
        if reasons:
            raise ValidationError(reasons)

    def minimal_clean(self) -> None:
        """What even a draft must keep to: something foreign is not saved at all."""
        clean_record(self)
        super().minimal_clean()
        if errors := publishing.third_party_errors(self, set()):
            raise ValidationError(errors)

    def serializable_data(self) -> dict[str, Any]:
        data: dict[str, Any] = super().serializable_data()
        return {**data, KEY: self.kept_input.as_json()} if self.kept_input else data

    def with_content_json(self, content: dict[str, Any]) -> Any:
        page = super().with_content_json(content)
        page.kept_input = KeptInput.from_json(content.get(KEY))
        return page

    def field_errors(self) -> dict[str, list[str]]:
        """What is wrong with this type's fields, in a draft too: field → sentences. Django's own checks come first."""
        return {}

    def publishing_errors(self) -> dict[str, list[str]]:
        """What this type of page still lacks for the public: field → sentences. Blocks of bodies are checked anyway."""
        return {}

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """As Wagtail does, but what is made for a later day is at no moment public before: Wagtail stores it, then
        looks at the day."""
        if self._state.adding and publishing.is_for_later(self):
            self.live = False
        return super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        publishing.keep_public_version(self)
        return super().save_revision(*args, **kwargs)

    def publish(self, revision: Any, **kwargs: Any) -> Any:
        """As Wagtail does; what the clock publishes bears the name of the person who has released it for that day."""
        if kwargs.get("log_action") == publishing.SCHEDULED and kwargs.get("user") is None:
            kwargs |= {"user": publishing.released_by(revision), "skip_permission_checks": True}
        if publishing.check_before_publishing(self, revision, kwargs.get("log_action")):
            return super().publish(revision, **kwargs)
        return None

    def unpublish(self, set_expired: bool = False, **kwargs: Any) -> Any:
        """As Wagtail does; the end of a page's time is no answer to what shall be public later.

        Raises PermissionDenied where the site starts. A schedule passes by, so that it holds up no other page.
        """
        if site_starts_at(self):
            if set_expired:
                return None
            raise PermissionDenied(STAYS_PUBLIC)
        if not set_expired:
            return super().unpublish(**kwargs)
        with publishing.schedule_kept(self):
            return super().unpublish(set_expired=True, **kwargs)

    def missing_facts(self) -> list[str]:
        """What staff should still add, in words (»Projektname fehlt«)."""
        return []

    @property
    def changes_url(self) -> str:
        """Where the change log of this page is."""
        return f"{self.get_url() or '/'}{CHANGES}/"

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Wagtail's; where there is one site, without asking for the route of each address anew."""
        roots = self._get_site_root_paths(request)
        if len(roots) != 1 or not self.url_path.startswith(roots[0].root_path):
            found: tuple[int, str, str] | None = super().get_url_parts(request)
            return found
        return roots[0].site_id, roots[0].root_url, _address(self.url_path.removeprefix(roots[0].root_path))

    def address_below(self, rest: str, former_slug: str) -> str:
        """Where that lies now which lay at ``rest`` below this page's address when its slug was ``former_slug``."""
        return rest

    @property
    def last_change(self) -> Change | None:
        """The latest public change with the editor's note; None where the page was never published."""
        if not self.last_published_at:
            return None
        own = Change(self.last_published_at, self.title, self.published_note)
        return max([own, *changes_of_files(self)], key=lambda change: change.at)

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Below every public page lies its change log; ``serve`` gives it, so that its guards hold there too."""
        if has_expired(self):
            raise Http404
        if self.live and asks_for_changes(path_components):
            request.change_log = path_components  # type: ignore[attr-defined]
            path_components = []
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if components := getattr(request, "change_log", None):
            return changes_view(request, self, components)
        return super().serve(request, *args, **kwargs)

    def view_below(self, request: HttpRequest, name: str) -> HttpResponse:
        """For routes of page types: the view that their app has registered for ``name`` (``core.page_views``)."""
        return view_below(self, request, name)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context |= page_context(self, request)  # first: it may fetch at once what the others ask for
        context["breadcrumbs"] = self.breadcrumbs()
        context["facts"] = [item for item in facts_of(self) if item.values]
        context["json_ld"] = script_text(page_json_ld(self))
        return context

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        alternates = [{"lang_code": each.language, "location": each.url} for each in languages_of(self).alternates]
        return [{**entry, "alternates": alternates} for entry in super().get_sitemap_urls(request)]

    def permissions_for_user(self, user: Any) -> PagePermissions:
        return permissions_of(user, self)

    def breadcrumbs(self) -> list[Crumb]:
        return breadcrumbs_of(self, self.ancestor_chain)

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """None, without asking: private pages are not offered, and each reader page would pay two queries."""
        return PageViewRestriction.objects.none()


@lru_cache(maxsize=8192)
def _address(path: str) -> str:
    return reverse("wagtail_serve", args=(path,))

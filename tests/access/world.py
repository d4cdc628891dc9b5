"""A small portal in which everything belongs to lab A, and the six people who knock at its doors."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site, Task, UploadedFile, Workflow

from labs.models import LabPage
from ogl_portal.accessibility.models import RecordedFault
from ogl_portal.editorial.assignments.models import Assignment
from ogl_portal.editorial.reviews.models import PageReview
from ogl_portal.english.models import Listing
from ogl_portal.importing.models import ImportRun, RunKind
from ogl_portal.mail.models import MailState, QueuedMail
from ogl_portal.mail.outbox import enqueue
from ogl_portal.media.models import PortalDocument, PortalImage
from ogl_portal.pages.models import Message
from ogl_portal.safety import files, trash
from ogl_portal.safety.models import PreviewLink
from ogl_portal.search.models import BestBet, Synonyms
from ogl_portal.teams import grants
from ogl_portal.teams.models import LabTeam
from ogl_portal.users.models import RoleKey, User
from publications.models import FileVersion, PublicationPage
from tests.accessibility.factories import ReportFactory
from tests.factories import (
    DocumentFactory,
    EnglishHomePageFactory,
    EnglishPageFactory,
    FileVersionFactory,
    ImageFactory,
    LabPageFactory,
    LiteratureEntryFactory,
    NewsPageFactory,
    Portal,
    PublicationPageFactory,
    TopicFactory,
    UserFactory,
)
from tests.teams.teams import member, person

# Stands in everything of lab A that is not public; nobody outside may ever read it.
SECRET = "Zyxwolke"
# Stands beside it, so that lists can be searched without the secret itself standing in the address.
WORD = "Probe"

ROLES = ("anonymous", "team A", "team B", "staff", "publisher", "administrator")


@dataclass
class World:
    portal: Portal
    lab: LabPage
    team: LabTeam
    other_team: LabTeam
    news: Page
    waiting: Page
    publication: PublicationPage
    version: FileVersion
    image: PortalImage
    document: PortalDocument
    sessions: dict[str, str]
    people: dict[str, User]

    @classmethod
    def build(cls) -> "World":
        portal = Portal.build()
        lab = LabPageFactory(parent=portal.labs, title="Labor A", slug="labor-a")
        other_lab = LabPageFactory(parent=portal.labs, title="Labor B", slug="labor-b")
        english = EnglishHomePageFactory(parent=portal.home)
        EnglishPageFactory(parent=english, title="Kontakt", slug="contact", listing=Listing.CONTACT)
        team, other_team = grants.create_team(lab), grants.create_team(other_lab)
        people = {
            "team A": member(team, username="team-a"),
            "team B": member(other_team, username="team-b"),
            "staff": person(RoleKey.STAFF, username="staff"),
            "publisher": person(RoleKey.PUBLISHERS, username="publisher"),
            "administrator": person(RoleKey.ADMINISTRATION, username="administrator"),
        }
        news = _draft(NewsPageFactory(parent=lab, title=f"{SECRET} {WORD} Entwurf", slug="entwurf", live=False), people)
        waiting = _draft(
            NewsPageFactory(parent=lab, title=f"{SECRET} {WORD} wartend", slug="wartend", live=False), people
        )
        waiting.get_workflow().start(waiting, people["team A"])
        publication = PublicationPageFactory(
            parent=portal.publications, title=f"{SECRET} {WORD} Bericht", slug="bericht", live=False
        )
        publication.labs.add(lab)
        publication.save()
        publication.save_revision(user=people["staff"])
        return cls(
            portal=portal,
            lab=lab,
            team=team,
            other_team=other_team,
            news=news,
            waiting=Page.objects.get(pk=waiting.pk).specific,
            publication=publication,
            version=FileVersionFactory(publication=publication, original_name=f"{SECRET}.pdf"),
            image=ImageFactory(title=f"{SECRET} {WORD} Bild", collection=team.collection, file__filename="bild.png"),
            document=DocumentFactory(title=f"{SECRET} {WORD} Datei", collection=team.collection),
            sessions={role: _session(user) for role, user in people.items()},
            people=people,
        )

    @cached_property
    def values(self) -> list[tuple[str, dict[str, Any]]]:
        """What the parameters of addresses stand for: by the beginning of the pattern, the longest that fits counts."""
        page_type = {"content_type_app_name": "news", "content_type_model_name": "newspage"}
        upload = UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(PortalImage), uploaded_by_user=self.people["team A"]
        )
        return [
            ("admin/pages/", {"page_id": self.news.pk, "parent_page_id": self.lab.pk, **page_type}),
            ("admin/pages/<int:page_id>/revisions/", {"revision_id": self.news.latest_revision_id}),
            ("admin/pages/<int:page_to_move_id>/", {"page_to_move_id": self.news.pk, "destination_id": self.lab.pk}),
            ("admin/pages/create/", {"app_label": "news", "model_name": "newspage"}),
            ("admin/pages/workflow/", {
                "page_id": self.waiting.pk,
                "action_name": "approve",
                "task_state_id": self.waiting.current_workflow_task_state.pk,
                "task_id": self.waiting.current_workflow_task.pk,
            }),
            ("admin/pages/<int:page_id>/workflow_history/", {
                "page_id": self.waiting.pk, "workflow_state_id": self.waiting.current_workflow_state.pk
            }),
            ("admin/choose-page/", {"parent_page_id": self.lab.pk}),
            ("admin/bulk/", {"app_label": "wagtailcore", "model_name": "page", "action": "delete"}),
            ("admin/api/main/^pages/", {"pk": self.news.pk, "action_name": "publish"}),
            ("admin/api/main/^documents/", {"pk": self.document.pk}),
            ("admin/api/main/^images/", {"pk": self.image.pk}),
            ("admin/tag-autocomplete/", {"app_name": "taggit", "model_name": "tag"}),
            ("admin/collections/", {"pk": self.team.collection_id, "collection_id": self.team.collection_id}),
            ("admin/collections/<int:pk>/delete/", {"pk": self._empty_collection()}),
            ("admin/workflows/", {"pk": Workflow.objects.get().pk, "page_pk": Page.objects.get(depth=1).pk}),
            ("admin/workflows/remove/", {"workflow_pk": Workflow.objects.get().pk}),
            ("admin/workflows/tasks/", {
                "pk": Task.objects.get().pk, "app_label": "editorial", "model_name": "foureyestask"
            }),
            ("admin/workflows/task_chooser/", {"task_id": Task.objects.get().pk}),
            ("admin/editing-sessions/", {
                "app_label": "wagtailcore", "model_name": "page", "object_id": self.news.pk, "session_id": 1
            }),
            ("admin/veroeffentlichungen/", {"pk": self.publication.pk}),
            ("admin/dateiversionen/", {"pk": self.version.pk}),
            ("admin/laborteams/", {
                "pk": self.team.pk, "lab_pk": self.lab.pk, "user_pk": self.people["team A"].pk
            }),
            ("admin/forms/", {"page_id": self.news.pk}),
            ("admin/redirects/", {"redirect_id": Redirect.objects.create(old_path="/alt", redirect_link="/").pk}),
            ("admin/settings/", {"app_name": "core", "model_name": "sitesettings", "pk": Site.objects.get().pk}),
            ("admin/documents/", {
                "document_id": self.document.pk, "doc_id": self.document.pk, "pk": self.document.pk,
                "uploaded_file_id": upload.pk,
            }),
            ("admin/images/", {
                "image_id": self.image.pk, "pk": self.image.pk, "uploaded_file_id": upload.pk,
                "filter_spec": "width-100",
            }),
            ("media/", {"path": self.image.file.name}),
            ("admin/snippets/search/synonyms/", {"pk": self._snippet(Synonyms, words="amt, behörde")}),
            ("admin/snippets/choose/search/synonyms/", {"pk": self._snippet(Synonyms, words="haus, gebäude")}),
            ("admin/snippets/search/bestbet/", {"pk": self._snippet(BestBet, words="labor", page=self.lab)}),
            ("admin/snippets/choose/search/bestbet/", {"pk": self._snippet(BestBet, words="karte", page=self.lab)}),
            ("admin/snippets/core/topic/", {"pk": TopicFactory().pk}),
            ("admin/snippets/choose/core/topic/", {"pk": TopicFactory().pk}),
            ("admin/posteingang/", {"pk": self._message("1")}),
            ("admin/emails/", {"pk": self._failed_mail()}),
            ("admin/snippets/publications/literatureentry/", {"pk": LiteratureEntryFactory().pk}),
            ("admin/snippets/choose/publications/literatureentry/", {"pk": LiteratureEntryFactory().pk}),
            ("admin/sites/", {"pk": Site.objects.get().pk}),
            ("admin/users/", {"pk": UserFactory(username="jemand").pk}),
            ("admin/groups/", {"pk": self.team.group_id}),
            ("admin/password_reset/", {"uidb64": "MQ", "token": "set-password"}),
            ("admin/anmelden/", {"provider_id": "zentral"}),
            ("admin/einladung/", {"token": "falsch"}),
            ("admin/sicherheit/passkeys/", {"pk": self._passkey()}),
            ("admin/users/<int:pk>/hilfe/", {"kind": "einladung"}),
            ("admin/durchsicht/", {"page_id": self.lab.pk}),
            ("admin/planung/", {"kind": "durchsicht", "key": self._to_review()}),
            ("admin/pruefung/", {"page_id": self.lab.pk}),
            ("admin/bitte-ansehen/", {"page_id": self.lab.pk, "pk": self._assignment()}),
            ("admin/handbuch/", {"slug": "erste-schritte", "name": "uebersicht.png"}),
            ("admin/papierkorb/", {"pk": self._binned()}),
            ("admin/papierkorb/<str:kind>/", {"kind": "bild", "pk": self._binned_image()}),
            ("admin/uebernahme/", {"pk": self._import(RunKind.WORDPRESS)}),
            ("admin/uebernahme/literatur/", {"pk": self._import(RunKind.LITERATURE)}),
            ("admin/vorschaulinks/", {"pk": self._preview_link()}),
            ("vorschau/", {"token": "falsch"}),
            ("admin/barrieren/", {"pk": ReportFactory(text=f"{SECRET} Meldung").pk}),
            ("admin/barrierefreiheit/maengel/", {"key": "languages.sign"}),
            ("admin/maengel/", {"pk": RecordedFault.objects.create(title="Mangel").pk}),
            ("aenderungen/", {"number": 1}),
            ("barrierefreiheit/fassungen/", {"number": 1}),
            ("sitemap-", {"section": "seiten"}),
            ("themen/", {"slug": TopicFactory(slug="beteiligung").slug}),
            ("dateien/", {"restriction_id": 1}),
            ("_util/", {"page_view_restriction_id": 1, "page_id": self.news.pk}),
        ]  # fmt: skip

    @cached_property
    def names(self) -> dict[str, Any]:
        """What ``{news}`` and the like stand for in the addresses of the table."""
        return {
            "news": self.news.pk,
            "revision": self.news.latest_revision_id,
            "document": self.document.pk,
            "filename": self.document.filename,
            "image": self.image.pk,
            "user": self.people["team A"].pk,
            "topic": TopicFactory(name=f"{WORD} Thema").pk,
            "synonyms": self._snippet(Synonyms, words="stadt, gemeinde"),
            "bestbet": self._snippet(BestBet, words="plan", page=self.lab),
            "entry": LiteratureEntryFactory().pk,
        }

    def values_for(self, pattern: str) -> dict[str, Any]:
        """All that is known for ``pattern``; what a longer beginning says goes before a shorter."""
        found: dict[str, Any] = {}
        for beginning, values in sorted(self.values, key=lambda item: len(item[0])):
            if pattern.startswith(beginning):
                found |= values
        return found

    def _empty_collection(self) -> int:
        return int(self.team.collection.add_child(name="Leer").pk)

    def _snippet(self, model: Any, **fields: Any) -> int:
        return int(model.objects.create(**fields).pk)

    def _passkey(self) -> int:
        owner = UserFactory()  # none of the six: who has a second factor is asked for it
        return int(Authenticator.objects.create(user=owner, type=Authenticator.Type.WEBAUTHN, data={}).pk)

    def _binned_image(self) -> int:
        image = ImageFactory(title=f"{SECRET} {WORD} im Papierkorb", collection=self.team.collection)
        files.trash(image, self.people["team A"])
        return int(image.pk)

    def _binned(self) -> int:
        page = NewsPageFactory(parent=self.lab, title=f"{SECRET} {WORD} im Papierkorb", live=False)
        return int(trash.move_to_trash(Page.objects.get(pk=page.pk), self.people["team A"]).pk)

    def _to_review(self) -> int:
        due = timezone.localdate() + datetime.timedelta(days=30)
        PageReview.objects.update_or_create(page=self.lab.page_ptr, defaults={"due_on": due, "note": SECRET})
        return int(self.lab.pk)

    def _import(self, kind: RunKind) -> int:
        run = ImportRun(kind=kind, original_name=f"{SECRET}.xml", created_by=self.people["staff"])
        run.file.save("import.xml", ContentFile(b"<rss/>"))
        return int(run.pk)

    def _preview_link(self) -> int:
        until = timezone.now() + datetime.timedelta(days=1)
        return int(PreviewLink.objects.create(page=self.news, secret_hash="0" * 64, expires_at=until).pk)

    def _assignment(self) -> int:
        member = self.people["team A"]
        return int(Assignment.objects.create(page=self.lab, assignee=member, assigned_by=member, note=SECRET).pk)

    def _failed_mail(self) -> int:
        enqueue(SECRET, "nobody@example.org", f"{SECRET} Betreff", "Text")
        mail = QueuedMail.objects.get(to="nobody@example.org")
        QueuedMail.objects.filter(pk=mail.pk).update(state=MailState.FAILED, error="Grund")
        return int(mail.pk)

    def _message(self, receipt: str) -> int:
        return int(Message.objects.create(text=f"{SECRET} Nachricht", receipt=f"{SECRET}-{receipt}").pk)


def _draft(page: Any, people: dict[str, User]) -> Page:
    page.owner = people["team A"]
    page.save()
    page.save_revision(user=people["team A"], log_action=True)
    page.save_revision(user=people["team A"], log_action=True)
    return Page.objects.get(pk=page.pk).specific


def _session(user: User) -> str:
    """The key of a session in which ``user`` is signed in."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)

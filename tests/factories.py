"""Pages and other content for tests, one factory a model. Everything a page type needs to be valid is filled in."""

import datetime
import hashlib
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

import factory
import wagtail_factories
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Collection, Page, Site

from events.models import EventIndexPage, EventPage
from labs.models import LabIndexPage, LabMunicipality, LabPage, LabPartner
from news.models import NewsDate, NewsIndexPage, NewsPage
from ogl_portal.core.models import Topic
from ogl_portal.english.models import EnglishHomePage, EnglishPage
from ogl_portal.legal.models import EasyLanguagePage, ImprintPage, PrivacyPage, SignLanguagePage
from ogl_portal.media.models import PortalDocument, PortalImage
from ogl_portal.pages.models import ContactPage, HomePage, StandardPage
from ogl_portal.users.models import User
from publications.models import (
    FileState,
    FileVersion,
    LiteratureAuthor,
    LiteratureEntry,
    LiteraturePage,
    PublicationIndexPage,
    PublicationPage,
)
from publications.pdf.reading import RECIPE


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic
        django_get_or_create = ("slug",)

    name = factory.Sequence(lambda n: f"Thema {n}")
    slug = factory.Sequence(lambda n: f"thema-{n}")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")


class AdminFactory(UserFactory):
    is_staff = True
    is_superuser = True


class ImageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PortalImage

    title = "Ein Bild"
    file = factory.django.ImageField(width=400, height=300)
    collection = factory.LazyFunction(Collection.get_first_root_node)


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PortalDocument

    title = "Eine Datei"
    file = factory.django.FileField(filename="datei.txt", data=b"Text")
    collection = factory.LazyFunction(Collection.get_first_root_node)


def recording(name: str) -> ContentFile:
    """A file that begins as a film, a sound or captions of that ending do."""
    heads = {"mp4": b"\0\0\0\x18ftypisom", "mp3": b"ID3", "vtt": b"WEBVTT\n"}
    return ContentFile(heads.get(name.rpartition(".")[2], b"x"), name=name)


class PageFactory(wagtail_factories.PageFactory):
    """A page as it is once somebody has published it."""

    class Meta:
        abstract = True

    first_published_at = factory.LazyFunction(timezone.now)
    last_published_at = factory.SelfAttribute("first_published_at")


class HomePageFactory(PageFactory):
    class Meta:
        model = HomePage

    title = "Start"
    slug = "start"
    lead = "Worum es geht."


class StandardPageFactory(PageFactory):
    class Meta:
        model = StandardPage

    title = factory.Sequence(lambda n: f"Seite {n}")
    slug = factory.Sequence(lambda n: f"seite-{n}")
    body: Any = None


class EnglishHomePageFactory(PageFactory):
    class Meta:
        model = EnglishHomePage

    title = "Regional Open Government Labs"
    slug = "en"
    claim = "Open government in municipalities"
    body: Any = None


class EnglishPageFactory(PageFactory):
    class Meta:
        model = EnglishPage

    title = factory.Sequence(lambda n: f"Page {n}")
    slug = factory.Sequence(lambda n: f"page-{n}")
    body: Any = None


class ContactPageFactory(PageFactory):
    class Meta:
        model = ContactPage

    title = "Kontakt"
    slug = "kontakt"


class EasyLanguagePageFactory(PageFactory):
    class Meta:
        model = EasyLanguagePage

    title = "Einfache Sprache"
    slug = "leichte-sprache"


class SignLanguagePageFactory(PageFactory):
    class Meta:
        model = SignLanguagePage

    title = "Gebärdensprache"
    slug = "gebaerdensprache"


class ImprintPageFactory(PageFactory):
    class Meta:
        model = ImprintPage

    title = "Impressum"
    slug = "impressum"


class PrivacyPageFactory(PageFactory):
    class Meta:
        model = PrivacyPage

    title = "Datenschutz"
    slug = "datenschutz"


class LabIndexPageFactory(PageFactory):
    class Meta:
        model = LabIndexPage

    title = "Labore"
    slug = "labore"
    show_in_menus = True


class LabPageFactory(PageFactory):
    class Meta:
        model = LabPage
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Labor {n}")
    slug = factory.Sequence(lambda n: f"labor-{n}")
    teaser = "Ein Labor."
    laender = ["SN"]
    latitude = Decimal("51.3")
    longitude = Decimal("12.6")

    @factory.post_generation
    def members(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """A municipality and a partner, unless ``members=False``."""
        if create and extracted is not False:
            LabMunicipality.objects.create(lab=self, name=f"Stadt {self.title}", land="SN")
            LabPartner.objects.create(lab=self, name=f"Verein {self.title}")


class NewsIndexPageFactory(PageFactory):
    class Meta:
        model = NewsIndexPage

    title = "Aktuelles"
    slug = "aktuelles"
    show_in_menus = True


class NewsPageFactory(PageFactory):
    class Meta:
        model = NewsPage

    class Params:
        date = "2022-06-21"

    title = factory.Sequence(lambda n: f"Meldung {n}")
    slug = factory.Sequence(lambda n: f"meldung-{n}")
    teaser = "Was geschehen ist."
    dates = factory.LazyAttribute(lambda news: [NewsDate(date=news.date)])


class EventIndexPageFactory(PageFactory):
    class Meta:
        model = EventIndexPage

    title = "Termine"
    slug = "termine"
    show_in_menus = True


class EventPageFactory(PageFactory):
    class Meta:
        model = EventPage

    title = factory.Sequence(lambda n: f"Termin {n}")
    slug = factory.Sequence(lambda n: f"termin-{n}")
    start_date = datetime.date(2022, 12, 8)


class PublicationIndexPageFactory(PageFactory):
    class Meta:
        model = PublicationIndexPage

    title = "Ergebnisse"
    slug = "ergebnisse"
    show_in_menus = True


class PublicationPageFactory(PageFactory):
    class Meta:
        model = PublicationPage

    title = factory.Sequence(lambda n: f"Bericht {n}")
    slug = factory.Sequence(lambda n: f"bericht-{n}")
    abstract = "<p>Was darin steht.</p>"


class FileVersionFactory(factory.django.DjangoModelFactory):
    """A version that has been through the pipeline, with ``content`` as its public file."""

    class Meta:
        model = FileVersion

    class Params:
        content = b"%PDF-1.7 Musterdatei"

    number = 1
    state = FileState.READY
    original_name = "bericht.pdf"
    original = factory.LazyAttribute(lambda version: ContentFile(b"original of " + version.content, name="o.pdf"))
    original_sha256 = factory.LazyAttribute(lambda o: hashlib.sha256(b"original of " + o.content).hexdigest())
    original_size = factory.LazyAttribute(lambda version: len(version.content) + 12)
    public_file = factory.LazyAttribute(lambda version: ContentFile(version.content, name="bericht.pdf"))
    public_sha256 = factory.LazyAttribute(lambda version: hashlib.sha256(version.content).hexdigest())
    public_size = factory.LazyAttribute(lambda version: len(version.content))
    page_count = 12
    reading_recipe = RECIPE
    processed_at = factory.LazyFunction(timezone.now)


class LiteraturePageFactory(PageFactory):
    class Meta:
        model = LiteraturePage

    title = "Literatur"
    slug = "literatur"
    show_in_menus = True


class LiteratureEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LiteratureEntry
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"werk-{n}")
    title = factory.Sequence(lambda n: f"Werk {n}")
    date = "2021"

    @factory.post_generation
    def author(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        if create:
            LiteratureAuthor.objects.create(entry=self, family_name=extracted or "Muster", given_name="Mara")
            self.save()


@dataclass(frozen=True)
class Portal:
    """The page tree of the portal before anybody has written anything."""

    home: HomePage
    labs: LabIndexPage
    publications: PublicationIndexPage
    literature: LiteraturePage
    news: NewsIndexPage
    events: EventIndexPage
    contact: ContactPage

    @classmethod
    def current(cls) -> "Portal":
        """The pages that are there: every test database begins with them."""
        return cls(**{page.name: page.type.objects.get() for page in fields(cls)})

    @classmethod
    def build(cls) -> "Portal":
        Site.objects.all().delete()
        Page.objects.filter(depth=2).delete()
        home = HomePageFactory(parent=Page.objects.get(depth=1))
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        return cls(
            home=home,
            labs=LabIndexPageFactory(parent=home),
            publications=PublicationIndexPageFactory(parent=home),
            literature=LiteraturePageFactory(parent=home),
            news=NewsIndexPageFactory(parent=home),
            events=EventIndexPageFactory(parent=home),
            contact=ContactPageFactory(parent=home),
        )

"""Pages and other content for tests, one factory a model. Everything a page type needs to be valid is filled in."""

import datetime
from decimal import Decimal
from typing import Any

import factory
import wagtail_factories
from wagtail.models import Page, Site

from events.models import EventIndexPage, EventPage
from labs.models import LabIndexPage, LabMunicipality, LabPage, LabPartner
from news.models import NewsDate, NewsIndexPage, NewsPage
from ogl_portal.core.models import Topic
from ogl_portal.editorial.models import User
from ogl_portal.pages.models import ContactPage, HomePage, StandardPage
from publications.models import LiteratureAuthor, LiteratureEntry, LiteraturePage, PublicationIndexPage, PublicationPage


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


class HomePageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = HomePage

    title = "Start"
    slug = "start"
    lead = "Worum es geht."


class StandardPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = StandardPage

    title = factory.Sequence(lambda n: f"Seite {n}")
    slug = factory.Sequence(lambda n: f"seite-{n}")
    body: Any = None


class ContactPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = ContactPage

    title = "Kontakt"
    slug = "kontakt"


class LabIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = LabIndexPage

    title = "Labore"
    slug = "labore"
    show_in_menus = True


class LabPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = LabPage

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


class NewsIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = NewsIndexPage

    title = "Aktuelles"
    slug = "aktuelles"
    show_in_menus = True


class NewsPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = NewsPage

    title = factory.Sequence(lambda n: f"Meldung {n}")
    slug = factory.Sequence(lambda n: f"meldung-{n}")
    teaser = "Was geschehen ist."
    sort_date = "2022-06-21"

    @factory.post_generation
    def date(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        if create:
            NewsDate.objects.create(news=self, date=extracted or self.sort_date)
            NewsPage.objects.filter(pk=self.pk).update(sort_date=extracted or self.sort_date)


class EventIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = EventIndexPage

    title = "Termine"
    slug = "termine"
    show_in_menus = True


class EventPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = EventPage

    title = factory.Sequence(lambda n: f"Termin {n}")
    slug = factory.Sequence(lambda n: f"termin-{n}")
    start_date = datetime.date(2022, 12, 8)


class PublicationIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = PublicationIndexPage

    title = "Ergebnisse"
    slug = "ergebnisse"
    show_in_menus = True


class PublicationPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = PublicationPage

    title = factory.Sequence(lambda n: f"Bericht {n}")
    slug = factory.Sequence(lambda n: f"bericht-{n}")
    abstract = "<p>Was darin steht.</p>"


class LiteraturePageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = LiteraturePage

    title = "Literatur"
    slug = "literatur"
    show_in_menus = True


class LiteratureEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LiteratureEntry

    slug = factory.Sequence(lambda n: f"werk-{n}")
    title = factory.Sequence(lambda n: f"Werk {n}")
    date = "2021"

    @factory.post_generation
    def author(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        if create:
            LiteratureAuthor.objects.create(entry=self, family_name=extracted or "Muster", given_name="Mara")
            self.save()


class PortalFactory:
    """The page tree of the portal with its index pages; ``build()`` makes it the default site."""

    @staticmethod
    def build() -> HomePage:
        Site.objects.all().delete()
        root = Page.objects.filter(depth=1).get()
        Page.objects.filter(depth=2).delete()
        home = HomePageFactory(parent=Page.objects.get(pk=root.pk))
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        for index in (
            LabIndexPageFactory,
            PublicationIndexPageFactory,
            LiteraturePageFactory,
            NewsIndexPageFactory,
            EventIndexPageFactory,
            ContactPageFactory,
        ):
            index(parent=home)
        return home

"""One record of everything that people edit, and where it is edited."""

from typing import Any

from django.db import models
from django.urls import reverse
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import registry
from wagtail.models import Page, Site, get_page_models
from wagtail.snippets.models import get_snippet_models

from ogl_portal.core.models import BasePage
from ogl_portal.pages.models import Message
from ogl_portal.search.models import BestBet, Synonyms
from tests import factories
from tests.factories import LiteratureEntryFactory, PageFactory, Portal, TopicFactory


def page_types() -> list[type[BasePage]]:
    return [model for model in get_page_models() if issubclass(model, BasePage)]


def one_of_everything(portal: Portal) -> list[models.Model]:
    """A page of each type, a snippet and the settings of each kind; what is not there yet is made."""
    made = {factory._meta.model: factory for factory in vars(factories).values() if _is_page_factory(factory)}
    records: list[models.Model] = []
    lab = factories.LabPageFactory(parent=portal.labs)
    for model in page_types():
        page = model.objects.first()
        if page is None:
            parent = _parent_for(model)
            page = made[model](parent=parent) if model in made else parent.add_child(instance=model(title="Seite"))
        for field in ("labs", "topics"):
            if hasattr(page, field) and model is not type(lab):
                getattr(page, field).add(lab if field == "labs" else TopicFactory())
        page.save()
        records.append(page)
    LiteratureEntryFactory()
    Synonyms.objects.create(words="Bürgerrat, Bürgerversammlung")
    BestBet.objects.create(words="Anfahrt", page=portal.contact)
    Message.objects.create(text="Eine Frage", receipt="20270301-A")
    for model in get_snippet_models():
        record = model.objects.first()
        assert record is not None, f"a {model.__name__} is missing here"
        records.append(record)
    site = Site.objects.get()
    for model in registry:
        own = {"site": site} if issubclass(model, BaseSiteSetting) else {}
        records.append(model.objects.get_or_create(**own)[0])
    return records


def edit_address(record: models.Model) -> str:
    if isinstance(record, Page):
        return reverse("wagtailadmin_pages:edit", args=[record.pk])
    if type(record) in registry:
        return reverse("wagtailsettings:edit", args=[record._meta.app_label, record._meta.model_name, _owner(record)])
    viewset: Any = type(record).snippet_viewset
    return reverse(viewset.get_url_name("edit"), args=[record.pk])


def _is_page_factory(thing: Any) -> bool:
    return isinstance(thing, type) and issubclass(thing, PageFactory) and thing is not PageFactory


def _parent_for(model: type[Page]) -> Page:
    parents = [page.specific for kind in model.allowed_parent_page_models() for page in kind.objects.all()]
    return min(parents, key=lambda page: page.depth)


def _owner(record: models.Model) -> int:
    return record.site_id if isinstance(record, BaseSiteSetting) else record.pk

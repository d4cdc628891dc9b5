"""A page can be looked at before anybody has saved it: it has no key and no address yet, and nothing hangs on it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.everything import page_types
from tests.factories import AdminFactory, EnglishHomePageFactory, LabPageFactory, Portal, TopicFactory
from tests.form_filler import Filler


@pytest.mark.parametrize("model", page_types(), ids=lambda model: model._meta.label_lower)
def test_a_page_that_was_never_saved_has_a_preview(portal: Portal, client: Client, model: Any) -> None:
    LabPageFactory(parent=portal.labs)
    TopicFactory()
    EnglishHomePageFactory(parent=portal.home)
    if model.max_count:
        model.objects.all().delete()
    parent = next(page for kind in model.allowed_parent_page_models() for page in kind.objects.all())
    client.force_login(AdminFactory())
    place = [model._meta.app_label, model._meta.model_name, parent.pk]
    form = client.get(reverse("wagtailadmin_pages:add", args=place)).context["form"]
    left_empty = {name for name in form.fields if name != "title"} | {one.prefix for one in form.formsets.values()}
    address = reverse("wagtailadmin_pages:preview_on_add", args=place)
    sent = client.post(address, Filler(lambda: "Ganz neu", {}).form(form, left_empty))
    assert sent.json() == {"is_valid": True, "is_available": True}, sent.json()
    preview = client.get(address)
    assert preview.status_code == 200
    assert "Ganz neu" in preview.content.decode()

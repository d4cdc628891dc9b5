"""Reports, statements and pages of the accessibility app for tests."""

import datetime

import factory
from django.contrib.auth.models import Permission

from ogl_portal.accessibility.models import BarrierReport, Statement, StatementPage
from ogl_portal.accessibility.statement import current_content
from ogl_portal.users.models import User
from tests.clock import noon
from tests.factories import PageFactory, UserFactory


class StatementPageFactory(PageFactory):
    class Meta:
        model = StatementPage

    title = "Erklärung zur Barrierefreiheit"
    slug = "barrierefreiheit"


class ReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BarrierReport

    receipt = factory.Sequence(lambda n: f"20270301-{n:06X}")
    text = "Der Kontrast ist zu schwach."
    email = "mara@example.org"
    page_path = "/labore/"


def approved(day: datetime.date, name: str = "Mara Muster") -> Statement:
    """A statement that was approved on ``day`` with what was known then."""
    number = Statement.objects.count() + 1
    return Statement.objects.create(
        number=number, approved_at=noon(day), approved_by_name=name, content=current_content(None).as_json()
    )


def staff(*rights: str) -> User:
    """Somebody who may use the admin, and have ``rights`` of this app beside."""
    user = UserFactory(is_staff=True)
    names = Permission.objects.filter(content_type__app_label="accessibility", codename__in=rights)
    assert names.count() == len(rights)
    user.user_permissions.set([Permission.objects.get(codename="access_admin"), *names])
    return user

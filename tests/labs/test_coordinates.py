"""Coordinates are taken as Germans write them and as maps give them."""

from decimal import Decimal

import pytest

from labs.models import LabPage
from tests.factories import LabPageFactory, Portal


@pytest.mark.parametrize("typed", ["52,14", "52.14"])
def test_a_latitude_may_have_a_comma_or_a_point(portal: Portal, typed: str) -> None:
    lab = LabPageFactory(parent=portal.labs)
    form_class = LabPage.get_edit_handler().get_form_class()
    field = form_class(instance=lab).fields["latitude"]
    assert field.clean(typed) == Decimal("52.14")

"""One place counts: by network, in the database, with a cap on the mail that strangers may cause."""

import datetime
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import timezone

from ogl_portal.web import rate_limit
from ogl_portal.web.models import RateCount

pytestmark = pytest.mark.django_db


def tries(addresses: list[str], most: int = 2) -> list[bool]:
    requests = [RequestFactory().post("/", REMOTE_ADDR=address) for address in addresses]
    return [rate_limit.allows(request, "test", most=most, seconds=60) for request in requests]


def test_addresses_of_one_ipv6_network_are_one_sender() -> None:
    assert tries([f"2001:db8:1:2::{number:x}" for number in range(1, 5)]) == [True, True, False, False]
    assert tries(["2001:db8:1:3::1"]) == [True]


def test_many_networks_of_one_customer_have_a_common_limit() -> None:
    answers = tries([f"2001:db8:1:{number:x}::1" for number in range(20)], most=1)
    assert answers == [True] * rate_limit.ROOM_OF_48 + [False] * (20 - rate_limit.ROOM_OF_48)


def test_each_ipv4_address_is_a_sender_of_its_own() -> None:
    assert tries(["198.51.100.1", "198.51.100.2", "::ffff:198.51.100.1", "198.51.100.1"]) == [True, True, True, False]


def test_the_count_begins_anew_after_its_time_and_is_deleted() -> None:
    assert tries(["198.51.100.1"] * 3) == [True, True, False]
    RateCount.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert tries(["198.51.100.1"]) == [True]
    RateCount.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    rate_limit.forget_expired(timezone.localdate())
    assert not RateCount.objects.exists()


def test_no_address_is_stored() -> None:
    tries(["198.51.100.77"])
    assert "198.51" not in str(list(RateCount.objects.values_list("key", flat=True)))


def test_something_happens_once_whichever_process_is_asked() -> None:
    assert [rate_limit.once("code", "1:123456", seconds=90) for _ in range(2)] == [True, False]


def test_mails_to_strangers_have_a_cap(settings: Any) -> None:
    settings.OGL_STRANGER_MAILS_PER_HOUR = 2
    assert [rate_limit.may_mail_strangers() for _ in range(3)] == [True, True, False]

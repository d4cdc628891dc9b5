"""Leaving by one click, by a bounce, by a refusal of the mail server: the address is gone at once."""

import datetime
import io
import smtplib
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from ogl_portal.mail.models import QueuedMail
from ogl_portal.mail.sending import send_due
from ogl_portal.subscriptions import editions
from ogl_portal.subscriptions.bounces import BounceOutcome, read
from ogl_portal.subscriptions.lifecycle import SOFT_BOUNCES
from ogl_portal.subscriptions.links import bounce_address, leave_url, manage_url
from ogl_portal.subscriptions.models import Subscription
from tests.factories import NewsPageFactory, Portal
from tests.mail.conftest import sink  # noqa: F401  a fixture
from tests.mail.sink import MailSink
from tests.subscriptions.factories import SubscriptionFactory


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def test_one_click_from_any_mail_program(client: Client, portal: Portal) -> None:
    """RFC 8058, 3.2: a POST with this body, no cookie, no token of ours, no redirect."""
    subscription, other = SubscriptionFactory(), SubscriptionFactory()
    stranger = Client(enforce_csrf_checks=True)
    response = stranger.post(
        path_of(leave_url(subscription)),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
        headers={"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"},
    )
    assert response.status_code == 200
    assert list(Subscription.objects.all()) == [other]
    assert stranger.post(path_of(leave_url(subscription))).status_code == 200, "a second click is no mistake"
    assert client.get(path_of(manage_url(subscription))).status_code == 410


def test_following_the_link_changes_nothing(client: Client, portal: Portal) -> None:
    subscription = SubscriptionFactory()
    page = client.get(path_of(leave_url(subscription))).content.decode()
    assert "Alle E-Mails abbestellen" in page
    assert Subscription.objects.exists()


def test_the_address_is_gone_from_the_outbox_too(client: Client, portal: Portal) -> None:
    leaving, staying = SubscriptionFactory(), SubscriptionFactory()
    NewsPageFactory(parent=portal.news)
    editions.run(timezone.localdate())
    assert set(QueuedMail.objects.values_list("to", flat=True)) == {leaving.address, staying.address}
    client.post(path_of(leave_url(leaving)))
    assert [mail.to for mail in QueuedMail.objects.exclude(to="")] == [staying.address]
    assert not QueuedMail.objects.filter(headers__icontains="abmelden", to="").exists()
    assert send_due() == 1


# --- Bounces -------------------------------------------------------------------


def notification(to: str = "portal@example.org", *, status: str, action: str = "failed", returned: str = "") -> bytes:
    """A delivery status notification as mail servers write it (RFC 3464)."""
    text = f"""\
From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

I could not deliver your message.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; leser@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user

--b
{returned or "Content-Type: text/plain"}

--b--
"""
    return text.replace("\n", "\r\n").encode()


@pytest.fixture
def reader(db: None, settings: Any) -> Subscription:
    settings.OGL_BOUNCE_ADDRESS = "bounces@labore.example"
    return SubscriptionFactory(address="leser@example.org")


def test_a_hard_bounce_ends_the_subscription(reader: Subscription) -> None:
    other = SubscriptionFactory()
    assert read(notification(bounce_address(reader), status="5.1.1")) == BounceOutcome.ENDED
    assert list(Subscription.objects.all()) == [other]
    assert read(notification(bounce_address(reader), status="5.1.1")) == BounceOutcome.UNKNOWN


@pytest.mark.parametrize("kind", ["whole", "headers"])
def test_without_envelope_the_returned_mail_says_whose_it_was(reader: Subscription, kind: str) -> None:
    header = f"List-Unsubscribe:\n <{leave_url(reader)}>\nSubject: Neues"
    types = {"whole": "message/rfc822", "headers": "text/rfc822-headers"}
    returned = f"Content-Type: {types[kind]}\n\n{header}\n"
    assert read(notification(status="5.1.1", returned=returned)) == BounceOutcome.ENDED


def test_nobody_ends_the_subscription_of_others(reader: Subscription) -> None:
    """The address stands in the notification, but nothing in it that only our mail can hold."""
    forged = bounce_address(reader).replace("-", "-0")
    for to in ("portal@example.org", forged, f"bounces+{reader.pk}@labore.example", "bounces+@x", "+-@x"):
        assert read(notification(to, status="5.1.1")) == BounceOutcome.UNKNOWN
    assert Subscription.objects.exists()


def test_five_days_out_of_reach_end_it_too(reader: Subscription, set_clock) -> None:
    day = datetime.date(2027, 3, 1)
    message = notification(bounce_address(reader), status="4.4.1")
    for number in range(SOFT_BOUNCES):
        set_clock(day + datetime.timedelta(days=7 * number))
        outcomes = [read(message), read(message)]
    assert outcomes == [BounceOutcome.ENDED, BounceOutcome.UNKNOWN]


def test_what_is_forgiven(reader: Subscription, set_clock) -> None:
    message = notification(bounce_address(reader), status="4.4.1")
    for number in range(12):
        set_clock(datetime.date(2027, 3, 1) + datetime.timedelta(days=40 * number))
        assert read(message) == BounceOutcome.COUNTED


def test_a_verdict_on_the_sender_ends_nothing_at_once(reader: Subscription) -> None:
    assert read(notification(bounce_address(reader), status="5.7.1")) == BounceOutcome.COUNTED


@pytest.mark.parametrize(
    ("action", "status", "outcome"),
    [
        ("delayed", "4.4.1", BounceOutcome.NOTHING),
        ("delivered", "2.0.0", BounceOutcome.NOTHING),
        ("relayed", "2.1.9", BounceOutcome.NOTHING),
    ],
)
def test_other_notifications_say_nothing_against_an_address(
    reader: Subscription, action: str, status: str, outcome: BounceOutcome
) -> None:
    assert read(notification(bounce_address(reader), status=status, action=action)) == outcome


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: Abwesenheit\r\n\r\nIch bin nicht da.",
        b'Content-Type: multipart/report; boundary="b"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n',
    ],
)
def test_what_is_no_notification(reader: Subscription, raw: bytes) -> None:
    assert read(raw) == BounceOutcome.NO_NOTIFICATION
    assert Subscription.objects.exists()


def test_the_command_reads_standard_input_and_files(reader: Subscription, tmp_path) -> None:
    other = SubscriptionFactory()
    (tmp_path / "bounce").write_bytes(notification(bounce_address(other), status="5.1.1"))
    stream = io.TextIOWrapper(io.BytesIO(notification(bounce_address(reader), status="5.1.1")))
    out = io.StringIO()
    with mock.patch("sys.stdin", stream):
        call_command("read_bounces", stdout=out)
    call_command("read_bounces", str(tmp_path / "bounce"), stdout=out)
    assert out.getvalue().count("The subscription has ended") == 2
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    ("answer", "remaining"),
    [
        ("550 5.1.1 no such user", 0),
        ("550 no such user", 0),
        ("551 5.1.6 moved", 0),
        ("554 5.7.1 relay access denied", 1),
        ("550 5.7.1 blocked", 1),
        ("451 4.3.0 try later", 1),
    ],
)
def test_a_mail_server_that_refuses_the_address(
    portal: Portal,
    sink: MailSink,  # noqa: F811
    answer: str,
    remaining: int,
) -> None:
    SubscriptionFactory(address="leser@example.org")
    NewsPageFactory(parent=portal.news)
    editions.run(timezone.localdate())
    sink.answers["RCPT"] = answer
    assert send_due() == 0
    assert Subscription.objects.count() == remaining
    assert QueuedMail.objects.filter(to="leser@example.org").exists() == bool(remaining)


def test_the_envelope_names_the_subscription(
    portal: Portal,
    sink: MailSink,  # noqa: F811
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.OGL_BOUNCE_ADDRESS = "bounces@labore.example"
    reader = SubscriptionFactory()
    NewsPageFactory(parent=portal.news)
    editions.run(timezone.localdate())
    senders: list[str] = []
    plain = smtplib.SMTP.mail
    monkeypatch.setattr(
        smtplib.SMTP, "mail", lambda self, sender, options=(): senders.append(sender) or plain(self, sender, options)
    )
    assert send_due() == 1
    assert senders == [bounce_address(reader)]
    [message] = sink.mails
    assert message["From"] == settings.DEFAULT_FROM_EMAIL
    assert "Return-Path" not in message

"""Subscribing: double opt-in, without cookie or script; the form tells nobody anything about an address."""

import datetime
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from ogl_portal.mail.models import QueuedMail
from ogl_portal.subscriptions import lifecycle
from ogl_portal.subscriptions.links import manage_url
from ogl_portal.subscriptions.models import Subscription, SubscriptionSettings
from ogl_portal.subscriptions.views import MOST_REQUESTS
from tests.factories import LabPageFactory, NewsPageFactory, Portal
from tests.subscriptions.factories import SubscriptionFactory

GOOD = {"was": ["news"], "rhythmus": "daily", "email": "mara@example.org"}


def ask(client: Client, headers: dict[str, str] | None = None, **changes: Any) -> Any:
    return client.post("/abonnieren/", {**GOOD, **changes}, headers=headers)


def link_in(mail: Any) -> str:
    [link] = re.findall(r"http://testserver(/\S+\?\S+)", mail.body)
    return str(link)


def test_nothing_is_subscribed_before_the_button_behind_the_link(client: Client, portal: Portal, sent_mails) -> None:
    lab = LabPageFactory(parent=portal.labs)
    response = ask(client, labore=[lab.pk])
    assert response.status_code == 302
    assert "Bitte sehen Sie in Ihr Postfach" in client.get(response.url).content.decode()
    [mail] = sent_mails()
    assert mail.to == ["mara@example.org"]
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    page = client.get(link_in(mail))
    assert page.status_code == 200
    assert "mara@example.org" in page.content.decode()
    client.head(link_in(mail))
    assert Subscription.objects.get().confirmed_at is None, "scanners follow links: a GET confirms nothing"

    token = parse_qs(urlsplit(link_in(mail)).query)["t"][0]
    response = client.post("/abonnieren/bestaetigen/", {**GOOD, "labore": [lab.pk], "t": token})
    assert "Ihr Abonnement ist eingerichtet" in client.get(response.url).content.decode()
    subscription = Subscription.objects.get()
    assert subscription.confirmed_at is not None
    assert (subscription.channels, list(subscription.labs.all()), subscription.rhythm) == (["news"], [lab], "daily")
    assert client.cookies == {}


def test_the_answer_is_the_same_for_new_known_and_trapped(client: Client, portal: Portal, sent_mails) -> None:
    SubscriptionFactory(address="mara@example.org")
    answers = [ask(client), ask(client, email="neu@example.org"), ask(client, email="bot@example.org", website="x")]
    assert {(answer.status_code, answer.url, answer.content) for answer in answers} == {
        (302, "/abonnieren/?gesendet=1#gesendet", b"")
    }
    assert sorted(mail.to[0] for mail in sent_mails()) == ["mara@example.org", "neu@example.org"]
    assert not Subscription.objects.filter(address="bot@example.org").exists()


def test_a_request_of_others_changes_no_subscription(client: Client, portal: Portal, sent_mails) -> None:
    before = SubscriptionFactory(address="mara@example.org", channels=["events"], rhythm="weekly")
    ask(client)
    after = Subscription.objects.get()
    assert (after.channels, after.rhythm, after.confirmed_at) == (["events"], "weekly", before.confirmed_at)
    [mail] = sent_mails()
    page = client.get(link_in(mail)).content.decode()
    assert re.search(r'value="news" checked', page), "what was asked for is ticked"
    assert re.search(r'value="events" checked', page), "what was chosen stays ticked"


def test_a_stranger_gets_one_mail_a_day(client: Client, portal: Portal, sent_mails, set_clock) -> None:
    for number in range(4):
        ask(client, was=["news", "events"][number % 2])
    assert len(sent_mails()) == 1
    assert Subscription.objects.get().channels == ["events", "news"]
    set_clock(timezone.localdate() + datetime.timedelta(days=1))
    ask(client)
    assert len(sent_mails()) == 2


def test_so_many_requests_and_no_more(client: Client, portal: Portal) -> None:
    for number in range(MOST_REQUESTS):
        assert ask(client, email=f"a{number}@example.org").status_code == 302
    assert ask(client, email="b@example.org").status_code == 429
    assert not Subscription.objects.filter(address="b@example.org").exists()


def test_all_strangers_together_cause_so_many_mails_an_hour(
    client: Client, portal: Portal, settings: Any, sent_mails
) -> None:
    settings.OGL_STRANGER_MAILS_PER_HOUR = 1
    assert ask(client).status_code == 302
    refused = ask(Client(REMOTE_ADDR="198.51.100.9"), email="b@example.org")
    assert refused.status_code == 429
    assert "in einer Stunde noch einmal" in refused.content.decode()
    assert len(sent_mails()) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": ""}, "Bitte geben Sie Ihre E-Mail-Adresse an."),
        ({"email": "mara"}, "Diese E-Mail-Adresse ist nicht vollständig"),
        ({"email": "mara@example.org\nBcc: x@example.org"}, "Diese E-Mail-Adresse ist nicht vollständig"),
        ({"was": []}, "Bitte wählen Sie mindestens"),
        ({"labore": ["99999"]}, "Dieses Labor ist nicht mehr öffentlich"),
        ({"labore": ["x"]}, "Dieses Labor ist nicht mehr öffentlich"),
        ({"rhythmus": ""}, "Bitte wählen Sie, wie oft"),
    ],
)
def test_mistakes_are_named_at_their_field(
    client: Client, portal: Portal, changes: dict[str, Any], sentence: str
) -> None:
    response = ask(client, **changes)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Subscription.objects.exists()


def test_forms_of_other_sites_are_refused(client: Client, portal: Portal) -> None:
    assert ask(client, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 422
    assert ask(client, headers={"Origin": "https://elsewhere.example"}).status_code == 422


def test_what_nobody_confirms_is_gone_after_48_hours(client: Client, portal: Portal, sent_mails, set_clock) -> None:
    ask(client)
    [mail] = sent_mails()
    today = timezone.localdate()
    Subscription.objects.update(requested_at=timezone.now() - datetime.timedelta(hours=47))
    lifecycle.forget_unconfirmed(today)
    assert Subscription.objects.exists()
    Subscription.objects.update(requested_at=timezone.now() - datetime.timedelta(hours=49))
    lifecycle.forget_unconfirmed(today)
    assert not Subscription.objects.exists()
    assert not QueuedMail.objects.exclude(to="").exists(), "nor does the outbox know the address"
    assert client.get(link_in(mail)).status_code == 410


def test_a_link_to_confirm_ends_after_48_hours(client: Client, portal: Portal, sent_mails, monkeypatch) -> None:
    ask(client)
    [mail] = sent_mails()
    later = timezone.now().timestamp() + 48 * 3600 + 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert client.get(link_in(mail)).status_code == 410


@pytest.mark.parametrize("address", ["bestaetigen", "aendern", "abmelden"])
def test_a_forged_link_opens_nothing(client: Client, portal: Portal, address: str) -> None:
    subscription = SubscriptionFactory()
    for token in ("", "x", subscription.key, f"{subscription.key}.x"):
        assert client.get(f"/abonnieren/{address}/", {"t": token}).status_code == 410
        assert client.post(f"/abonnieren/{address}/", {"t": token}).status_code == 410
    assert Subscription.objects.exists()


def test_private_pages_are_kept_found_and_passed_on_by_nobody(client: Client, portal: Portal, caplog) -> None:
    subscription = SubscriptionFactory()
    link = manage_url(subscription).removeprefix("http://testserver")
    for address in (link, link.replace("aendern", "abmelden"), "/abonnieren/bestaetigen/?t=secret-token"):
        response = client.get(address)
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["Cache-Control"] == "private, no-store"
        assert "noindex" in response["X-Robots-Tag"]
    page = client.get(link).content.decode()
    token = parse_qs(urlsplit(link).query)["t"][0]
    assert re.findall(rf'\w+="[^"]*{re.escape(token)}', page) == [f'value="{token}'] * 2, "in the two forms only"
    assert "secret-token" not in caplog.text
    assert "/abonnieren/bestaetigen/" in caplog.text, "a refusal is logged, by its path"


def test_changing_the_choice(client: Client, portal: Portal) -> None:
    lab = LabPageFactory(parent=portal.labs)
    subscription = SubscriptionFactory(labs=[lab])
    token = parse_qs(urlsplit(manage_url(subscription)).query)["t"][0]
    sent = {"was": ["publications"], "rhythmus": "weekly", "t": token}
    response = client.post("/abonnieren/aendern/", sent)
    assert "Ihre Auswahl ist gespeichert" in client.get(response.url).content.decode()
    subscription.refresh_from_db()
    assert (subscription.channels, subscription.rhythm, subscription.labs.count()) == (["publications"], "weekly", 0)


def test_a_lab_that_is_renamed_or_taken_down_stays_chosen(client: Client, portal: Portal) -> None:
    lab = LabPageFactory(parent=portal.labs, title="Brandis", slug="brandis")
    subscription = SubscriptionFactory(labs=[lab], channels=[])
    token = parse_qs(urlsplit(manage_url(subscription)).query)["t"][0]
    lab.title, lab.slug = "Neuer Name", "neu"
    lab.save_revision().publish()
    page = client.get(f"/abonnieren/aendern/?t={token}").content.decode()
    assert re.search(rf'value="{lab.pk}" checked', page)
    lab.title = "Noch geheim"
    lab.unpublish()
    lab.save_revision()
    page = client.get(f"/abonnieren/aendern/?t={token}").content.decode()
    assert "Noch geheim" not in page
    assert "ein Labor, das zurzeit nicht öffentlich ist" in page
    client.post("/abonnieren/aendern/", {"rhythmus": "weekly", "t": token})
    assert list(subscription.labs.all()) == [lab]
    lab.delete()
    lifecycle.forget_unconfirmed(timezone.localdate())
    assert not Subscription.objects.exists(), "nothing is left to be told"


def test_the_form_is_not_offered_where_no_mail_goes_out(client: Client, portal: Portal, settings) -> None:
    assert "Per E-Mail abonnieren" in client.get("/aktuelles/").content.decode()
    settings.OGL_MAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    cache.clear()
    assert '<form class="form"' not in client.get("/abonnieren/").content.decode()
    assert ask(client).status_code == 404
    assert "Per E-Mail abonnieren" not in client.get("/aktuelles/").content.decode()


def test_staff_switch_it_off_and_leaving_still_works(client: Client, portal: Portal) -> None:
    lab = LabPageFactory(parent=portal.labs)
    NewsPageFactory(parent=portal.news)
    pages = ("/aktuelles/", "/termine/", "/ergebnisse/", lab.url)
    for address in pages:
        assert client.get(address).content.decode().count("Per E-Mail abonnieren") >= 2, address
    switch = SubscriptionSettings.objects.create(site=Site.objects.get(), is_on=False)
    for address in pages:
        assert "Per E-Mail abonnieren" not in client.get(address).content.decode(), address
    assert "kalender.ics" in client.get("/abonnieren/").content.decode(), "calendars need no mail"
    assert ask(client).status_code == 404
    subscription = SubscriptionFactory()
    token = parse_qs(urlsplit(manage_url(subscription)).query)["t"][0]
    assert client.get(f"/abonnieren/aendern/?t={token}").status_code == 200
    assert client.post(f"/abonnieren/abmelden/?t={token}").status_code == 200
    assert not Subscription.objects.exists()
    switch.is_on = True
    switch.save()
    assert client.get("/abonnieren/").status_code == 200

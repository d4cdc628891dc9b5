"""The outbox: what is stored with a transaction, what goes out, what happens when it does not."""

import datetime
import threading
from collections.abc import Callable

import pytest
from django.core import mail
from django.db import connections, transaction
from django.utils import timezone

from ogl_portal.mail.forgetting import forget_settled
from ogl_portal.mail.models import MailState, QueuedMail
from ogl_portal.mail.outbox import enqueue, find
from ogl_portal.mail.sending import GIVE_UP_AFTER, PAUSES, send_due
from tests.mail.sent import SentMails
from tests.mail.sink import MailSink

ADDRESS = "ada@example.org"


def write(key: str = "test:1", **others: object) -> bool:
    return enqueue(key, ADDRESS, "Betreff", "Guten Tag,\n\nText", **others)  # type: ignore[arg-type]


def stored(key: str = "test:1") -> QueuedMail:
    found = find(key)
    assert found is not None
    return found


def undo(change: Callable[[], object]) -> None:
    """Make a change in a transaction that is rolled back."""
    with transaction.atomic():
        change()
        transaction.set_rollback(True)


def let_time_pass(duration: datetime.timedelta) -> None:
    """All waiting mails grow older by ``duration``."""
    for queued in QueuedMail.objects.filter(state=MailState.WAITING):
        queued.due_at -= duration
        queued.not_before -= duration
        queued.save()


@pytest.mark.django_db
class TestStoring:
    def test_a_mail_for_one_occasion_is_written_once(self, sent_mails: SentMails) -> None:
        assert write()
        assert not write()
        assert len(sent_mails()) == 1
        assert not write()  # nor after it went out
        assert len(sent_mails()) == 1

    def test_it_goes_with_the_transaction_that_it_tells_of(self, sent_mails: SentMails) -> None:
        undo(write)
        assert sent_mails() == []
        assert write()

    def test_without_an_address_nothing_is_stored(self) -> None:
        assert not enqueue("test:1", "", "Betreff", "Text")
        assert find("test:1") is None

    def test_what_is_sent(self, sent_mails: SentMails) -> None:
        enqueue("test:1", ADDRESS, "Ein\nBetreff", "Text", headers={"X-Test": "1"}, reply_to="labor@example.org")
        [message] = sent_mails()
        assert (message.subject, message.body, message.to) == ("Ein Betreff", "Text", [ADDRESS])
        assert message.reply_to == ["labor@example.org"]
        headers = message.message()
        assert headers["X-Test"] == "1"
        assert headers["Auto-Submitted"] == "auto-generated"
        assert headers["Message-ID"] == stored().message_id
        assert headers["Message-ID"].endswith("@testserver>")

    def test_an_answer_of_a_person_is_not_called_automatic(self, sent_mails: SentMails) -> None:
        write(headers={"Auto-Submitted": "no"})
        assert sent_mails()[0].message()["Auto-Submitted"] == "no"

    def test_not_before_its_time(self, sent_mails: SentMails) -> None:
        write(not_before=timezone.now() + datetime.timedelta(hours=2))
        assert sent_mails() == []
        let_time_pass(datetime.timedelta(hours=3))
        assert len(sent_mails()) == 1

    def test_one_kick_for_a_transaction(self, django_capture_on_commit_callbacks) -> None:
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            for number in range(5):
                write(f"test:{number}")
        assert len(callbacks) == 1
        assert len(mail.outbox) == 5

    def test_a_kick_that_was_rolled_back_is_made_up_for(self, django_capture_on_commit_callbacks) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            undo(write)
            write("test:2")
        assert len(mail.outbox) == 1


@pytest.mark.usefixtures("transactional_db")
def test_a_mail_goes_out_at_once_where_no_worker_runs() -> None:
    with transaction.atomic():
        write()
        assert mail.outbox == []
    assert len(mail.outbox) == 1


@pytest.mark.django_db
class TestOverSmtp:
    def test_over_one_connection(self, sink: MailSink) -> None:
        for number in range(3):
            write(f"test:{number}")
        assert send_due() == 3
        assert len(set(sink.message_ids)) == 3
        assert send_due() == 0
        assert [queued.state for queued in QueuedMail.objects.all()] == [MailState.SENT] * 3

    def test_umlauts_arrive(self, sink: MailSink) -> None:
        enqueue("test:1", ADDRESS, "Bürgerräte für Lünen", "Größe: »1 × 2«\n.\nEnde")
        send_due()
        [arrived] = sink.mails
        assert arrived["Subject"] == "Bürgerräte für Lünen"
        assert arrived.get_content().split() == ["Größe:", "»1", "×", "2«", ".", "Ende"]

    def test_the_text_is_gone_once_it_was_sent(self, sink: MailSink) -> None:
        write(headers={"X-Test": "1"}, reply_to="labor@example.org")
        send_due()
        kept = stored()
        assert (kept.text, kept.headers, kept.reply_to) == ("", {}, "")
        assert (kept.to, kept.subject) == (ADDRESS, "Betreff")  # for a week, so that one can say that it went out

    def test_an_unknown_address_is_not_tried_again_and_holds_up_nobody(self, sink: MailSink) -> None:
        sink.answers["RCPT"] = "550 no such user"
        write("test:1")
        send_due()
        assert (stored().state, stored().error) == (
            MailState.FAILED,
            "Der Mailserver nimmt für diese Adresse nichts an (Code 550).",
        )
        del sink.answers["RCPT"]
        write("test:2")
        assert send_due() == 1

    def test_a_server_that_is_busy_is_asked_again_later_and_later(self, sink: MailSink) -> None:
        sink.answers["CONTENT"] = "451 try again"
        write()
        for pause in PAUSES:
            assert send_due() == 0
            queued = stored()
            assert queued.state == MailState.WAITING
            assert queued.due_at - timezone.now() > pause * 0.9
            assert send_due() == 0  # not yet due
            let_time_pass(pause)
        send_due()
        assert stored().state == MailState.FAILED
        assert stored().text  # it can be tried again

    def test_one_that_is_refused_leaves_the_others(self, sink: MailSink) -> None:
        write("test:1")
        sink.answers["RCPT"] = "450 mailbox busy"
        assert send_due() == 0
        del sink.answers["RCPT"]
        write("test:2")
        assert send_due() == 1
        let_time_pass(PAUSES[0])
        assert send_due() == 1
        assert len(set(sink.message_ids)) == 2

    @pytest.mark.parametrize("command", ["CONNECT", "EHLO", "MAIL", "DATA"])
    def test_a_server_that_hangs_holds_up_one_try_and_no_mail_is_lost(self, sink: MailSink, settings, command) -> None:
        settings.EMAIL_TIMEOUT = 0.2
        sink.silent_at = command
        for number in range(3):
            write(f"test:{number}")
        assert send_due() == 0
        assert not QueuedMail.objects.filter(due_at__lte=timezone.now()).exists()  # the next try is not held up at all
        sink.silent_at = ""
        let_time_pass(datetime.timedelta(minutes=2))
        assert send_due() == 3
        assert len(set(sink.message_ids)) == len(sink.mails) == 3

    def test_a_server_that_is_away_costs_no_mail_an_attempt(self, sink: MailSink) -> None:
        sink.stop()
        write()
        assert send_due() == 0
        queued = stored()
        assert (queued.attempts, queued.state) == (0, MailState.WAITING)
        assert queued.error.startswith("Der Mailserver ist nicht zu erreichen")
        let_time_pass(GIVE_UP_AFTER + datetime.timedelta(minutes=2))
        send_due()
        assert stored().state == MailState.FAILED

    def test_a_mail_that_cannot_be_written_down_holds_up_nobody(self, sink: MailSink) -> None:
        enqueue("test:1", "nobody@exa\nmple.org", "Betreff", "Text")
        write("test:2")
        send_due()
        write("test:3")
        send_due()
        let_time_pass(datetime.timedelta(minutes=2))
        send_due()
        assert stored("test:1").state == MailState.FAILED
        assert (stored("test:2").state, stored("test:3").state) == (MailState.SENT, MailState.SENT)


@pytest.mark.usefixtures("transactional_db")
def test_several_senders_share_the_work(sink: MailSink, settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    for number in range(40):
        write(f"test:{number}")

    def send() -> None:
        send_due()
        connections.close_all()

    senders = [threading.Thread(target=send) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(timeout=60)
    assert len(sink.mails) == len(set(sink.message_ids)) == 40


@pytest.mark.django_db
class TestForgetting:
    def test_of_a_sent_mail_a_hash_and_dates_stay(self, sent_mails: SentMails) -> None:
        write("test:ada@example.org")
        sent_mails()
        forget_settled(timezone.localdate() + datetime.timedelta(days=7))
        assert stored("test:ada@example.org").to == ADDRESS
        forget_settled(timezone.localdate() + datetime.timedelta(days=8))
        kept = QueuedMail.objects.values().get()
        assert not any("ada@" in str(value) or "Betreff" in str(value) for value in kept.values())
        assert not write("test:ada@example.org")

    def test_the_hash_goes_after_two_years(self, sent_mails: SentMails) -> None:
        write()
        sent_mails()
        forget_settled(timezone.localdate() + datetime.timedelta(days=730))
        assert QueuedMail.objects.exists()
        forget_settled(timezone.localdate() + datetime.timedelta(days=731))
        assert not QueuedMail.objects.exists()

    def test_a_failed_mail_is_given_up_after_a_month(self, sink: MailSink) -> None:
        sink.answers["RCPT"] = "550 no such user"
        write()
        send_due()
        forget_settled(timezone.localdate() + datetime.timedelta(days=29))
        assert stored().text
        forget_settled(timezone.localdate() + datetime.timedelta(days=30))
        assert (stored().state, stored().text, stored().to) == (MailState.DISCARDED, "", "")

    def test_what_waits_is_kept(self) -> None:
        write(not_before=timezone.now() + datetime.timedelta(days=60))
        forget_settled(timezone.localdate() + datetime.timedelta(days=59))
        assert stored().text

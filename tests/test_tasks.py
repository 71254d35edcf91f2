import pytest
from django_tasks_db.models import DBTaskResult

from events import tasks
from events.models import Message
from events.services import outbox
from tests.factories import OPEN_AT, event_page, registration

IMMEDIATE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queue_letter():
    guest = registration(event_page().event)
    DBTaskResult.objects.all().delete()  # Wagtail has work of its own
    return lambda: outbox.queue(Message.Kind.CONFIRMED, guest, at=OPEN_AT)


@pytest.mark.usefixtures("open_now")
def test_it_delivers_the_letter_of_an_id(queue_letter, mailserver):
    message = queue_letter()
    tasks.deliver_message.call(message.pk)
    tasks.deliver_message.call(message.pk)
    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert len(mailserver.envelopes) == 1


@pytest.mark.usefixtures("open_now")
def test_a_letter_that_is_gone_is_no_fault(mailserver):
    tasks.deliver_message.call(4711)
    assert mailserver.envelopes == []


def test_a_letter_is_put_on_the_queue_of_the_setting(queue_letter, settings):
    settings.TILMELD = {"QUEUE": "letters"}
    message = queue_letter()
    (task,) = DBTaskResult.objects.all()
    assert (task.queue_name, task.args_kwargs["args"]) == ("letters", [message.pk])
    assert task.task_path == "events.tasks.deliver_message"


@pytest.mark.usefixtures("open_now")
def test_with_the_immediate_backend_nothing_is_sent_in_the_request(
    queue_letter, settings, mailserver
):
    settings.TASKS, settings.TILMELD = IMMEDIATE, {"QUEUE": "default"}
    message = queue_letter()
    message.refresh_from_db()
    assert message.state == Message.State.QUEUED
    assert mailserver.envelopes == []


def test_a_queue_that_fails_costs_nobody_a_registration(queue_letter, settings, caplog):
    settings.TILMELD = {"QUEUE": "nobody-serves-this"}
    message = queue_letter()
    assert Message.objects.get(pk=message.pk).state == Message.State.QUEUED
    assert "Queue 'nobody-serves-this' is not valid" in caplog.text

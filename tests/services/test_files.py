"""Guests' files: kept with their registration and gone with it, whatever fails in between."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from events.exceptions import NotEnoughSeats, RegistrationClosed
from events.forms import Entry
from events.models import Event, Registration, RegistrationFile
from events.models.file import private_storage
from events.services import files, retention
from events.services.limits import Network
from events.services.registration import change, move
from tests.factories import OPEN_AT, administrator, event_page, register
from tests.support.documents import PDF

pytestmark = pytest.mark.django_db(transaction=True)

QUESTIONS = [
    {"label": "Your CV", "field_type": "file", "key": "qcv", "required": False},
    {"label": "Photo", "field_type": "file", "key": "qphoto", "required": False},
]
HOUR = timedelta(hours=1)
HOME = Network("home", 1000)


@pytest.fixture(autouse=True)
def nothing_stored():
    for path in stored():
        private_storage().delete(path)


@pytest.fixture
def event():
    return event_page(questions=QUESTIONS).event


def entry(content=PDF, name="cv.pdf", key="qcv", **values) -> Entry:
    upload = SimpleUploadedFile(name, content)
    given = {"name": "Cleo", "email": "cleo@example.org", "companions": ()}
    answers = {key: {"name": name, "sha256": content.hex()}}
    fixed = {"answers": answers, "sensitive_answers": {}, "publication_id": None}
    return Entry(**given | fixed | {"files": {key: upload}} | values)


def stored() -> list[str]:
    """Every file in the storage, whether or not anybody knows of it."""
    storage = private_storage()
    if not storage.exists(""):
        return []
    folders, _files = storage.listdir("")
    return [f"{folder}/{file}" for folder in folders for file in storage.listdir(folder)[1]]


def sent(event, **values) -> Registration:
    return register(event.publication(), entry(**values), at=OPEN_AT, network=HOME)


def changed(registration, **values):
    return change(registration, registration.event.publication(), entry(**values), at=OPEN_AT)


def contents() -> list[bytes]:
    return [content(each) for each in RegistrationFile.objects.order_by("pk")]


def content(row: RegistrationFile) -> bytes:
    with row.file.open() as file:
        return file.read()


class TestRegistering:
    def test_keeps_the_file_with_the_registration(self, event):
        file = sent(event).files.get()
        assert (file.question, file.name, file.remove_at) == ("qcv", "cv.pdf", None)
        assert content(file) == PDF

    def test_keeps_it_under_a_name_that_tells_nothing(self, event):
        path = sent(event).files.get().file.name
        assert len(path) > 40
        assert "cv" not in path.rpartition(".")[2]
        assert stored() == [path]

    def test_twice_keeps_one(self, event):
        sent(event)
        sent(event)
        assert (Registration.objects.count(), len(stored())) == (1, 1)

    def test_once_more_with_another_file_keeps_both_and_changes_nothing(self, event):
        first, again = sent(event), sent(event, content=PDF + b"2")
        assert content(first.files.get()) == PDF
        assert content(again.files.get()) == PDF + b"2"

    def test_in_vain_leaves_nothing(self, event):
        with pytest.raises(RegistrationClosed):
            register(event.publication(), entry(), at=event.closes_at)
        assert (stored(), RegistrationFile.objects.count()) == ([], 0)

    def test_that_breaks_off_leaves_nothing(self, event, monkeypatch):
        def fail(*args, **kwargs):
            raise ZeroDivisionError

        monkeypatch.setattr("events.services.registration.seats.tell", fail)
        with pytest.raises(ZeroDivisionError):
            sent(event)
        assert (stored(), RegistrationFile.objects.count()) == ([], 0)
        assert not Registration.objects.exists()

    def test_that_is_killed_leaves_what_the_heartbeat_finds(self, event, monkeypatch):
        monkeypatch.setattr(files, "_remove", lambda rows: None)
        with pytest.raises(RegistrationClosed):
            register(event.publication(), entry(), at=event.closes_at)
        monkeypatch.undo()
        assert len(stored()) == 1
        files.remove_due(at=event.closes_at + HOUR - timedelta(seconds=1))
        assert len(stored()) == 1
        assert files.remove_due(at=event.closes_at + HOUR) == 1
        assert (stored(), RegistrationFile.objects.count()) == ([], 0)


class TestChanging:
    def test_replaces_the_file(self, event):
        registration = sent(event)
        changed(registration, content=PDF + b"2")
        assert content(registration.files.get()) == PDF + b"2"
        assert files.remove_due(at=OPEN_AT) == 1
        assert contents() == [PDF + b"2"]
        assert len(stored()) == 1

    def test_to_the_same_file_changes_nothing(self, event):
        registration = sent(event)
        assert changed(registration) is None
        assert len(stored()) == 1

    def test_leaves_a_file_that_was_not_sent_again(self, event):
        registration = sent(event)
        answers = registration.answers
        changed(registration, name="me.png", key="qphoto", answers=answers | entry().answers)
        changed(registration, files={}, answers=answers, name="Cleo B.")
        assert registration.files.filter(question="qcv").exists()

    def test_lets_go_of_what_is_not_answered_any_more(self, event):
        registration = sent(event)
        changed(registration, files={}, answers={})
        assert not registration.files.exists()
        assert RegistrationFile.objects.get().name == ""
        files.remove_due(at=OPEN_AT)
        assert stored() == []

    def test_in_vain_keeps_what_was_there(self, event):
        registration = sent(event)
        with pytest.raises(Exception, match="deadline"):
            change(
                registration,
                event.publication(),
                entry(content=PDF + b"2"),
                at=event.closes_at,
            )
        assert contents() == [PDF]
        assert len(stored()) == 1


class TestMoving:
    """To another event, where the same is asked under another key, or is not."""

    @pytest.fixture
    def there(self, event):
        asked = [QUESTIONS[0] | {"key": "qother"}]
        return event_page(event.page.get_parent(), slug="there", questions=asked).event

    @pytest.fixture
    def registration(self, event):
        registration = sent(event)
        photo = entry(content=PDF + b"2", name="me.png", key="qphoto")
        answers = registration.answers | photo.answers
        changed(registration, answers=answers, files=photo.files)
        return registration

    def move(self, registration, there) -> Registration:
        return move(registration, there.publication(), at=OPEN_AT, user=administrator())

    def test_a_file_goes_along_with_its_answer(self, registration, there):
        new = self.move(registration, there)
        registration.refresh_from_db()
        assert (list(new.answers), list(registration.answers)) == (["qother"], ["qphoto"])
        assert (new.files.get().question, content(new.files.get())) == ("qother", PDF)
        assert registration.files.get().question == "qphoto"
        assert registration.is_cancelled

    def test_each_is_erased_with_the_registration_it_is_at(self, event, registration, there):
        new = self.move(registration, there)
        retention.erase_event(event, at=OPEN_AT)
        assert files.remove_due(at=OPEN_AT) == 1
        assert stored() == [new.files.get().file.name]
        retention.erase_event(there, at=OPEN_AT)
        files.remove_due(at=OPEN_AT)
        assert stored() == []

    def test_in_vain_leaves_it_where_it_was(self, registration, there):
        Event.objects.filter(pk=there.pk).update(capacity=0)
        with pytest.raises(NotEnoughSeats):
            self.move(registration, there)
        registration.refresh_from_db()
        assert set(registration.answers) == {"qcv", "qphoto"}
        assert registration.files.count() == 2


class TestErasing:
    def test_takes_the_file_along(self, event):
        registration = sent(event)
        retention.erase_event(event, at=OPEN_AT)
        assert not registration.files.exists()
        assert files.remove_due(at=OPEN_AT) == 1
        assert (stored(), RegistrationFile.objects.count()) == ([], 0)

    def test_a_registrations_row_in_a_shell_takes_it_along_too(self, event):
        registration = sent(event)
        registration.messages.all().delete()
        registration.delete()
        assert files.remove_due(at=OPEN_AT) == 1
        assert stored() == []

    def test_one_that_can_not_be_removed_keeps_no_other(self, event, monkeypatch, caplog):
        first = sent(event).files.get()
        sent(event, email="dora@example.org")
        retention.erase_event(event, at=OPEN_AT)
        delete = type(private_storage()).delete

        def refuse(storage, name):
            if name == first.file.name:
                raise OSError("No.")
            delete(storage, name)

        monkeypatch.setattr(type(private_storage()), "delete", refuse)
        assert files.remove_due(at=OPEN_AT) == 1
        assert "could not be removed" in caplog.text
        monkeypatch.undo()
        assert files.remove_due(at=OPEN_AT) == 1
        assert stored() == []

    def test_a_file_that_is_gone_already_is_no_trouble(self, event):
        file = sent(event).files.get()
        private_storage().delete(file.file.name)
        retention.erase_event(event, at=OPEN_AT)
        assert files.remove_due(at=OPEN_AT) == 1


class TestTheStorage:
    def test_lies_beside_the_public_media(self, settings):
        location = private_storage().location
        assert not str(location).startswith(str(settings.MEDIA_ROOT))

    def test_is_read_by_nobody_else_on_the_machine(self):
        storage = private_storage()
        path = storage.save("ab/x", ContentFile(b"x"))
        mode = Path(storage.path(path)).stat().st_mode
        storage.delete(path)
        assert stat.S_IMODE(mode) == 0o600

    def test_is_what_the_host_names(self, settings, tmp_path):
        backend = "django.core.files.storage.FileSystemStorage"
        options = {"location": tmp_path}
        ours = {"tilmeld_private": {"BACKEND": backend, "OPTIONS": options}}
        settings.STORAGES = settings.STORAGES | ours
        assert private_storage().location == str(tmp_path)

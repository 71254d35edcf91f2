"""Guests send files, over HTTP; staff get them, and nobody else does."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from events import exports
from events.models import Message, Registration, RegistrationFile
from events.services import outbox, retention
from tests.factories import OPEN_AT, administrator, editor, event_page
from tests.support.documents import EXE, PDF
from tests.views.admin.support import detail_url
from tests.views.admin.support import url as staff_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("open_now")]

CV = {"label": "Your CV", "field_type": "file", "key": "qcv", "required": False}
GUEST = {"name": "Cleo", "email": "cleo@example.org"}
HEADERS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def page():
    return event_page(questions=[CV])


def upload(content=PDF, name="Cleo's cv.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def send(page, **more):
    key = page.event.translation_key
    url = reverse("tilmeld:register", args=[key, "en"])
    return Client().post(url, GUEST | more, headers=HEADERS)


def registered(page, **more) -> Registration:
    assert send(page, qcv=upload(), **more).status_code == 303
    return Registration.objects.get()


def own_page(registration, step="manage") -> str:
    return reverse(f"tilmeld:{step}", args=[registration.token])


def text(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def file_url(registration, key="qcv") -> str:
    return reverse("tilmeld_admin:file", args=[registration.event_id, registration.pk, key])


def staff(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


class TestSending:
    def test_the_form_is_sent_in_parts_only_where_a_file_is_asked_for(self, page, client):
        kind = 'enctype="multipart/form-data"'
        assert kind in client.get(page.get_url()).content.decode()
        assert kind not in client.get(event_page(page.get_parent()).get_url()).content.decode()

    def test_registers_with_the_file(self, page):
        registration = registered(page)
        assert registration.answers["qcv"]["name"] == "Cleo's cv.pdf"
        assert registration.files.get().name == "Cleo's cv.pdf"

    @pytest.mark.parametrize(
        ("answers", "sentence"),
        [
            ({"email": "cleo@"}, "Choose the file again. It was not kept."),
            ({"qcv": upload(EXE)}, "This file is damaged, or something else than its name says."),
        ],
    )
    def test_a_faulty_form_says_what_to_do_and_keeps_no_file(self, page, answers, sentence):
        response = send(page, **{"qcv": upload()} | answers)
        assert response.status_code == 200
        assert sentence in text(response)
        assert not RegistrationFile.objects.exists()

    def test_so_does_a_form_that_comes_too_late(self, page, set_clock):
        set_clock(page.event.closes_at)
        assert send(page, qcv=upload()).status_code == 200
        assert not RegistrationFile.objects.exists()

    def test_so_does_one_for_which_there_are_too_few_seats(self):
        page = event_page(questions=[CV], capacity=2, max_companions=2)
        party = {"companions": "on", "companion_1": "Ben", "companion_2": "Dora"}
        shown = text(send(page, qcv=upload(), **party))
        assert "There are only 2 seats left. Register fewer people." in shown
        assert "Choose the file again. It was not kept." in shown
        assert not RegistrationFile.objects.exists()

    def test_so_does_one_from_elsewhere(self, page):
        url = reverse("tilmeld:register", args=[page.event.translation_key, "en"])
        headers = {"Sec-Fetch-Site": "cross-site"}
        response = Client().post(url, GUEST | {"qcv": upload()}, headers=headers)
        assert response.status_code == 403
        assert "Choose the file again. It was not kept." in text(response)

    def test_a_file_may_be_larger_than_a_form_without_any(self, page, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5000
        settings.TILMELD = {"FILE_MEGABYTES": 1}
        megabyte = PDF.ljust(1024 * 1024, b" ")
        assert send(page, qcv=upload(megabyte)).status_code == 303
        refused = send(page, qcv=upload(megabyte * 2))
        assert refused.status_code == 413
        assert "Choose a file of at most 1 MB and send again." in text(refused)

    def test_there_is_no_room_where_none_is_asked_for(self, page, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5000
        other = event_page(page.get_parent())
        assert send(other, qcv=upload(bytes(6000))).status_code == 413

    def test_a_file_that_nobody_asked_for_is_ignored(self, page):
        send(page, name="Cleo", surprise=upload())
        assert not RegistrationFile.objects.exists()


class TestOnesOwnPage:
    def test_shows_the_name_and_hands_out_nothing(self, page):
        registration = registered(page)
        shown = Client().get(own_page(registration))
        assert "Cleo's cv.pdf" in text(shown)
        assert registration.files.get().file.name not in shown.content.decode()

    def test_lets_it_be_replaced_kept_and_removed(self, page):
        registration = registered(page)
        change = own_page(registration, "change")
        form = Client().get(change)
        assert "We have “Cleo's cv.pdf”. Choose another file to replace it." in text(form)

        def answer(**more):
            response = Client().post(change, {"name": "Cleo"} | more, headers=HEADERS)
            assert response.status_code == 303
            registration.refresh_from_db()
            return registration.answers.get("qcv", {}).get("name")

        assert answer(qcv=upload(PDF + b"2", "new.pdf")) == "new.pdf"
        assert answer(name="Cleo B.") == "new.pdf"
        assert registration.files.get().name == "new.pdf"
        assert answer(**{"qcv-remove": "on"}) is None
        assert not registration.files.exists()

    def test_a_faulty_change_keeps_the_file_and_the_tick_to_remove_it(self, page):
        registration = registered(page)
        faulty = {"name": "", "qcv-remove": "on"}
        shown = Client().post(own_page(registration, "change"), faulty, headers=HEADERS)
        box = BeautifulSoup(shown.content, "html.parser").find("input", {"name": "qcv-remove"})
        assert box.has_attr("checked")
        assert registration.files.exists()


class TestStaff:
    def test_get_it_as_something_to_save(self, page):
        registration = registered(page)
        ada = staff(administrator())
        assert file_url(registration) in ada.get(detail_url(registration)).content.decode()
        response = ada.get(file_url(registration))
        assert b"".join(response.streaming_content) == PDF
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"] == 'attachment; filename="Cleo\'s cv.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in response["Cache-Control"]

    def test_which_is_logged_without_a_name(self, page):
        registration = registered(page)
        ada = staff(administrator())
        b"".join(ada.get(file_url(registration)).streaming_content)
        entry = ModelLogEntry.objects.get(action="tilmeld.view_file")
        assert "cv" not in f"{entry.label}{entry.data}"
        history = ada.get(detail_url(registration))
        assert "File downloaded" in text(history)

    def test_need_the_rights_that_the_answers_need(self, page):
        registration = registered(page)
        ben = staff(editor(page.get_parent()))
        assert ben.get(file_url(registration)).status_code in (302, 403)
        other = event_page().get_parent()
        eve = staff(editor(other, "view_registration", username="dora"))
        assert eve.get(file_url(registration)).status_code == 404
        assert Client().get(file_url(registration)).status_code == 302
        assert not ModelLogEntry.objects.filter(action="tilmeld.view_file").exists()

    def test_need_the_right_to_sensitive_answers_for_a_sensitive_one(self):
        page = event_page(questions=[CV | {"sensitive": True}])
        registration = registered(page)
        assert registration.sensitive_answers["qcv"]
        ben = editor(page.get_parent(), "view_registration")
        assert staff(ben).get(file_url(registration)).status_code == 404
        dora = editor(
            page.get_parent(), "view_registration", "view_sensitive_answers", username="dora"
        )
        response = staff(dora).get(file_url(registration))
        assert b"".join(response.streaming_content) == PDF

    @pytest.mark.parametrize("key", ["qother", "..", "qcv%2F.."])
    def test_find_nothing_under_another_key(self, page, key):
        registration = registered(page)
        ada = staff(administrator())
        url = file_url(registration).replace("qcv", key)
        assert ada.get(url).status_code in (301, 404)

    def test_find_nothing_once_it_is_erased_or_lost(self, page):
        registration = registered(page)
        ada = staff(administrator())
        file = registration.files.get()
        file.file.storage.delete(file.file.name)
        assert ada.get(file_url(registration)).status_code == 404
        retention.erase_event(page.event, at=OPEN_AT)
        assert ada.get(file_url(registration)).status_code == 404

    def test_read_its_name_in_downloads_and_history(self, page):
        registration = registered(page)
        Client().post(
            own_page(registration, "change"),
            {"name": "Cleo", "qcv": upload(PDF + b"2", "new.pdf")},
            headers=HEADERS,
        )
        columns = exports.columns(page.event, sensitive=False)
        (row,) = exports.rows(page.event.registrations.all(), columns)
        assert "new.pdf" in row
        history = text(staff(administrator()).get(staff_url(registration, "registration")))
        assert "Cleo's cv.pdf" in history


def test_no_letter_names_it(page, mailserver):
    registration = registered(page)
    Client().post(
        own_page(registration, "change"),
        {"name": "Cleo", "qcv": upload(PDF + b"2", "new.pdf")},
        headers=HEADERS,
    )
    outbox.sweep(at=OPEN_AT)
    letters = Message.objects.all()
    assert {letter.kind for letter in letters} == {"confirmed", "changed"}
    for letter in letters:
        assert "cv.pdf" not in letter.text + letter.html
        assert "new.pdf" not in letter.text + letter.html
    assert "Some answers are not repeated in e-mails." in letters.get(kind="confirmed").text


class TestByHand:
    """Staff hand a file in for a guest, and keep the one there is when they change answers."""

    def test_a_file_that_came_by_mail_is_kept_with_the_registration(self, page):
        url = reverse("tilmeld_admin:register", args=[page.event.pk])
        staff(administrator()).post(url, {"name": "Cleo", "qcv": upload()})
        guest = Registration.objects.get()
        assert RegistrationFile.objects.get().registration == guest
        assert guest.answers["qcv"]["name"] == "Cleo's cv.pdf"

    def test_changing_something_else_keeps_it(self, page):
        guest = registered(page)
        client = staff(administrator())
        assert "multipart/form-data" in client.get(staff_url(guest, "change")).content.decode()
        client.post(staff_url(guest, "change"), {"name": "Clea"})
        guest.refresh_from_db()
        assert (guest.name, guest.answers["qcv"]["name"]) == ("Clea", "Cleo's cv.pdf")
        assert RegistrationFile.objects.get().registration == guest

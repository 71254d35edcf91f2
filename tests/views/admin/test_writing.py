"""Writing to guests: the form, the letter before it leaves, sending, progress, stopping."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from events.models import Announcement, Message, Status
from events.services import announcements as service
from events.services import registration as registration_service
from events.services import retention, tags
from events.services.door import check_in
from tests.factories import (
    OPEN_AT,
    administrator,
    editor,
    event_page,
    in_danish,
    registration,
)

from .support import errors, list_url, queries, table, text, told, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

HOUR = timedelta(hours=1)
WORKSHOP = {"label": "Workshop", "field_type": "radio", "choices": "Paint [3]\nWood", "key": "q1"}
DIET = {"label": "Diet", "field_type": "diet", "key": "q2"}
FAITH = {"label": "Faith", "field_type": "radio", "choices": "A\nB", "key": "q3"}
BODY = "<p>There is <b>much</b> to carry.</p>"
TYPED = (
    '{"blocks":[{"key":"a","text":"There is much to carry.","type":"unstyled","depth":0,'
    '"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}'
)
FORM = {"statuses": ["confirmed"], "chosen": "", "subject": "Bring a bag", "text": TYPED}


@pytest.fixture
def event(clock):
    clock(OPEN_AT)
    return event_page(questions=[WORKSHOP, DIET]).event


def address(event, name: str, *more: int) -> str:
    return reverse(f"tilmeld_admin:{name}", args=[event.pk, *more])


def of(announcement, name: str = "message") -> str:
    return address(announcement.event, name, announcement.pk)


def written(event, **fields) -> Announcement:
    values = {"subject": "Bring a bag", "text": BODY, "statuses": ["confirmed"]} | fields
    kind = Message.Kind.ORGANISERS
    return Announcement.objects.create(event=event, kind=kind, created_at=OPEN_AT, **values)


def send(admin, announcement, **data):
    shown = {"when": "now", "seen": service.seal(announcement)}
    return admin.post(of(announcement, "send_message"), shown | data)


class TestWhoCame:
    def test_is_not_asked_before_guests_may_be_there(self, admin, event):
        assert "has_come" not in admin.get(address(event, "write")).context["form"].fields

    @pytest.mark.parametrize(("answer", "whom"), [("yes", "C"), ("no", "D"), ("", "CD")])
    def test_narrows_whom_it_goes_to_afterwards(self, client, event, clock, answer, whom):
        came, _stayed_away = registration(event), registration(event, "Dora")
        clock(event.ends_at + HOUR)
        client.force_login(administrator())
        check_in(came, [0], token=uuid4(), at=event.starts_at)
        client.post(address(event, "write"), FORM | {"has_come": answer})
        written = Announcement.objects.from_organisers().get()
        assert {guest.name[0] for guest in written.recipients()} == set(whom)
        form = client.get(of(written, "edit_message")).context["form"]
        assert (form["has_come"].value() or "") == answer


class TestWhoHasATag:
    def test_is_written_to_and_nobody_else(self, admin, event):
        speaker, _other = registration(event), registration(event, "Dora")
        assert 'name="tag"' not in admin.get(address(event, "write")).content.decode()
        tags.tag(speaker, "Speakers", at=OPEN_AT, user=None)
        admin.post(address(event, "write"), FORM | {"tag": "Speakers"})
        newest = Announcement.objects.from_organisers().get()
        assert list(newest.recipients()) == [speaker]
        assert "tag: Speakers" in text(admin.get(of(newest)))
        assert 'value="Speakers" selected' in admin.get(of(newest, "edit_message")).content.decode()

    def test_whoever_gets_it_until_the_message_is_sent_gets_the_message(self, admin, event):
        cleo, dora = registration(event), registration(event, "Dora")
        tags.tag(cleo, "Speakers", at=OPEN_AT, user=None)
        message = written(event, tag="Speakers")
        tags.tag(dora, "speakers", at=OPEN_AT, user=None)
        assert set(message.recipients()) == {cleo, dora}

    def test_nobody_is_written_to_once_it_is_gone(self, admin, event):
        registration(event)
        message = written(event, tag="Speakers")
        assert not message.recipients().exists()
        admin.post(of(message, "edit_message"), FORM | {"tag": "Speakers"})
        message.refresh_from_db()
        assert message.tag == "Speakers"

    def test_it_can_be_left_out_again(self, admin, event):
        tags.tag(registration(event), "Speakers", at=OPEN_AT, user=None)
        message = written(event, tag="Speakers")
        admin.post(of(message, "edit_message"), FORM | {"tag": ""})
        message.refresh_from_db()
        assert message.tag == ""

    def test_the_address_of_the_form_may_name_one_that_there_is(self, admin, event):
        tags.tag(registration(event), "Speakers", at=OPEN_AT, user=None)
        url = address(event, "write")
        assert admin.get(f"{url}?tag=Speakers").context["form"]["tag"].value() == "Speakers"
        assert admin.get(f"{url}?tag=SPEAKERS").context["form"]["tag"].value() == "Speakers"

    def test_one_that_nobody_has_goes_to_nobody(self, admin, event):
        registration(event)
        url = f"{address(event, 'write')}?tag=Spekers"
        assert admin.get(url).context["form"]["tag"].value() == "Spekers"
        admin.post(url, FORM | {"tag": "Spekers"})
        assert not Announcement.objects.from_organisers().get().recipients()

    def test_one_that_is_gone_meanwhile_is_not_forgotten(self, admin, event):
        response = admin.post(address(event, "write"), FORM | {"tag": "Speakers"})
        assert "tag" in response.context["form"].errors

    def test_it_is_erased_with_what_was_written(self, event):
        message = written(event, tag="Speakers")
        retention.erase_event(event, at=OPEN_AT)
        message.refresh_from_db()
        assert message.tag == ""


class TestWhatWasChosenIsKept:
    """Editing the words must not widen whom a message goes to."""

    def test_a_choice_that_is_no_longer_offered(self, admin, event):
        choice = {"question": "q1", "label": "Old name", "words": ["Paint"]}
        message = written(event, choice=choice)
        admin.post(of(message, "edit_message"), FORM | {"chosen": "Old name: Paint"})
        message.refresh_from_db()
        assert message.choice == choice

    def test_who_came_after_the_event_was_put_off(self, admin, event):
        message = written(event, has_come=True)
        admin.post(of(message, "edit_message"), FORM | {"has_come": "yes"})
        message.refresh_from_db()
        assert message.has_come is True


class TestWriting:
    def test_keeps_a_draft_and_sends_nothing(self, admin, event):
        registration(event)
        response = admin.post(address(event, "write"), FORM)
        draft = Announcement.objects.from_organisers().get()
        assert response.url == of(draft)
        assert (draft.subject, draft.send_at, draft.author.username) == ("Bring a bag", None, "ada")
        assert "There is much to carry." in draft.text
        service.write_due(at=OPEN_AT + HOUR)
        assert not Message.objects.exists()

    def test_to_those_who_chose_something_not_sensitive(self, admin, event):
        form = admin.get(address(event, "write")).context["form"]
        offered = [label for _value, label in form.fields["chosen"].choices]
        assert offered == ["Whatever they chose", "Workshop: Paint", "Workshop: Wood"]
        admin.post(address(event, "write"), FORM | {"chosen": "Workshop: Paint"})
        choice = {"question": "q1", "label": "Workshop", "words": ["Paint"]}
        assert Announcement.objects.from_organisers().get().choice == choice

    def test_nor_something_that_is_sensitive_in_another_language(self, admin):
        page = event_page(questions=[FAITH])
        in_danish(page, [FAITH | {"sensitive": True}])
        form = admin.get(address(page.event, "write")).context["form"]
        assert "chosen" not in form.fields

    def test_a_choice_finds_nobody_by_a_sensitive_answer(self, event):
        choice = {"question": "q3", "label": "Faith", "words": ["A"]}
        openly = registration(event, answers={"q3": "A"})
        registration(event, "Dora", sensitive_answers={"q3": ["A"]})
        assert list(written(event, choice=choice).recipients()) == [openly]

    @pytest.mark.parametrize(
        ("typed", "field", "sentence"),
        [
            ({"statuses": []}, "statuses", "Choose whom you write to."),
            ({"subject": " "}, "subject", "Write a subject."),
            ({"text": TYPED.replace("There is much to carry.", " ")}, "text", "Write a text."),
            (
                {"text": TYPED.replace("carry", "carry " * 2000)},
                "text",
                "The text is too long for a letter. Shorten it, or link to a page.",
            ),
            (
                {"text": TYPED.replace("carry", "{what}")},
                "text",
                "“{what}” can't be filled in. Use one of {name}, {event}, {date}, {place}, "
                "{deadline}, {seats}, and give the whole of it the same formatting.",
            ),
            ({"subject": "x" * 151}, "subject", None),
            (
                {"subject": "Bring a bag, {nmae}"},
                "subject",
                "“{nmae}” can't be filled in. Use one of {name}, {event}, {date}, {place}, "
                "{deadline}, {seats}, and give the whole of it the same formatting.",
            ),
            ({"chosen": "Diet: Vegan food"}, "chosen", None),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
        self, admin, event, typed, field, sentence
    ):
        response = admin.post(address(event, "write"), FORM | typed)
        assert list(errors(response)) == [field]
        assert sentence is None or errors(response)[field] == [sentence]
        assert response.context["form"]["subject"].value() == (FORM | typed)["subject"]
        assert "much" in str(response.context["form"]["text"].value()) or field == "text"
        assert not Announcement.objects.from_organisers().exists()

    def test_a_subject_is_one_line(self, admin, event):
        admin.post(address(event, "write"), FORM | {"subject": "Bring\r\nBcc: x@example.org"})
        assert Announcement.objects.from_organisers().get().subject == "Bring Bcc: x@example.org"

    def test_says_how_many_want_no_messages(self, admin, event):
        registration_service.unsubscribe(registration(event), at=OPEN_AT)
        assert "1 guest does not want messages" in text(admin.get(address(event, "write")))


class TestTheMessage:
    def test_shows_the_letter_and_how_many_get_it(self, admin, event):
        registration(event)
        registration_service.unsubscribe(registration(event, "Dora"), at=OPEN_AT)
        waiting(event, "Eli")
        shown = text(admin.get(of(written(event))))
        assert "State Draft To Registered Guests who get it 1 Want no messages 1" in shown
        assert "Bring a bag: Dialogue meeting on 11 March" in shown
        assert "Dear Anna Jensen" in shown
        assert "whoever has cancelled by then gets nothing" in shown

    def test_the_letter_alone_may_stand_in_a_frame_of_ours(self, admin, event):
        response = admin.get(of(written(event), "sample_message"))
        assert "There is <b>much</b> to carry." in response.content.decode()
        assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]

    def test_a_test_goes_to_oneself_alone(self, admin, event):
        registration(event)
        response = admin.post(of(written(event), "test_message"))
        assert "A test is on its way to ada@example.org." in told(response)
        assert Message.objects.get().to_address == "ada@example.org"

    def test_whoever_has_no_address_is_told(self, admin, event, django_user_model):
        django_user_model.objects.update(email="")
        assert "no e-mail address" in told(admin.post(of(written(event), "test_message")))
        assert not Message.objects.exists()

    def test_a_look_sends_no_test(self, admin, event):
        assert admin.get(of(written(event), "test_message")).status_code == 405

    def test_what_was_erased_says_so(self, admin, event):
        announcement = written(event)
        retention.erase_event(event, at=OPEN_AT)
        shown = text(admin.get(of(announcement)))
        assert "What was written has been erased" in shown


class TestSending:
    def test_names_how_many_and_asks_when(self, admin, event):
        registration(event)
        registration(event, "Dora")
        shown = text(admin.get(of(written(event), "send_message")))
        assert "“Bring a bag” goes to 2 guests." in shown
        assert "Send to 2 guests" in shown
        assert "Europe/Copenhagen" in shown

    def test_says_how_many_must_be_called(self, admin, event):
        registration(event, email="")
        shown = text(admin.get(of(written(event), "send_message")))
        assert "1 of them has no e-mail address: call them." in shown

    def test_now_sends_once_however_often_one_clicks(self, admin, event):
        registration(event)
        announcement = written(event)
        assert "on its way to 1 guest" in told(send(admin, announcement))
        assert "sent or stopped already" in told(send(admin, announcement))
        for _ in range(2):
            service.write_due(at=OPEN_AT)
        assert Message.objects.get().to_address == "cleo@example.org"

    def test_later_is_on_the_events_clocks(self, admin, event):
        announcement = written(event)
        response = send(admin, announcement, when="later", date="2027-02-02", time="09:00")
        assert "planned for Tuesday 2 February 2027 at 9:00" in told(response)
        announcement.refresh_from_db()
        assert announcement.send_at == datetime(2027, 2, 2, 8, tzinfo=UTC)
        assert "State Planned" in text(admin.get(of(announcement)))

    @pytest.mark.parametrize(
        ("when", "field", "sentence"),
        [
            ({"date": "2027-02-02"}, "time", "Choose a day and a time."),
            ({"time": "09:00"}, "date", "Choose a day and a time."),
            ({"date": "2027-02-01", "time": "13:00"}, "date", "Choose a time that lies ahead."),
            ({"date": "2027-03-28", "time": "02:30"}, "time", "The clocks skip this time."),
        ],
    )
    def test_a_time_that_cant_be_is_refused(self, admin, event, when, field, sentence):
        announcement = written(event)
        response = send(admin, announcement, when="later", **when)
        assert sentence in errors(response)[field][0]
        announcement.refresh_from_db()
        assert announcement.send_at is None


class TestPlanned:
    @pytest.fixture
    def planned(self, event):
        return written(event, send_at=OPEN_AT + HOUR)

    def test_it_can_be_written_otherwise_and_stays_planned(self, admin, planned):
        form = admin.get(of(planned, "edit_message")).context["form"]
        assert form["statuses"].value() == ["confirmed"]
        admin.post(of(planned, "edit_message"), FORM | {"subject": "Bring two"})
        planned.refresh_from_db()
        assert (planned.subject, planned.send_at) == ("Bring two", OPEN_AT + HOUR)

    def test_once_it_is_due_it_stays_as_it_is_and_nothing_typed_is_lost(
        self, admin, planned, clock
    ):
        clock(OPEN_AT + HOUR)
        response = admin.post(of(planned, "edit_message"), FORM | {"subject": "Bring two"})
        assert "can't be changed any more" in text(response)
        assert response.context["form"]["subject"].value() == "Bring two"
        planned.refresh_from_db()
        assert planned.subject == "Bring a bag"

    def test_it_can_be_dropped(self, admin, planned):
        assert "Nobody gets this message then." in text(admin.get(of(planned, "stop_message")))
        admin.post(of(planned, "stop_message"))
        assert service.write_due(at=OPEN_AT + HOUR) == 0
        assert "State Stopped" in text(admin.get(of(planned)))


class TestStopping:
    @pytest.fixture
    def under_way(self, event):
        announcement = written(event)
        for name in ("Cleo", "Dora"):
            registration(event, name)
        service.send(announcement, at=OPEN_AT, user=None)
        service.write_due(at=OPEN_AT)
        Message.objects.filter(to_address__startswith="cleo").update(state="delivered")
        return announcement

    def test_says_how_many_have_left_and_stops_the_rest(self, admin, under_way):
        shown = text(admin.get(of(under_way)))
        assert "State Being sent" in shown
        assert "Went out 1 Waiting 1 Not arrived 0" in shown
        asked = text(admin.get(of(under_way, "stop_message")))
        assert "1 letter has left already and can't be called back." in asked
        admin.post(of(under_way, "stop_message"))
        states = Message.objects.order_by("pk").values_list("state", flat=True)
        assert list(states) == ["delivered", "cancelled"]
        assert "Went out 1 Waiting 0 Not arrived 0 Not sent 1" in text(admin.get(of(under_way)))

    def test_what_came_back_had_left_too(self, admin, under_way):
        Message.objects.filter(state="delivered").update(state="bounced")
        assert "Went out 1 Waiting 1 Not arrived 1" in text(admin.get(of(under_way)))
        asked = text(admin.get(of(under_way, "stop_message")))
        assert "1 letter has left already" in asked

    def test_what_is_sent_cant_be_stopped(self, admin, under_way):
        Message.objects.update(state="sent")
        assert "State Sent" in text(admin.get(of(under_way)))
        admin.post(of(under_way, "stop_message"))
        under_way.refresh_from_db()
        assert under_way.dropped_at is None


class TestTheList:
    def test_shows_each_with_what_became_of_it(self, admin, event):
        choice = {"question": "q1", "label": "Workshop", "words": ["Paint"]}
        both = [Status.CONFIRMED, Status.WAITING]
        written(event, choice=choice, statuses=both, send_at=OPEN_AT + HOUR)
        rows = table(admin.get(address(event, "written")))
        assert rows == [
            [
                "Bring a bag",
                "Planned",
                "Registered and On the waiting list; Workshop: Paint",
                "1 February 2027 14:00",
                "0",
                "0",
                "0",
            ]
        ]

    def test_asks_the_database_no_oftener_for_three_than_for_one(self, admin, event):
        written(event)
        one = queries(admin, address(event, "written"))
        written(event)
        written(event)
        assert queries(admin, address(event, "written")) == one

    def test_is_found_from_the_registrations(self, admin, event):
        shown = admin.get(list_url(event)).content.decode()
        assert address(event, "write") in shown
        assert address(event, "written") in shown


class TestRights:
    NAMES = ("message", "edit_message", "send_message", "stop_message", "sample_message")

    def test_one_needs_the_permission(self, client, event):
        announcement = written(event)
        ben = editor(event.page.get_parent(), "view_registration", "change_registration")
        client.force_login(ben)
        urls = [address(event, "write"), address(event, "written")]
        urls += [of(announcement, name) for name in self.NAMES]
        for url in urls:
            assert client.get(url).status_code == 302, url
            assert client.post(url).status_code == 302, url
        assert client.post(of(announcement, "test_message")).status_code == 302
        announcement.refresh_from_db()
        assert (announcement.send_at, announcement.dropped_at) == (None, None)
        assert not Message.objects.exists()
        assert address(event, "write") not in client.get(list_url(event)).content.decode()

    def test_and_the_page(self, client, event):
        announcement = written(event)
        elsewhere = event_page(slug="elsewhere").get_parent()
        client.force_login(editor(elsewhere, "view_registration", "message_registration"))
        for name in self.NAMES:
            assert client.get(of(announcement, name)).status_code in (404, 302)

    def test_both_are_enough(self, client, event):
        client.force_login(editor(event.page.get_parent(), "message_registration"))
        assert client.get(address(event, "write")).status_code == 200

    def test_a_message_of_another_event_is_not_found(self, admin, event):
        other = event_page(event.page.get_parent(), slug="other").event
        announcement = written(other)
        assert admin.get(address(event, "message", announcement.pk)).status_code == 404

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.management import call_command
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.models import Locale, Page, PageLogEntry, Site

from events.models import Event, EventPage, EventSettings, Publication, Registration, Sender
from events.services import event as service
from events.signals import facts_published
from tests.factories import OPEN_AT, draft_event_page, event_index, event_page

pytestmark = pytest.mark.django_db

QUESTION = {"label": "Organisation", "field_type": "singleline", "required": False}


def publish(page: EventPage, **changes) -> Event:
    """Change a page as an editor does, and publish it."""
    page = EventPage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return Event.objects.get(translation_key=page.translation_key)


def registered(page: EventPage) -> Registration:
    registration = Registration(
        event=page.event,
        publication=page.event.publication(),
        name="Cleo",
        email="cleo@example.org",
        language_code="en",
        created_at=OPEN_AT,
    )
    registration.save()
    return registration


class TestWhatIsPublished:
    def test_instants_are_computed_from_wall_times_in_the_events_zone(self):
        event = event_page().event
        assert event.starts_at == datetime(2027, 3, 11, 15, tzinfo=UTC)
        assert event.ends_at == datetime(2027, 3, 11, 17, tzinfo=UTC)
        assert event.closes_at == datetime(2027, 2, 26, 23, tzinfo=UTC)
        assert event.erase_on == date(2027, 4, 10)

    def test_another_zone_keeps_the_wall_times(self):
        page = event_page()
        event = publish(page, timezone="America/New_York")
        assert event.start_time == time(16)
        assert event.starts_at == datetime(2027, 3, 11, 21, tzinfo=UTC)

    def test_the_words_and_questions_of_the_page(self):
        sender = Sender.objects.create(name="Ada")
        page = event_page(questions=[QUESTION], sender=sender, venue_room="106")
        publication = page.event.publication("en")
        assert publication.title == "Dialogue meeting"
        assert publication.venue_room == "106"
        assert publication.sender == sender
        assert publication.revision == page.live_revision
        assert [question.label for question in publication.questions] == ["Organisation"]

    def test_a_draft_has_no_event(self):
        assert draft_event_page().event is None

    def test_a_draft_of_a_live_page_changes_nothing(self):
        page = event_page(capacity=5)
        page.capacity = 50
        page.save_revision()
        assert Event.objects.get().capacity == 5

    def test_the_shared_privacy_text_stands_in_for_one_of_its_own(self):
        settings = EventSettings.for_site(Site.objects.get(is_default_site=True))
        settings.privacy_text = "<p>The city is responsible.</p>"
        settings.save()
        page = event_page()
        assert page.event.publication().privacy_text == "<p>The city is responsible.</p>"
        event = publish(page, privacy_text="<p>Ours.</p>")
        assert event.publication().privacy_text == "<p>Ours.</p>"

    def test_a_changed_shared_text_is_published_at_once(self):
        page = event_page()
        settings = EventSettings.for_site(Site.objects.get(is_default_site=True))
        settings.privacy_text = "<p>New.</p>"
        settings.save()
        assert page.event.publication().privacy_text == "<p>New.</p>"


class TestRepeating:
    def test_publishing_the_same_again_changes_nothing(self):
        page = event_page()
        before = list(Publication.objects.values()), list(Event.objects.values())
        service.publish_facts(page, at=OPEN_AT)
        assert (list(Publication.objects.values()), list(Event.objects.values())) == before

    def test_a_publication_is_never_changed_afterwards(self):
        page = event_page()
        first = page.event.publication()
        publish(page, venue_room="107")
        first.refresh_from_db()
        assert first.venue_room == ""
        assert page.event.publication().venue_room == "107"

    def test_a_missed_publication_is_repaired(self, monkeypatch):
        page = event_page(capacity=5)
        with monkeypatch.context() as broken:
            broken.setattr(service, "publish_facts", lambda *args, **kwargs: 1 / 0)
            publish(page, capacity=50)
        assert Event.objects.get().capacity == 5
        assert service.repair(at=OPEN_AT) == 1
        assert Event.objects.get().capacity == 50
        assert service.repair(at=OPEN_AT) == 0

    def test_publishing_an_older_draft_brings_its_facts_back_and_keeps_the_list(self):
        page = event_page(capacity=5)
        registered(page)
        older = page.live_revision
        publish(page, capacity=50)
        older.publish()
        event = Event.objects.get()
        assert (event.capacity, event.registrations.count()) == (5, 1)

    def test_one_stale_instance_published_twice_stays_one_event(self):
        page = draft_event_page()
        page.save_revision().publish()
        page.save_revision().publish()
        assert Event.objects.count() == 1


class TestChanges:
    @pytest.fixture
    def told(self, django_capture_on_commit_callbacks):
        changes = []

        def listen(sender, **kwargs):
            changes.append(kwargs["changes"])

        facts_published.connect(listen)
        yield changes
        facts_published.disconnect(listen)

    def test_listeners_hear_old_and_new_after_commit(
        self, told, django_capture_on_commit_callbacks
    ):
        page = event_page()
        with django_capture_on_commit_callbacks(execute=True):
            publish(page, start_time=time(17), end_time=time(19), venue_room="107")
        assert told == [
            {
                "start_time": (time(16), time(17)),
                "end_time": (time(18), time(19)),
                "venue_room": ("", "107"),
            }
        ]

    def test_the_sequence_rises_with_what_a_calendar_shows(self):
        page = event_page()
        assert publish(page, start_time=time(17)).sequence == 1
        assert publish(page, capacity=50).sequence == 1
        assert publish(page, venue_name="Library").sequence == 2

    def test_cancelling_keeps_its_first_instant(self):
        page = event_page()
        cancelled_at = publish(page, cancelled=True).cancelled_at
        assert cancelled_at
        assert publish(page, cancellation_reason="Snow").cancelled_at == cancelled_at
        assert publish(page, cancelled=False).cancelled_at is None


class TestPublishingIsRefused:
    def test_a_page_without_a_date_stays_a_draft_and_its_history_says_why(self):
        page = draft_event_page(start_date=None)
        page.get_latest_revision().publish()
        page.refresh_from_db()
        assert not page.live
        entry = PageLogEntry.objects.get(page=page.pk, action="tilmeld.refuse_publication")
        assert entry.data["problems"] == ["Write the date on which the event starts."]

    def test_a_schedule_goes_on_with_other_pages(self):
        index = event_index()
        past = timezone.now() - timedelta(minutes=1)
        bad = draft_event_page(index, title="Bad", slug="bad", end_time=time(1))
        good = draft_event_page(index, title="Good", slug="good")
        for page in (bad, good):
            page.get_latest_revision().__class__.objects.filter(object_id=page.pk).update(
                approved_go_live_at=past
            )
        call_command("publish_scheduled")
        assert EventPage.objects.get(pk=good.pk).live
        assert not EventPage.objects.get(pk=bad.pk).live
        call_command("publish_scheduled")
        assert PageLogEntry.objects.filter(action="tilmeld.refuse_publication").count() == 1

    def test_a_page_that_is_live_keeps_what_it_had(self):
        page = event_page()
        event = publish(page, end_time=time(1))
        assert event.end_time == time(18)
        assert EventPage.objects.get(pk=page.pk).end_time == time(18)

    def test_a_page_whose_publication_is_only_scheduled_publishes_no_facts(self):
        page = draft_event_page(go_live_at=timezone.now() + timedelta(days=1))
        page.get_latest_revision().publish()
        assert Event.objects.count() == 0


class TestOnePageOfMany:
    def danish(self, page: EventPage) -> EventPage:
        locale, _ = Locale.objects.get_or_create(language_code="da")
        return page.copy_for_translation(locale, copy_parents=True)

    def test_a_translation_is_about_the_same_event_while_still_a_draft(self):
        page = event_page()
        translation = self.danish(page)
        assert translation.event == page.event
        assert not translation.owns_facts

    def test_a_translation_publishes_its_words_and_never_the_facts(self):
        page = event_page(capacity=5)
        translation = self.danish(page)
        publish(page, capacity=50)
        event = publish(translation, title="Dialogmøde", venue_name="Rådhuset")
        assert (event.capacity, event.title, event.page_id) == (50, "Dialogue meeting", page.pk)
        assert event.publication("da").title == "Dialogmøde"
        assert event.publication("en").venue_name == "Town hall"

    def test_questions_keep_their_keys_in_translation(self):
        page = event_page(questions=[QUESTION])
        keys = [field.key for field in page.registration_fields.all()]
        translation = EventPage.objects.get(pk=self.danish(page).pk)
        assert [field.key for field in translation.registration_fields.all()] == keys

    def test_an_alias_is_about_the_same_event_and_publishes_nothing(self):
        page = event_page()
        other = event_index(slug="other")
        alias = page.create_alias(parent=other)
        publish(page, capacity=50)
        alias = EventPage.objects.get(pk=alias.pk)
        assert alias.event == page.event
        assert Event.objects.count() == 1
        assert set(Publication.objects.values_list("page", flat=True)) == {page.pk}

    def test_an_event_without_a_page_is_taken_over_by_the_next_one_published(self):
        page = event_page()
        translation = self.danish(page)
        Page.objects.get(pk=page.pk).delete()
        event = publish(translation, start_date=date(2027, 3, 18), deadline_date=None)
        assert (event.page_id, event.start_date) == (translation.pk, date(2027, 3, 18))


class TestWagtailsWaysWithPages:
    def test_a_copy_is_a_draft_event_of_its_own_without_dates_or_registrations(self):
        page = event_page(questions=[QUESTION])
        registered(page)
        copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=False)
        copy = EventPage.objects.get(pk=copy.pk)
        assert copy.event is None
        assert (copy.start_date, copy.deadline_date, copy.live) == (None, None, False)
        assert [field.label for field in copy.registration_fields.all()] == ["Organisation"]

    def test_moving_keeps_the_event_and_its_list(self):
        page = event_page()
        registered(page)
        page.move(event_index(slug="elsewhere"), pos="last-child")
        page = EventPage.objects.get(pk=page.pk)
        assert page.event.registrations.count() == 1

    def test_unpublishing_and_publishing_again_keeps_the_event_and_its_list(self):
        page = event_page()
        registered(page)
        page.unpublish()
        event = publish(page)
        assert (Event.objects.count(), event.registrations.count()) == (1, 1)

    @pytest.mark.parametrize(
        "delete",
        [
            lambda page: page.delete(),
            lambda page: Page.objects.filter(pk=page.pk).delete(),
            lambda page: page.get_parent().delete(),
        ],
        ids=["page", "queryset", "parent"],
    )
    def test_a_page_with_registrations_cant_be_deleted_even_from_a_shell(self, delete):
        page = event_page()
        registered(page)
        with pytest.raises(ProtectedError):
            delete(EventPage.objects.get(pk=page.pk))
        assert EventPage.objects.filter(pk=page.pk).exists()
        assert Registration.objects.count() == 1

    def test_a_page_without_registrations_can(self):
        page = event_page()
        page.delete()
        assert Event.objects.get().page is None


class TestQuestions:
    def test_a_question_renamed_keeps_its_key(self):
        page = event_page(questions=[QUESTION])
        key = page.event.publication().questions[0].key
        page = EventPage.objects.get(pk=page.pk)
        field = page.registration_fields.get()
        field.label = "Company"
        page.registration_fields = [field]
        page.save_revision().publish()
        question = page.event.publication().questions[0]
        assert (question.key, question.label) == (key, "Company")

    def test_a_question_removed_and_added_again_gets_another_key(self):
        page = event_page(questions=[QUESTION])
        key = page.event.publication().questions[0].key
        page = EventPage.objects.get(pk=page.pk)
        page.registration_fields = []
        page.save_revision().publish()
        page = EventPage.objects.get(pk=page.pk)
        page.registration_fields.create(**QUESTION)
        page.save_revision().publish()
        (question,) = page.event.publication().questions
        assert question.label == "Organisation"
        assert question.key != key

    def test_a_ready_made_question_is_sensitive_and_brings_its_choices(self):
        page = event_page(questions=[{"label": "Food", "field_type": "diet", "required": False}])
        (question,) = page.event.publication().questions
        assert question.sensitive
        assert question.field_type == "checkboxes"
        assert "Vegan food" in question.choices.splitlines()

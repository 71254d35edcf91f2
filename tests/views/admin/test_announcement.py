"""After publishing: what an editor is asked, sees and decides."""

from datetime import time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.urls import reverse

from events.models import Announcement, Message
from events.services import announcements
from tests.factories import OPEN_AT, editor, event_page, registration
from tests.services.announcements.support import addresses, publish, undecided
from tests.test_editor import edit_url, submit
from tests.views.admin.support import list_url, queries, table, text, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

Kind = Message.Kind
EVENTS = "/admin/tilmeld/"


@pytest.fixture
def page():
    return event_page()


@pytest.fixture
def guest(page):
    return registration(page.event)


@pytest.fixture
def changed(page, guest):
    """A change of the venue that was published and of which somebody must decide."""
    publish(page, venue_name="Library")
    return Announcement.objects.undecided().get()


def url(announcement: Announcement) -> str:
    return reverse("tilmeld_admin:announcement", args=[announcement.event_id, announcement.pk])


def press(client, announcement, button, **fields):
    """Press a button on the page as it is shown now."""
    soup = BeautifulSoup(client.get(url(announcement)).content, "html.parser")
    seen = soup.select_one("input[name=seen]")["value"]
    return client.post(url(announcement), {"seen": seen, button: "1"} | fields)


class TestPublishing:
    def test_what_guests_must_know_leads_to_the_question(self, admin, page, guest):
        response = submit(admin, edit_url(page), publish=True, start_time="17:00")
        found = Announcement.objects.undecided().get()
        assert response.url == url(found)
        assert "“Dialogue meeting” is published." in told(response)

    def test_what_they_need_not_know_leads_where_it_always_does(self, admin, page, guest):
        response = submit(admin, edit_url(page), publish=True, summary="A meeting")
        assert response.url == reverse("wagtailadmin_explore", args=[page.get_parent().pk])

    def test_without_guests_too(self, admin, page):
        response = submit(admin, edit_url(page), publish=True, start_time="17:00")
        assert response.url == reverse("wagtailadmin_explore", args=[page.get_parent().pk])

    def test_saving_a_draft_asks_and_sends_nothing(self, admin, page, guest):
        submit(admin, edit_url(page), start_time="17:00")
        announcements.write_due(at=OPEN_AT)
        assert (undecided(), addresses()) == ([], [])


class TestTheQuestion:
    def test_shows_old_and_new_how_many_and_the_letter_in_both_forms(self, admin, changed):
        response = admin.get(url(changed))
        assert table(response) == [["Town hall", "Library"]]
        shown = text(response)
        assert "what 1 guest has not heard of yet" in shown
        assert "Changed: Dialogue meeting on 11 March" in shown
        assert "Before: Town hall" in shown
        frame = BeautifulSoup(response.content, "html.parser").select_one("iframe")
        assert frame.has_attr("sandbox")
        assert "Before: Town hall" in frame["srcdoc"]

    def test_suggests_to_tell_what_matters_and_not_what_is_small(self, admin, page, changed):
        assert self.main_button(admin, changed) == "tell"
        press(admin, changed, "leave")
        publish(page, title="Dialogue")
        small = Announcement.objects.undecided().get()
        assert self.main_button(admin, small) == "leave"

    def main_button(self, client, announcement):
        soup = BeautifulSoup(client.get(url(announcement)).content, "html.parser")
        [button] = soup.select("form button.button:not(.button-secondary)")
        return button["name"]

    def test_has_a_letter_for_each_language_that_guests_read(self, admin, page, changed):
        registration(page.event, "Dora", language_code="da")
        shown = text(admin.get(url(changed)))
        assert "English (1)" in shown
        assert "Danish (1)" in shown
        assert "Før: Town hall" in shown

    def test_says_how_many_must_be_called(self, admin, changed):
        assert "no e-mail address" not in text(admin.get(url(changed)))
        registration(changed.event, "Dora", email="")
        assert "1 of them has no e-mail address: call them." in text(admin.get(url(changed)))

    def test_says_that_guests_read_no_reason_for_a_cancellation(self, admin, page, guest):
        for reason, is_said in (("", True), ("The hall is flooded.", False)):
            page.cancelled, page.cancellation_reason = True, reason
            page.save_revision().publish()
            shown = text(admin.get(url(Announcement.objects.undecided().get())))
            assert ("Guests read no reason why it is cancelled." in shown) == is_said

    def test_looking_decides_nothing(self, admin, changed):
        admin.get(url(changed))
        admin.head(url(changed))
        assert len(undecided()) == 1

    def test_costs_no_more_for_many_guests(self, admin, page, changed):
        one = queries(admin, url(changed))
        for name in ("Dora", "Eli"):
            registration(page.event, name)
        assert queries(admin, url(changed)) == one


class TestDeciding:
    def test_to_tell(self, admin, changed):
        response = press(admin, changed, "tell", text="We are sorry & <b>hope</b> you come.")
        assert response.url == EVENTS
        announcements.write_due(at=OPEN_AT)
        assert addresses(kind=Kind.EVENT_CHANGED) == ["cleo@example.org"]
        changed.refresh_from_db()
        assert changed.text == "<p>We are sorry &amp; &lt;b&gt;hope&lt;/b&gt; you come.</p>"

    def test_whoever_has_no_address_must_be_called(self, admin, changed):
        registration(changed.event, "Dora", email="")
        request = press(admin, changed, "tell").wsgi_request
        said = BeautifulSoup(" ".join(map(str, get_messages(request))), "html.parser")
        assert "1 guest has no e-mail address: call them." in said.text
        announcements.write_due(at=OPEN_AT)
        assert "Dora" in text(admin.get(said.a["href"]))

    def test_not_to_tell(self, admin, changed):
        press(admin, changed, "leave")
        announcements.write_due(at=OPEN_AT)
        assert (undecided(), addresses()) == ([], [])

    def test_ones_own_words_can_be_seen_in_the_letter_first(self, admin, changed):
        shown = press(admin, changed, "preview", text="Come all the same.")
        assert text(shown).count("Come all the same.") == 2
        assert len(undecided()) == 1

    def test_a_post_without_a_button_decides_nothing(self, admin, changed):
        press(admin, changed, "nothing")
        assert len(undecided()) == 1

    def test_of_two_editors_the_second_is_told_that_it_is_decided(self, admin, changed):
        seen = changed.created_at.isoformat()
        press(admin, changed, "tell")
        response = admin.post(url(changed), {"seen": seen, "leave": "1"})
        assert told(response).endswith("This has been decided already.")
        announcements.write_due(at=OPEN_AT)
        assert addresses() == ["cleo@example.org"]

    def test_what_was_changed_meanwhile_must_be_looked_at_again(self, admin, page, changed):
        seen = changed.created_at.isoformat()
        publish(page, venue_name="Museum", at=OPEN_AT + timedelta(minutes=1))
        response = admin.post(url(changed), {"seen": seen, "tell": "1"})
        assert response.url == url(changed)
        assert len(undecided()) == 1

    def test_whoever_comes_too_late_is_led_on_to_what_was_published_since(
        self, admin, page, changed
    ):
        press(admin, changed, "tell")
        announcements.write_due(at=OPEN_AT)
        publish(page, venue_name="Museum", at=OPEN_AT + timedelta(minutes=1))
        newer = Announcement.objects.undecided().get()
        assert admin.get(url(changed)).url == url(newer)


class TestWhoMayDecide:
    def test_whoever_may_publish_the_page_without_any_right_to_the_registrations(
        self, client, page, changed
    ):
        client.force_login(editor(page))
        shown = client.get(url(changed))
        assert shown.status_code == 200
        assert "Cleo" not in text(shown)
        assert press(client, changed, "tell").url == EVENTS

    def test_nobody_else(self, client, page, changed):
        ben = editor(event_page(title="Other", slug="other", parent=page.get_parent()))
        client.force_login(ben)
        assert client.get(url(changed)).status_code == 404
        client.post(url(changed), {"seen": changed.created_at.isoformat(), "tell": "1"})
        assert len(undecided()) == 1

    def test_not_who_may_only_edit_it(self, client, page, changed):
        ben = editor(page)
        ben.groups.get().page_permissions.filter(permission__codename="publish_page").delete()
        client.force_login(ben)
        assert client.get(url(changed)).status_code == 302
        client.post(url(changed), {"seen": changed.created_at.isoformat(), "tell": "1"})
        assert len(undecided()) == 1
        assert "have not been told" not in text(client.get(edit_url(page)))


class TestWhereItIsSeenThatGuestsAreNotTold:
    def test_above_the_page_in_the_editor(self, admin, page, changed):
        response = admin.get(edit_url(page))
        assert "The guests have not been told what was published." in text(response)
        press(admin, changed, "leave")
        assert "have not been told" not in text(admin.get(edit_url(page)))

    def test_above_the_registrations(self, admin, page, changed):
        shown = admin.get(list_url(page.event))
        assert "The guests have not been told what was published." in text(shown)
        assert url(changed) in shown.content.decode()

    def test_in_the_list_of_events(self, admin, page, changed):
        response = admin.get(EVENTS)
        assert table(response)[0][-1] == "Guests not told"
        assert url(changed) in response.content.decode()

    def test_there_not_by_whoever_may_not_decide(self, client, page, changed):
        ben = editor(page.get_parent(), "view_registration")
        ben.groups.get().page_permissions.filter(permission__codename="publish_page").delete()
        client.force_login(ben)
        response = client.get(EVENTS)
        assert table(response)[0][-1] == "Guests not told"
        assert url(changed) not in response.content.decode()

    def test_together_with_a_programme_that_is_promised(self, admin, page, changed):
        publish(page, programme_to_come=True)
        assert table(admin.get(EVENTS))[0][-1] == "Guests not told, Programme to come"
        assert "Programme Still to come" in text(admin.get(list_url(page.event)))

    def test_no_longer_once_the_event_is_over(self, clock, admin, page, changed):
        clock(page.event.ends_at)
        response = admin.get(EVENTS)
        assert table(response)[0][-1] == ""
        assert url(changed) not in response.content.decode()
        assert "decided already" in told(admin.post(url(changed), {"tell": "1"}))
        assert "have not been told" not in text(admin.get(edit_url(page)))


def test_a_change_where_nobody_is_at_the_screen_waits(page, guest):
    page.start_time = time(17)
    page.save_revision().publish()
    announcements.write_due(at=OPEN_AT)
    assert undecided() == [(Kind.EVENT_CHANGED, [])]
    assert addresses() == []

"""Moving a guest to another event: where to, what it means, and only then is it done."""

from datetime import timedelta

import pytest

from events.models import Message, Registration
from tests.factories import OPEN_AT, editor, event_index, event_page, organiser, registration

from .support import detail_url, errors, list_url, status, text, told, url

pytestmark = pytest.mark.django_db

ORG = {"label": "Organisation", "field_type": "singleline", "required": False, "key": "qorg"}
DIET = {"label": "Diet", "field_type": "singleline", "required": False, "key": "qdiet"}
DIET |= {"sensitive": True}
RIGHTS = ("view_registration", "change_registration")


@pytest.fixture(autouse=True)
def today(clock):
    clock(OPEN_AT)


@pytest.fixture
def here():
    return event_page(title="Spring", questions=[ORG, DIET]).event


@pytest.fixture
def there(here):
    return elsewhere(here)


@pytest.fixture
def cleo(here):
    return registration(here, answers={"qorg": "Library"}, sensitive_answers={"qdiet": "Nuts"})


def elsewhere(here, parent=None, **fields):
    options = {"title": "Autumn", "slug": "autumn"} | fields
    return event_page(parent or here.page.get_parent(), **options).event


def to(guest, event) -> str:
    return f"{url(guest, 'move')}?to={event.pk}"


def offered(response) -> list[str]:
    return [event.title for event in response.context["form"].fields["to"].queryset]


class TestWhereTo:
    def test_events_that_are_still_to_come(self, admin, here, there, cleo):
        elsewhere(here, slug="off", title="Off", cancelled=True)
        over = here.start_date - timedelta(days=300)
        elsewhere(here, slug="over", title="Over", start_date=over, deadline_date=over)
        response = admin.get(url(cleo, "move"))
        assert offered(response) == ["Autumn"]
        assert "Where is Cleo to come instead?" in text(response)

    def test_none_is_said(self, admin, cleo):
        assert "There is no other event to come" in text(admin.get(url(cleo, "move")))

    def test_only_those_that_one_sees(self, client, here, there, cleo):
        theirs = elsewhere(here, event_index(slug="theirs"), slug="theirs", title="Theirs")
        client.force_login(editor(here.page.get_parent(), *RIGHTS))
        assert offered(client.get(url(cleo, "move"))) == ["Autumn"]
        response = client.post(to(cleo, theirs), {"letter": "on"})
        assert "to" in errors(response)
        assert "Theirs" not in text(response)
        assert not theirs.registrations.exists()

    def test_an_organiser_of_both_needs_no_right_to_a_page(self, client, here, there, cleo):
        ben = organiser(here, *RIGHTS)
        there.organisers.add(ben.groups.get())
        client.force_login(ben)
        client.post(to(cleo, there))
        assert there.registrations.get().is_confirmed

    @pytest.mark.parametrize("key", ["x", "0", "-1", "9" * 30])
    def test_nonsense_is_asked_again_and_changes_nothing(self, admin, there, cleo, key):
        for act in (admin.get, admin.post):
            response = act(f"{url(cleo, 'move')}?to={key}")
            assert "Where is Cleo to come instead?" in text(response)
        assert status(cleo) == "confirmed"

    def test_a_post_without_an_event_changes_nothing(self, admin, there, cleo):
        assert admin.post(url(cleo, "move"), {"letter": "on"}).status_code == 200
        assert status(cleo) == "confirmed"


class TestWhatItMeans:
    def test_what_goes_along_and_what_does_not(self, admin, here, cleo):
        there = elsewhere(here, questions=[DIET], capacity=3)
        shown = text(admin.get(to(cleo, there)))
        assert "Register Cleo for “Autumn”, Thursday" in shown
        assert "The guest needs 1 seat. 3 seats are free." in shown
        assert "1 answer goes along." in shown
        assert "kept with the old registration alone: Organisation" in shown
        assert Registration.objects.count() == 1

    def test_a_sensitive_answer_that_stays_is_not_named_to_everybody(self, client, there, cleo):
        client.force_login(editor(there.page.get_parent(), *RIGHTS))
        shown = text(client.get(to(cleo, there)))
        assert "1 sensitive answer stays with the old registration alone." in shown
        assert "Diet" not in shown

    def test_that_choices_are_full_and_a_party_is_larger_than_guests_may_bring(self, admin):
        shop = {"label": "Workshop", "field_type": "radio", "choices": "A [1]\nB", "key": "qshop"}
        here = event_page(questions=[shop]).event
        there = elsewhere(here, questions=[shop])
        guest = registration(here, answers={"qshop": "A"}, companions=["Dora"])
        shown = text(admin.get(to(guest, there)))
        assert "There are too few seats at “A”." in shown
        assert "Guests may not bring so many there." in shown
        response = admin.post(to(guest, there), {"if_full": "refuse"})
        assert "There are too few seats left at “A”." in str(errors(response))

    def test_too_few_seats_are_asked_about_only_where_there_can_be(self, admin, here, there, cleo):
        assert "if_full" not in admin.get(to(cleo, there)).context["form"].fields
        roomy = elsewhere(here, slug="roomy", capacity=54)
        assert "if_full" not in admin.get(to(cleo, roomy)).context["form"].fields
        full = elsewhere(here, slug="full", capacity=0)
        choices = admin.get(to(cleo, full)).context["form"].fields["if_full"].choices
        assert [str(value) for value, _label in choices] == ["refuse", "overbook"]


class TestDoing:
    def test_leads_to_the_new_registration_and_each_to_the_other(self, admin, here, there, cleo):
        response = admin.post(to(cleo, there), {"letter": "on"})
        new = there.registrations.get()
        assert response.url == detail_url(new)
        assert "Cleo is registered for “Autumn” now." in told(response)
        assert status(cleo) == "cancelled"
        assert Message.objects.get().registration == new
        for each, other in ((cleo, new), (new, cleo)):
            page = admin.get(detail_url(each))
            assert f'href="{detail_url(other)}"' in page.content.decode()
            assert "Event: Spring → Autumn" in text(page)

    def test_no_letter_without_the_tick(self, admin, there, cleo):
        admin.post(to(cleo, there))
        assert there.registrations.exists()
        assert not Message.objects.exists()

    def test_over_booking_takes_the_choice(self, admin, here, cleo):
        full = elsewhere(here, capacity=0, waiting_list="promote")
        response = admin.post(to(cleo, full), {"if_full": "refuse"})
        assert "There are too few seats left." in str(errors(response))
        assert status(cleo) == "confirmed"
        response = admin.post(to(cleo, full), {"if_full": "wait"})
        assert "on the waiting list of “Autumn”" in told(response)
        dora = registration(here, "Dora")
        admin.post(to(dora, full), {"if_full": "overbook"})
        assert full.registrations.confirmed().get().name == "Dora"

    def test_who_is_registered_there_already_is_told(self, admin, there, cleo):
        registration(there)
        response = admin.post(to(cleo, there))
        assert "registered already" in str(errors(response))

    def test_leads_nowhere_one_may_not_look(self, client, admin, here, there, cleo):
        admin.post(to(cleo, there))
        client.force_login(organiser(here, *RIGHTS))
        page = client.get(detail_url(cleo))
        assert "Moved to another event" in text(page)
        assert detail_url(there.registrations.get()) not in page.content.decode()

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_who_has_cancelled_is_not_moved(self, admin, here, there, method):
        gone = registration(here, status="cancelled")
        response = getattr(admin, method)(to(gone, there))
        assert "can't be moved any more" in told(response)
        assert not there.registrations.exists()

    def test_it_stands_among_what_can_be_done(self, admin, here, cleo):
        for page in (list_url(here), detail_url(cleo)):
            assert url(cleo, "move") in admin.get(page).content.decode()

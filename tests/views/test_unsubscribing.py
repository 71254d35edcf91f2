"""A guest stops the organisers' messages: from the mail program, the letter, and back again."""

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Registration
from events.models.registration import UNSUBSCRIBE
from events.services import registration as service
from events.services import retention
from tests.factories import OPEN_AT, event_page, registration
from tests.views.admin.support import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]


@pytest.fixture
def guest() -> Registration:
    return registration(event_page().event)


def from_mail(guest) -> str:
    return reverse("tilmeld:unsubscribe_from_mail", args=[guest.token_for(UNSUBSCRIBE)])


def step(guest, name: str) -> str:
    return reverse(f"tilmeld:{name}", args=[guest.token])


def is_unsubscribed() -> bool:
    return Registration.objects.get().is_unsubscribed


class TestFromTheMailProgram:
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_looking_changes_nothing(self, guest, method):
        assert getattr(Client(), method)(from_mail(guest)).status_code == 200
        assert not is_unsubscribed()

    def test_who_looks_finds_one_button(self, guest):
        response = Client().get(from_mail(guest))
        assert "Do you want no more messages from the organisers?" in text(response)
        assert response.content.decode().count('type="submit"') == 1
        assert guest.token not in response.content.decode()
        assert "no-store" in response.headers["Cache-Control"]

    @pytest.mark.parametrize("origin", [None, "null", "https://mail.example.com"])
    def test_a_post_from_anywhere_stops_them(self, guest, origin):
        headers = {"Origin": origin, "Sec-Fetch-Site": "cross-site"} if origin else {}
        client = Client(enforce_csrf_checks=True)
        for _ in range(2):
            body = {"List-Unsubscribe": "One-Click"}
            response = client.post(from_mail(guest), body, headers=headers)
            assert response.status_code == 200
            assert "You get no more messages from the organisers" in text(response)
        assert is_unsubscribed()

    def test_who_looks_again_is_told_that_it_is_done(self, guest):
        service.unsubscribe(guest, at=OPEN_AT)
        assert "You get no more messages" in text(Client().get(from_mail(guest)))

    def test_a_link_that_is_mistyped_erased_or_replaced_does_nothing(self, guest):
        url = from_mail(guest)
        assert Client().post(url.replace("1", "2", 1)).status_code == 404
        Registration.objects.update(link_version=2)
        assert Client().post(url).status_code == 410
        retention.erase_event(guest.event, at=OPEN_AT)
        assert Client().post(from_mail(Registration.objects.get())).status_code == 410
        assert not is_unsubscribed()


class TestFromTheLetter:
    def test_one_is_asked_and_comes_to_ones_registration(self, guest):
        url = step(guest, "unsubscribe")
        assert "You still get e-mails about your registration" in text(Client().get(url))
        assert not is_unsubscribed()
        response = Client().post(url, follow=True)
        assert response.redirect_chain == [(step(guest, "manage"), 303)]
        assert is_unsubscribed()
        assert "Messages from the organisers You get none." in text(response)

    def test_and_finds_the_way_back_there(self, guest):
        service.unsubscribe(guest, at=OPEN_AT)
        url = step(guest, "subscribe")
        assert f'href="{url}"' in Client().get(step(guest, "manage")).content.decode()
        assert "Get the messages again" in text(Client().get(url))
        response = Client().post(url, follow=True)
        assert not is_unsubscribed()
        assert "You get none" not in text(response)

    def test_another_site_cant_do_it_with_the_guests_own_link(self, guest):
        response = Client().post(
            step(guest, "unsubscribe"), headers={"Origin": "https://x.example"}
        )
        assert response.status_code == 403
        assert not is_unsubscribed()


def test_staff_see_it_beside_the_registration(client, guest, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("ada"))
    url = reverse("tilmeld_admin:registration", args=[guest.event_id, guest.pk])
    assert "Wants no messages since" not in text(client.get(url))
    service.unsubscribe(guest, at=OPEN_AT)
    assert "Wants no messages since" in text(client.get(url))

"""Pages whose event holds registrations are kept, whoever deletes them and however."""

import pytest
from django.contrib.messages import get_messages
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.models import Locale, Page

from events.models import Event, EventPage, Registration
from events.services import retention
from tests.factories import OPEN_AT, administrator, editor, event_index, event_page, registration

pytestmark = pytest.mark.django_db

KEPT = "1 registration for “Dialogue meeting” is kept, so the page can&#x27;t be deleted."


@pytest.fixture
def page():
    page = event_page()
    registration(page.event)
    return page


@pytest.fixture
def admin(client):
    client.force_login(administrator())
    return client


def told(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def delete(client, page, **data):
    return client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), data)


def delete_many(client, *pages):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    return client.post(url + "?next=/admin/&" + "&".join(f"id={page.pk}" for page in pages))


class TestInTheAdmin:
    @pytest.mark.parametrize("ask", [delete, delete_many])
    def test_the_page_is_kept_with_the_count_and_the_way_out(self, admin, page, ask):
        response = ask(admin, page)
        assert response.status_code == 302
        assert KEPT in told(response)
        assert reverse("tilmeld_admin:erase", args=[page.event.pk]) in told(response)
        assert EventPage.objects.filter(pk=page.pk).exists()

    @pytest.mark.parametrize("ask", [delete, delete_many])
    def test_so_is_its_parent(self, admin, page, ask):
        response = ask(admin, page.get_parent())
        assert KEPT in told(response)
        assert EventPage.objects.filter(pk=page.pk).exists()

    def test_nothing_is_deleted_of_a_selection_with_such_a_page_in_it(self, admin, page):
        empty = event_page(page.get_parent(), slug="empty")
        delete_many(admin, empty, page)
        assert EventPage.objects.count() == 2

    def test_even_the_question_whether_to_delete_is_not_asked(self, admin, page):
        url = reverse("wagtailadmin_pages:delete", args=[page.pk])
        response = admin.get(url, {"next": "/admin/"})
        assert (response.status_code, response.url) == (302, "/admin/")

    def test_a_translation_deleted_along_keeps_it_too(self, admin, page, settings):
        settings.WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = True
        danish, _ = Locale.objects.get_or_create(language_code="da")
        translation = page.copy_for_translation(danish, copy_parents=True)
        assert KEPT in told(delete(admin, translation))
        assert EventPage.objects.count() == 2

    def test_a_translation_alone_can_go(self, admin, page):
        danish, _ = Locale.objects.get_or_create(language_code="da")
        delete(admin, page.copy_for_translation(danish, copy_parents=True))
        assert EventPage.objects.get() == page
        assert page.event.registrations.count() == 1

    def test_an_alias_can_go(self, admin, page):
        delete(admin, page.create_alias(parent=event_index(slug="other")))
        assert EventPage.objects.get() == page

    def test_cancelled_registrations_are_answers_too(self, admin, page):
        Registration.objects.update(status="cancelled")
        assert KEPT in told(delete(admin, page))

    def test_without_the_right_to_erase_there_is_no_way_out_to_follow(self, client, page):
        client.force_login(editor(page.get_parent()))
        page.unpublish()
        assert "erase" not in told(delete(client, page))
        assert EventPage.objects.filter(pk=page.pk).exists()

    @pytest.mark.parametrize("ask", [delete, delete_many])
    def test_once_erased_the_page_can_go_and_the_counts_stay(self, admin, page, ask):
        retention.erase_event(page.event, at=OPEN_AT)
        ask(admin, page)
        event = Event.objects.get()
        assert (event.page, event.registrations.count()) == (None, 1)
        assert not EventPage.objects.exists()

    @pytest.mark.parametrize("ask", [delete, delete_many])
    def test_a_page_nobody_registered_on_can_go(self, admin, ask):
        ask(admin, event_page())
        assert not EventPage.objects.exists()

    def test_other_pages_can_go(self, admin, page):
        other = event_index(slug="other")
        delete(admin, other)
        assert not Page.objects.filter(pk=other.pk).exists()


class TestFromAShell:
    @pytest.mark.parametrize(
        "ask",
        [
            lambda page: page.delete(),
            lambda page: EventPage.objects.filter(pk=page.pk).delete(),
            lambda page: Page.objects.filter(pk=page.pk).delete(),
            lambda page: page.get_parent().delete(),
            lambda page: page.get_parent().get_descendants().delete(),
        ],
    )
    def test_the_page_is_kept(self, page, ask):
        with pytest.raises(ProtectedError):
            ask(EventPage.objects.get(pk=page.pk))
        assert EventPage.objects.filter(pk=page.pk).exists()
        assert Registration.objects.count() == 1

    def test_so_are_the_event_and_what_was_published(self, page):
        for rows in (Event.objects.all(), page.event.publications.all()):
            with pytest.raises(ProtectedError):
                rows.delete()


class TestErasingInTheAdmin:
    def url(self, page):
        return reverse("tilmeld_admin:erase", args=[page.event.pk])

    def test_the_number_must_be_written(self, admin, page):
        for number in ("", "2", "all"):
            response = admin.post(self.url(page), {"number": number})
            assert response.status_code == 200
        assert (
            "There is 1 registration. Write that number."
            in admin.post(self.url(page), {"number": 2}).content.decode()
        )
        assert Registration.objects.unerased().count() == 1

    def test_then_all_are_erased_and_one_is_told(self, admin, page):
        response = admin.post(self.url(page), {"number": 1})
        assert "1 registration was erased. Its count stays." in told(response)
        assert response.url == reverse("tilmeld_admin:registrations", args=[page.event.pk])
        assert Registration.objects.get().name == ""

    def test_somebody_who_registered_meanwhile_is_not_erased_unseen(self, admin, page):
        registration(page.event, "Dora")
        assert admin.post(self.url(page), {"number": 1}).status_code == 200
        assert Registration.objects.unerased().count() == 2

    def test_looking_erases_nothing(self, admin, page):
        assert "1 registration for “Dialogue meeting”" in admin.get(self.url(page)).content.decode()
        assert Registration.objects.unerased().count() == 1

    def test_with_nothing_to_erase_there_is_no_form(self, admin):
        page = event_page()
        assert "There is nothing to erase." in admin.get(self.url(page)).content.decode()

    def test_who_may_only_erase_goes_back_to_the_events(self, client, page):
        client.force_login(editor(page.get_parent(), "erase_registration"))
        response = client.post(self.url(page), {"number": 1})
        assert response.url == reverse("tilmeld_admin:events")

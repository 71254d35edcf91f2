"""The admin in Danish: what editors and organisers see has no English left on it."""

import re

import pytest
from bs4 import BeautifulSoup, NavigableString
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests.factories import administrator, event_page, registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

SPOKEN = ("title", "aria-label", "placeholder", "alt", "data-w-progress-active-value")
UNSPOKEN = ("script", "style", "svg", "kbd", "option")

#: The same words in both languages.
SAME = {
    "Administrator",
    "Alias",
    "CSV",
    "E-mail",
    "ID",
    "Invitation",
    "Note",
    "Slug",
    "Status",
    "Status:",
}
#: Wagtail gives these no msgid, or takes it when it starts: in the tests' language, English.
WAGTAILS = {"Actions", "Key", "None", "True", "Type", "system"}
AT_THE_START = {"All", "Permanent", "Search", "Temporary", "Upload"}
#: What Wagtail and the tests have written into the database.
WRITTEN = {
    "ada",
    "Cleo",
    "Cleo - Wagtail",
    "Dialogue meeting",
    "Editors",
    "Events",
    "Forside",
    "Moderators",
}
KNOWN = SAME | WAGTAILS | AT_THE_START | WRITTEN | {"Moderators approval", "Root", "Tilmeld"}
A_WORD = re.compile(r"(?<![\w@.])[^\W\d_]{3,}(?![\w@.])")


@pytest.fixture
def speaking(client, settings):
    """Return a function that lets the administrator's client speak a language."""
    settings.SESSION_COOKIE_AGE = 10**9
    ada = administrator()
    client.force_login(ada)

    def speak(language):
        UserProfile.objects.update_or_create(user=ada, defaults={"preferred_language": language})
        return client

    return speak


def screens() -> list[str]:
    page = event_page()
    guest = registration(page.event)
    index, event = page.get_parent().pk, page.event.pk
    of_a_page = ["edit", "delete", "copy", "move", "unpublish", "history", "usage"]
    return [
        *("/admin/", "/admin/account/"),
        *(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for name in of_a_page),
        reverse("wagtailadmin_explore", args=[index]),
        reverse("wagtailadmin_pages:add_subpage", args=[index]),
        f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}",
        f"/admin/bulk/wagtailcore/page/move/?id={page.pk}",
        *("/admin/pages/search/?q=zz", "/admin/images/?q=zz", "/admin/documents/?q=zz"),
        *("/admin/images/add/", "/admin/images/multiple/add/", "/admin/documents/multiple/add/"),
        *("/admin/users/", "/admin/groups/", "/admin/collections/", "/admin/redirects/"),
        *("/admin/workflows/list/", "/admin/reports/locked/", "/admin/reports/aging-pages/"),
        *(reverse("tilmeld_admin:events"), reverse("tilmeld_admin:letters", args=[event])),
        reverse("tilmeld_admin:registrations", args=[event]),
        reverse("tilmeld_admin:registration", args=[event, guest.pk]),
        reverse("tilmeld_admin:overview", args=[event]),
    ]


def spoken(response) -> set[str]:
    """All that one reads or hears on a screen."""
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    for each in page(UNSPOKEN):
        each.extract()
    texts = [text for text in page.find_all(string=True) if type(text) is NavigableString]
    attributes = [each.get(name, "") for each in page(True) for name in SPOKEN]
    return {" ".join(text.split()) for text in [*texts, *attributes]}


def test_no_screen_says_the_same_in_both_languages(speaking):
    same = {}
    for url in screens():
        danish, english = (spoken(speaking(code).get(url, follow=True)) for code in ("da", "en"))
        same[url] = {text for text in (danish & english) - KNOWN if A_WORD.search(text)}
    assert {url: texts for url, texts in same.items() if texts} == {}


def test_the_words_of_scripts_are_danish_too(speaking):
    words = speaking("da").get("/admin/jsi18n/").content.decode()
    assert '"Character count:": "Antal tegn:"' in words


def test_staff_may_choose_danish_or_english(speaking):
    page = BeautifulSoup(speaking("da").get("/admin/account/").content, "html.parser")
    choices = [each["value"] for each in page.select("[name=locale-preferred_language] option")]
    assert choices == ["", "da", "en"]

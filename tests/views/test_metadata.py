"""What the head of an invitation's document tells other sites."""

import json

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Site

from tests.factories import event_page, invitation
from tests.views.test_public import make_renditions, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

SITE = "https://www.example.org"


@pytest.fixture(autouse=True)
def named_site():
    Site.objects.update(hostname="www.example.org", port=443)


def head(path):
    client = Client(headers={"host": "testserver"})
    return BeautifulSoup(client.get(path).content, "html.parser").head


def properties(found):
    tags = found("meta", property=True)
    return {
        tag["property"]: tag["content"].replace("\u00a0", " ").replace("\u2060", "") for tag in tags
    }


def data(found):
    return json.loads(found.find("script", type="application/ld+json").string)


def address_of(page):
    return SITE + page.get_url_parts()[2]


def path_of(page):
    return page.get_url_parts()[2]


class TestAnOpenEvent:
    def test_is_told_with_title_summary_and_address(self):
        page = event_page(summary="Come & talk.")
        found = head(path_of(page))
        assert found.find("link", rel="canonical")["href"] == address_of(page)
        drawn = SITE + reverse("tilmeld:share_image", args=[page.event.translation_key, "en"])
        assert properties(found) == {
            "og:type": "website",
            "og:title": "Dialogue meeting",
            "og:url": address_of(page),
            "og:description": "Come & talk.",
            "og:image": drawn,
            "og:image:alt": "Dialogue meeting. Thursday 11 March 2027, 16:00–18:00. Town hall",
            "og:image:width": "1200",
            "og:image:height": "630",
        }
        told = data(found)
        assert (told["@type"], told["url"]) == ("Event", address_of(page))
        assert (told["description"], told["inLanguage"]) == ("Come & talk.", "en")

    def test_its_image_is_told_with_its_whole_address(self):
        page = event_page(hero_image=picture("teal"))
        make_renditions(page)
        found = head(path_of(page))
        image = properties(found)["og:image"]
        assert image.startswith(f"{SITE}/media/images/")
        assert properties(found)["og:image:alt"] == "teal"
        assert properties(found)["og:image:width"] == "640"  # never larger than it is
        assert data(found)["image"] == image
        assert found.find("meta", attrs={"name": "twitter:card"})["content"]

    @pytest.mark.filterwarnings("ignore::ResourceWarning")  # Wagtail leaves a file open
    def test_an_image_whose_file_is_missing_gives_way_to_the_drawn_one(self):
        page = event_page(hero_image=picture("teal"))
        page.hero_image.file.storage.delete(page.hero_image.file.name)
        drawn = SITE + reverse("tilmeld:share_image", args=[page.event.translation_key, "en"])
        assert properties(head(path_of(page)))["og:image"] == drawn

    def test_nothing_written_ends_the_data(self):
        title = "</script><script>alert('1 & 2')</script>"
        found = head(path_of(event_page(title=title, slug="nasty")))
        assert data(found)["name"] == title
        assert len(found("script")) == 1

    def test_an_alias_names_the_page_it_mirrors(self):
        page = event_page()
        alias = page.create_alias(update_slug="mirror")
        assert head(path_of(alias)).find("link", rel="canonical")["href"] == address_of(page)

    def test_its_translations_are_named(self):
        page = event_page()
        danish = Locale.objects.create(language_code="da")
        translated = page.copy_for_translation(danish, copy_parents=True)
        translated.save_revision().publish()
        found = {
            link["hreflang"]: link["href"]
            for link in head(path_of(page))("link", rel="alternate", hreflang=True)
        }
        assert found == {"en": address_of(page), "da": address_of(translated)}

    def test_an_alias_is_in_no_language_of_its_own(self):
        page = event_page()
        danish = Locale.objects.create(language_code="da")
        page.copy_for_translation(danish, copy_parents=True, alias=True)
        assert not head(path_of(page))("link", hreflang=True)

    def test_one_without_translations_names_none(self):
        assert not head(path_of(event_page()))("link", hreflang=True)


class TestWhatIsNotForAll:
    @pytest.mark.parametrize("audience", ["link", "invited"])
    def test_an_event_by_invitation_tells_nothing(self, audience):
        found = head(path_of(event_page(audience=audience)))
        assert not properties(found)
        assert found.find("script", type="application/ld+json") is None

    def test_nor_does_a_page_with_somebodys_link(self):
        invited = invitation(event_page().event)
        found = head(reverse("tilmeld:invitation", args=[invited.token]))
        assert not properties(found)

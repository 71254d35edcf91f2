"""Addresses of the site around the app."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.test import Client


@pytest.mark.django_db
def test_the_icon_is_found_where_browsers_look_for_it_unasked():
    page = BeautifulSoup(Client().get("/no-such-page/").content, "html.parser")
    response = Client().get("/favicon.ico")
    assert response.url == page.find("link", rel="icon")["href"]
    assert finders.find(response.url.removeprefix("/static/"))

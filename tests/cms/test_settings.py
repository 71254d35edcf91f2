"""The host site's rules for every answer, and its settings as an operator gives them."""

import os
import subprocess
import sys

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page

pytestmark = pytest.mark.django_db

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "rT7-vQ2mXw9LzKp4YdHs6NbJc8GfAeUo3iVtRyB5nM1kWqZxCh0D",
    "BASE_URL": "https://events.example.org",
    "DEFAULT_FROM_EMAIL": "events@example.org",
    "DATABASE_URL": "postgres://ada:secret@db.example.org/events",
    "EMAIL_URL": "smtp://mail.example.org?tls=starttls",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
    )


def shown(expression: str, **environment: str) -> str:
    """Return a setting as a process with this environment knows it."""
    code = f"from django.conf import settings; print({expression})"
    return manage("shell", "--no-imports", "-c", code, **environment).stdout.strip()


class TestProduction:
    @pytest.fixture
    def environment(self, tmp_path):
        return PRODUCTION | {"DATA_DIR": str(tmp_path)}

    def test_passes_every_check_for_deployment(self, environment):
        checked = manage("check", "--deploy", "--fail-level", "WARNING", **environment)
        assert (checked.returncode, checked.stderr) == (0, "")

    @pytest.mark.parametrize("name", ["SECRET_KEY", "BASE_URL", "DEFAULT_FROM_EMAIL"])
    def test_names_what_is_missing(self, environment, name):
        del environment[name]
        checked = manage("check", **environment)
        assert (checked.returncode, checked.stderr) == (1, f"{name} must be set.\n")

    def test_hashes_static_files(self, environment):
        manage("collectstatic", "--noinput", **environment)
        code = "__import__('django.templatetags.static').templatetags.static.static('cms/host.css')"
        assert shown(code, **environment).startswith("/static/cms/host.")
        assert shown(code, **environment) != "/static/cms/host.css"

    def test_answers_for_its_own_host_alone(self, environment):
        assert shown("settings.ALLOWED_HOSTS", **environment) == "['events.example.org']"


class TestProvider:
    def test_is_chosen_by_environment_alone(self, tmp_path):
        environment = {
            "DATA_DIR": str(tmp_path),
            "EMAIL_PROVIDER": "mailgun",
            "MAILGUN_API_KEY": "key",
        }
        assert shown("settings.ANYMAIL", **environment) == str(
            {"REQUESTS_TIMEOUT": 45, "MAILGUN_API_KEY": "key"}
        )


class TestProxies:
    @pytest.mark.parametrize(("given", "known"), [({}, "0"), ({"TRUSTED_PROXIES": "2"}, "2")])
    def test_are_counted_by_the_operator(self, tmp_path, given, known):
        expression = "settings.TILMELD['TRUSTED_PROXIES'], settings.TILMELD['QUEUE']"
        assert shown(expression, DATA_DIR=str(tmp_path), **given) == f"{known} letters"


class TestLanguage:
    # Tests run with English as the site's own language (cms/settings/test.py).

    def test_is_the_sites_own_whatever_the_browser_asks_for(self, client):
        answer = client.get("/", headers={"Accept-Language": "da"})
        assert answer["Content-Language"] == "en"
        assert "Skip to content" in answer.text

    def test_is_the_one_in_the_address(self, client):
        answer = client.get("/da/")
        assert answer["Content-Language"] == "da"
        assert "Gå til indhold" in answer.text

    def test_a_translated_page_has_an_address_of_its_own(self, client):
        home = Page.objects.get(depth=2).specific
        translated = home.copy_for_translation(Locale.objects.create(language_code="da"))
        translated.title = "Den danske forside"
        translated.save_revision().publish()
        assert translated.get_url() == "/da/"
        assert "Den danske forside" in client.get("/da/").text
        assert "Den danske forside" not in client.get("/").text

    def test_can_be_added_in_the_admin(self, client):
        client.force_login(get_user_model().objects.create_superuser("ada"))
        client.post("/admin/locales/new/", {"language_code": "da"})
        assert Locale.objects.filter(language_code="da").exists()


class TestCaching:
    def test_a_stranger_gets_no_cookie_and_a_page_that_varies_on_nothing(self, client):
        answer = client.get("/")
        assert not answer.cookies
        assert "Vary" not in answer
        assert "wagtail-userbar" not in answer.text

    @pytest.mark.parametrize("cookie", ["sessionid", "__Host-session"])
    def test_an_editor_gets_a_user_bar_in_a_private_answer(self, client, settings, cookie):
        settings.SESSION_COOKIE_NAME = cookie
        client.force_login(get_user_model().objects.create_superuser("ada"))
        answer = client.get("/")
        assert "wagtail-userbar" in answer.text
        assert answer["Cache-Control"] == "private"


class TestErrors:
    def test_an_unknown_address(self, client):
        answer = client.get("/nowhere/")
        assert answer.status_code == 404
        assert "The page was not found" in answer.text

    def test_a_fault_of_ours_is_told_without_the_database(self, client, settings, monkeypatch):
        monkeypatch.setattr("home.models.HomePage.serve", lambda self, request: 1 / 0)
        client.raise_request_exception = False
        answer = client.get("/")
        assert answer.status_code == 500
        assert "Something went wrong" in answer.text

    def test_images_are_served_and_documents_are_not(self, client, settings):
        for folder in ("images", "documents"):
            path = settings.MEDIA_ROOT / folder / "file.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("content")
        answer = client.get("/media/images/file.txt")
        assert b"".join(answer.streaming_content) == b"content"
        assert client.get("/media/documents/file.txt").status_code == 404


def test_the_admin_is_there(client: Client):
    assert client.get(reverse("wagtailadmin_login")).status_code == 200

"""The tests' own tools: what other tests lean on."""

import smtplib
import subprocess
import sys
import threading

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from wagtail.models import Page, Site

from home.models import HomePage


@pytest.mark.django_db
def test_the_migrated_site_has_a_front_page_at_its_root(settings):
    site = Site.objects.get()
    assert (site.hostname, site.site_name) == ("localhost", "Tilmeld")
    assert isinstance(site.root_page.specific, HomePage)
    assert site.root_page.locale.language_code == settings.LANGUAGE_CODE


@pytest.mark.parametrize("turn", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_is_gone_in_the_next(turn):
    assert Page.objects.count() == 2
    Site.objects.all().delete()
    HomePage.objects.get().delete()


@pytest.mark.django_db(transaction=True)
def test_threads_share_the_database():
    def rename():
        Site.objects.update(site_name="From a thread")
        connection.close()

    thread = threading.Thread(target=rename)
    thread.start()
    thread.join()
    assert Site.objects.get().site_name == "From a thread"


def test_processes_share_the_database(site_environment):
    Site.objects.update(site_name="From the test")
    shown = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c",
         "from wagtail.models import Site; print(Site.objects.get().site_name)"],
        env=site_environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert shown.stdout.strip() == "From the test"


def letter(to: str = "cleo@example.org") -> EmailMessage:
    return EmailMessage("Dialogmøde", "Velkommen", "tilmeld@example.org", [to])


class TestMailServer:
    def test_keeps_what_it_accepts(self, mailserver):
        letter().send()
        [envelope] = mailserver.envelopes
        assert envelope.recipients == ["cleo@example.org"]
        assert envelope.message["Subject"] == "Dialogmøde"

    def test_refuses_with_the_code_it_is_told(self, mailserver):
        mailserver.refuse("451 4.3.0 Try later")
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            letter().send()
        assert refusal.value.smtp_code == 451
        assert mailserver.envelopes == []

    def test_refuses_a_recipient(self, mailserver):
        mailserver.refuse_recipient("550 5.1.1 No such user")
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            letter().send()

    def test_may_take_a_letter_and_hang_up(self, mailserver):
        mailserver.drop_after_data()
        with pytest.raises(smtplib.SMTPServerDisconnected):
            letter().send()
        assert len(mailserver.envelopes) == 1

    def test_goes_away_and_comes_back(self, mailserver):
        mailserver.down()
        with pytest.raises(ConnectionRefusedError):
            letter().send()
        mailserver.up()
        letter().send()
        assert len(mailserver.envelopes) == 1


def test_a_browser_sees_the_live_site(live_site, page, settings):
    page.goto(live_site)
    assert page.title() == "Forside – Tilmeld"
    assert page.locator("html").get_attribute("lang") == settings.LANGUAGE_CODE
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"


def test_no_test_reaches_another_machine():
    with pytest.raises(ConnectionRefusedError, match="192.0.2.1"):
        smtplib.SMTP("192.0.2.1", 25)

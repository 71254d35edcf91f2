"""One-click List-Unsubscribe (RFC 8058): on the organisers' messages, and on nothing else."""

import re

import pytest
from django.test import Client

from events.models import Message, Registration
from events.models.registration import UNSUBSCRIBE
from events.services.outbox.post import as_mail
from tests.emails.support import TO_GUESTS, a_page, message_of

pytestmark = pytest.mark.django_db

Kind = Message.Kind


def headers(kind, page=None) -> dict[str, str]:
    row = message_of(kind, page or a_page())
    row.subject = "Hello"
    return as_mail(row, "events@example.org").extra_headers


@pytest.mark.parametrize("kind", TO_GUESTS)
def test_only_the_organisers_messages_carry_it(kind):
    assert ("List-Unsubscribe" in headers(kind)) == (kind == Kind.ORGANISERS)


def test_a_mail_program_stops_them_with_it_alone():
    found = headers(Kind.ORGANISERS)
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = re.fullmatch("<http://localhost(/tilmeld/unsubscribe/.+/)>", found["List-Unsubscribe"])
    body = {"List-Unsubscribe": "One-Click"}
    response = Client(enforce_csrf_checks=True).post(link[1], body)
    assert response.status_code == 200
    assert Registration.objects.get().is_unsubscribed


def test_its_token_unlocks_no_registration():
    headers(Kind.ORGANISERS)
    guest = Registration.objects.get()
    token = guest.token_for(UNSUBSCRIBE)
    assert token != guest.token
    with pytest.raises(Registration.DoesNotExist):
        Registration.objects.by_token(token)
    with pytest.raises(Registration.DoesNotExist):
        Registration.objects.by_token(guest.token, purpose=UNSUBSCRIBE)

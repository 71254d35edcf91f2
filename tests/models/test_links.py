import pytest

from events.models import Invitation, LinkReplaced, Registration
from tests.factories import OPEN_AT, register
from tests.services.registration.support import entry, open_event

pytestmark = pytest.mark.django_db


class TestTheLink:
    def test_a_token_unlocks_its_registration_alone(self):
        publication = open_event()
        cleo = register(publication, entry("Cleo"), at=OPEN_AT)
        dora = register(publication, entry("Dora"), at=OPEN_AT)
        assert Registration.objects.by_token(cleo.token) == cleo
        assert Registration.objects.by_token(dora.token) == dora
        assert "cleo" not in cleo.token

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda token: token[:-1],
            lambda token: token + "x",
            lambda token: "2" + token,
            lambda token: "",
            lambda token: "1-1",
            lambda token: "%00.…",
        ],
        ids=["cut", "longer", "another's number", "empty", "unsigned", "nonsense"],
    )
    def test_a_mistyped_or_forged_token_unlocks_nothing(self, spoil):
        registration = register(open_event(), entry(), at=OPEN_AT)
        with pytest.raises(Registration.DoesNotExist):
            Registration.objects.by_token(spoil(registration.token))

    def test_a_new_version_calls_old_links_back(self):
        registration = register(open_event(), entry(), at=OPEN_AT)
        old = registration.token
        registration.link_version += 1
        registration.save()
        with pytest.raises(LinkReplaced):
            Registration.objects.by_token(old)
        assert Registration.objects.by_token(registration.token) == registration

    def test_an_old_secret_key_still_unlocks_while_it_is_a_fallback(self, settings):
        registration = register(open_event(), entry(), at=OPEN_AT)
        token = registration.token
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another"
        assert Registration.objects.by_token(token) == registration

    def test_a_token_of_one_kind_unlocks_no_other(self):
        registration = register(open_event(), entry(), at=OPEN_AT)
        event = registration.event
        with pytest.raises(Registration.DoesNotExist):
            Registration.objects.by_token(event.token)
        with pytest.raises(Invitation.DoesNotExist):
            Invitation.objects.by_token(registration.token)

    def test_the_tokens_of_a_deleted_row_unlock_nothing(self):
        registration = register(open_event(), entry(), at=OPEN_AT)
        token = registration.token
        registration.delete()
        with pytest.raises(Registration.DoesNotExist):
            Registration.objects.by_token(token)

"""Other answers, more or fewer people: the form again, filled in with what was answered."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ...exceptions import NotEnoughSeats, OptionsTaken, RegistrationRefused
from ...forms import Entry, RegistrationForm
from ...models import Publication, Registration
from ...services import registration as service
from .. import body, origin
from ..answers import RUSH, SeeOther
from ..finding import in_language
from ..guests import registration_of
from ..public import registration_form
from ..register import tell_taken
from .context import possibilities, show, step_url


@csrf_exempt  # a stranger's form has no token; see ``origin``
@transaction.non_atomic_requests  # a file is kept before the answers are
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form as the guest answered it, and take what they make of it."""
    at = timezone.now()
    registration = registration_of(request, token)
    if isinstance(registration, HttpResponse):
        return registration
    with in_language(registration.language_code):
        publication = registration.event.publication(registration.language_code)
        if refusal := body.refusal(request, publication):
            return refusal
        can = possibilities(registration, at)
        if request.method != "POST" and not (can["can_change"] or can["can_shrink"]):
            return SeeOther(step_url(registration))
        only_party = not can["can_change"]
        return Change(request, registration, publication, at, only_party=only_party).answer()


class Change:
    """One guest's change of mind, and the answers there may be to it.

    After the deadline (``only_party``) all but who comes along is as it was, and not asked.
    """

    def __init__(
        self,
        request: HttpRequest,
        registration: Registration,
        publication: Publication,
        at: datetime,
        *,
        only_party: bool,
    ) -> None:
        self.request, self.registration, self.at = request, registration, at
        self.publication, self.only_party = publication, only_party
        self.form = self._form()

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.again()
        if not origin.is_ours(self.request):
            alert = _("We could not see that this came from our page. Look it over and send again.")
            return self.again(status=403, alert=alert)
        return self._take() if self.form.is_valid() else self.again()

    def again(self, **more: Any) -> HttpResponse:
        if self.form.is_bound:
            self.form.ask_for_files_again()
        shown: dict[str, Any] = {"form": self.form, "only_party": self.only_party} | more
        return show(self.request, "tilmeld/change.html", self.registration, at=self.at, **shown)

    def _take(self) -> HttpResponse:
        try:
            made = service.change(self.registration, self.publication, self._entry(), at=self.at)
        except OptionsTaken as refusal:
            tell_taken(self.form, refusal)
            return self.again()
        except NotEnoughSeats as refusal:
            self.form.add_error("companions", str(refusal))
            return self.again()
        except RegistrationRefused as refusal:
            return self.again(status=409, alert=str(refusal))
        except OperationalError:
            return self.again(status=503, alert=RUSH)
        return SeeOther(step_url(self.registration, answers="saved" if made else "unchanged"))

    def _form(self) -> RegistrationForm:
        is_sent = self.request.method == "POST"
        registration = self.registration
        without = registration if registration.is_seated else None
        room = registration.event.room(without=without)
        form = registration_form(
            self.publication,
            room,
            companions=registration.companions,
            data=self.request.POST if is_sent else None,
            uploads=self.request.FILES if is_sent else None,
            initial=known_answers(registration),
            trap=False,
        )
        for name in ("email", "consent"):
            form.fields.pop(name, None)
        if self.only_party:
            _leave_only_party(form)
        return form

    def _entry(self) -> Entry:
        entry, known = self.form.entry(), self.registration
        if not self.only_party:
            return entry
        given = {"answers": known.answers, "sensitive_answers": known.sensitive_answers}
        return replace(entry, name=known.name, **given)


def known_answers(registration: Registration) -> dict[str, Any]:
    """Return what was answered, by the form's fields; a default is no answer."""
    questions = registration.event.publication(registration.language_code).questions
    companions = enumerate(registration.companions, start=1)
    return {
        **{question.key: None for question in questions},
        **registration.given,
        **{f"companion_{number}": name for number, name in companions},
        "name": registration.name,
        "companions": str(len(registration.companions) or ""),
    }


def _leave_only_party(form: RegistrationForm) -> None:
    """Take out the questions: a field that is merely closed may refuse an answer given earlier."""
    left = {"name", "companions", *form.companion_names, "publication"}
    form.fields = {name: field for name, field in form.fields.items() if name in left}
    form.fields["name"].disabled = True

"""A guest sends the form. Whatever is wrong, what they wrote comes back to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from ..exceptions import NotEnoughSeats, OptionsTaken, RegistrationRefused, TooManyPosts
from ..forms import RegistrationForm
from ..listing import may_see
from ..models import Publication
from ..rules.capacity import Room
from ..services import limits
from ..services import registration as registration_service
from . import body, network, notices, origin, receipts, typed
from .admission import NOBODY, Admission
from .answers import BUSY_SECONDS, SeeOther
from .caching import keep_private
from .finding import in_language, is_on_site, page_url, published
from .public import registration_form, render_event_page


@csrf_exempt  # anybody may cache the page with the form, so it holds no token; see ``origin``
@transaction.non_atomic_requests  # "received" is only said after the commit
def register(request: HttpRequest, key: UUID, language: str) -> HttpResponse:
    """Register a guest for what is published in a language, or show the page again."""
    at = timezone.now()
    with in_language(language):
        publication = published(key, language)
        if refusal := body.refusal(request, publication):
            return refusal
        if publication is None:
            return notices.unknown_event(request)
    with translation.override(publication.language_code):
        return take(request, publication, NOBODY, at)


def take(
    request: HttpRequest, publication: Publication, admission: Admission, at: datetime
) -> HttpResponse:
    """Take a form that was sent to register, in the publication's language."""
    post = Post(request, publication, admission, at)
    if not is_on_site(publication.page):
        return notices.no_longer_here(request, words=publication, typed=typed.in_form(post.form))
    if request.method != "POST" or not may_see(publication.page, request):
        return SeeOther(page_url(publication.page, request))
    if not origin.is_ours(request):
        alert = _("We could not see that this came from our page. Look it over and send it again.")
        return post.again(status=403, alert=alert)
    return post.answer() if post.form.is_valid() else post.again()


class Post:
    """One form that was sent, and the answers there may be to it."""

    def __init__(
        self, request: HttpRequest, publication: Publication, admission: Admission, at: datetime
    ) -> None:
        self.request, self.publication = request, publication
        self.admission, self.at = admission, at
        event = publication.event
        room = event.room() if event.options else Room(event.capacity)  # only options show seats
        seats = admission.seats(room, at)
        self.form = registration_form(publication, seats, data=request.POST, uploads=request.FILES)

    def answer(self) -> HttpResponse:
        """Register the guest, or say why not."""
        try:
            registered = self._register()
        except TooManyPosts as refusal:
            return self._wait(str(refusal), 429, limits.seconds_to_next_hour(self.at))
        except RegistrationRefused as refusal:
            return self._refused(refusal)
        except OperationalError:
            alert = _(
                "There is a rush right now. Send it again in a moment: you are not registered yet."
            )
            return self._wait(alert, 503, BUSY_SECONDS)
        return SeeOther(receipts.url(registered, self.publication))

    def again(self, **more: Any) -> HttpResponse:
        """Show the page as it is now, with all that was typed."""
        self.form.ask_for_files_again()
        page: Any = self.publication.page
        shown = render_event_page(
            self.request,
            page.specific,
            self.publication,
            at=self.at,
            admission=self.admission,
            form=self.form,
            **more,
        )
        return keep_private(shown)

    def _register(self) -> registration_service.Registered:
        return registration_service.register(
            self.publication,
            self.form.entry(accepts_waiting="accepts_waiting" in self.request.POST),
            at=self.at,
            invitation=self.admission.invitation,
            by_link=self.admission.by_link,
            network=network.of_request(self.request),
        )

    def _refused(self, refusal: RegistrationRefused) -> HttpResponse:
        if isinstance(refusal, OptionsTaken):
            tell_taken(self.form, refusal)
            return self.again()
        if isinstance(refusal, NotEnoughSeats) and refusal.seats_left:
            self.form.add_error("companions", str(refusal))
            return self.again(may_wait=refusal.waiting_list)
        return self.again(alert=str(refusal))

    def _wait(self, alert: str, status: int, seconds: int) -> HttpResponse:
        response = self.again(status=status, alert=alert)
        response.headers["Retry-After"] = str(seconds)
        return response


def tell_taken(form: RegistrationForm, refusal: OptionsTaken) -> None:
    """Say at each question what can't be had, in the form's own words.

    What concerns a question that is not in the form, as whoever fills it in may not see it, is said
    above it.
    """
    for key in dict.fromkeys(question for question, _choice in refusal.options):
        form.add_error(key if key in form.fields else None, str(refusal))

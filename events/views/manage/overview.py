"""All that is known about a registration, for its guest."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..guests import registration_of
from .context import show


@require_safe
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Show a guest all that is known about their registration."""
    registration = registration_of(request, token)
    if isinstance(registration, HttpResponse):
        return registration
    answers_are = request.GET.get("answers", "")  # saved or unchanged, see ``change``
    at = timezone.now()
    return show(request, "tilmeld/manage.html", registration, at=at, answers_are=answers_are)

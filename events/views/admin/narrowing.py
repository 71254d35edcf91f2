"""The registrations that an event's list shows, wherever else they are asked for."""

from typing import Any

from wagtail.admin.forms.search import SearchForm

from ...models import Event
from .asked import Asked
from .filters import RegistrationFilter
from .searching import by_all_they_wrote


def narrowed(event: Event, asked: Asked, request: Any) -> Any:
    """Return an event's registrations as the list's filters and search, in its address, have it."""
    found = event.registrations.all()
    tags = list(event.tags.all())
    filters = RegistrationFilter(request.GET, request=request, asked=asked, tags=tags)
    if filters.is_valid():
        found = filters.filter_queryset(found)
    search = SearchForm(request.GET)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    return by_all_they_wrote(found, words, asked)

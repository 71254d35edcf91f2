"""The poster: an invitation on one sheet, with a code that leads to its page."""

import swapper
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.views.generic import TemplateView

from ....addresses import page_url
from ....models import EventMixin

Page = swapper.load_model("wagtailcore", "Page")


class PosterView(TemplateView):
    """The poster of a published page, in the page's language, for those who may change it."""

    template_name = "tilmeld/print/poster.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        page = get_object_or_404(Page, pk=kwargs["page_id"], live=True)
        if not page.permissions_for_user(request.user).can_edit():
            raise Http404
        self.page, self.url = page.specific, page_url(page)
        if not isinstance(self.page, EventMixin) or self.page.event is None or not self.url:
            raise Http404

    def render_to_response(self, context, **response_kwargs):
        with translation.override(self.page.locale.language_code):
            return super().render_to_response(context, **response_kwargs).render()

    def get_context_data(self, **kwargs):
        event = self.page.event
        return super().get_context_data(
            page=self.page,
            facts=event,
            words=event.publication(self.page.locale.language_code),
            is_open=event.closes_at > timezone.now() and not event.cancelled,
            url=self.url,
            size=_size_of(self.page.title),
            staff_language=translation.get_language(),
            **kwargs,
        )


def _size_of(title: str) -> str:
    """Return the size of a title (see the stylesheet), so that the sheet holds the longest."""
    return "l" if len(title) <= 70 else "m" if len(title) <= 130 else "s"

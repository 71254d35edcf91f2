"""One letter: what became of it, and what it said, word for word."""

import re

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from ....models.message import LINK_MARK
from ..letter_frame import framed
from . import acts
from .scope import OfLetter, recipient_url, url_of

#: A link of the guest's own, with the step that follows it; as the address of a link, or in words.
_LINKED = re.compile(rf'href="[^"]*{LINK_MARK.pattern}[^"]*"')
_WRITTEN = re.compile(rf"{LINK_MARK.pattern}(\w+/)?")


def without_links(words: str) -> str:
    """Return a stored letter with a few words in place of the guest's own links."""
    return _WRITTEN.sub(_("(the guest's own link)"), _LINKED.sub('href="#"', words))


class LetterView(OfLetter, WagtailAdminTemplateMixin, TemplateView):
    """A letter as it was sent, when and where to, and what was reported of it."""

    template_name = "tilmeld/admin/letter_page.html"
    header_icon = "mail"

    def get(self, request, *args, **kwargs):
        log(self.letter.logged_on, "tilmeld.view_letter", user=request.user)
        return super().get(request, *args, **kwargs)

    def get_page_title(self):
        return self.letter.get_kind_display()

    def get_page_subtitle(self):
        return self.letter.to_address

    @cached_property
    def header_buttons(self):
        may_change = self.user_has_permission("change")
        return acts.buttons(self.letter, button=HeaderButton) if may_change else []

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            recipient=self.letter.recipient,
            copies=self.letter.copies.without_words(),
            recipient_url=recipient_url(self.letter),
            text=without_links(self.letter.text),
            html_url=url_of(self.letter, "letter_html"),
            calendar=without_links(self.letter.calendar),
            may_change=self.user_has_permission("change"),
            mend_url=acts.mend_url(self.letter),
            **kwargs,
        )


class LetterHTMLView(OfLetter, View):
    """The letter for a frame on its page. The page is what is logged."""

    def get(self, request, *args, **kwargs):
        if not self.letter.html:
            raise Http404
        return framed(without_links(self.letter.html))

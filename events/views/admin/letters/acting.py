"""The pages that ask once more before something is done about a letter."""

from django.shortcuts import redirect
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages

from ....models import Message
from ....services import attention, outbox
from ....services.outbox.truth import why_overtaken
from ....templatetags.tilmeld_delivery import in_words, why
from ..confirmation import Confirmation
from .acts import RELEASE, RETRY, SEND_AGAIN, Act
from .scope import OfLetter


class ActView(OfLetter, Confirmation):
    """Asks once more; leads back where there is nothing to do any more.

    Views ``do()`` it and return whether it could be done.
    """

    permission_required = "change"
    act: Act
    impossible: Promise
    done: Promise

    def get(self, request, *args, **kwargs):
        if not self.act.is_possible(self.letter):
            return self.turned_away()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if not (self.act.is_possible(self.letter) and self.do()):
            return self.turned_away()
        messages.success(request, self.done % {"to": self.to_address})
        return redirect(self.back)

    def turned_away(self):
        messages.warning(self.request, self.impossible)
        return redirect(self.back)

    def get_header_icon(self):
        return self.act.icon

    @property
    def to_address(self):
        return self.letter.to_address

    @property
    def named(self):
        return {"kind": self.letter.get_kind_display(), "to": self.to_address}


class ReleaseView(ActView):
    """Sends a letter that waits for somebody to look at it."""

    act = RELEASE
    page_title = gettext_lazy("Send a letter that was held back")
    impossible = gettext_lazy("This letter is not held back any more.")
    done = gettext_lazy("The letter is on its way to %(to)s.")

    def do(self):
        return outbox.release(self.letter, at=self.at, user=self.request.user)

    def sentences(self):
        return [
            _("Send the letter “%(kind)s” to %(to)s?") % self.named,
            _(
                "It was held back because this address had been sent many letters within a day. "
                "Somebody else may have caused them."
            ),
        ]

    def button(self):
        return _("Send it now")


class RetryView(ActView):
    """Queues a letter anew that could not be sent."""

    act = RETRY
    page_title = gettext_lazy("Try to send the letter again")
    impossible = gettext_lazy("This letter can't be tried again any more.")
    done = gettext_lazy("The letter is on its way to %(to)s.")

    def do(self):
        return outbox.retry(self.letter, at=self.at, user=self.request.user)

    def sentences(self):
        question = _("Try again to send the letter “%(kind)s” to %(to)s?") % self.named
        return [question, *filter(None, [why(self.letter)])]

    def button(self):
        return _("Try again")


class SendAgainView(ActView):
    """Writes a letter anew that went out before, to the address that the guest has now."""

    act = SEND_AGAIN
    page_title = gettext_lazy("Send the letter again")
    impossible = gettext_lazy("This letter can't be sent again.")
    done = gettext_lazy("A new letter is on its way to %(to)s.")

    def do(self):
        if self.overtaken:
            return False
        return attention.send_again(self.letter, at=self.at, user=self.request.user)

    @property
    def to_address(self):
        return self.letter.recipient.email

    @cached_property
    def overtaken(self):
        return why_overtaken(self.letter, self.at)

    def sentences(self):
        if self.overtaken:
            return [_("This letter would not be true any more."), in_words(self.overtaken)]
        sentences = [
            _("Send the letter “%(kind)s” to %(to)s again?") % self.named,
            _("It is written anew, as things stand now."),
        ]
        if self.letter.state == Message.State.BOUNCED and self.to_address == self.letter.to_address:
            sentences.append(_("It came back from this address. Mend the address if it is wrong."))
        return sentences

    def button(self):
        return "" if self.overtaken else _("Send again")


class HandleView(OfLetter, View):
    """Notes that somebody has dealt with a letter."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        if attention.handle(self.letter, at=self.at, user=request.user):
            undo = messages.button(self.url, _("See the letter"))
            messages.success(request, _("Noted: the letter is dealt with."), buttons=[undo])
        return redirect(self.back)


class ReopenView(OfLetter, View):
    """Takes back that a letter was dealt with."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        if attention.reopen(self.letter, at=self.at, user=request.user):
            messages.success(request, _("The letter needs attention again."))
        return redirect(self.back)

"""What staff can do about many letters at once: those they ticked, or all that the list shows."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext_lazy
from wagtail.admin.views.bulk_action import BulkAction

from .... import permissions
from ....models import Message
from ....services import attention, outbox
from ....services.outbox.truth import why_overtaken
from ..scope import number_in
from . import acts, filters

#: So many letters are acted on by one press of a button; the rest by the next.
AT_ONCE = 1000


class LetterBulkAction(BulkAction):
    """Acts on those of the chosen letters that it can be done with.

    Actions say which those are, in SQL (``fit``) and of one letter (``is_fit``), and ``do()`` it
    with one, which returns whether it was done.
    """

    models = [Message]
    template_name = "tilmeld/admin/letters_bulk.html"

    def dispatch(self, request, *args, **kwargs):
        if not permissions.changes_registrations(request.user):
            raise PermissionDenied
        self.at = timezone.now()
        return super().dispatch(request, *args, **kwargs)

    def get_actionable_objects(self):
        fit = self.fit(self._chosen).without_words()
        related = ("registration", "invitation", "change", "announcement", "event__page")
        letters = fit.select_related(*related)
        return [letter for letter in letters[:AT_ONCE] if self.is_fit(letter)], {}

    @cached_property
    def _chosen(self):
        keys, user = self.request.GET.getlist("id"), self.request.user
        events = permissions.events_of(user)
        if "all" in keys:
            return self._listed(events)
        letters = permissions.letters_about(events.keys(), user)
        return letters.filter(pk__in=[number_in(key) for key in keys])

    def _listed(self, events):
        """Those that the list shows as it is filtered and searched, on all its pages."""
        query = self.request.GET
        event = get_object_or_404(events, pk=number_in(query.get("childOf", "")))
        letters = permissions.letters_about([event.pk], self.request.user)
        with timezone.override(event.zone):
            chosen = filters.LetterFilter(query, letters, request=self.request).qs
        return filters.search(chosen, query.get("q", ""))

    def is_fit(self, letter):
        return True

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        number = len(context["items"])
        return context | {
            "number": number,
            "left_out": self._chosen.count() - number,
            "question": self.question % {"number": number},
            "action": self,
        }

    def get_execution_context(self):
        return {"at": self.at, "user": self.request.user}

    @classmethod
    def execute_action(cls, objects, **context):
        return sum(bool(cls.do(letter, **context)) for letter in objects), 0

    def get_success_message(self, number, _children):
        return self.answer % {"number": number}


class RetryLetters(LetterBulkAction):
    """Queues letters anew that could not be sent."""

    action_type = "retry"
    action_priority = 10
    icon = "rotate"
    display_name = gettext_lazy("Try again")
    aria_label = gettext_lazy("Try again to send the selected letters")
    question = ngettext_lazy(
        "Try again to send %(number)d letter that failed?",
        "Try again to send %(number)d letters that failed?",
        "number",
    )
    answer = ngettext_lazy(
        "%(number)d letter is on its way.", "%(number)d letters are on their way.", "number"
    )

    @staticmethod
    def fit(letters):
        return letters.filter(state__in=Message.CAN_TRY_AGAIN)

    def is_fit(self, letter):
        return acts.RETRY.is_possible(letter)

    @staticmethod
    def do(letter, *, at, user):
        return outbox.retry(letter, at=at, user=user)


class SendLettersAgain(LetterBulkAction):
    """Writes letters anew that went out before, as far as they are still true."""

    action_type = "send_again"
    action_priority = 20
    icon = "mail"
    display_name = gettext_lazy("Send again")
    aria_label = gettext_lazy("Send the selected letters again")
    question = ngettext_lazy(
        "Send %(number)d letter again? It is written anew, as things stand now.",
        "Send %(number)d letters again? They are written anew, as things stand now.",
        "number",
    )
    answer = ngettext_lazy(
        "%(number)d new letter is on its way.", "%(number)d new letters are on their way.", "number"
    )

    @staticmethod
    def fit(letters):
        return letters.filter(state__in=Message.CAN_SEND_AGAIN)

    def is_fit(self, letter):
        return acts.SEND_AGAIN.is_possible(letter) and not why_overtaken(letter, self.at)

    @staticmethod
    def do(letter, *, at, user):
        return attention.send_again(letter, at=at, user=user)


class HandleLetters(LetterBulkAction):
    """Notes that somebody has dealt with letters."""

    action_type = "handle"
    action_priority = 30
    icon = "check"
    display_name = gettext_lazy("Dealt with")
    aria_label = gettext_lazy("Note that the selected letters are dealt with")
    question = ngettext_lazy(
        "Note that %(number)d letter is dealt with?",
        "Note that %(number)d letters are dealt with?",
        "number",
    )
    answer = ngettext_lazy(
        "%(number)d letter is dealt with.", "%(number)d letters are dealt with.", "number"
    )

    @staticmethod
    def fit(letters):
        return letters.needing_attention()

    @staticmethod
    def do(letter, *, at, user):
        return attention.handle(letter, at=at, user=user)


ACTIONS = (RetryLetters, SendLettersAgain, HandleLetters)

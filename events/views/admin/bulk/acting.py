"""The page that asks before something is done with many registrations, and begins it."""

import time
from collections import defaultdict
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property, classproperty
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from .... import permissions
from ....models import Registration
from ....services import bulk as service
from ....services import looks
from ..registration_list import RegistrationListView
from ..scope import number_in
from .forms import ActForm

#: So many are named on the page.
NAMED = 10

#: So many seconds are spent on it in the request; the heartbeat does the rest.
AT_ONCE = 5


class RegistrationBulkAction(BulkAction):
    """Does one act with those of the chosen registrations of one event that it can be done with.

    Actions say which act of ``services.bulk`` it is by ``action_type``, and in words what they ask
    (``question``) and what was done (``answer``). ``onward`` are the words of a link from what came
    of it to ``onward_url``, where there is one.
    """

    models = [Registration]
    template_name = "tilmeld/admin/bulk.html"
    form_class = ActForm
    serious = False
    meaning: str | Promise = ""
    onward: str | Promise = ""

    def dispatch(self, request, *args, **kwargs):
        self.at = timezone.now()
        if not self.is_for(request.user):
            raise PermissionDenied
        with timezone.override(self.event.zone):
            response = super().dispatch(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    def get(self, request, *args, **kwargs):
        looks.keep(self.event.logged_on, "tilmeld.view_list", at=self.at, user=request.user)
        return super().get(request, *args, **kwargs)

    @classproperty
    def act(cls):
        return service.ACTS[cls.action_type]

    @classmethod
    def is_for(cls, user):
        """Whether somebody may do it: they must see the list, too, where they choose with whom."""
        rights = ("view", cls.act.permission)
        return all(user.has_perm(f"tilmeld.{right}_registration") for right in rights)

    # -------------------------------------------------------------- which

    @cached_property
    def event(self):
        """The one event that was listed, or that all those who were ticked belong to."""
        events = permissions.events_of(self.request.user).select_related("page")
        if self.takes_all:
            return get_object_or_404(events, pk=number_in(self.request.GET.get("childOf", "")))
        found = list(events.filter(registrations__in=self._ticked).distinct()[:2])
        if len(found) != 1:
            raise Http404
        return found[0]

    @property
    def takes_all(self):
        return "all" in self.request.GET.getlist("id")

    @property
    def _ticked(self):
        return [number_in(key) for key in self.request.GET.getlist("id")]

    @cached_property
    def chosen(self):
        """Those who were ticked, or all that the list shows, on all its pages."""
        found = self.act.reading(self.found.order_by("created_at", "pk"))
        return list(found.defer("answers", "sensitive_answers", "companions"))

    @property
    def found(self):
        listed = self.list.get_queryset().order_by().values("pk") if self.takes_all else None
        return self.event.registrations.filter(pk__in=self._ticked if listed is None else listed)

    @cached_property
    def list(self):
        """The list that this was reached from."""
        return RegistrationListView.asked_for(self.request, self.event)

    @cached_property
    def why_not(self):
        return {each: self.act.why_not(each, self.event, self.at) for each in self.chosen}

    @cached_property
    def fit(self):
        return [each for each, why in self.why_not.items() if not why]

    @property
    def seen(self):
        """What stands for those that were shown: nothing is done with others."""
        return sha256(repr([each.pk for each in self.fit]).encode()).hexdigest()

    @property
    def left_out(self):
        """Those that it can't be done with, by the reason."""
        reasons = defaultdict(list)
        for registration, why in self.why_not.items():
            if why:
                reasons[str(why)].append(registration)
        return [(why, _first(each), len(each)) for why, each in reasons.items()]

    # -------------------------------------------------------------- asking

    def get_actionable_objects(self):
        return self.fit, {}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"action": self}

    def get_context_data(self, **kwargs):
        number = len(self.fit)
        return super().get_context_data(**kwargs) | {
            "action": self,
            "event": self.event,
            "number": number,
            "question": self.question % {"number": number},
            "first": _first(self.fit),
            "more": max(0, number - NAMED),
            "known_tags": self.event.tags.values_list("name", flat=True),
        }

    # -------------------------------------------------------------- doing

    def prepare_action(self, objects, objects_without_access):
        """Begin it. Whatever is not done at once is done by the heartbeat."""
        if self.request.POST.get("seen") != self.seen:
            sentence = _("The list has changed in the meantime. Look at it once more.")
            messages.warning(self.request, sentence)
            return redirect(self.request.get_full_path())
        return self.do()

    def do(self):
        run = self._start()
        ends_at = time.monotonic() + AT_ONCE
        service.carry_on(run, at=self.at, go_on=lambda: time.monotonic() < ends_at)
        return self._answer(run)

    def _start(self):
        in_line = sorted(self.fit, key=_order)
        return service.start(
            self.event,
            self.action_type,
            in_line,
            self.cleaned_form.options,
            at=self.at,
            user=self.request.user,
            language=get_language(),
        )

    def _answer(self, run):
        """Lead to the list if all is done, else to what came of each."""
        undone = run.items.exclude(outcome="done").exists()
        if undone:
            url = reverse("tilmeld_admin:run", args=[self.event.pk, run.pk])
            return redirect(f"{url}?{urlencode({'next': self.onward_url or self.next_url})}")
        number = len(self.fit)
        messages.success(self.request, self.answer % {"number": number})
        return redirect(self.onward_url or self.next_url)

    @property
    def onward_url(self):
        return ""


def _order(registration):
    """Who has waited longest comes first; who has a seat last, lest it go to others chosen here."""
    since = registration.waiting_since or registration.created_at
    return registration.is_seated, since, registration.pk


def _first(registrations):
    return [each.name or str(each) for each in registrations[:NAMED]]

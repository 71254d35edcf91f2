"""The invitation as a page: where editors draft what publishing then copies to the event."""

from typing import Any

from django.db import models
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.log_actions import log
from wagtail.models import Locale, Page
from wagtail.search import index

from ..blocks import BodyBlock
from ..forms import Question
from ..rules import readiness
from . import own_words, page_panels
from .event import Event
from .facts import EventFacts, EventWords
from .page_form import EventPageForm
from .preview_modes import preview_modes
from .question import asked, condition_problems


class EventMixin(EventFacts, EventWords):
    """Everything of an invitation but the page itself, for hosts with a base page of their own."""

    locale: Locale  # the page's own

    kicker = models.CharField(
        _("kicker"),
        max_length=80,
        blank=True,
        help_text=_("A few words above the title, for example: Save the date"),
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=400,
        help_text=_("One or two sentences for lists of events and search engines."),
    )
    topics = ParentalManyToManyField(
        "tilmeld.Topic",
        verbose_name=_("topics"),
        blank=True,
        related_name="+",
        help_text=_("Guests can narrow the list of events to a topic. They are kept in Settings."),
    )
    letter_date = models.DateField(
        _("date of the letter"), null=True, blank=True, help_text=_("Stands above the letter.")
    )
    hero_image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(BodyBlock(), verbose_name=_("letter"), blank=True)

    registration_fields: Any  # a ParentalKey of each page model provides them

    base_form_class = EventPageForm
    allowed_http_methods = ["GET", "HEAD", "OPTIONS"]
    exclude_fields_in_copy = [
        "letter_date",
        "start_date",
        "end_date",
        "opens_date",
        "opens_time",
        "deadline_date",
        "deadline_time",
        "cancelled",
        "cancellation_reason",
    ]

    class Meta:
        abstract = True

    @cached_property
    def original(self):
        """The page that an alias mirrors, or else this page."""
        return self.alias_of.specific.original if self.alias_of_id else self

    def get_view_restrictions(self):
        """An alias is for those who may see its original, where its form is sent.

        Wagtail itself asks for what restricts the original, but not for what restricts its section.
        """
        restrictions = super().get_view_restrictions()
        if self.alias_of_id:
            restrictions |= self.original.get_view_restrictions()
        return restrictions

    @cached_property
    def event(self) -> Event | None:
        """The published event that this page is about, or None while it is a draft."""
        return Event.objects.filter(translation_key=self.original.translation_key).first()

    @property
    def owns_facts(self) -> bool:
        """Whether dates, window and seats of the event are those of this page."""
        return self.event is None or self.event.page_id in (None, self.pk)

    @property
    def facts(self) -> EventFacts:
        """The facts as this page states them: its own, or those of the event it shares."""
        return self if self.owns_facts or self.event is None else self.event

    def problems(self) -> dict[str, str]:
        """A sentence for each field that must be mended before the page can be published."""
        found = readiness.problems(self.facts, contact_email=self.contact_email)
        wrong_words = own_words.problem(self.own_words)
        if wrong_words:
            found["own_words"] = wrong_words
        if wrong := next(filter(None, condition_problems(self.registration_fields.all())), ""):
            found["registration_fields"] = wrong
        return found

    def publish(self, revision, user=None, **kwargs):
        """Publish the revision, unless its facts are missing or contradict each other.

        Editors are told by their form; here come schedules, bulk actions and scripts. The page
        then stays as it is, its history says why, and others are published all the same.
        """
        problems = revision.as_object().problems()
        if problems:
            self._refuse_publication(revision, user, problems)
            return
        super().publish(revision, user=user, **kwargs)

    def _refuse_publication(self, revision, user, problems):
        self.revisions.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(
            instance=self,
            action="tilmeld.refuse_publication",
            user=user,
            revision=revision,
            data={"problems": list(problems.values())},
        )

    def date_in_words(self) -> str:
        """The first day as people search for it: by weekday, month and year, or in digits."""
        day = self.facts.start_date
        with translation.override(self.locale.language_code):
            return f"{date_format(day, 'l j F Y')} {day.isoformat()}" if day else ""

    def get_questions(self) -> list[Question]:
        """The editor's questions as they stand on this page. A host may override this."""
        with translation.override(self.locale.language_code):
            return asked(self.registration_fields.all())

    def get_sitemap_urls(self, request=None):
        """Search engines are told of those events only that are for everyone, and of none twice."""
        is_told = not self.alias_of_id and self.facts.is_for_everyone
        return super().get_sitemap_urls(request) if is_told else []

    @property
    def preview_modes(self):
        return preview_modes()

    def serve(self, request, *args, **kwargs):
        from ..views import public  # noqa: PLC0415 (Wagtail's idiom: a page serves itself)

        return public.event_page(request, self)

    def serve_preview(self, request, mode_name):
        from ..views import preview  # noqa: PLC0415 (as above)

        return preview.event_page(request, self, mode_name)

    content_panels = page_panels.content_panels
    time_and_place_panels = page_panels.time_and_place_panels
    registration_panels = page_panels.registration_panels
    letter_panels = page_panels.letter_panels
    privacy_panels = page_panels.privacy_panels


class EventPage(EventMixin, Page):  # type: ignore[django-manager-missing]
    """An invitation: a page about an event, with the form to register."""

    parent_page_types = ["tilmeld.EventIndexPage"]
    subpage_types: list[str] = []
    template = "tilmeld/event_page.html"

    search_fields = [
        *Page.search_fields,
        index.SearchField("kicker"),
        index.SearchField("summary"),
        index.SearchField("body"),
        index.SearchField("venue_name"),
        index.SearchField("venue_room"),
        index.SearchField("venue_address"),
        index.SearchField("date_in_words"),
        index.FilterField("start_date"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(EventMixin.content_panels, heading=_("Invitation")),
            ObjectList(EventMixin.time_and_place_panels, heading=_("When and where")),
            ObjectList(EventMixin.registration_panels, heading=_("Registration")),
            ObjectList(EventMixin.letter_panels, heading=_("Letters")),
            ObjectList(
                EventMixin.privacy_panels, heading=pgettext_lazy("personal data", "Privacy")
            ),
            ObjectList(Page.promote_panels, heading=_("Promote")),
        ]
    )

    class Meta:
        verbose_name = _("event page")
        verbose_name_plural = _("event pages")

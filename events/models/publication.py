"""What was published of an event, in the words that guests saw."""

from typing import Any

import swapper
from django.db import models
from django.db.models import F
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from ..forms import Question
from .facts import EventWords

PAGE_MODEL = swapper.get_model_name("wagtailcore", "Page")


class PublicationQuerySet(models.QuerySet["Publication"]):
    """The nouns of reading what was published."""

    def newest(self, **wanted: Any) -> "Publication":
        """Return what holds for one event: the newest as ``wanted``, or in its first language.

        Raise Publication.DoesNotExist if there is nothing.
        """
        as_wanted = [self.filter(**wanted)] if wanted else []
        for publications in (*as_wanted, self.filter(page=F("event__page")), self):
            if found := publications.order_by("-pk").first():
                return found
        raise Publication.DoesNotExist


class Publication(EventWords):
    """What was published of an event in one language; never changed afterwards.

    The newest of a language holds. A registration keeps the one its guest saw: the questions,
    the sentence they ticked, the text about their data, and the page's revision.
    """

    event = models.ForeignKey(
        "tilmeld.Event", on_delete=models.CASCADE, related_name="publications"
    )
    language_code = models.CharField(max_length=20)
    page = models.ForeignKey(PAGE_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=255)
    questions_json = models.JSONField(default=list)
    created_at = models.DateTimeField()

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        indexes = [models.Index(fields=["event", "language_code", "-id"], name="tilmeld_newest")]

    def __str__(self) -> str:
        return f"{self.title} ({self.language_code})"

    @cached_property
    def questions(self) -> list[Question]:
        return [Question.from_json(data) for data in self.questions_json]

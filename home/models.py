from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from events.blocks import NextEventsBlock


class HomePage(Page):
    """The host's front page."""

    body = StreamField(
        [("text", blocks.RichTextBlock(label=_("Text"))), ("next_events", NextEventsBlock())],
        verbose_name=_("content"),
        blank=True,
    )

    content_panels = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField


@register_setting(icon="mail", order=900)
class EventSettings(BaseSiteSetting):
    """What all events of a site have in common."""

    sender_name = models.CharField(
        _("sender's name"),
        max_length=120,
        blank=True,
        help_text=_("Stands before the address that letters are sent from."),
    )
    sender_address = models.EmailField(
        _("sender's address"),
        blank=True,
        help_text=_(
            "Letters are sent from it. It must be one that your e-mail provider allows. "
            "Empty: the address that the website was set up with."
        ),
    )
    privacy_text = RichTextField(
        _("about personal data"),
        blank=True,
        features=["bold", "italic", "link", "ul"],
        help_text=_(
            "Who is responsible for the data, why answers are asked for, and whom to complain to. "
            "Shown at the form of every event that has no text of its own. "
            "The date on which answers are erased is added by itself."
        ),
    )

    accessibility_statement = models.URLField(
        _("accessibility statement"),
        blank=True,
        help_text=_("The address of your statement. Every page of the site links to it."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("sender_name"), FieldPanel("sender_address")], heading=_("Letters")
        ),
        MultiFieldPanel(
            [FieldPanel("privacy_text")], heading=pgettext_lazy("personal data", "Privacy")
        ),
        FieldPanel("accessibility_statement"),
    ]

    class Meta:
        verbose_name = _("event settings")

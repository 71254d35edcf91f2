"""What Wagtail gives without us: a page of ``wagtail.contrib.forms``, and bare seats to count."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractEmailForm, AbstractFormField
from wagtail.fields import RichTextField


class PlainFormPage(AbstractEmailForm):
    body = RichTextField(blank=True)


class PlainFormField(AbstractFormField):
    page = ParentalKey(PlainFormPage, on_delete=models.CASCADE, related_name="form_fields")


class Hall(models.Model):  # noqa: DJ008 (nobody reads it)
    """What a registration locks, at the least."""


class Seat(models.Model):  # noqa: DJ008 (nobody reads it)
    """What a registration writes, at the least."""

    hall = models.ForeignKey(Hall, on_delete=models.CASCADE)
    party_size = models.PositiveSmallIntegerField()

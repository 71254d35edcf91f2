"""The list of events as a page."""

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from .page import EventPage


class EventIndexPage(Page):
    """Lists the events below it: those to come, and those that were."""

    introduction = models.TextField(_("introduction"), blank=True)

    subpage_types = ["tilmeld.EventPage"]
    template = "tilmeld/event_index_page.html"

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    def route(self, request, path_components):
        """Find an invitation in one query; what else may lie below, as Wagtail does."""
        if path_components:
            pages = EventPage.objects.child_of(self)
            page = pages.filter(slug=path_components[0]).first()
            if page:
                return page.specific.route(request, path_components[1:])
        return super().route(request, path_components)

    def get_sitemap_urls(self, request=None):
        """A list changes with the events below it."""
        newest = self.get_children().live().aggregate(newest=Max("last_published_at"))["newest"]
        (url,) = super().get_sitemap_urls(request)
        return [url | {"lastmod": max(filter(None, (url["lastmod"], newest)), default=None)}]

    def serve(self, request, *args, **kwargs):
        from ..views import event_index  # noqa: PLC0415 (Wagtail's idiom: a page serves itself)

        return event_index.event_index_page(request, self)

    def serve_preview(self, request, mode_name):
        return self.serve(request)

    class Meta:
        verbose_name = _("event index")
        verbose_name_plural = _("event indexes")

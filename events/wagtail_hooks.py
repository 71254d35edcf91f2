"""What Wagtail is told about the app. A hook registers; it never decides."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from . import admin_urls, log_actions, permissions
from .models import EventPage, Sender, Topic
from .views.admin import EventsPanel, page_actions
from .views.admin import bulk as registration_acts
from .views.admin.letters import bulk

hooks.register("register_permissions", permissions.given_to_groups)
hooks.register("register_log_actions", log_actions.register)
hooks.register("before_delete_page", page_actions.before_delete)
hooks.register("before_bulk_action", page_actions.before_bulk_action)
hooks.register("before_edit_page", page_actions.before_edit)
hooks.register("after_publish_page", page_actions.after_publish)
hooks.register("after_copy_page", page_actions.after_copy)
hooks.register("before_convert_alias_page", page_actions.before_convert_alias)
hooks.register("before_unpublish_page", page_actions.before_unpublish)
hooks.register("register_page_header_buttons", page_actions.header_buttons)


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [path("tilmeld/", include(admin_urls))]


class EventsMenuItem(MenuItem):
    def is_shown(self, request):
        return permissions.has_events(request.user)


@hooks.register("register_admin_menu_item")
def register_menu_item():
    url = reverse("tilmeld_admin:events")
    return EventsMenuItem(_("Events"), url, name="events", icon_name="calendar-alt", order=250)


class ReportMenuItem(MenuItem):
    def is_shown(self, request):
        user = request.user
        return permissions.sees_registrations(user) and permissions.has_events(user)


@hooks.register("register_reports_menu_item")
def register_report():
    url = reverse("tilmeld_admin:letter_report")
    label = _("Delivery of letters")
    return ReportMenuItem(label, url, name="tilmeld-letters", icon_name="mail", order=1200)


@hooks.register("register_reports_menu_item")
def register_person():
    url = reverse("tilmeld_admin:person")
    label = _("Find a person")
    return ReportMenuItem(label, url, name="tilmeld-person", icon_name="user", order=1210)


@hooks.register("register_reports_menu_item")
def register_personal_data():
    url = reverse("tilmeld_admin:personal_data")
    label = _("Personal data")
    return ReportMenuItem(label, url, name="tilmeld-data", icon_name="lock", order=1220)


@hooks.register("construct_homepage_panels")
def add_events_panel(request, panels):
    panels.append(EventsPanel())


for action in (*bulk.ACTIONS, *registration_acts.ACTIONS):
    hooks.register("register_bulk_action", action)


class EventPageViewSet(PageViewSet):
    model = EventPage
    parent_models: list[type] = []
    unpublish_view_class = page_actions.UnpublishEventView


@hooks.register("register_admin_viewset")
def register_viewset():
    return EventPageViewSet()


class SenderViewSet(SnippetViewSet):
    model = Sender
    icon = "user"
    add_to_settings_menu = True
    list_display = ["name", "title", "organisation"]


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    add_to_settings_menu = True


register_snippet(SenderViewSet)
register_snippet(TopicViewSet)

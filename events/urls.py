"""Where forms are sent and what letters link to. None of it changes when a page is moved."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from .views import (
    calendars,
    feeds,
    invited,
    links,
    manage,
    receipts,
    register,
    share_images,
    unsubscribing,
)
from .views.door import by_link as door


class Language(StringConverter):
    """A language's code, whether or not the site has it; nothing that a database can't hold."""

    regex = "[A-Za-z0-9@-]{1,20}"


register_converter(Language, "language")

app_name = "tilmeld"

event_urls = [
    path("", register.register, name="register"),
    path("calendar.ics", calendars.event_calendar, name="event_calendar"),
    path("deadline.ics", calendars.deadline_calendar, name="deadline_calendar"),
    path("image.png", share_images.of_event, name="share_image"),
    path("link/", links.send_links, name="send_links"),
    path("link/sent/", links.links_sent, name="links_sent"),
]
site_urls = [
    path("calendar.ics", feeds.calendar, name="site_calendar"),
    path("feed.atom", feeds.atom, name="site_feed"),
    path("feed.rss", feeds.rss, name="site_rss"),
]
index_urls = [
    path("calendar.ics", feeds.calendar, name="index_calendar"),
    path("feed.atom", feeds.atom, name="index_feed"),
    path("feed.rss", feeds.rss, name="index_rss"),
]

urlpatterns = [
    path("event/<uuid:key>/<language:language>/", include(event_urls)),
    path("events/<language:language>/", include(site_urls)),
    path("events/<uuid:key>/<language:language>/", include(index_urls)),
    path("link/<str:token>/<language:language>/", invited.by_link, name="by_link"),
    path("invitation/<str:token>/", invited.invitation, name="invitation"),
    path("invitation/<str:token>/decline/", invited.decline, name="decline"),
    path("received/<str:token>/", receipts.received, name="received"),
    path("registration/<str:token>/", manage.manage, name="manage"),
    path("registration/<str:token>/change/", manage.change, name="change"),
    path("registration/<str:token>/cancel/", manage.cancel, name="cancel"),
    path("registration/<str:token>/restore/", manage.restore, name="restore"),
    path("registration/<str:token>/accept/", manage.accept, name="accept"),
    path("registration/<str:token>/unsubscribe/", manage.unsubscribe, name="unsubscribe"),
    path("registration/<str:token>/subscribe/", manage.subscribe, name="subscribe"),
    path("unsubscribe/<str:token>/", unsubscribing.from_mail, name="unsubscribe_from_mail"),
    path(
        "registration/<str:token>/calendar.ics",
        calendars.registration_calendar,
        name="registration_calendar",
    ),
    path("door/<str:token>/", door.door, name="door"),
    path("door/<str:token>/news/", door.news, name="door_news"),
    path("door/<str:token>/new/", door.walk_in, name="walk_in"),
    path("code/<int:event_id>/<slug:code>/", door.by_code, name="door_code"),
    path("anymail/", include("anymail.urls")),
]

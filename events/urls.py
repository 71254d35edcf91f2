"""Where forms are sent and what letters link to. None of it changes when a page is moved."""

from django.urls import include, path

from .views import calendars, manage, receipts, register

app_name = "tilmeld"

urlpatterns = [
    path("event/<uuid:key>/<str:language>/", register.register, name="register"),
    path(
        "event/<uuid:key>/<str:language>/calendar.ics",
        calendars.event_calendar,
        name="event_calendar",
    ),
    path("received/<str:token>/", receipts.received, name="received"),
    path("registration/<str:token>/", manage.manage, name="manage"),
    path("registration/<str:token>/cancel/", manage.cancel, name="cancel"),
    path(
        "registration/<str:token>/calendar.ics",
        calendars.registration_calendar,
        name="registration_calendar",
    ),
    path("anymail/", include("anymail.urls")),
]

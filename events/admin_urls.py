"""Addresses of the admin's side, below Wagtail's own."""

from django.urls import include, path

from .views import admin

app_name = "tilmeld_admin"

letters = [
    path("", admin.LetterListView.as_view(), name="letters"),
    path("results/", admin.LetterListView.as_view(results_only=True), name="letters_results"),
    path("<int:letter_id>/", admin.LetterView.as_view(), name="letter"),
    path("<int:letter_id>/html/", admin.LetterHTMLView.as_view(), name="letter_html"),
    path("<int:letter_id>/release/", admin.ReleaseView.as_view(), name="release"),
    path("<int:letter_id>/retry/", admin.RetryView.as_view(), name="retry"),
    path("<int:letter_id>/again/", admin.SendAgainView.as_view(), name="send_again"),
    path("<int:letter_id>/handle/", admin.HandleView.as_view(), name="handle"),
    path("<int:letter_id>/reopen/", admin.ReopenView.as_view(), name="reopen"),
]

printing = [
    path("", admin.PrintView.as_view(), name="print"),
    path("door/", admin.DoorListView.as_view(), name="print_door"),
    path("badges/", admin.BadgeView.as_view(), name="print_badges"),
    path("signatures/", admin.SignatureListView.as_view(), name="print_signatures"),
    path("summary/", admin.SummaryView.as_view(), name="print_summary"),
]

urlpatterns = [
    path("", admin.EventListView.as_view(), name="events"),
    path("results/", admin.EventListView.as_view(results_only=True), name="events_results"),
    path("add/", admin.AddEventView.as_view(), name="add_event"),
    path("attention/", admin.AttentionView.as_view(), name="attention"),
    path("person/", admin.PersonView.as_view(), name="person"),
    path("person/json/", admin.PersonJSONView.as_view(), name="person_json"),
    path("person/print/", admin.PersonPrintView.as_view(), name="person_print"),
    path("person/erase/", admin.ErasePersonView.as_view(), name="erase_person"),
    path("personal-data/", admin.PersonalDataView.as_view(), name="personal_data"),
    path("letters/", admin.LetterReportView.as_view(), name="letter_report"),
    path(
        "letters/results/",
        admin.LetterReportView.as_view(results_only=True),
        name="letter_report_results",
    ),
    path("pages/<int:page_id>/test/", admin.TrialView.as_view(), name="trial"),
    path("pages/<int:page_id>/duplicate/", admin.DuplicateView.as_view(), name="duplicate"),
    path("pages/<int:page_id>/poster/", admin.PosterView.as_view(), name="poster"),
    path("<int:event_id>/", admin.RegistrationListView.as_view(), name="registrations"),
    path(
        "<int:event_id>/results/",
        admin.RegistrationListView.as_view(results_only=True),
        name="registrations_results",
    ),
    path("<int:event_id>/columns/", admin.ColumnsView.as_view(), name="columns"),
    path("<int:event_id>/download/", admin.DownloadView.as_view(), name="download"),
    path("<int:event_id>/overview/", admin.OverviewView.as_view(), name="overview"),
    path("<int:event_id>/organisers/", admin.OrganisersView.as_view(), name="organisers"),
    path("<int:event_id>/acts/<int:pk>/", admin.RunView.as_view(), name="run"),
    path("<int:event_id>/erase/", admin.EraseView.as_view(), name="erase"),
    path(
        "<int:event_id>/announcements/<int:pk>/",
        admin.AnnouncementView.as_view(),
        name="announcement",
    ),
    path("<int:event_id>/door/", admin.DoorView.as_view(), name="door"),
    path("<int:event_id>/door/news/", admin.DoorNewsView.as_view(), name="door_news"),
    path("<int:event_id>/door/new/", admin.WalkInView.as_view(), name="walk_in"),
    path("<int:event_id>/door/link/", admin.DoorLinkView.as_view(), name="door_link"),
    path(
        "<int:event_id>/door/link/replace/",
        admin.ReplaceDoorLinkView.as_view(),
        name="replace_door_link",
    ),
    path("<int:event_id>/link/", admin.EventLinkView.as_view(), name="event_link"),
    path("<int:event_id>/link/replace/", admin.ReplaceLinkView.as_view(), name="replace_link"),
    path("<int:event_id>/invitations/", admin.InvitationListView.as_view(), name="invitations"),
    path(
        "<int:event_id>/invitations/results/",
        admin.InvitationListView.as_view(results_only=True),
        name="invitations_results",
    ),
    path("<int:event_id>/invitations/add/", admin.InviteView.as_view(), name="invite"),
    path("<int:event_id>/invitations/remind/", admin.RemindView.as_view(), name="remind"),
    path("<int:event_id>/invitations/late/", admin.LateLinkView.as_view(), name="late_link"),
    path("<int:event_id>/invitations/<int:pk>/", admin.InvitationView.as_view(), name="invitation"),
    path(
        "<int:event_id>/invitations/<int:pk>/withdraw/",
        admin.WithdrawView.as_view(),
        name="withdraw",
    ),
    path("<int:event_id>/follow/", admin.FollowView.as_view(), name="follow"),
    path("<int:event_id>/messages/", admin.WrittenListView.as_view(), name="written"),
    path(
        "<int:event_id>/messages/results/",
        admin.WrittenListView.as_view(results_only=True),
        name="written_results",
    ),
    path("<int:event_id>/messages/add/", admin.WriteView.as_view(), name="write"),
    path("<int:event_id>/messages/<int:pk>/", admin.WrittenView.as_view(), name="message"),
    path(
        "<int:event_id>/messages/<int:pk>/edit/",
        admin.EditMessageView.as_view(),
        name="edit_message",
    ),
    path(
        "<int:event_id>/messages/<int:pk>/letter/",
        admin.SampleView.as_view(),
        name="sample_message",
    ),
    path(
        "<int:event_id>/messages/<int:pk>/test/",
        admin.SendTestView.as_view(),
        name="test_message",
    ),
    path("<int:event_id>/messages/<int:pk>/send/", admin.SendView.as_view(), name="send_message"),
    path("<int:event_id>/messages/<int:pk>/stop/", admin.StopView.as_view(), name="stop_message"),
    path("<int:event_id>/add/", admin.RegisterView.as_view(), name="register"),
    path("<int:event_id>/import/", admin.ImportView.as_view(), name="import"),
    path("<int:event_id>/<int:pk>/", admin.RegistrationView.as_view(), name="registration"),
    path("<int:event_id>/<int:pk>/change/", admin.ChangeView.as_view(), name="change"),
    path("<int:event_id>/<int:pk>/files/<str:key>/", admin.FileView.as_view(), name="file"),
    path("<int:event_id>/<int:pk>/move/", admin.MoveView.as_view(), name="move"),
    path("<int:event_id>/<int:pk>/cancel/", admin.CancelView.as_view(), name="cancel"),
    path("<int:event_id>/<int:pk>/restore/", admin.RestoreView.as_view(), name="restore"),
    path("<int:event_id>/<int:pk>/seat/", admin.GiveSeatView.as_view(), name="give_seat"),
    path(
        "<int:event_id>/<int:pk>/erase/",
        admin.EraseRegistrationView.as_view(),
        name="erase_registration",
    ),
    path("<int:event_id>/<int:pk>/address/", admin.MendAddressView.as_view(), name="mend_address"),
    path("<int:event_id>/<int:pk>/notes/", admin.WriteNoteView.as_view(), name="write_note"),
    path(
        "<int:event_id>/<int:pk>/notes/<int:note_id>/delete/",
        admin.DeleteNoteView.as_view(),
        name="delete_note",
    ),
    path("<int:event_id>/<int:pk>/tags/", admin.TagView.as_view(), name="tag"),
    path("<int:event_id>/<int:pk>/tags/remove/", admin.UntagView.as_view(), name="untag"),
    path("<int:event_id>/letters/", include(letters)),
    path("<int:event_id>/print/", include(printing)),
]

"""The acts in words. One more is a class here and an entry in the services' ``ACTS``."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy, ngettext_lazy

from ....services.bulk import Act
from . import forms
from .acting import RegistrationBulkAction


class Write(RegistrationBulkAction):
    action_type = "write"
    action_priority = 10
    icon = "mail"
    display_name = gettext_lazy("Write to them")
    aria_label = gettext_lazy("Write to the selected guests")
    form_class = forms.WriteManyForm
    onward = gettext_lazy("Write the message")
    question = ngettext_lazy("Write to %(number)d guest?", "Write to %(number)d guests?", "number")
    meaning = gettext_lazy(
        "They get a tag of their own, and you write a message to those who have it. Nothing is "
        "sent before you have seen the letter."
    )
    answer = ngettext_lazy(
        "%(number)d guest has the tag. Write what they are to read.",
        "%(number)d guests have the tag. Write what they are to read.",
        "number",
    )

    @property
    def onward_url(self):
        url = reverse("tilmeld_admin:write", args=[self.event.pk])
        return f"{url}?{urlencode({'tag': self.cleaned_form.cleaned_data['name']})}"


class SendAgain(RegistrationBulkAction):
    action_type = "send_again"
    action_priority = 50
    icon = "mail"
    display_name = gettext_lazy("Send letter again")
    aria_label = gettext_lazy("Send the selected guests their letter again")
    question = ngettext_lazy(
        "Write once more to %(number)d guest?", "Write once more to %(number)d guests?", "number"
    )
    meaning = gettext_lazy(
        "The letter says how their registration stands now, and has their link. Letters to many "
        "leave at a pace."
    )
    answer = ngettext_lazy(
        "%(number)d letter is on its way.", "%(number)d letters are on their way.", "number"
    )


class GiveSeats(RegistrationBulkAction):
    action_type = "give_seat"
    action_priority = 20
    icon = "plus"
    display_name = gettext_lazy("Give a seat")
    aria_label = gettext_lazy("Give the selected guests a seat")
    form_class = forms.GiveSeatsForm
    template_name = "tilmeld/admin/bulk_give_seats.html"
    question = ngettext_lazy(
        "Give %(number)d guest a seat?", "Give %(number)d guests a seat?", "number"
    )
    answer = ngettext_lazy(
        "%(number)d guest has a seat and gets a letter.",
        "%(number)d guests have a seat and get a letter.",
        "number",
    )

    @cached_property
    def passed_over(self):
        """How many wait, are not chosen, and stand ahead of somebody who is."""
        line = self.event.registrations.in_line().values_list("pk", flat=True)
        chosen = {each.pk for each in self.fit}
        places = [key in chosen for key in line]
        while places and not (places[-1] or self.has_lapsed):
            places.pop()
        return places.count(False)

    @property
    def has_lapsed(self):
        """Whether somebody is chosen whom everybody in line is ahead of."""
        return any(each.is_lapsed for each in self.fit)

    @cached_property
    def asked_for(self):
        """How many seats those who are chosen ask for, who have no offer."""
        return sum(each.party_size for each in self.fit if not each.is_offered)

    @cached_property
    def seats_left(self):
        return self.event.room().seats_left


class CheckIn(RegistrationBulkAction):
    action_type = "check_in"
    action_priority = 30
    icon = "check"
    display_name = gettext_lazy("Check in")
    aria_label = gettext_lazy("Check in the selected guests")
    question = ngettext_lazy(
        "Check in %(number)d registration?", "Check in %(number)d registrations?", "number"
    )
    meaning = gettext_lazy("All of each party count as arrived.")
    answer = ngettext_lazy(
        "%(number)d registration is checked in.",
        "%(number)d registrations are checked in.",
        "number",
    )


class UndoCheckIn(RegistrationBulkAction):
    action_type = "undo_check_in"
    action_priority = 85
    icon = "rotate"
    display_name = gettext_lazy("Undo check-in")
    aria_label = gettext_lazy("Take back that the selected guests have arrived")
    question = ngettext_lazy(
        "Take back that %(number)d registration has arrived?",
        "Take back that %(number)d registrations have arrived?",
        "number",
    )
    meaning = gettext_lazy("All of each party count as not arrived.")
    answer = ngettext_lazy(
        "%(number)d registration counts as not arrived.",
        "%(number)d registrations count as not arrived.",
        "number",
    )


class Cancel(RegistrationBulkAction):
    action_type = "cancel"
    action_priority = 60
    icon = "cross"
    serious = True
    display_name = gettext_lazy("Cancel")
    aria_label = gettext_lazy("Cancel the selected registrations")
    form_class = forms.CancelManyForm
    question = ngettext_lazy(
        "Cancel %(number)d registration?", "Cancel %(number)d registrations?", "number"
    )
    meaning = gettext_lazy("The seats are free at once, and go to those who wait.")
    answer = ngettext_lazy(
        "%(number)d registration is cancelled.", "%(number)d registrations are cancelled.", "number"
    )


class AddTag(RegistrationBulkAction):
    action_type = "tag"
    action_priority = 40
    icon = "tag"
    display_name = gettext_lazy("Add tag")
    aria_label = gettext_lazy("Add a tag to the selected registrations")
    form_class = forms.TagManyForm
    question = ngettext_lazy(
        "Add a tag to %(number)d registration?", "Add a tag to %(number)d registrations?", "number"
    )
    answer = ngettext_lazy(
        "%(number)d registration has the tag.", "%(number)d registrations have the tag.", "number"
    )


class Download(RegistrationBulkAction):
    """Nothing is done with anybody, so there is no run of it: the file is the answer."""

    action_type = "download"
    action_priority = 70
    icon = "download"
    act = Act("export", lambda *_: "", lambda *_: None)
    display_name = gettext_lazy("Download")
    aria_label = gettext_lazy("Download the selected registrations")
    form_class = forms.DownloadManyForm
    question = ngettext_lazy(
        "Download %(number)d registration?", "Download %(number)d registrations?", "number"
    )

    def do(self):
        wanted = self.cleaned_form.cleaned_data
        return self.list.file(self.found, wanted["export"], wanted)


class RemoveTag(RegistrationBulkAction):
    action_type = "untag"
    action_priority = 80
    icon = "tag"
    display_name = gettext_lazy("Remove tag")
    aria_label = gettext_lazy("Remove a tag from the selected registrations")
    form_class = forms.UntagManyForm
    question = ngettext_lazy(
        "Remove a tag from %(number)d registration?",
        "Remove a tag from %(number)d registrations?",
        "number",
    )
    answer = ngettext_lazy(
        "%(number)d registration is without the tag.",
        "%(number)d registrations are without the tag.",
        "number",
    )


class Erase(RegistrationBulkAction):
    action_type = "erase"
    action_priority = 90
    icon = "bin"
    serious = True
    display_name = gettext_lazy("Erase")
    aria_label = gettext_lazy("Erase the selected registrations")
    form_class = forms.EraseManyForm
    question = ngettext_lazy(
        "Erase what is known of %(number)d guest?",
        "Erase what is known of %(number)d guests?",
        "number",
    )
    meaning = gettext_lazy(
        "Name, address, companions, answers and letters go, and until the event is over their "
        "seats are free at once. Only that there was a registration stays. Nobody is told. This "
        "can't be undone."
    )
    answer = ngettext_lazy(
        "%(number)d registration was erased. Its count stays.",
        "%(number)d registrations were erased. Their counts stay.",
        "number",
    )


ACTIONS = (
    Write,
    GiveSeats,
    CheckIn,
    AddTag,
    SendAgain,
    Cancel,
    Download,
    RemoveTag,
    UndoCheckIn,
    Erase,
)

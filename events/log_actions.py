"""What Wagtail's log says of what was done: each action's name, and its sentence in a history."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

LOG_ACTIONS = {
    "tilmeld.register": (_("Register a guest"), _("Registered")),
    "tilmeld.import": (
        _("Import registrations"),
        _("Registrations imported (registrations: %(registrations)s)"),
    ),
    "tilmeld.cancel": (_("Cancel registration"), _("Registration cancelled")),
    "tilmeld.change": (_("Change registration"), _("Registration changed")),
    "tilmeld.move_to_address": (_("Change e-mail address"), _("E-mail address changed")),
    "tilmeld.move_away": (_("Move to another event"), _("Moved to another event")),
    "tilmeld.move_here": (_("Move from another event"), _("Moved here from another event")),
    "tilmeld.restore": (_("Restore registration"), _("Registration restored")),
    "tilmeld.promote": (_("Promote from the waiting list"), _("Got a seat from the waiting list")),
    "tilmeld.offer": (_("Offer a seat"), _("Offered a seat")),
    "tilmeld.lapse": (_("Take an offer back"), _("Offer expired")),
    "tilmeld.decline": (_("Decline an invitation"), _("Invitation declined")),
    "tilmeld.invite": (_("Invite people"), _("People invited (invitations: %(invitations)s)")),
    "tilmeld.remind": (
        _("Remind people to answer"),
        _("People reminded to answer (letters: %(reminders)s)"),
    ),
    "tilmeld.announce": (
        _("Decide to tell guests"),
        _("Decided to tell guests (guests: %(guests)s)"),
    ),
    "tilmeld.drop_announcement": (_("Decide not to tell guests"), _("Decided not to tell guests")),
    "tilmeld.unsubscribe": (_("Stop messages"), _("Wants no messages from the organisers")),
    "tilmeld.subscribe": (_("Get messages again"), _("Gets messages from the organisers again")),
    "tilmeld.check_in": (_("Check in a guest"), _("Checked in (people: %(people)s)")),
    "tilmeld.undo_check_in": (
        _("Take a check-in back"),
        _("Check-in taken back (people: %(people)s)"),
    ),
    "tilmeld.view_door": (_("View the door list"), _("Door list viewed")),
    "tilmeld.view_door_by_link": (
        _("View the door list by its link"),
        _("Door list viewed by door link number %(door_link)s"),
    ),
    "tilmeld.replace_door_link": (_("Replace the door link"), _("The door link was replaced")),
    "tilmeld.late_link": (_("Give a late link"), _("Late link given")),
    "tilmeld.withdraw": (_("Withdraw an invitation"), _("Invitation withdrawn")),
    "tilmeld.replace_link": (_("Replace the event's link"), _("The event's link was replaced")),
    "tilmeld.view_invitations": (_("View invitations"), _("List of invitations viewed")),
    "tilmeld.view_invitation": (_("View invitation"), _("Invitation viewed")),
    "tilmeld.release": (_("Release a letter"), _("Letter released that was held back")),
    "tilmeld.retry": (_("Try to send a letter again"), _("Letter to be tried again")),
    "tilmeld.send_again": (_("Send a letter again"), _("Letter sent again")),
    "tilmeld.handle_letter": (_("Deal with a letter"), _("Letter dealt with")),
    "tilmeld.reopen_letter": (
        _("Take back that a letter was dealt with"),
        _("Letter needs attention again"),
    ),
    "tilmeld.view_letter": (_("Read a letter"), _("Letter read")),
    "tilmeld.view_file": (_("Download a file"), _("File downloaded")),
    "tilmeld.view_letters": (_("View letters"), _("List of letters viewed")),
    "tilmeld.export_letters": (
        _("Download letters"),
        _("List of letters downloaded (%(format)s, rows: %(rows)s)"),
    ),
    "tilmeld.note": (_("Write a note"), _("Note written")),
    "tilmeld.delete_note": (_("Delete a note"), _("Note deleted")),
    "tilmeld.tag": (_("Change tags"), _("Tags changed")),
    "tilmeld.view": (_("View registration"), _("Registration viewed")),
    "tilmeld.view_list": (_("View registrations"), _("List of registrations viewed")),
    "tilmeld.print": (_("Print lists or badges"), _("Lists or badges shown for printing")),
    "tilmeld.view_summary": (_("View the summary"), _("Summary without names viewed")),
    "tilmeld.export": (
        _("Download registrations"),
        _("Registrations downloaded (%(format)s, rows: %(rows)s)"),
    ),
    "tilmeld.erase": (
        _("Erase registrations"),
        _("Personal data of registrations erased (registrations: %(registrations)s)"),
    ),
    "tilmeld.erase_registration": (_("Erase registration"), _("Registration erased")),
    "tilmeld.organisers": (_("Choose organisers"), _("Organisers: %(groups)s")),
    "tilmeld.erase_invitation": (_("Erase invitation"), _("Invitation erased")),
    "tilmeld.view_person": (_("Find a person"), _("A person was looked for and found")),
    "tilmeld.export_person": (
        _("Hand out what is held about a person"),
        _("What is held about the person was handed out"),
    ),
    "tilmeld.refuse_publication": (_("Refuse to publish"), _("Not published: %(problems)s")),
}


class Sentence(LogFormatter):
    """A message that is filled in from what was logged with the action."""

    def format_message(self, log_entry):
        return self.message % {name: _text(value) for name, value in log_entry.data.items()}


def _text(value):
    return " ".join(value) if isinstance(value, list) else value


def register(actions):
    """Tell Wagtail's log of them."""
    for action, (label, message) in LOG_ACTIONS.items():
        formatter = type("Formatter", (Sentence,), {"label": label, "message": message})
        actions.register_action(action)(formatter)

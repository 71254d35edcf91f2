"""What Wagtail is told about the app. A hook registers; it never decides."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from . import permissions

hooks.register("register_permissions", permissions.given_to_groups)


LOG_ACTIONS = {
    "tilmeld.register": (_("Register"), _("Registered")),
    "tilmeld.cancel": (_("Cancel registration"), _("Registration cancelled")),
    "tilmeld.view": (_("View registration"), _("Registration viewed")),
    "tilmeld.view_list": (_("View registrations"), _("List of registrations viewed")),
    "tilmeld.export": (
        _("Download registrations"),
        _("Registrations downloaded (%(format)s, rows: %(rows)s)"),
    ),
    "tilmeld.erase": (
        _("Erase registrations"),
        _("Personal data of registrations erased (registrations: %(registrations)s)"),
    ),
    "tilmeld.refuse_publication": (_("Refuse to publish"), _("Not published: %(problems)s")),
}


class Sentence(LogFormatter):
    """A message that is filled in from what was logged with the action."""

    def format_message(self, log_entry):
        return self.message % {name: _text(value) for name, value in log_entry.data.items()}


def _text(value):
    return " ".join(value) if isinstance(value, list) else value


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for action, (label, message) in LOG_ACTIONS.items():
        formatter = type("Formatter", (Sentence,), {"label": label, "message": message})
        actions.register_action(action)(formatter)

"""The buttons below the list for what can be done with the ticked ones, for whoever may."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.widgets.button import Button, ButtonWithDropdown, ListingButton

#: So many stand beside one another, as in Wagtail's own lists; the others in a menu.
BESIDE = 4


def buttons_for(user):
    """Return what Wagtail's own footer has, but nothing that the user would be refused."""
    known = bulk_action_registry.get_bulk_actions_for_model("tilmeld", "registration")
    acts = [act for act in known if act.is_for(user)]
    acts.sort(key=lambda act: act.action_priority)
    beside = [_button(act, ListingButton, "bulk-action-btn") for act in acts[:BESIDE]]
    return beside + ([_more(acts[BESIDE:])] if acts[BESIDE:] else [])


def _more(acts):
    return ButtonWithDropdown(
        label=_("More"),
        attrs={"title": _("More bulk actions")},
        classname="button button-secondary button-small",
        buttons=[_button(act, Button, "") for act in acts],
    )


def _button(act, button, classname):
    return button(
        act.display_name,
        reverse("wagtail_bulk_action", args=["tilmeld", "registration", act.action_type]),
        attrs={"aria-label": act.aria_label, "data-bulk-action-button": ""},
        priority=act.action_priority,
        classname=classname,
    )

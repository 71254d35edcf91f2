"""Staff's side of inviting: who was invited, inviting, reminding, links that let in."""

from .inviting import InviteView
from .link import EventLinkView, LateLinkView, ReplaceLinkView
from .listing import InvitationListView
from .one import InvitationView, WithdrawView
from .reminding import RemindView

__all__ = [
    "EventLinkView",
    "InvitationListView",
    "InvitationView",
    "InviteView",
    "LateLinkView",
    "RemindView",
    "ReplaceLinkView",
    "WithdrawView",
]

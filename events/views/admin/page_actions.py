"""What staff are told, or kept from, when they delete, publish, copy or unpublish event pages.

The models refuse what must not happen, whoever asks; here it is said, with the way out.
"""

import swapper
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.widgets.button import Button

from ... import permissions
from ...models import EventMixin
from . import duplicate, kept
from .announcement import question_url

Page = swapper.load_model("wagtailcore", "Page")


def before_delete(request, page):
    """Keep a page with its subpages while people are registered for an event among them."""
    if kept.refuse_deletion(request, [page, *_also_done_to(page, "delete")]):
        listing = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
        return redirect(get_valid_next_url_from_request(request) or listing)
    return None


def before_bulk_action(request, action_type, objects, action):
    """Do for many pages at once what is done for one."""
    if not issubclass(action.model, Page):
        return None
    if action_type == "delete" and kept.refuse_deletion(request, objects):
        return redirect(action.next_url)
    if action_type == "publish":
        return _publish_what_can_be(request, objects, action)
    if action_type == "unpublish":
        kept.warn_of_registrations(request, objects)
    return None


def after_copy(request, page, copy):
    copies = Page.objects.type(EventMixin).descendant_of(copy, inclusive=True)
    if copies.filter(alias_of=None).exists():
        sentence = _("The copy is a draft without dates. Write its dates before you publish it.")
        messages.warning(request, sentence)


def before_convert_alias(request, page):
    if isinstance(page, EventMixin) and request.method == "GET":
        sentence = _(
            "As a page of its own it starts an event of its own, with nobody registered. "
            "Those who are registered stay with “%(title)s”."
        )
        messages.warning(request, sentence % {"title": page.original.title})


def before_unpublish(request, page):
    """Unpublishing a page along with its subpages; ``UnpublishEventView`` warns for one event."""
    if request.POST.get("include_descendants"):
        kept.warn_of_registrations(request, [page])


def header_buttons(page, user, **kwargs):
    """The ways from a page to its registrations and letters, behind the three dots."""
    if not isinstance(page, EventMixin):
        return
    if page.permissions_for_user(user).can_edit():
        url = reverse("tilmeld_admin:trial", args=[page.pk])
        yield Button(_("Send a test to myself"), url=url, icon_name="mail", priority=6)
        if page.live and page.event:
            url = reverse("tilmeld_admin:poster", args=[page.pk])
            yield Button(_("Poster"), url=url, icon_name="doc-full", priority=8)
        yield from duplicate.buttons(user, page, priority=9)
    if not page.event or not page.owns_facts:
        return
    if permissions.edits_page(user, page):
        url = reverse("tilmeld_admin:organisers", args=[page.event.pk])
        yield Button(_("Organisers…"), url=url, icon_name="group", priority=7)
    if user.has_perm("tilmeld.view_registration"):
        url = reverse("tilmeld_admin:registrations", args=[page.event.pk])
        yield Button(_("Registrations"), url=url, icon_name="group", priority=5)


def after_publish(request, page):
    """Lead to what guests must know; say where more seats are taken than there are."""
    if not isinstance(page, EventMixin) or page.event is None:
        return None
    if page.owns_facts:
        _warn_of_overbooking(request, page.event)
    url = question_url(request.user, page.event, timezone.now())
    if url is None:
        return None
    published = _("“%(title)s” is published.") % {"title": page.get_admin_display_title()}
    messages.success(request, published)
    return redirect(url)


def before_edit(request, page):
    """Say above the editor that guests have not been told of what was published."""
    if request.method != "GET" or not isinstance(page, EventMixin) or page.event is None:
        return
    url = question_url(request.user, page.event, timezone.now())
    if url:
        sentence = _("The guests have not been told what was published.")
        messages.warning(request, sentence, buttons=[messages.button(url, _("Decide"))])


def _warn_of_overbooking(request, event):
    overbooked = event.room().overbooked
    if overbooked:
        told = {"event": event, "overbooked": overbooked}
        messages.warning(request, render_to_string("tilmeld/admin/overbooked.html", told))


class UnpublishEventView(UnpublishView):
    def get(self, request, *args, **kwargs):
        kept.warn_of_registrations(request, [self.object])
        _warn_of_other_languages(request, self.object)
        return super().get(request, *args, **kwargs)


def _also_done_to(page, action):
    """Translations to which a host does the same as to a page."""
    found = []
    for hook in hooks.get_hooks("construct_translated_pages_to_cascade_actions"):
        for others in (hook([page], action) or {}).values():
            found.extend(others)
    return found


def _publish_what_can_be(request, objects, action):
    """Name the pages that can't be published, and why; take them out, so that others go on."""
    for page in [page for page in objects if _told_of_problems(request, page)]:
        objects.remove(page)
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        for page in objects:
            for draft in page.get_descendants().not_live():
                _told_of_problems(request, draft)
    return None if objects else redirect(action.next_url)


def _told_of_problems(request, page):
    if not issubclass(page.specific_class or Page, EventMixin):
        return False
    draft = page.get_latest_revision_as_object()
    problems = draft.problems()
    if problems:
        sentence = _("“%(title)s” can't be published yet. %(problems)s")
        told = {"title": draft.title, "problems": " ".join(map(str, problems.values()))}
        edit = messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Edit"))
        messages.error(request, sentence % told, buttons=[edit])
    return bool(problems)


def _warn_of_other_languages(request, page):
    """Say that guests can still register where another language of the event stays published."""
    if not isinstance(page, EventMixin):
        return
    along = [other.pk for other in _also_done_to(page, "unpublish")]
    others = page.get_translations().live().exclude(pk__in=along).select_related("locale")
    languages = ", ".join(str(other.locale.get_display_name()) for other in others)
    if languages:
        sentence = _("The event stays published in %(languages)s: guests can still register there.")
        messages.warning(request, sentence % {"languages": languages})

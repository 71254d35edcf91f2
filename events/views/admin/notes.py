"""Notes and tags of one registration: what staff keep about a guest for one another."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...models import Note, Tag
from ...services import notes, tags
from .confirmation import Confirmation
from .scope import OfRegistration

#: Those that an event has, which browsers offer while one writes.
KNOWN_TAGS = "tilmeld-tags"


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Guests never see it. It is erased with the registration."),
        max_length=Note.MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write a note.")},
    )


class TagForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Tag"),
        max_length=Tag.MAX_LENGTH,
        widget=forms.TextInput(attrs={"list": KNOWN_TAGS, "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write a tag.")},
    )

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if "," in name:
            raise ValidationError(_("Write one tag at a time, without commas."))
        return name


class KeptView(OfRegistration):
    """Something that staff keep with a registration; leads back to where it stands there."""

    permission_required = "change"

    @property
    def back(self):
        return f"{self.url}#notes-section"

    def last_breadcrumbs(self):
        guest = self.registration.name or str(self.registration)
        return [{"url": self.url, "label": guest}, *super().last_breadcrumbs()]


class WritingView(KeptView, WagtailAdminTemplateMixin, FormView):
    """Keeps what was written, or asks again with it."""

    template_name = "tilmeld/admin/keep.html"

    def form_valid(self, form):
        self.keep(**form.cleaned_data)
        return redirect(self.back)

    def get_context_data(self, **kwargs):
        names = self.event.tags.values_list("name", flat=True)
        return super().get_context_data(back=self.back, known_tags=names, **kwargs)


class WriteNoteView(WritingView):
    page_title = gettext_lazy("Write a note")
    header_icon = "edit"
    form_class = NoteForm

    def keep(self, text):
        if not notes.write(self.registration, text, at=self.at, user=self.request.user):
            messages.warning(self.request, _("This registration has been erased."))


class TagView(WritingView):
    page_title = gettext_lazy("Add a tag")
    header_icon = "tag"
    form_class = TagForm

    def keep(self, name):
        tags.tag(self.registration, name, at=self.at, user=self.request.user)


class UntagView(KeptView, View):
    """Takes a tag off."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        tags.untag(self.registration, request.POST.get("name", ""), at=self.at, user=request.user)
        return redirect(self.back)


class DeleteNoteView(KeptView, Confirmation):
    """Deletes one's own note."""

    page_title = gettext_lazy("Delete a note")
    header_icon = "bin"
    button_class = "serious"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        own = self.registration.notes.filter(user=request.user)
        self.note = get_object_or_404(own, pk=kwargs["note_id"])

    def post(self, request, *args, **kwargs):
        if notes.delete(self.note, at=self.at, user=request.user):
            messages.success(request, _("The note is deleted."))
        return redirect(self.back)

    def sentences(self):
        return [_("Delete your note? This can't be undone."), self.note.text]

    def button(self):
        return _("Yes, delete it")

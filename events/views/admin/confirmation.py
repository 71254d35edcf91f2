"""A page that asks once more before something is done."""

from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class Confirmation(WagtailAdminTemplateMixin, TemplateView):
    """A page that says what will happen, with one button that does it.

    Views tell ``sentences()``, the words on the ``button()``, none if there is nothing to do, and
    where one goes ``back`` to.
    """

    template_name = "tilmeld/admin/confirm.html"
    button_class = ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            sentences=self.sentences(),
            button=self.button(),
            button_class=self.button_class,
            back=self.back,
            **kwargs,
        )

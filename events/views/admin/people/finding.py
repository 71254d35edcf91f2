"""Finding a person by the address, at all events that a member of staff may see."""

from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ....services import looks
from .person import Person
from .scope import OfPeople, person_url


class PersonView(OfPeople, WagtailAdminTemplateMixin, TemplateView):
    """Asks for an address, and shows where it stands; constant queries."""

    permission_required = "view"
    template_name = "tilmeld/admin/person.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(form=self.form, **self._found(), **kwargs)

    def _found(self):
        if not self.form.is_valid():
            return {}
        user, email = self.request.user, self.form.cleaned_data["email"]
        person = Person(email, user)
        events = [each["event"] for each in person.events]
        looks.keep_of_each(events, "tilmeld.view_person", at=self.at, user=user)
        return {
            "person": person,
            "namesakes": [(each, person_url("person", each.email)) for each in person.namesakes],
            "may_export": self.user_has_permission("export"),
            "may_erase": self.user_has_permission("erase"),
            "sees_invitations": self.user_has_permission("change"),
            "json_url": person_url("person_json", email),
            "print_url": person_url("person_print", email),
            "erase_url": person_url("erase_person", email),
        }

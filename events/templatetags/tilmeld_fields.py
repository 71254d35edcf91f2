"""A field of a form in the admin: what is wrong with it is read aloud with it."""

from typing import Any

from django import template
from django.forms import BoundField
from wagtail.admin.templatetags.wagtailadmin_tags import formattedfield

register = template.Library()


@register.inclusion_tag("wagtailadmin/shared/formatted_field.html")
def admin_field(bound: BoundField) -> dict[str, Any]:
    """Show a field as Wagtail does, whose own leaves ``aria-describedby`` without its error.

    Choices are a group with a name: Wagtail's label of a list of inputs is for none of them.
    """
    help_id, error_id = f"{bound.auto_id}_help", f"{bound.auto_id}_error"
    shown = [help_id] * bool(bound.help_text) + [error_id] * bool(bound.errors)
    described: dict[str, Any] = {"aria-describedby": " ".join(shown)} if shown else {}
    is_group = bound.use_fieldset
    return formattedfield(
        bound,
        rendered_field=bound.as_widget(attrs={} if is_group else described),
        help_text_id=help_id,
        error_message_id=error_id,
        attrs={"role": "group", "aria-label": bound.label} | described if is_group else {},
    )

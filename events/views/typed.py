"""What a guest typed, shown back when it can't be taken, so that nothing is lost."""

from django.forms import BaseForm
from django.http import QueryDict
from django.utils.translation import gettext as _

from ..forms import TRAP, answer_in_words

Typed = list[tuple[str, str]]


def in_form(form: BaseForm) -> Typed:
    """Return label and answer of every field that was filled in."""
    fields = form.visible_fields()
    written = ((str(field.label), answer_in_words(field.value())) for field in fields)
    return [(label, text) for label, text in written if text]


def in_post(post: QueryDict) -> Typed:
    """Return what was sent to an event that nobody knows any more, so that its labels are gone."""
    labels = {"name": _("Name"), "email": _("E-mail")}
    return [
        (labels.get(key, _("Answer")), text)
        for key, texts in post.lists()
        for text in texts
        if text and key not in ("publication", TRAP)
    ]

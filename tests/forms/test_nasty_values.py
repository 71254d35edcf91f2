"""Whatever is typed wherever: a sentence or a clean answer, never a fault of ours."""

import json

import pytest
from django.utils.datastructures import MultiValueDict

from events.forms import FIELD_TYPES, Question, build_form
from events.forms.text import clean_text
from events.models import Registration
from tests.factories import OPEN_AT, event_page
from tests.nasty import VALUES

QUESTIONS = [
    Question(kind, f"Your {kind}", kind, required=False, choices="Red\nGreen")
    for kind, _label in FIELD_TYPES
]
WHO = {"name": "Cleo", "email": "cleo@example.org"}
TEXTS = ("singleline", "multiline", "email", "telephone", "number", "date")
values = pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)


def form_filled_with(value, **data):
    everywhere = dict.fromkeys([question.key for question in QUESTIONS], value)
    sent = {"companions": "on", "companion_1": value, "publication": value} | everywhere | data
    data = MultiValueDict({key: [text] for key, text in sent.items()})
    return build_form(QUESTIONS, max_companions=1, consent_text="Yes.", data=data)


def accepted(value):
    """What the form keeps of a value in each of its fields that take it."""
    form = form_filled_with(value, name=value, email=value)
    form.full_clean()
    return {key: kept for key, kept in form.cleaned_data.items() if kept}


@values
def test_an_answer_can_be_stored_and_encoded(value):
    for kept in accepted(value).values():
        assert json.loads(json.dumps(kept)) == kept
        json.dumps(kept, ensure_ascii=False).encode()
        assert "\\u0000" not in json.dumps(kept)  # PostgreSQL can't hold it


@values
def test_a_refusal_is_a_whole_sentence_of_ours(value):
    form = form_filled_with(value, name=value, email=value)
    form.full_clean()
    verbs = ("Write", "Choose", "Shorten", "Tick")
    for field in form.faulty_fields:
        [sentence] = field.errors
        assert sentence.startswith(verbs)
        assert sentence.endswith(".")


@values
def test_the_form_comes_back_with_what_was_typed(value):
    form = form_filled_with(value, name=value)
    html = str(form)
    html.encode()
    assert form["singleline"].value() == value.encode("utf-8", "ignore").decode()


@values
def test_free_text_is_kept_unless_it_is_too_long(value):
    limits = {"singleline": 255, "multiline": 5_000}
    kept, clean = accepted(value), clean_text(value)
    for key, limit in limits.items():
        assert (key in kept) == (0 < len(clean) <= limit)
    assert kept.get("multiline", clean) == clean


def test_each_field_takes_some_and_refuses_some():
    kept = [set(accepted(value)) for value in VALUES.values()]
    for name in ("name", "email", "companion_1", *TEXTS):
        assert 3 < sum(name in keys for keys in kept) < len(VALUES)


@pytest.mark.django_db
def test_the_database_gives_back_what_was_accepted():
    event = event_page().event
    accepts = {description: accepted(value) for description, value in VALUES.items()}
    names = [kept["name"] for kept in accepts.values() if "name" in kept]
    addresses = [kept["email"] for kept in accepts.values() if "email" in kept]
    answers = {
        f"{description}, {key}": answer
        for description, kept in accepts.items()
        for key, answer in kept.items()
    }
    people = [(name, f"{n}@example.org") for n, name in enumerate(names)]
    people += [(f"Guest {n}", address) for n, address in enumerate(addresses)]
    for name, email in people:
        Registration.objects.create(
            event=event,
            publication=event.publication(),
            name=name,
            email=email,
            companions=[name],
            answers=answers,
            language_code="en",
            created_at=OPEN_AT,
        )
    stored = Registration.objects.order_by("pk")
    assert [(r.name, r.email) for r in stored] == people
    assert stored[0].answers == answers

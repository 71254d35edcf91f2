"""What guests answered, and what of it fits another event's questions."""

import pytest

from events.services.registration import carry
from tests.factories import event_page, in_danish, registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

ORG = {"label": "Organisation", "field_type": "singleline", "required": False, "key": "qorg"}
MEAL = {"label": "Meal", "field_type": "radio", "choices": "Fish\nSoup", "key": "qmeal"}
DAYS = {"label": "Days", "field_type": "checkboxes", "choices": "One\nTwo", "key": "qdays"}
CAKE = {"label": "Cake", "field_type": "checkbox", "required": False, "key": "qcake"}


def carried(here, there, **answers):
    """What becomes of answers to questions ``here`` where ``there`` is asked."""
    page = event_page(questions=here)
    other = event_page(page.get_parent(), questions=there, slug="other")
    secret = {q["key"] for q in here if q.get("sensitive")}
    guest = registration(
        page.event,
        answers={key: value for key, value in answers.items() if key not in secret},
        sensitive_answers={key: value for key, value in answers.items() if key in secret},
    )
    return carry(guest, other.event.publication())


def labels(questions):
    return [question.label for question in questions]


def test_an_answer_goes_along_by_its_question_whatever_that_is_called():
    found = carried([ORG], [ORG | {"label": "Employer"}], qorg="Library")
    assert found.answers == {"qorg": "Library"}
    assert (labels(found.kept), found.lost) == (["Organisation"], [])


def test_or_by_its_label_if_the_question_was_made_anew():
    found = carried([ORG], [ORG | {"label": " organisation", "key": "qnew"}], qorg="Library")
    assert found.answers == {"qnew": "Library"}


def test_the_question_goes_before_the_label():
    there = [ORG | {"key": "qnew"}, ORG | {"label": "Employer"}]
    assert carried([ORG], there, qorg="Library").answers == {"qorg": "Library"}


def test_one_answer_goes_to_one_question():
    there = [ORG | {"key": "qa"}, ORG | {"key": "qb"}]
    assert carried([ORG], there, qorg="Library").answers == {"qa": "Library"}


def test_what_is_not_asked_there_stays():
    found = carried([ORG, CAKE], [CAKE], qorg="Library", qcake=True)
    assert (found.answers, labels(found.lost)) == ({"qcake": True}, ["Organisation"])


@pytest.mark.parametrize(
    ("here", "there", "answer", "fits"),
    [
        (MEAL, MEAL, "Fish", True),
        (MEAL, {"choices": "Soup\nCheese"}, "Fish", False),
        (MEAL, {"choices": "Soup\nCheese"}, "Soup", True),
        (MEAL, {"field_type": "dropdown"}, "Fish", True),
        (MEAL, {"field_type": "checkboxes"}, "Fish", False),
        (MEAL, {"field_type": "singleline", "choices": ""}, "Fish", False),
        (DAYS, DAYS, ["One", "Two"], True),
        (DAYS, {"choices": "One\nThree"}, ["One", "Two"], False),
        (ORG, {"field_type": "multiline"}, "Library", True),
        (ORG | {"field_type": "multiline"}, {"field_type": "singleline"}, "A\nB", False),
        (ORG | {"field_type": "date"}, {"field_type": "number"}, "2027-02-01", False),
        (CAKE, {"field_type": "agree"}, True, True),
        (ORG | {"field_type": "file"}, {}, {"name": "cv.pdf", "digest": "1"}, True),
        (ORG, {"field_type": "file"}, "Library", False),
    ],
)
def test_an_answer_goes_along_only_where_it_could_have_been_given(here, there, answer, fits):
    found = carried([here], [here | there], **{here["key"]: answer})
    assert bool(found.answers) == bool(found.kept) == (not found.lost) == fits


@pytest.mark.parametrize(("here", "there"), [(True, False), (False, True)])
def test_what_is_sensitive_at_either_stays_so(here, there):
    asked = [ORG | {"sensitive": here}], [ORG | {"sensitive": there}]
    found = carried(*asked, qorg="Library")
    assert (found.answers, found.sensitive_answers) == ({}, {"qorg": "Library"})


def test_a_question_that_depends_on_another_answer_is_answered_only_with_it():
    there = [CAKE, ORG | {"shown_when": "qcake"}]
    assert carried([CAKE, ORG], there, qorg="Library").answers == {}
    both = {"qcake": True, "qorg": "Library"}
    page = event_page(questions=[CAKE, ORG], slug="both")
    other = event_page(page.get_parent(), questions=there, slug="there")
    assert carry(registration(page.event, answers=both), other.event.publication()).answers == both


def test_in_the_guests_own_language():
    here = event_page(questions=[MEAL])
    there = event_page(here.get_parent(), questions=[MEAL], slug="other")
    danish = MEAL | {"label": "Mad", "choices": "Fisk\nSuppe"}
    for page in (here, there):
        in_danish(page, [danish])
    guest = registration(
        here.event,
        publication=here.event.publication("da"),
        language_code="da",
        answers={"qmeal": "Fisk"},
    )
    assert carry(guest, there.event.publication("da")).answers == {"qmeal": "Fisk"}
    assert carry(guest, there.event.publication("en")).answers == {}

"""The columns of an event's list, which each of the staff chooses for themselves."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from events.models import ListColumns
from events.services import columns as service
from events.views.admin import columns
from tests.factories import editor, event_page, registration, republished
from tests.nasty import VALUES

from .support import list_url, names, queries, table, text, told

pytestmark = pytest.mark.django_db

ORGANISATION = {"label": "Organisation", "field_type": "singleline", "key": "qorg"}
ORGANISATION |= {"required": False}
DIET = {"label": "Diet", "field_type": "diet", "key": "qdiet", "required": False}
PHOTO = {"label": "Photo", "field_type": "checkbox", "key": "qphoto", "required": False}
USUAL = ["Name", "E-mail", "Seats", "Status", "Letter", "Registered"]


def address(event) -> str:
    return reverse("tilmeld_admin:columns", args=[event.pk])


def headings(client, event) -> list[str]:
    soup = BeautifulSoup(client.get(list_url(event)).content, "html.parser")
    cells = soup.select("table.listing th:not(:has(input))")
    return [each.get_text(strip=True) for each in cells]


@pytest.fixture
def event():
    return event_page(questions=[ORGANISATION, DIET, PHOTO]).event


@pytest.fixture
def ben(client, event):
    """May see the list, not the sensitive answers."""
    client.force_login(editor(event.page.get_parent(), "view_registration", "export_registration"))
    return client


def test_what_is_chosen_is_kept_for_this_event_and_this_person(client, admin, event):
    registration(event)
    other = event_page(event.page.get_parent(), slug="other").event
    registration(other)
    assert admin.get(address(event)).context["form"]["names"].value() == columns.USUAL
    response = admin.post(address(event), {"names": ["answers.qorg", "language", "email"]})
    assert response.url == list_url(event)
    assert "that you chose" in told(response)
    assert headings(admin, event) == ["Name", "E-mail", "Language", "Organisation"]
    assert admin.get(address(event)).context["form"]["names"].value() == [
        "answers.qorg", "language", "email",
    ]  # fmt: skip
    assert headings(admin, other) == USUAL
    client.force_login(editor(event.page.get_parent(), "view_registration"))
    assert headings(client, event) == USUAL


def test_choosing_anew_and_none_at_all(admin, event):
    registration(event)
    admin.post(address(event), {"names": ["email"]})
    admin.post(address(event), {})
    assert headings(admin, event) == ["Name"]
    assert ListColumns.objects.get().names == []


def test_what_was_answered_stands_in_them(admin, event):
    registration(
        event,
        answers={"qorg": "Library", "qphoto": True},
        sensitive_answers={"qdiet": ["Vegan food"]},
        companions=["Dora", ""],
    )
    chosen = ["companions", "answers.qorg", "answers.qdiet", "answers.qphoto"]
    admin.post(address(event), {"names": chosen})
    assert table(admin.get(list_url(event))) == [
        ["Cleo", "Dora, 1 companion", "Library", "Vegan food", "Yes"]
    ]


def test_sensitive_ones_need_the_right_each_time(ben, event):
    registration(event, sensitive_answers={"qdiet": ["Vegan food"], "qorg": "Secret"})
    user = event.page.owner or ListColumns._meta.get_field("user").related_model.objects.get()
    assert "Diet" not in text(ben.get(address(event)))
    assert ben.post(address(event), {"names": ["answers.qdiet"]}).context["form"].errors
    service.choose(event, ["answers.qdiet", "answers.qorg"], user=user)
    assert table(ben.get(list_url(event))) == [["Cleo", ""]]
    hidden = ben.get(list_url(event), {"ordering": "sensitive_answers_key__qdiet"})
    assert hidden.context["ordering"] is None


def test_a_column_of_a_question_that_was_removed_goes_on(admin, event):
    registration(event, answers={"qorg": "Library"})
    admin.post(address(event), {"names": ["answers.qorg"]})
    republished(event.page, [DIET])
    assert headings(admin, event) == ["Name", "Organisation (removed)"]


def test_a_name_that_stands_for_nothing_any_more_is_left_out(admin, event):
    registration(event)
    admin.post(address(event), {"names": ["email"]})
    ListColumns.objects.update(names=["email", "answers.gone", "", 7])
    assert headings(admin, event) == ["Name", "E-mail"]
    assert admin.get(address(event)).status_code == 200


@pytest.mark.parametrize(
    ("ordering", "found"),
    [
        ("name", ["ada", "Ben", "Åse"]),
        ("-name", ["Åse", "Ben", "ada"]),
        ("answers_key__qorg", ["Ben", "Åse", "ada"]),
        ("party_size", ["Ben", "ada", "Åse"]),
        ("pk", ["Åse", "ada", "Ben"]),
    ],
)
def test_every_one_sorts_whatever_the_case(admin, event, ordering, found):
    registration(event, "Åse", answers={"qorg": "b"}, companions=[""] * 2)
    registration(event, "ada", answers={"qorg": "c"}, companions=[""])
    registration(event, "Ben", answers={"qorg": "A"})
    admin.post(address(event), {"names": ["seats", "number", "answers.qorg"]})
    assert names(admin.get(list_url(event), {"ordering": ordering})) == found


def test_whatever_was_typed_is_text_and_long_answers_are_cut(admin, event):
    values = [value for value in VALUES.values() if "\0" not in value]
    for number, value in enumerate(values):
        encoded = value.encode("utf-8", "ignore").decode()[:5000]
        registration(event, f"guest{number}", answers={"qorg": encoded})
    admin.post(address(event), {"names": ["answers.qorg"]})
    for page in range(1, 8):
        soup = BeautifulSoup(admin.get(list_url(event), {"p": page}).content, "html.parser")
        cells = soup.select("table.listing td.tilmeld-answer")
        assert cells
        assert all(cell.find() is None for cell in cells)
        assert max(len(cell.get_text(strip=True)) for cell in cells) <= 140


def test_the_queries_are_the_same_for_any_number(ben, event):
    every = ["companions", "letter", "waiting_since", "answers.qorg", "answers.qphoto"]
    ben.post(address(event), {"names": every})
    counts = []
    for number in (1, 3, 60):
        for new in range(event.registrations.count(), number):
            registration(event, f"guest{new}", answers={"qorg": "x"}, companions=["Dora"])
        url = f"{list_url(event)}?q=x&answer_qorg=%2B&ordering=answers_key__qorg"
        counts.append(queries(ben, url))
    assert counts == [counts[0]] * 3


def test_the_table_says_what_it_is(admin, event):
    registration(event)
    soup = BeautifulSoup(admin.get(list_url(event)).content, "html.parser")
    assert soup.select_one("table.listing caption").get_text(strip=True) == "Registrations"

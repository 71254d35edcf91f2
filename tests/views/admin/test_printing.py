"""What stands on paper, and who may print it."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Locale, PageLogEntry

from events.models import Event, EventPage
from events.views.admin.printing.badges import size_of
from tests.factories import OPEN_AT, editor, event_page, registration, republished
from tests.nasty import MARKUP

from .support import list_url, queries, text, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

ORGANISATION = {"label": "Organisation", "field_type": "singleline", "key": "qorg"}
PART = {"label": "Part", "field_type": "radio", "choices": "Tour [3]\nLunch", "key": "qpart"}
DIET = {"label": "Diet", "field_type": "diet", "key": "qdiet"}
NEEDS = {"label": "Anything else?", "field_type": "needs", "key": "qneeds"}
STAYS = {"label": "Stays for dinner", "field_type": "checkbox", "key": "qstays"}
FAITH = {"label": "Faith", "field_type": "dropdown", "choices": "A\nB", "key": "qfaith"}
QUESTIONS = [ORGANISATION, PART, DIET, NEEDS, STAYS, FAITH | {"sensitive": True}]
SHEETS = ("print_door", "print_badges", "print_signatures", "print_summary")


def sheet(event: Event, name: str) -> str:
    return reverse(f"tilmeld_admin:{name}", args=[event.pk])


def poster(page: EventPage) -> str:
    return reverse("tilmeld_admin:poster", args=[page.pk])


def read(response, selector: str) -> list[str]:
    found = BeautifulSoup(response.content, "html.parser").select(selector)
    return [" ".join(each.get_text(" ").split()) for each in found]


# ------------------------------------------------------------------ rights


@pytest.mark.parametrize(
    ("right", "opens"),
    [
        ("export_registration", []),
        ("view_registration", ["print_door", "print_badges", "print_signatures"]),
        ("view_summary", ["print_summary"]),
    ],
)
def test_each_right_opens_its_own_sheets_and_the_page_that_lists_them(client, right, opens):
    event = event_page().event
    client.force_login(editor(event.page, right))
    assert [name for name in SHEETS if client.get(sheet(event, name)).status_code == 200] == opens
    listed = client.get(sheet(event, "print")).content.decode()
    assert [name for name in SHEETS if sheet(event, name) in listed] == opens


def test_who_sees_the_summary_alone_sees_nothing_else_of_the_guests(client):
    event = event_page().event
    guest = registration(event)
    client.force_login(editor(event.page, "view_summary"))
    others = [list_url(event), sheet(event, "overview"), sheet(event, "letters")]
    others.append(reverse("tilmeld_admin:registration", args=[event.pk, guest.pk]))
    assert {client.get(url).status_code for url in others} == {302}
    found = client.get(reverse("tilmeld_admin:events")).content.decode()
    assert sheet(event, "print") in found
    assert f'"{list_url(event)}"' not in found


@pytest.mark.parametrize("name", ["print", *SHEETS])
def test_an_event_of_others_is_not_found(client, name):
    ours, theirs = event_page(), event_page(title="Theirs").event
    client.force_login(editor(ours, "view_registration", "view_summary"))
    assert client.get(sheet(theirs, name)).status_code == 404


@pytest.mark.parametrize(
    ("name", "action"),
    [
        *((name, "tilmeld.print") for name in SHEETS[:3]),
        ("print_summary", "tilmeld.view_summary"),
    ],
)
def test_looking_is_logged_once(admin, name, action):
    event = event_page().event
    admin.get(sheet(event, name))
    admin.get(sheet(event, name))
    assert PageLogEntry.objects.filter(action=action, page=event.page_id).count() == 1


@pytest.mark.parametrize("name", SHEETS)
def test_queries_stay_the_same_whatever_the_number_of_guests(admin, name):
    event = event_page(questions=QUESTIONS, capacity=100).event
    registration(event, answers={"qpart": "Tour"}, companions=[""])
    few = queries(admin, sheet(event, name))
    for number in range(12):
        given = {"qpart": "Lunch", "qorg": f"Firm {number}"}
        registration(event, f"Guest {number}", answers=given, companions=["Bo"])
    assert queries(admin, sheet(event, name)) == few


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_that_guests_type_is_markup(admin, name):
    event = event_page(questions=[{**ORGANISATION}, NEEDS]).event
    for number, typed in enumerate(MARKUP.values()):
        given = {"answers": {"qorg": typed}, "sensitive_answers": {"qneeds": typed}}
        registration(event, typed, email=f"{number}@example.org", companions=[typed], **given)
    shown = admin.get(sheet(event, name)).content.decode()
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "&lt;script&gt;alert(1)" in shown


@pytest.mark.parametrize("name", SHEETS)
def test_an_event_without_guests_has_sheets_too(admin, name):
    assert admin.get(sheet(event_page().event, name)).status_code == 200


# ------------------------------------------------------------------ lists


def test_the_door_list_has_a_line_and_a_box_for_each_person_letter_by_letter(admin):
    event = event_page(questions=[PART]).event
    registration(event, "Bo", companions=["", "Gry"], answers={"qpart": "Tour"})
    registration(event, "李小龍")
    registration(event, "Anna", status="offered", offered_until=OPEN_AT)
    registration(event, "Finn", status="cancelled", cancelled_at=OPEN_AT)
    waiting(event)
    response = admin.get(sheet(event, "print_door"))
    assert read(response, ".pr-letter") == ["A", "B", "Other letters and signs"]
    people = ["Anna (Offered a seat)", "Bo", "Companion of Bo", "Gry", "李小龍"]
    assert read(response, ".pr-person") == people
    assert len(read(response, ".pr-box")) == len(people)
    assert read(response, "tbody:nth-of-type(2) td:not(:first-child)") == ["3", "Tour"]
    assert "3 registrations · 5 people" in text(response)


def test_the_door_list_shows_sensitive_choices_to_those_only_who_may_see_them(client, admin):
    event = event_page(questions=[PART | {"sensitive": True}]).event
    registration(event, sensitive_answers={"qpart": "Tour"})
    registration(event, "Dora", answers={"qpart": "Tour"})
    assert read(admin.get(sheet(event, "print_door")), "td:last-child").count("Tour") == 2
    client.force_login(editor(event.page, "view_registration"))
    assert "Tour" not in text(client.get(sheet(event, "print_door")))


def test_everybody_has_a_line_to_sign_and_some_lines_are_empty(admin):
    event = event_page().event
    registration(event, "Bo", companions=[""])
    lines = read(admin.get(sheet(event, "print_signatures")), "tbody tr")
    assert [line for line in lines if line] == ["Bo", "Companion of Bo"]
    assert len(lines) > 10


# ------------------------------------------------------------------ badges


def test_each_person_has_a_badge_ten_on_a_sheet(admin):
    event = event_page().event
    registration(event, "Bo", companions=["Gry", ""])
    for number in range(8):
        registration(event, f"Guest {number}")
    response = admin.get(sheet(event, "print_badges"))
    assert read(response, ".pr-name")[:3] == ["Bo", "Gry", "Companion of Bo"]
    assert len(read(response, ".pr-badges:first-of-type .pr-badge")) == 10
    assert len(read(response, ".pr-badge")) == 11


def test_the_organisation_stands_below_a_name_unless_something_else_is_chosen(admin):
    event = event_page(questions=[PART, ORGANISATION | {"label": "Organisation or firm"}]).event
    registration(event, answers={"qorg": "Open Door", "qpart": "Tour"}, companions=["Gry"])
    url = sheet(event, "print_badges")
    assert read(admin.get(url), ".pr-line") == ["Open Door"]
    assert read(admin.get(url, {"line": "qpart"}), ".pr-line") == ["Tour"]
    assert read(admin.get(url, {"line": ""}), ".pr-line") == []
    assert read(admin.get(url, {"line": "nonsense"}), ".pr-line") == []


def test_a_sensitive_answer_never_stands_on_a_badge(admin):
    event = event_page(questions=[FAITH | {"sensitive": True}]).event
    registration(event, answers={"qfaith": "A"}, sensitive_answers={"qfaith": "A"})
    assert read(admin.get(sheet(event, "print_badges"), {"line": "qfaith"}), ".pr-line") == []


def test_the_longer_a_name_the_smaller_it_stands():
    names = ["Bo Berg", "Frederik Christensen", "Anna Maria Magdalene von Lauenburg"]
    assert [size_of(name) for name in names] == ["xl", "l", "m"]
    assert size_of("李小龍" * 4) == size_of("a" * 24)
    assert size_of("W" * 120) == "xs"


# ------------------------------------------------------------------ the summary


def counted(response) -> dict[str, str]:
    soup = BeautifulSoup(response.content, "html.parser")
    rows = soup.select(".pr-counted tr")
    return {row.th.get_text().strip(): " ".join(row.td.get_text().split()) for row in rows}


def test_the_summary_counts_what_was_chosen_ticked_and_needed(client):
    older = [PART | {"choices": "Tour\nOld"} if each is PART else each for each in QUESTIONS]
    event = republished(event_page(questions=older), QUESTIONS).event
    answered = [("Nuts", "Tour"), (" nuts ", "Lunch"), ("Dog", "Old"), ("Dog", "Secret")]
    for number, (need, part) in enumerate(answered):
        registration(
            event,
            f"Guest {number}",
            companions=["Secret"],
            answers={"qpart": part, "qorg": "Secret", "qstays": True},
            sensitive_answers={"qneeds": need, "qdiet": ["Vegan food"]},
        )
    registration(event, "Finn", status="cancelled", sensitive_answers={"qneeds": "Fish"})
    client.force_login(editor(event.page, "view_summary"))
    response = client.get(sheet(event, "print_summary"))
    found = counted(response)
    assert (found["Lunch"], found["Old"], found["Other answers"]) == ("1", "1", "1")
    assert (found["Yes"], found["Vegan food"], found["Vegetarian food"]) == ("4", "4", "0")
    assert (found["Nuts"], found["Dog"]) == ("2", "2")
    assert "nuts" not in found
    assert "4 registrations · 8 people" in text(response)
    assert not {"Secret", "Guest", "Fish"} & set(text(response).split())


def test_what_was_written_comes_in_the_order_of_the_alphabet(admin):
    event = event_page(questions=[NEEDS]).event
    for number, need in enumerate(["Nuts", "dog", "Apples"]):
        registration(event, f"Guest {number}", sensitive_answers={"qneeds": need})
    assert list(counted(admin.get(sheet(event, "print_summary")))) == ["Apples", "dog", "Nuts"]


def test_other_sensitive_answers_take_the_right_to_see_those_too(client, admin):
    secret = {"label": "Number", "field_type": "singleline", "key": "qno", "sensitive": True}
    event = event_page(questions=[FAITH | {"sensitive": True}, secret]).event
    registration(event, sensitive_answers={"qfaith": "A", "qno": "0101011234"})
    seen = text(admin.get(sheet(event, "print_summary")))
    assert "Faith" in seen
    assert "0101011234" not in seen
    client.force_login(editor(event.page, "view_summary"))
    assert "Faith" not in text(client.get(sheet(event, "print_summary")))


def test_what_was_sensitive_when_it_was_answered_is_not_counted_for_everybody(client):
    event = event_page(questions=[FAITH]).event
    registration(event, sensitive_answers={"qfaith": "A"})
    client.force_login(editor(event.page, "view_summary"))
    assert counted(client.get(sheet(event, "print_summary"))) == {"A": "0", "B": "0"}


def test_the_overview_lists_needs_for_those_with_the_right(client, admin):
    event = event_page(questions=[DIET, NEEDS]).event
    registration(event, sensitive_answers={"qneeds": "Nuts", "qdiet": ["Vegan food"]})
    shown = read(admin.get(sheet(event, "overview")), ".tilmeld-list li")
    assert shown[:2] == ["Vegan food", "Nuts"]
    client.force_login(editor(event.page, "view_registration"))
    assert "Nuts" not in text(client.get(sheet(event, "overview")))


# ------------------------------------------------------------------ the poster


def test_the_poster_invites_and_leads_to_the_page(client):
    page = event_page()
    client.force_login(editor(page))
    shown = text(client.get(poster(page)))
    for words in ("Save the date", page.title, "Town hall", "Register by Friday 26 February 2027"):
        assert words in shown.replace("\u00a0", " ")
    assert "/events/dialogue-meeting" in shown


def test_it_speaks_the_language_of_its_page_and_knows_when_it_is_too_late(client, clock):
    locale, _ = Locale.objects.get_or_create(language_code="da")
    page = event_page()
    copy = page.copy_for_translation(locale, copy_parents=True)
    copy.title = "Dialogmøde"
    copy.save_revision().publish()
    client.force_login(editor(copy))
    clock(page.event.closes_at)
    soup = BeautifulSoup(client.get(poster(copy)).content, "html.parser")
    assert (soup.html["lang"], soup.nav["lang"], soup.nav.a.text) == ("da", "en", "Back")
    shown = " ".join(soup.get_text(" ").split())
    assert "torsdag" in shown
    assert "26." not in shown


def test_there_is_none_of_a_draft_nor_for_those_who_may_not_change_the_page(client):
    ours, theirs = event_page(), event_page(title="Theirs")
    client.force_login(editor(ours))
    assert client.get(poster(theirs)).status_code == 404
    assert poster(ours) in client.get(sheet(ours.event, "print")).content.decode()
    ours.unpublish()
    assert client.get(poster(ours)).status_code == 404
    assert poster(ours) not in client.get(sheet(ours.event, "print")).content.decode()

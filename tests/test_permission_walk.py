"""Every address of the admin's side, walked by everybody there can be, looking and pressing."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.urls import URLPattern, reverse

from events import admin_urls, permissions
from events.models import (
    Announcement,
    Event,
    Invitation,
    Message,
    Note,
    Registration,
    RegistrationFile,
)
from tests.factories import (
    OPEN_AT,
    administrator,
    editor,
    event_index,
    event_page,
    invitation,
    member,
    organiser,
    registration,
)
from tests.services.announcements.support import publish
from tests.views.admin.support import letter_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_now")]

#: What each address takes: permissions of ours and other rights, all of them; a new address fails
#: until it has its place here.
NEEDS = {
    "": "print",
    "events": "events events_results attention",
    "add": "add_event",
    "edit": "organisers trial poster",
    "edit add": "duplicate",
    "publish": "announcement",
    "view_registration": """
        registrations registrations_results columns overview follow registration file
        letters letters_results letter letter_html letter_report letter_report_results
        print_door print_badges print_signatures run
    """,
    "events view_registration": "person personal_data",
    "events view_registration export_registration": "person_json person_print",
    "events erase_registration": "erase_person",
    "view_registration export_registration": "download",
    "view_summary": "print_summary",
    "change_registration": """
        register import change move cancel restore give_seat mend_address move
        write_note delete_note tag untag
        invitations invitations_results invitation invite remind late_link withdraw
        event_link replace_link release retry send_again handle reopen
    """,
    "erase_registration": "erase erase_registration",
    "message_registration": """
        written written_results write message edit_message sample_message test_message
        send_message stop_message
    """,
    "check_in_registration": "door door_news walk_in",
    "check_in_registration change_registration": "door_link replace_door_link",
}
NEEDED = {name: need for need, names in NEEDS.items() for name in names.split()}

#: Addresses whose ``pk`` is not a registration's.
OTHERS = {
    "announcement": "news",
    "run": "run",
    "invitation withdraw": "invitation",
    "message edit_message sample_message test_message send_message stop_message": "written",
}
KIND = {name: kind for names, kind in OTHERS.items() for name in names.split()}

LOGIN, HOME = "/admin/login/", "/admin/"
EVERY_RIGHT = permissions.CODENAMES


@dataclass
class Scene:
    """An event with one of each thing that an address can be about."""

    event: Event
    kinds: dict[str, int]

    def address(self, pattern: URLPattern, keys: set[str]) -> str:
        known = {
            "event_id": self.event.pk,
            "page_id": self.event.page_id,
            "letter_id": self.kinds["letter"],
            "note_id": self.kinds["note"],
            "pk": self.kinds[KIND.get(pattern.name, "guest")],
            "key": "qcv",
        }
        path = reverse(f"tilmeld_admin:{pattern.name}", kwargs={key: known[key] for key in keys})
        return f"{path}?email=cleo@example.org" if "person" in pattern.name else path


@dataclass
class Role:
    """Where somebody stands towards the event, and what they may do there."""

    sees: bool = False
    edits: bool = False
    adds: bool = False
    has_events: bool = True
    rights: tuple[str, ...] = ()

    def answer(self, name: str, keys: set[str]) -> str:
        if "event_id" in keys and not self.sees or "page_id" in keys and not self.edits:
            return "not found"
        if name == "delete_note":  # somebody else's
            return "not found"
        has = {*self.rights, *(["events"] if self.has_events else [])}
        has |= {"edit", "publish"} if self.edits else set()
        has |= {"add"} if self.adds else set()
        return "let in" if has.issuperset(NEEDED[name].split()) else "refused"


def patterns(within=admin_urls.urlpatterns, keys=()) -> Iterator[tuple[URLPattern, set[str]]]:
    for each in within:
        known = {*keys, *each.pattern.converters}
        if isinstance(each, URLPattern):
            yield each, known
        else:
            yield from patterns(each.url_patterns, known)


def answer(response) -> str:
    """Say what became of a request; whoever is led on within the admin was let in."""
    if response.status_code == 404:
        return "not found"
    if response.status_code == 302 and response.url.split("?")[0] == LOGIN:
        return "to log in"
    if response.status_code == 302 and response.url == HOME:
        return "refused"
    assert response.status_code in {200, 302, 400, 405, 409}, response.status_code
    b"".join(response) if response.streaming else None
    return "let in"


def everything() -> list[list[dict]]:
    models = (Announcement, Event, Invitation, Message, Note, Registration)
    return [list(model.objects.order_by("pk").values()) for model in models]


def walk(client, scene: Scene) -> dict[tuple[str, str], str]:
    return {
        (pattern.name, method): answer(getattr(client, method)(scene.address(pattern, keys)))
        for method in ("get", "post")
        for pattern, keys in patterns()
    }


def expected(role: Role) -> dict[tuple[str, str], str]:
    return {
        (pattern.name, method): role.answer(pattern.name, keys)
        for method in ("get", "post")
        for pattern, keys in patterns()
    }


@pytest.fixture
def scene(settings):
    settings.SESSION_COOKIE_AGE = 10**9
    cv = {"label": "Your CV", "field_type": "file", "key": "qcv", "required": False}
    page = event_page(questions=[cv])
    event = page.event
    guest = registration(event, answers={"qcv": {"name": "cv.pdf", "digest": "1"}})
    RegistrationFile.objects.create(
        registration=guest, question="qcv", name="cv.pdf", file=ContentFile(b"a", "cv.pdf")
    )
    written = Announcement.objects.create(
        event=event, kind="organisers", statuses=["confirmed"], created_at=OPEN_AT
    )
    publish(page, venue_name="Library")
    kinds = {
        "guest": guest,
        "letter": letter_to(guest),
        "invitation": invitation(event, "Dora"),
        "news": Announcement.objects.of_publishing().get(),
        "written": written,
        "note": guest.notes.create(text="Calls back.", created_at=OPEN_AT),
        "run": event.bulk_runs.create(act="send_again", language_code="en", created_at=OPEN_AT),
    }
    return Scene(event, {name: each.pk for name, each in kinds.items()})


@pytest.fixture
def other():
    """An event of another section."""
    return event_page(event_index(slug="theirs"), slug="other").event


def test_every_address_has_its_place_in_the_table():
    assert sorted(NEEDED) == sorted(pattern.name for pattern, _ in patterns())


class TestWhoMayDoNothingThere:
    """They are kept out everywhere, and nothing is changed by trying."""

    def test_a_stranger(self, client, scene):
        before = everything()
        assert set(walk(client, scene).values()) == {"to log in"}
        assert everything() == before

    def test_an_organiser_who_may_not_enter_the_admin(self, client, scene):
        ben = organiser(scene.event, *EVERY_RIGHT)
        ben.groups.get().permissions.remove(Permission.objects.get(codename="access_admin"))
        client.force_login(ben)
        before = everything()
        assert set(walk(client, scene).values()) == {"to log in"}
        assert everything() == before

    def test_a_member_of_staff_without_events(self, client, scene):
        self.kept_out(client, scene, member(), Role(has_events=False))

    def test_an_organiser_of_another_event(self, client, scene, other):
        ben = organiser(other, *EVERY_RIGHT)
        self.kept_out(client, scene, ben, Role(rights=EVERY_RIGHT))

    def test_an_editor_of_another_section(self, client, scene, other):
        ben = editor(other.page.get_parent(), *EVERY_RIGHT)
        self.kept_out(client, scene, ben, Role(adds=True, rights=EVERY_RIGHT))

    def test_an_organiser_without_permissions(self, client, scene):
        self.kept_out(client, scene, organiser(scene.event), Role(sees=True))

    def kept_out(self, client, scene, user, role):
        client.force_login(user)
        before = everything()
        assert walk(client, scene) == expected(role)
        assert everything() == before


class TestWhoMayDoSomething:
    @pytest.mark.parametrize("codename", EVERY_RIGHT)
    def test_an_organiser_with_one_permission(self, client, scene, codename):
        client.force_login(organiser(scene.event, codename))
        assert walk(client, scene) == expected(Role(sees=True, rights=(codename,)))

    def test_an_organiser_with_all(self, client, scene):
        client.force_login(organiser(scene.event, *EVERY_RIGHT))
        assert walk(client, scene) == expected(Role(sees=True, rights=EVERY_RIGHT))

    def test_an_editor_without_permissions(self, client, scene):
        client.force_login(editor(scene.event.page.get_parent()))
        assert walk(client, scene) == expected(Role(sees=True, edits=True, adds=True))

    def test_an_editor_with_all(self, client, scene):
        client.force_login(editor(scene.event.page.get_parent(), *EVERY_RIGHT))
        assert walk(client, scene) == expected(Role(True, True, True, rights=EVERY_RIGHT))

    def test_an_administrator(self, client, scene):
        client.force_login(administrator())
        assert walk(client, scene) == expected(Role(True, True, True, rights=EVERY_RIGHT))

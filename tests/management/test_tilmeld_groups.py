"""The command that makes groups to begin with."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import translation
from wagtail.models import GroupPagePermission

pytestmark = pytest.mark.django_db


def run() -> str:
    out = StringIO()
    call_command("tilmeld_groups", stdout=out)
    return out.getvalue()


def rights(name: str) -> set[str]:
    return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


def test_each_group_may_enter_and_do_its_own_and_nobody_erases():
    said = run()
    assert "Made “Door” with " in said
    everything = {name: rights(name) for name in ("Communications", "Organisers", "Door")}
    assert all("access_admin" in each for each in everything.values())
    assert "message_registration" in everything["Organisers"] & everything["Communications"]
    assert "view_registration" not in everything["Door"]
    assert not any("erase_registration" in each for each in everything.values())


def test_pages_are_left_to_the_sites_owner():
    before = GroupPagePermission.objects.count()
    run()
    assert GroupPagePermission.objects.count() == before


def test_what_the_owner_made_of_a_group_stays():
    run()
    Group.objects.get(name="Organisers").permissions.clear()
    assert "“Organisers” is there already and was left as it is." in run()
    assert rights("Organisers") == set()
    assert Group.objects.filter(name="Organisers").count() == 1


def test_they_are_named_in_the_sites_language(settings):
    settings.LANGUAGE_CODE = "da"
    run()
    with translation.override("da"):
        assert Group.objects.filter(name=translation.gettext("Organisers")).exists()

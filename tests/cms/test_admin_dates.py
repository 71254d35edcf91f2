"""Dates in the admin: as a Dane writes them, as ISO in English, and each takes the other's."""

import inspect
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import translation
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

DAY = date(2027, 3, 5)
EVENING = datetime(2027, 3, 5, 19, 30, tzinfo=ZoneInfo("Europe/Copenhagen"))


class Plan(forms.Form):
    day = forms.DateField(widget=AdminDateInput)
    start = forms.DateTimeField(widget=AdminDateTimeInput)


@pytest.fixture(params=["da", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


SHOWN = {
    "da": ("05.03.2027", "05.03.2027 19:30", "d.m.Y", "d.m.Y H:i"),
    "en": ("2027-03-05", "2027-03-05 19:30", "Y-m-d", "Y-m-d H:i"),
}


def test_are_shown_in_the_language_in_use(language):
    form = Plan(initial={"day": DAY, "start": EVENING})
    shown = [form[name].subwidgets[0].data["value"] for name in ("day", "start")]
    pickers = [form[name].field.widget.get_config()["format"] for name in ("day", "start")]
    assert (*shown, *pickers) == SHOWN[language]


def test_what_is_shown_can_be_saved(language):
    day, start, *_ = SHOWN[language]
    form = Plan({"day": day, "start": start})
    assert form.is_valid()
    assert form.cleaned_data["day"] == DAY
    assert form.cleaned_data["start"] == EVENING


def test_both_ways_are_taken_in_both_languages(language):
    for day, start, *_ in SHOWN.values():
        assert Plan({"day": day, "start": start}).is_valid()


@pytest.mark.parametrize("written", ["5.3.2027", "05-03-2027", "5/3/2027", "5.3.27", "5/3/27"])
def test_a_dane_may_write_a_date_as_danes_do(written):
    with translation.override("da"):
        assert forms.DateField().clean(written) == DAY


@pytest.mark.parametrize("written", ["kl. 16.00", "kl.\u00a016:00", "16.00", "16"])
def test_a_dane_may_paste_a_time_as_guests_read_it(written):
    with translation.override("da"):
        assert forms.TimeField().clean(written) == time(16)


def test_a_dane_may_write_a_time_with_a_dot():
    with translation.override("da"):
        assert forms.TimeField().clean("19.30") == time(19, 30)
        assert forms.DateTimeField().clean("5.3.2027 19.30") == EVENING


def test_a_date_that_reads_differently_across_the_sea_is_refused_in_english():
    with translation.override("en"), pytest.raises(forms.ValidationError):
        forms.DateField().clean("05/03/2027")


def test_wagtails_filters_follow_too(language):
    assert SHOWN[language][0] in DateRangePickerWidget().render("since", [DAY, None])


def test_a_format_that_somebody_chose_stands(language):
    assert AdminDateInput(format="%d/%m/%y").format_value(DAY) == "05/03/27"


def test_the_picker_leaves_alone_what_it_cannot_read(language):
    """It would put today's date, or the time that it is now, in its place."""
    for widget in (AdminDateInput(), AdminDateTimeInput(), AdminTimeInput()):
        assert widget.get_config()["validateOnBlur"] is False


@pytest.mark.parametrize("widget", [AdminDateInput, AdminDateTimeInput])
def test_wagtail_still_has_what_is_replaced(widget):
    """None of the three is documented; without them the dates would be Wagtail's again."""
    source = inspect.getsource(widget)
    for replaced in ("format=fmt", "self.js_format = ", "def get_config(self)"):
        assert replaced in source

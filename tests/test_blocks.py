"""What editors can't publish in an invitation's body."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from events.blocks import CallToActionBlock, ProgrammeItemBlock

pytestmark = pytest.mark.django_db


class TestButton:
    def test_leads_somewhere(self):
        block = CallToActionBlock()
        nowhere = block.to_python({"text": "Read on"})
        with pytest.raises(ValidationError) as refused:
            block.clean(nowhere)
        error = refused.value.block_errors["url"]
        assert error.messages == ["Choose a page or write an address."]
        assert block.clean(block.to_python({"text": "Read on", "url": "https://example.org/"}))

    def test_may_lead_nowhere_in_a_draft(self):
        block = CallToActionBlock()
        assert block.clean_deferred(block.to_python({"text": "Read on"}))["text"] == "Read on"


class TestItemOfAProgramme:
    def cleaned(self, starts, ends):
        block = ProgrammeItemBlock()
        item = {"starts": starts, "ends": ends, "title": "Talk", "speakers": []}
        return block.clean(block.to_python(item))

    @pytest.mark.parametrize("ends", [time(9), time(9, 59), time(10)])
    def test_does_not_end_before_it_begins(self, ends):
        with pytest.raises(ValidationError) as refused:
            self.cleaned(time(10), ends)
        assert refused.value.block_errors["ends"].messages == ["It ends before it begins."]

    @pytest.mark.parametrize(
        ("starts", "ends"),
        [(time(10), time(10, 1)), (time(10), None), (time(22), time(0, 30)), (time(23), time(11))],
    )
    def test_may_last_as_long_as_it_does_past_midnight_too(self, starts, ends):
        assert self.cleaned(starts, ends)["ends"] == ends

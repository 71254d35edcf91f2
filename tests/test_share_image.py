"""The image of a shared link: every word is in it, or there is none."""

from io import BytesIO

import pytest
from PIL import Image

from events import share_image
from tests.nasty import VALUES

LINES = ("Thursday 11 March 2027, 16:00–18:00", "Town hall")
ENGLISH_ONLY = ("",)


def drawn(title: str, lines=LINES, day: str = "11") -> Image.Image:
    content = share_image.draw(title, lines, day)
    assert content is not None
    assert len(content) < 100_000
    return Image.open(BytesIO(content)).convert("RGB")


def touched(image: Image.Image) -> list[str]:
    """The sides at which something lies between the edge and the line."""
    width, height = image.size
    edges = {
        "left": (0, 0, 20, height),
        "right": (width - 20, 0, width, height),
        "top": (0, 0, width, 20),
        "bottom": (0, height - 20, width, height),
    }
    return [side for side, box in edges.items() if len(image.crop(box).getcolors() or []) != 1]


@pytest.mark.parametrize(
    "title",
    [
        "Tea",
        "A dialogue meeting about how we support one another",
        "Donaudampfschifffahrtsgesellschaftskapitaensmuetzenversammlung " * 4,
        "x" * 255,
        "a\u00ad\u2060b\nc\td",
    ],
)
def test_it_is_as_large_as_networks_ask_for_and_keeps_its_margin(title):
    image = drawn(title)
    assert image.size == (1200, 630)
    assert touched(image) == []


def test_other_words_are_another_image():
    assert drawn("Tea").tobytes() != drawn("Tea", day="12").tobytes() != drawn("Tee").tobytes()


def test_without_a_font_for_every_character_there_is_none(monkeypatch):
    monkeypatch.setattr(share_image, "FONTS", ENGLISH_ONLY)
    share_image.can_draw.cache_clear()
    lines = ("Thursday 11 March 2027",)
    assert share_image.can_draw("Meeting", lines, "11")
    assert not share_image.can_draw("Møde", lines, "11")
    assert share_image.draw("Møde", lines, "11") is None
    share_image.can_draw.cache_clear()


@pytest.mark.parametrize("value", VALUES)
def test_nothing_typed_breaks_it(value):
    content = share_image.draw(value, (value,), "1")
    assert (content is not None) == share_image.can_draw(value, (value,), "1")

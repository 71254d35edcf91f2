"""An image for previews of shared links, where the editor has chosen none: title, day and place.

It is drawn with a font of the machine; of those that are usual, the first that has every character.
Pillow's own has English letters alone. Where none fits the words, there is no image.
"""

import unicodedata
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont

SIZE = 1200, 630
#: The cover of the page (``--ev-cover``, ``--ev-on-cover``), and the line that is engraved in it.
COVER, INK, LINE = "#0a3b3a", "#f4f1e8", "#4b6e6b"
FONTS = (
    "LiberationSerif-Regular.ttf",
    "DejaVuSerif.ttf",
    "NotoSerif-Regular.ttf",
    "Georgia.ttf",
    "DejaVuSans.ttf",
    "NotoSans-Regular.ttf",
    "Arial.ttf",
    "",  # Pillow's own
)
MARGIN, WIDTH, HEIGHT = 88, 1024, 300
TITLE_SIZES, LINE_SIZE, DAY_SIZE = (120, 92, 80, 68, 58, 50, 42, 36), 38, 170
NO_CHARACTER = "\uffff"

Font = ImageFont.FreeTypeFont
Lines = tuple[str, ...]


def draw(title: str, lines: Lines, day: str) -> bytes | None:
    """Return a PNG of the title, the lines below it and the day, large; None without a font.

    The longest title fits: its letters are as large as there is room for.
    """
    name = _font_for(title, lines, day)
    if name is None:
        return None
    drawn = _drawn(name, _plain(title), [_plain(line) for line in lines if line], day)
    file = BytesIO()
    drawn.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


@lru_cache(maxsize=256)
def can_draw(title: str, lines: Lines, day: str) -> bool:
    """Tell whether there is a font for the words."""
    return _font_for(title, lines, day) is not None


def _plain(text: str) -> str:
    """Return text on one line, without what nobody sees: soft hyphens, joiners, controls."""
    seen = (c for c in text if c.isspace() or unicodedata.category(c) not in ("Cf", "Cc"))
    return " ".join("".join(seen).split())


def _font_for(title: str, lines: Lines, day: str) -> str | None:
    characters = frozenset("".join(map(_plain, (title, *lines, day)))) - {" "}
    return next((name for name in FONTS if _has_all(name, characters)), None)


def _has_all(name: str, characters: frozenset[str]) -> bool:
    font = _font(name, LINE_SIZE)
    if font is None:
        return False
    missing = _shape(font, NO_CHARACTER)
    return all(_shape(font, character) != missing for character in characters)


def _shape(font: Font, character: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(character)
    return mask.size, bytes(mask)


@lru_cache(maxsize=64)
def _font(name: str, size: int) -> Any:
    """Return a font of the machine, or None if it has none of this name."""
    try:
        font = ImageFont.truetype(name, size) if name else ImageFont.load_default(size)
    except OSError:
        return None
    return font if isinstance(font, Font) else None  # Pillow without FreeType has dots alone


def _drawn(name: str, title: str, lines: list[str], day: str) -> Image.Image:
    image = Image.new("RGB", SIZE, COVER)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((20, 20, SIZE[0] - 21, SIZE[1] - 21), outline=LINE, width=2)
    font, rows = _fitted(name, title)
    canvas.multiline_text((MARGIN, MARGIN - 8), "\n".join(rows), INK, font, spacing=font.size / 8)
    large, small = _font(name, DAY_SIZE), _font(name, LINE_SIZE)
    right, bottom = SIZE[0] - MARGIN, SIZE[1] - MARGIN
    canvas.text((right, bottom), day, INK, large, anchor="rs")
    room = right - MARGIN - large.getlength(day) - LINE_SIZE
    for place, line in enumerate(reversed(lines)):
        row = _cut(small, line, room)
        canvas.text((MARGIN, bottom - place * LINE_SIZE * 1.4), row, INK, small, anchor="ls")
    return image


def _fitted(name: str, title: str) -> tuple[Font, list[str]]:
    """Return the largest font in which the title has room, and the title's rows."""
    for size in TITLE_SIZES:
        font = _font(name, size)
        rows, most = _rows(font, title), int(HEIGHT / size / 1.25)
        if len(rows) <= most and all(font.getlength(row) <= WIDTH for row in rows):
            break
    return font, [_cut(font, row, WIDTH) for row in rows[:most]]


def _rows(font: Font, text: str) -> list[str]:
    rows = [""]
    for word in text.split():
        longer = f"{rows[-1]} {word}".strip()
        if font.getlength(longer) <= WIDTH or not rows[-1]:
            rows[-1] = longer
        else:
            rows.append(word)
    return rows


def _cut(font: Font, row: str, room: float) -> str:
    """Return as much of a row as there is room for."""
    if font.getlength(row) <= room:
        return row
    while row and font.getlength(f"{row}…") > room:
        row = row[:-1]
    return f"{row}…"

"""What guests type, made fit to be stored, shown, mailed and exported. Pure functions.

Markup, formulas, emoji and every script stay as they are; what can't be seen goes, as it would
only deceive readers or break a file (a NUL breaks PostgreSQL, a vertical tab breaks XLSX).
"""

import re
from unicodedata import normalize

#: Longer text is not composed (NFC), which takes quadratic time: it is refused for its length.
COMPOSABLE = 10_000

_NEWLINE = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)
)
_INVISIBLE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but tab and newline
    "\u00ad\u200b\u2060-\u2065\ufeff"  # soft hyphen, blanks without width, byte order mark
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # directions, overrides and isolates
    "\ufff9-\ufffb"  # interlinear annotation
    "\ud800-\udfff" + _NONCHARACTERS  # not characters at all
)
#: Letters written in the tag characters, which are invisible but in a flag: England's, Scotland's.
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
_UNSEEN = re.compile(f"({_FLAG})|[{_INVISIBLE}\U000e0000-\U000e007f]")

#: Joiners shape the letters or emoji before them; anywhere else, and after another, they hide.
_STRAY_JOINERS = re.compile("(?<![^\\s\u200c\u200d])[\u200c\u200d]+")

#: Needed inside some scripts, yet nothing to see alone.
_BLANK = re.compile(
    "[\\s\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0100-\U000e01ef]+"
)


def clean_text(text: str) -> str:
    """Return a text of any number of lines, "" if there is nothing in it to be seen.

    Newlines are ``\\n``, composed characters NFC; blanks at either end go.
    """
    text = _UNSEEN.sub(r"\1", _NEWLINE.sub("\n", text))
    text = _STRAY_JOINERS.sub("", text)
    if len(text) <= COMPOSABLE:
        text = normalize("NFC", text)
    return text.strip() if _BLANK.sub("", text) else ""


def clean_line(text: str) -> str:
    """Return a text on one line, otherwise as ``clean_text`` does."""
    return re.sub("[\n\t]+", " ", clean_text(text))


def has_letter(text: str) -> bool:
    """Tell whether there is a letter in it that can be seen, whatever the script."""
    return any(map(str.isalpha, _BLANK.sub("", text)))


def encodable(text: str) -> str:
    """Return the text without lone surrogates, which no page and no database can hold."""
    return text.encode("utf-8", "ignore").decode()

"""One line with people in it, as mail programs and people write them: names beside addresses."""

import re
from collections.abc import Iterator

#: A name and an address, either of which may be empty.
Recipient = tuple[str, str]

_WORD = re.compile(r"[^\s,<>]+")
_ADDRESS_FOLLOWS = re.compile(r"\s*<")
_AROUND = " \t\u00a0,:<>•·*-–"
_PAIRS = ('""', "''", "()")


def recipients(line: str) -> list[Recipient]:
    """Return the people in a line; one without an address comes too, so that nobody gets lost.

    “Ada; ada@…” is one person in two cells, “Ada <ada@…>; Ben” are two.
    """
    parts = [part for part in re.split("[;\t]", line) if part.strip()]
    found = [recipient for part in parts for recipient in _recipients_in(part)]
    addressed = [recipient for recipient in found if recipient[1]]
    if len(addressed) == 1 and not addressed[0][0]:
        names = [name for name, address in found if not address]
        return [(names[0] if names else "", addressed[0][1])]
    return found


def tidy_address(text: str) -> str:
    """Return an address without what stands around it in lists and links."""
    return text.strip(" \t\u00a0,;<>()\"'").removeprefix("mailto:")


def _recipients_in(part: str) -> list[Recipient]:
    """Return the people in a part without semicolons: a name and its address, or several pairs."""
    pairs = list(_pairs(part))
    if len(pairs) == 1 and not pairs[0][0]:
        [(_, address)] = pairs
        return [(_tidy_name(part.partition(address)[2]), address)]
    return pairs or [(_tidy_name(part), "")]


def _pairs(part: str) -> Iterator[Recipient]:
    """Yield each address with the words before it, which may be the address once more."""
    start = 0
    for word in _WORD.finditer(part):
        if "@" in word[0] and not _ADDRESS_FOLLOWS.match(part, word.end()):
            yield _tidy_name(part[start : word.start()]), tidy_address(word[0])
            start = word.end()


def _tidy_name(text: str) -> str:
    name = text.strip(_AROUND)
    return name[1:-1] if name[:1] + name[1:][-1:] in _PAIRS else name

"""Names in the order of a language's alphabet, as people look them up on a list."""

import unicodedata
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import NamedTuple, TypeVar

from .identity import name_key

LATIN = "abcdefghijklmnopqrstuvwxyz"


class Alphabet(NamedTuple):
    """The letters in their order, and what is looked up where another spelling stands."""

    letters: str
    spelled: tuple[tuple[str, str], ...] = ()


_DANISH = Alphabet(LATIN + "æøå", (("aa", "å"), ("ä", "æ"), ("ö", "ø"), ("ü", "y")))
_SWEDISH = Alphabet(LATIN + "åäö", (("æ", "ä"), ("ø", "ö"), ("ü", "y")))
#: Languages whose alphabet goes on after z.
_LONGER = {"da": _DANISH, "nb": _DANISH, "nn": _DANISH, "sv": _SWEDISH, "fi": _SWEDISH}
#: Latin letters that are no other letter with a mark.
_PLAIN = str.maketrans(
    {"æ": "ae", "ø": "o", "œ": "oe", "ß": "ss", "þ": "th", "ð": "d", "đ": "d", "ł": "l", "ı": "i"}
)

T = TypeVar("T")


def in_order(things: Iterable[T], language: str, name: Callable[[T], str] = str) -> list[T]:
    """Return things by name: the language's letters first, other alphabets at the end."""
    alphabet = _alphabet(language)
    return sorted(things, key=lambda thing: _place(name(thing), alphabet))


def by_letter(
    things: Iterable[T], language: str, name: Callable[[T], str] = str
) -> list[tuple[str, list[T]]]:
    """Return things in order, together with the letter their names begin with.

    Those of other alphabets, digits and signs come last, with an empty letter.
    """
    alphabet = _alphabet(language)
    ordered = in_order(things, language, name)
    groups = groupby(ordered, key=lambda thing: _first(_spelled(name(thing), alphabet), alphabet))
    return [(letter.upper(), list(group)) for letter, group in groups]


def _alphabet(language: str) -> Alphabet:
    return _LONGER.get(language.partition("-")[0], Alphabet(LATIN))


def _place(name: str, alphabet: Alphabet) -> tuple[bool, list[int], str, str]:
    spelled = _spelled(name, alphabet)
    is_other = not _first(spelled, alphabet)
    return is_other, [_weight(sign, alphabet) for sign in spelled], name_key(name), name


def _spelled(name: str, alphabet: Alphabet) -> str:
    """Return a name as it is looked up: small letters, words, no marks that are not a letter's."""
    text = unicodedata.normalize("NFC", name_key(name))
    for written, read in alphabet.spelled:
        text = text.replace(written, read)
    signs = (sign if sign in alphabet.letters else _bare(sign) for sign in text)
    return " ".join("".join(signs).replace("-", " ").split())


def _bare(sign: str) -> str:
    """Return a letter without its marks; nothing of what is neither letter, digit nor blank."""
    decomposed = unicodedata.normalize("NFD", sign.translate(_PLAIN))
    return "".join(each for each in decomposed if each.isalnum() or each in " -")


def _first(spelled: str, alphabet: Alphabet) -> str:
    return spelled[0] if spelled and spelled[0] in alphabet.letters else ""


def _weight(sign: str, alphabet: Alphabet) -> int:
    """Blanks before letters, so that Bo Wu comes before Boel; what is no letter of ours last."""
    if sign == " ":
        return -1
    place = alphabet.letters.find(sign)
    return place if place >= 0 else len(alphabet.letters) + ord(sign)

"""When helpers without an account may receive guests, and the codes by which these are found."""

import re
from datetime import datetime, timedelta

from .window import Window

#: Those who set up come early, and lists are put right after the last guest has left.
BEFORE, AFTER = timedelta(hours=3), timedelta(hours=6)

#: No vowels, so that codes are no words; no digit that is taken for a letter, or a letter for it.
LETTERS = "3479BCDFGHJKLMNPQRSTVWXYZ"
LENGTH = 8
READ_AS = str.maketrans("12568I", "LZSGBL")


def opens_at(window: Window) -> datetime:
    return window.starts_at - BEFORE


def closes_at(window: Window) -> datetime:
    return window.ends_at + AFTER


def is_open(window: Window, at: datetime) -> bool:
    """Tell whether the door link works at the instant ``at``."""
    return opens_at(window) <= at < closes_at(window) and not window.cancelled


def code(digest: bytes) -> str:
    """Return a code that one can read aloud and type, made of a secret digest."""
    number, letters = int.from_bytes(digest), ""
    while len(letters) < LENGTH:
        number, left = divmod(number, len(LETTERS))
        letters += LETTERS[left]
    return letters


def in_groups(code: str) -> str:
    """Return a code as people read it: ``K7QM-X9DR``."""
    half = LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def as_code(typed: str) -> str:
    """Return the code that somebody typed, or the address of a QR code ends with."""
    last = typed.strip().rstrip("/").rpartition("/")[2]
    return re.sub("[^0-9A-Z]", "", last[:50].upper()).translate(READ_AS)

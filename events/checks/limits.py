import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from .. import conf

#: The least that each setting may be.
LEAST = {
    "LEASE_SECONDS": 1,
    "GIVE_UP_HOURS": 1,
    "POSTS_PER_HOUR": 1,
    "POSTS_PER_HOUR_WITHOUT_ORIGIN": 1,
    "LETTERS_PER_DAY": 1,
    "LETTERS_TO_MANY_PER_MINUTE": 1,
    "LETTERS_PER_MINUTE": 1,
    "TRUSTED_PROXIES": 0,
    "FILE_MEGABYTES": 1,
}


@register
def check_limits(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A limit that is no number would fail every guest, and one of 0 would refuse them all."""
    return [*_wrong_numbers(), *_wrong_origins(), *_unknown_names()]


def _wrong_numbers() -> Iterator[CheckMessage]:
    for name, least in LEAST.items():
        value = conf.get(name)
        if value is None and conf.DEFAULTS[name] is None:
            continue
        if type(value) is not int or value < least:  # True would be an int
            yield Error(
                f"{name} in TILMELD is {value!r}.",
                hint=f"Set it to a whole number, {least} or more, or leave it out.",
                id="tilmeld.E004",
            )


def _wrong_origins() -> Iterator[CheckMessage]:
    """In a text instead of a list, parts of an address would be trusted too."""
    origins = conf.get("TRUSTED_ORIGINS")
    if not isinstance(origins, list | tuple) or not all(map(_is_origin, origins)):
        yield Error(
            f"TRUSTED_ORIGINS in TILMELD is {origins!r}.",
            hint='Set it to a list of origins, such as ["https://example.org"].',
            id="tilmeld.E004",
        )


def _is_origin(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"https?://[^/\s]+", value))


def _unknown_names() -> Iterator[CheckMessage]:
    for name in sorted(getattr(settings, "TILMELD", {}).keys() - conf.DEFAULTS.keys()):
        yield Warning(
            f"{name} in TILMELD is no setting, and changes nothing.",
            hint=f"Choose some of these: {', '.join(conf.DEFAULTS)}.",
            id="tilmeld.W010",
        )

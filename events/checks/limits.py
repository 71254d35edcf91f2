from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register

from .. import conf

#: The least that each setting may be.
LEAST = {
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
    return list(_wrong_numbers())


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

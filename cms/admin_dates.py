"""The admin's dates and times as the language of whoever looks writes them."""

from collections.abc import Callable
from typing import Any

from django.utils.formats import get_format
from wagtail.admin.datetimepicker import to_datetimepicker_format
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput, datetime


class LanguagesFormat:
    """A widget's format: Wagtail's one for all gives way to that of the language in use."""

    def __init__(self, for_all: str, key: str) -> None:
        self.for_all, self.key = for_all, key

    def __get__(self, widget: Any, owner: type | None = None) -> str:
        chosen = widget.__dict__["format"]
        return get_format(self.key)[0] if chosen == self.for_all else chosen

    def __set__(self, widget: Any, chosen: str | None) -> None:
        widget.__dict__["format"] = chosen


def _pickers_format(widget: Any) -> str:
    return to_datetimepicker_format(widget.format)


def _as_typed(get_config: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    """Keep the picker from putting now, or today, in place of what is written in another way."""
    return lambda widget: get_config(widget) | {"validateOnBlur": False}


def follow_language() -> None:
    """Let every date of the admin, Wagtail's own filters too, be shown and picked that way."""
    AdminDateInput.format = LanguagesFormat(datetime.DEFAULT_DATE_FORMAT, "DATE_INPUT_FORMATS")
    AdminDateTimeInput.format = LanguagesFormat(
        datetime.DEFAULT_DATETIME_FORMAT, "DATETIME_INPUT_FORMATS"
    )
    for widget in (AdminDateInput, AdminDateTimeInput):
        widget.js_format = property(_pickers_format, lambda widget, _for_all: None)
    for widget in (AdminDateInput, AdminDateTimeInput, AdminTimeInput):
        widget.get_config = _as_typed(widget.get_config)

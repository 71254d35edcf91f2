"""No link that opens somebody's registration may reach a log."""

import logging
import re

LINK = re.compile(r"(/tilmeld/(?:registration|received|unsubscribe|door)/)[^/\s?'\"]+")


class MaskedFormatter(logging.Formatter):
    """Hides the token of a guest's link, wherever in the entry it stands."""

    def format(self, record: logging.LogRecord) -> str:
        return LINK.sub(r"\1…", super().format(record))

"""No link that opens somebody's registration, or the door, may reach a log."""

import logging
import re

#: Tokens are long and the admin's numbers are short: so it knows links wherever our URLs stand.
LINK = re.compile(r"(/(?:door|invitation|link|received|registration|unsubscribe)/)[^/\s?'\"]{20,}")


class MaskedFormatter(logging.Formatter):
    """Hides the token of a guest's link, wherever in the entry it stands."""

    def format(self, record: logging.LogRecord) -> str:
        return LINK.sub(r"\1…", super().format(record))

"""A letter's two forms as parts of a mail, written at once.

Python's ``email`` package goes over each line of a mail several times, and a letter has hundreds.
"""

import re
from typing import Any
from uuid import uuid4

from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import SafeMIMEMultipart

LINE_END = re.compile(rb"\r\n|\r|\n")
LONGEST_LINE = 998  # bytes; RFC 5322
PART = (
    b'--%b\r\nContent-Type: %b; charset="utf-8"\r\nMIME-Version: 1.0\r\n'
    b"Content-Transfer-Encoding: 8bit\r\n\r\n%b\r\n"
)


class Mail(EmailMultiAlternatives):
    """A mail as Django makes it, sooner. One with longer lines than may be is left to Django."""

    def _create_alternatives(self, msg: Any) -> Any:
        forms: dict[str, Any] = {kind: form for form, kind in self.alternatives}
        forms = {"text/plain": self.body, **forms}
        lines = {kind: LINE_END.split(form.encode()) for kind, form in forms.items()}
        if any(len(line) > LONGEST_LINE for each in lines.values() for line in each):
            return super()._create_alternatives(msg)  # type: ignore[misc] # not in the stubs
        return _alternative({kind: b"\r\n".join(each) for kind, each in lines.items()})


class Written(SafeMIMEMultipart):
    """Parts that are written already; Python would decode them to look into them."""

    def get_payload(self, i: int | None = None, decode: bool = False) -> Any:
        return self._payload  # type: ignore[attr-defined] # not in the stubs


def _alternative(forms: dict[str, bytes]) -> Written:
    boundary = uuid4().hex
    parts = [PART % (boundary.encode(), kind.encode(), form) for kind, form in forms.items()]
    written = Written("alternative", boundary, encoding="utf-8")
    whole = b"".join(parts) + f"--{boundary}--\r\n".encode()
    written.set_payload(whole.decode("ascii", "surrogateescape"))
    return written

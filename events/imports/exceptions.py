"""Why a list of people can't be read: a class a reason, its text a sentence that one can act on."""

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from ..exceptions import Refusal


class UnreadableList(Refusal):
    """A list of people can't be read. Nothing of it is taken."""

    sentence = _(
        "We can't read this file. Save the list as an Excel workbook (.xlsx) or as CSV, "
        "and choose that file."
    )


class OldWorkbook(UnreadableList):
    """It is a workbook as Excel wrote them before 2007."""

    sentence = _(
        "This file is in Excel's old format. Save it as an Excel workbook (.xlsx), "
        "and choose that file."
    )


class ProtectedWorkbook(UnreadableList):
    """It is a workbook that opens with a password only."""

    sentence = _("The file has a password. Save a copy without one, and choose that file.")


class EmptyList(UnreadableList):
    """There are no rows in it, or only headings."""

    sentence = _("There is nobody in the list.")


class NoAddresses(UnreadableList):
    """There is no e-mail address anywhere in it."""

    sentence = _(
        "There are no e-mail addresses in the list. Give them a column of their own, "
        "with the heading “E-mail”."
    )


class ListTooLarge(UnreadableList):
    """There is more than we read. ``limit`` is how much we do."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit

    def __str__(self) -> str:
        return super().__str__() % {"limit": number_format(self.limit, force_grouping=True)}


class TooManyRows(ListTooLarge):
    """``limit`` is a number of rows."""

    sentence = _("The list has more than %(limit)s rows. Divide it, and add one part at a time.")


class TooManyColumns(ListTooLarge):
    """``limit`` is a number of columns."""

    sentence = _(
        "The list has more than %(limit)s columns. Keep those with names and e-mail addresses."
    )


class FileTooLarge(ListTooLarge):
    """``limit`` is in megabytes."""

    sentence = _(
        "The file is too large. Copy names and e-mail addresses to a new file "
        "of at most %(limit)s MB, and choose that file."
    )

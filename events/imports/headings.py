"""The words that stand above names and e-mail addresses, in Danish and English."""

from collections.abc import Iterable, Sequence

EMAIL = {"email", "emails", "emailadresse", "emailaddress", "epost", "epostadresse"}
EMAIL |= {"mail", "mails", "mailadresse", "mailaddress"}
NAME = {"navn", "fuldenavn", "fuldtnavn", "forogefternavn", "vistnavn", "visningsnavn"}
NAME |= {"name", "fullname", "firstandlastname", "displayname"}
FIRST_NAME = {"fornavn", "fornavne", "firstname", "firstnames", "forename", "givenname"}
MIDDLE_NAME = {"mellemnavn", "mellemnavne", "middlename", "middlenames"}
LAST_NAME = {"efternavn", "efternavne", "lastname", "surname", "familyname"}
TELEPHONE = {"telefon", "telefonnr", "telefonnummer", "tlf", "tlfnr", "tlfnummer", "tel"}
TELEPHONE |= {"mobil", "mobilnr", "mobilnummer", "mobiltelefon", "mobile", "phone"}
TELEPHONE |= {"phonenumber", "telephone", "telephonenumber"}

_ALL = EMAIL | NAME | FIRST_NAME | MIDDLE_NAME | LAST_NAME


def columns_of(words: set[str], headings: Sequence[str]) -> list[int]:
    """Return the columns whose heading is one of the words, in whatever spelling."""
    return [column for column, heading in enumerate(headings) if _key(heading) in words]


def headings_at(rows: Iterable[Sequence[str]]) -> int | None:
    """Return which row holds the headings: one with a word we know, above the first address.

    A first row of unknown words may as well be a person, whom nobody would miss.
    """
    for index, cells in enumerate(rows):
        if any("@" in cell for cell in cells):
            return None
        if columns_of(_ALL, cells):
            return index
    return None


def _key(heading: str) -> str:
    """Return the letters alone, so that “E-mail:” and “E-MAIL 1” are one word."""
    return "".join(filter(str.isalpha, heading.casefold()))

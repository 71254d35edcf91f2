"""When two registrations are one person's: the same address and the same name."""

import unicodedata


def address_key(address: str) -> str:
    """Return an e-mail address in the form in which it is compared.

    NFC, case folded, the domain as A-labels (RFC 5890), so that ``Ada@BLÅBÆR.example`` and
    ``ada@xn--blbr-roah.example`` are one.
    """
    local, _, domain = unicodedata.normalize("NFC", address.strip()).casefold().rpartition("@")
    return f"{local}@{_a_label(domain)}"


def name_key(name: str) -> str:
    """Return a name in the form in which it is compared: NFKC, case folded, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _a_label(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain

"""Words made fit for letters: typed text that can't become a link, rich text without its markup."""

import re

from bs4 import BeautifulSoup, Tag

from ..templatetags.tilmeld_letters import WORD_JOINER

LINK_MARKS = re.compile(r"([.:@%\u3002\uff0e\uff61])(?=\S)")
BLOCKS = ["p", "li", "h2", "h3", "h4", "blockquote"]
BLOCK_STARTS = re.compile(r"(?=<(?:table|tr|td|div|p)\b)")
FORBIDDEN_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def unlinked(typed: str) -> str:
    """Return what a guest typed so that no mail program makes a link of it.

    Mail programs turn ``example.org``, ``http://…`` and ``a@example.org`` into links by
    themselves, and a name may be typed to reach a stranger's eyes from our address.
    """
    return LINK_MARKS.sub(rf"\1{WORD_JOINER}", typed)


def one_line(text: str, limit: int) -> str:
    """Return a text without line breaks, at most ``limit`` characters long."""
    return shortened(" ".join(text.split()), limit)


def shortened(text: str, limit: int) -> str:
    """Return a text of at most ``limit`` characters, with a sign where it was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def tidy(text: str) -> str:
    """Return a plain letter with ordinary blanks, and one empty line where templates left more."""
    lines = "\n".join(line.rstrip() for line in text.replace("\u00a0", " ").splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def without_markup(rich_text: str) -> str:
    """Return rich text (HTML) as plain paragraphs, with the address after each link."""
    soup = BeautifulSoup(rich_text, "html.parser")
    for line_break in soup("br"):
        line_break.replace_with("\n")
    for link in soup("a", href=True):
        address = str(link["href"]).removeprefix("mailto:")
        if address not in link.get_text():
            link.append(f" ({address})")
    for item in soup("li"):
        item.insert(0, _bullet(item))
    return _paragraphs(soup)


def _bullet(item: Tag) -> str:
    if item.parent is None or item.parent.name != "ol":
        return "- "
    return f"{1 + len(item.find_previous_siblings('li'))}. "


def _paragraphs(soup: BeautifulSoup) -> str:
    blocks = [block for block in soup(BLOCKS) if not block.find_parent(BLOCKS)]
    if not blocks:
        return soup.get_text().strip()
    return "".join(
        block.get_text().strip() + ("\n" if block.find_next_sibling("li") else "\n\n")
        for block in blocks
    ).strip()


def in_lines(html: str) -> str:
    """Return HTML with a line for each block, since mail servers take none that is very long."""
    return BLOCK_STARTS.sub("\n", html)


def well_formed(mjml: str) -> str:
    """Return MJML without the characters that no XML may hold, whoever typed them."""
    return FORBIDDEN_IN_XML.sub("", mjml).replace("]]>", "]]&gt;")

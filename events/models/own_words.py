"""The editor's own words: which letters may hold some, and what can be filled in there."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from ..rules import placeholders
from .message import Message

Kind = Message.Kind

#: Mail programs cut long letters off.
LONGEST = 5000
#: Letters that may hold own words, and who reads them.
READERS = {
    Kind.CONFIRMED: _("Those who have registered, or got a seat from the waiting list"),
    Kind.PROMOTED: _("Those who got a seat from the waiting list"),
    Kind.WAITING: _("Those who are on the waiting list"),
    Kind.OFFERED: _("Those on the waiting list who are offered a seat"),
    Kind.REMINDER: _("Those who come, shortly before the event"),
    Kind.CANCELLED: _("Those who have cancelled"),
    Kind.INVITED: _("Those whom you invite by name, also when you remind them"),
    Kind.INVITATION_REMINDER: _("Those who have been invited and have not answered"),
    Kind.LATE_LINK: _("Those who may register after the deadline"),
}
#: Whose words stand in a letter for which none were written.
INSTEAD = {
    Kind.PROMOTED: Kind.CONFIRMED,
    Kind.INVITATION_REMINDER: Kind.INVITED,
    Kind.LATE_LINK: Kind.INVITED,
}


def refuse_unknown_placeholders(rich_text: str) -> None:
    sentence = placeholders.problem(rich_text)
    if sentence:
        raise ValidationError(sentence)


class LetterWordsBlock(blocks.RichTextBlock):
    """Words in one kind of letter."""

    def __init__(self, **kwargs):
        features = ["bold", "italic", "link", "ul", "ol"]
        checks = [refuse_unknown_placeholders]
        super().__init__(
            features=features, validators=checks, max_length=LONGEST, icon="mail", **kwargs
        )


def own_words_field() -> StreamField:
    """Return a field that has room for words in each of these letters."""
    letters = [
        (kind.value, LetterWordsBlock(label=kind.label, help_text=readers))
        for kind, readers in READERS.items()
    ]
    return StreamField(
        letters,
        verbose_name=_("your own words"),
        blank=True,
        block_counts={kind.value: {"max_num": 1} for kind in READERS},
        help_text=_(
            "They stand in the letter above the facts. These are filled in: {name} (the guest's), "
            "{event} (its title), {date} (and time), {place}, {deadline}, {seats} (how many)."
        ),
    )


def words_for(kind: Message.Kind, own_words: StreamValue) -> str:
    """Return the words that stand in a kind of letter, as rich text; empty if there are none."""
    written = {block.block_type: block.value.source for block in own_words}
    return written.get(kind) or written.get(INSTEAD.get(kind), "")


def problem(own_words: StreamValue) -> str:
    """Return a sentence about the first placeholder that can't be filled in, or an empty text."""
    sentences = (placeholders.problem(block.value.source) for block in own_words)
    return next(filter(None, sentences), "")

"""What an invitation's body is made of."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

PROSE = ["bold", "italic", "link", "document-link", "ul", "ol"]


class TextBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs and lists")
        template = "tilmeld/blocks/text.html"
        preview_value = "<p>We look forward to seeing you.</p>"

    def __init__(self, **kwargs):
        super().__init__(features=PROSE, **kwargs)


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("A heading inside the letter")
        template = "tilmeld/blocks/heading.html"
        preview_value = "What we want to talk about"


class FactBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Label"), max_length=80)
    value = blocks.TextBlock(label=_("Value"), rows=2)

    class Meta:
        icon = "list-ul"
        label = _("Fact")


class FactsBlock(blocks.ListBlock):
    class Meta:
        icon = "list-ul"
        label = _("Facts")
        description = _("Short facts, each with a label: price, dress, parking")
        template = "tilmeld/blocks/facts.html"
        preview_value = [{"label": "Price", "value": "Free"}]

    def __init__(self, **kwargs):
        super().__init__(FactBlock(), **kwargs)


class QuoteBlock(blocks.StructBlock):
    quote = blocks.TextBlock(label=_("Quote"), rows=3)
    source = blocks.CharBlock(label=_("Who said it"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("Somebody's words, set apart")
        template = "tilmeld/blocks/quote.html"
        preview_value = {"quote": "Together we can become wiser.", "source": "Ada"}


class PictureBlock(ImageBlock):
    """Wagtail's, with a name for its chooser that can be translated."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.child_blocks["image"].label = _("Image")


class FigureBlock(blocks.StructBlock):
    image = PictureBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("An image with its caption")
        template = "tilmeld/blocks/figure.html"
        preview_value = {"image": None, "caption": "The town hall"}


class SpeakerBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=120)
    role = blocks.CharBlock(label=_("Title or role"), required=False, max_length=200)
    image = PictureBlock(label=_("Picture"), required=False)

    class Meta:
        icon = "user"
        label = _("Speaker")


class ProgrammeItemBlock(blocks.StructBlock):
    starts = blocks.TimeBlock(label=_("From"), format="%H:%M")
    ends = blocks.TimeBlock(label=_("To"), required=False, format="%H:%M")
    title = blocks.CharBlock(label=_("What"), max_length=200)
    speakers = blocks.ListBlock(SpeakerBlock(), label=_("Who"), default=[])
    description = blocks.TextBlock(label=_("More about it"), required=False, rows=2)

    class Meta:
        icon = "time"
        label = _("Item")

    def clean(self, value):
        item = super().clean(value)
        if _ends_early(item["starts"], item["ends"]):
            refusal = ValidationError(_("It ends before it begins."))
            raise StructBlockValidationError({"ends": refusal})
        return item


def _ends_early(starts, ends):
    """Whether an item ends before it begins; half a day or more before is the next morning."""
    if starts is None or ends is None:
        return False
    begins, is_over = (datetime.combine(date.min, at) for at in (starts, ends))
    return timedelta(0) <= begins - is_over < timedelta(hours=12)


class ProgrammeBlock(blocks.ListBlock):
    class Meta:
        icon = "time"
        label = _("Programme")
        description = _("Items with times and speakers")
        template = "tilmeld/blocks/programme.html"
        preview_value = [{"starts": "16:00", "ends": "16:15", "title": "Welcome"}]

    def __init__(self, **kwargs):
        super().__init__(ProgrammeItemBlock(), **kwargs)


class PersonBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=120)
    role = blocks.CharBlock(label=_("Title or role"), required=False, max_length=200)
    image = PictureBlock(label=_("Picture"), required=False)
    about = blocks.TextBlock(label=_("About the person"), required=False, rows=2)

    class Meta:
        icon = "user"
        label = _("Person")


class PeopleBlock(blocks.ListBlock):
    class Meta:
        icon = "group"
        label = _("People")
        description = _("Hosts and speakers")
        template = "tilmeld/blocks/people.html"
        preview_value = [{"name": "Ada", "role": "Host"}]

    def __init__(self, **kwargs):
        super().__init__(PersonBlock(), **kwargs)


class AnsweredQuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=250)
    answer = blocks.RichTextBlock(label=_("Answer"), features=PROSE)

    class Meta:
        icon = "help"
        label = _("Question and answer")


class QuestionsAndAnswersBlock(blocks.ListBlock):
    class Meta:
        icon = "help"
        label = _("Questions and answers")
        description = _("What guests often ask")
        template = "tilmeld/blocks/questions_and_answers.html"
        preview_value = [{"question": "Is it free?", "answer": "<p>Yes.</p>"}]

    def __init__(self, **kwargs):
        super().__init__(AnsweredQuestionBlock(), **kwargs)


class DocumentsBlock(blocks.ListBlock):
    class Meta:
        icon = "doc-full"
        label = _("Documents")
        description = _("Files to download")
        template = "tilmeld/blocks/documents.html"

    def __init__(self, **kwargs):
        super().__init__(DocumentChooserBlock(label=_("Document")), **kwargs)


class CallToActionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Words on the button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("Or address"), required=False)

    class Meta:
        icon = "link"
        label = _("Button")
        description = _("A link that stands out")
        template = "tilmeld/blocks/call_to_action.html"
        preview_value = {"text": "Read the report", "url": "https://example.org/"}

    def clean(self, value):
        button = super().clean(value)
        if not (self.is_deferred_validation or button["page"] or button["url"]):
            refusal = ValidationError(_("Choose a page or write an address."))
            raise StructBlockValidationError({"url": refusal})
        return button


class NextEventsBlock(blocks.StructBlock):
    """The events that come next, for any page of the host's: its front page, or a section's."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    index = blocks.PageChooserBlock(label=_("Event index"), page_type="tilmeld.EventIndexPage")
    number = blocks.IntegerBlock(label=_("How many"), default=3, min_value=1, max_value=12)

    class Meta:
        icon = "calendar-alt"
        label = _("Next events")
        description = _("The events that come next, of one list")
        template = "tilmeld/blocks/next_events.html"


class BodyBlock(blocks.StreamBlock):
    """The body of an invitation."""

    text = TextBlock()
    heading = HeadingBlock()
    facts = FactsBlock()
    quote = QuoteBlock()
    image = FigureBlock()
    programme = ProgrammeBlock()
    people = PeopleBlock()
    questions_and_answers = QuestionsAndAnswersBlock()
    documents = DocumentsBlock()
    call_to_action = CallToActionBlock()

    class Meta:
        required = False

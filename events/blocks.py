"""What an invitation's body is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
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
    label = blocks.CharBlock(label=_("label"), max_length=80)
    value = blocks.TextBlock(label=_("value"), rows=2)

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
    quote = blocks.TextBlock(label=_("quote"), rows=3)
    source = blocks.CharBlock(label=_("who said it"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("Somebody's words, set apart")
        template = "tilmeld/blocks/quote.html"
        preview_value = {"quote": "Together we can become wiser.", "source": "Ada"}


class FigureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("image"))
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("An image with its caption")
        template = "tilmeld/blocks/figure.html"
        preview_value = {"image": None, "caption": "The town hall"}


class SpeakerBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("name"), max_length=120)
    role = blocks.CharBlock(label=_("title or role"), required=False, max_length=200)
    image = ImageBlock(label=_("picture"), required=False)

    class Meta:
        icon = "user"
        label = _("Speaker")


class ProgrammeItemBlock(blocks.StructBlock):
    starts = blocks.TimeBlock(label=_("from"), format="%H:%M")
    ends = blocks.TimeBlock(label=_("to"), required=False, format="%H:%M")
    title = blocks.CharBlock(label=_("what"), max_length=200)
    speakers = blocks.ListBlock(SpeakerBlock(), label=_("who"), default=[])
    description = blocks.TextBlock(label=_("more about it"), required=False, rows=2)

    class Meta:
        icon = "time"
        label = _("Item")


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
    name = blocks.CharBlock(label=_("name"), max_length=120)
    role = blocks.CharBlock(label=_("title or role"), required=False, max_length=200)
    image = ImageBlock(label=_("picture"), required=False)
    about = blocks.TextBlock(label=_("about"), required=False, rows=2)

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
    question = blocks.CharBlock(label=_("question"), max_length=250)
    answer = blocks.RichTextBlock(label=_("answer"), features=PROSE)

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
        super().__init__(DocumentChooserBlock(), **kwargs)


class CallToActionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("words on the button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    url = blocks.URLBlock(label=_("or address"), required=False)

    class Meta:
        icon = "link"
        label = _("Button")
        description = _("A link that stands out")
        template = "tilmeld/blocks/call_to_action.html"
        preview_value = {"text": "Read the report", "url": "https://example.org/"}


class NextEventsBlock(blocks.StructBlock):
    """The events that come next, for any page of the host's: its front page, or a section's."""

    heading = blocks.CharBlock(label=_("heading"), required=False, max_length=120)
    index = blocks.PageChooserBlock(label=_("event index"), page_type="tilmeld.EventIndexPage")
    number = blocks.IntegerBlock(label=_("how many"), default=3, min_value=1, max_value=12)

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

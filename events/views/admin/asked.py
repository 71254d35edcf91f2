"""What an event's list can show of its guests' answers, and be narrowed by."""

from typing import Any

from ... import exports, permissions
from ...forms import Question
from ...models import Event
from ...models.options import every_choice

#: A choice in the words of the event's own language, and in those of each.
Words = dict[str, tuple[str, ...]]


class Asked:
    """What guests of an event were ever asked, as far as a user may see what they answered.

    ``columns`` are those of a download, of which some show a question's answers.
    """

    def __init__(self, event: Event, user: Any) -> None:
        self.sensitive = permissions.sees_sensitive_answers(user)
        self.columns = exports.columns(event, sensitive=self.sensitive)
        self._choices = _choices(event)

    @property
    def questions(self) -> list[Question]:
        return [column.question for column in self.columns if column.question]

    @property
    def headings(self) -> dict[str, str]:
        """How each question is called in the list, by its key."""
        return {column.key: column.heading for column in self.columns if column.question}

    def choices(self, question: Question) -> Words:
        """What can be chosen; of a question that is no longer asked, what could be at last."""
        offered: Words = {choice.text: (choice.text,) for choice in question.offered}
        return self._choices.get(question.key, offered)


def _choices(event: Event) -> dict[str, Words]:
    found: dict[str, Words] = {}
    asked = [publication.questions for publication in event.publications_now()]
    for question, choice, words in every_choice(asked[0], asked[1:]) if asked else ():
        found.setdefault(question.key, {})[choice.text] = words
    return found

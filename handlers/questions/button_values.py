"""Define what the buttons of a question carry where that is more than its id."""

from __future__ import annotations

from handlers.chat.button_values import ButtonValue


class QuestionTopic(ButtonValue, frozen=True):
    """Hold the topic that a question gets: "12:nett", and "12:" for none of those offered."""

    question: int
    slug: str


class HelpfulSuggestion(ButtonValue, frozen=True):
    """Hold which suggestion spared the asker the question: "12:solution:3"."""

    question: int
    kind: str
    id: int


class FollowedQuestion(ButtonValue, frozen=True):
    """Hold which question is followed, and the draft that was not sent because of it: "8:12"; "8" has none."""

    question: int
    draft: int | None = None


class DuplicateLink(ButtonValue, frozen=True):
    """Hold that a question is the same as another one: "12:7"."""

    question: int
    original: int


class AskerDisclosure(ButtonValue, frozen=True):
    """Hold which question it is about, and the person who wonders who asks: "12:3"."""

    question: int
    reader: int


class QuotedText(ButtonValue, frozen=True):
    """Hold who wrote the words of a form, a digest of them, and their message: "3:0a1b2c3d:1712000000.0001"."""

    person: int
    digest: str
    message: str = ""


class QuestionUnit(ButtonValue, frozen=True):
    """Hold the unit of power that the asker means: "12:MW"."""

    question: int
    unit: str

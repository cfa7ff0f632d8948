"""Define what the cards of questions and answers are drawn from that several modules post, count or join."""

from __future__ import annotations

from handlers.chat.card_arguments import CardArguments, read_arguments
from storage.queue.delivery_rows import Delivery


class QuestionCard(CardArguments, frozen=True):
    template = "questions.card"

    question: int


class QuestionReopenedNotice(CardArguments, frozen=True):
    template = "questions.reopened"

    question: int
    #: True where the answer that solved it was deleted; else somebody wrote more
    deleted: bool = False


class QuestionWithdrawnNotice(CardArguments, frozen=True):
    """Hold the question that its answerers are told is withdrawn."""

    template = "questions.withdrawn"

    question: int


class ToldAnswersCard(CardArguments, frozen=True):
    """Hold the answer that a message was posted for, and those that joined it since."""

    answer: int
    more: tuple[int, ...] = ()

    @property
    def answers(self) -> tuple[int, ...]:
        return (self.answer, *self.more)


class MirroredAnswerCard(ToldAnswersCard, frozen=True):
    """Hold what is told in another room's thread."""

    template = "answers.card"


class PrivateAnswerCard(ToldAnswersCard, frozen=True):
    """Hold what the asker or a follower is told in private."""

    template = "answers.new"


def read_answer_card(row: Delivery) -> ToldAnswersCard | None:
    """Return the answers that a message tells; None for a message about something else."""
    if row.template not in (MirroredAnswerCard.template, PrivateAnswerCard.template):
        return None
    card = read_arguments(row)
    assert isinstance(card, ToldAnswersCard)
    return card

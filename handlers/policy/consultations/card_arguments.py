"""Define what the cards of consultations are drawn from that are posted elsewhere than they are drawn."""

from __future__ import annotations

from handlers.chat.card_arguments import CardArguments


class ConsultationNotice(CardArguments, frozen=True):
    """Hold the consultation that a private message tells of."""

    consultation: int


class ConsultationCard(CardArguments, frozen=True):
    """Hold which sending a card in a room belongs to: those of earlier ones say no more."""

    template = "consultations.card"

    consultation: int
    sending: int


class ShownConsultation(ConsultationNotice, frozen=True):
    """Hold the consultation that somebody has opened."""

    template = "consultations.shown"


class InterestNotice(ConsultationNotice, frozen=True):
    template = "consultations.interest"


class CommentsNotice(ConsultationNotice, frozen=True):
    template = "consultations.comments_due"


class SignaturesNotice(ConsultationNotice, frozen=True):
    template = "consultations.signatures"


class WriterNotice(ConsultationNotice, frozen=True):
    """Hold for which step whoever writes the answer has something to do."""

    template = "consultations.due"

    step: str

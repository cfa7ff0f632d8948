"""Show below the message that a question was asked with, where others see it, that it is taken or solved."""

from __future__ import annotations

import msgspec
from uuid6 import uuid7

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import OwnReaction
from handlers.chat.places import Place
from handlers.chat.routing import Router
from handlers.chat.turn import View
from storage.kit.database import Store
from storage.questions.questions import ACCEPTED, ANSWERED, CLOSED, OPEN, SOLVED, TRIAGE, Question
from storage.queue.outbox import DeliveryDraft

router = Router()
#: state -> reaction; a question in any other state has none, and neither has one that is closed without a solution
_SIGNS = dict.fromkeys((ACCEPTED, TRIAGE, OPEN, ANSWERED), "👀") | {SOLVED: "✅"}


class QuestionSourceReaction(CardArguments, frozen=True):
    template = "questions.reaction"

    question: int
    #: True for the first one below this message: there is none to take away
    first: bool = False


async def refresh_source_reaction(store: Store, question: Question) -> None:
    """React to the question's message as it stands when the reaction is sent.

    That is the message it was asked with, or that the form was opened on. In a direct chat the receipt says it.
    """
    if not _find_message(question) or question.origin.get("direct", True):
        return
    place = msgspec.convert(question.origin, Place)
    first = question.sendings == 1 and question.published_at is None
    reaction = QuestionSourceReaction(question.id, first=first and question.state in (ACCEPTED, TRIAGE))
    await store.outbox.post_reaction(
        DeliveryDraft(
            key=f"question:{question.id}:reaction:{uuid7()}",
            platform=place.platform,
            workspace=place.workspace,
            channel=place.channel,
            thread=place.thread,
            template=reaction.template,
            args=reaction.encode_arguments(),
            subject=f"question:{question.id}:reaction",
        )
    )


@router.reaction(QuestionSourceReaction)
async def choose_source_reaction(view: View[QuestionSourceReaction]) -> OwnReaction | None:
    question = await view.store.questions.find(view.args.question)
    message = _find_message(question) if question is not None else ""
    if question is None or not message:
        return None
    is_closed = question.resting == CLOSED and question.state != SOLVED
    emoji = "" if is_closed else _SIGNS.get(question.state, "")
    others = () if view.args.first else tuple(sorted(set(_SIGNS.values()) - {emoji}))
    return OwnReaction(message, emoji, others)


def _find_message(question: Question) -> str:
    return question.source.rpartition("/")[2] or str(question.origin.get("quoted", ""))

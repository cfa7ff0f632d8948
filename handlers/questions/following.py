"""Follow: hear of answers to somebody else's question."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Reply, Text, note
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from storage.questions.questions import ACCEPTED, DRAFT, HIDDEN, PUBLIC, WITHDRAWN, Question

router = Router()


@router.on(Click, "questions.follow")
async def follow(event: Click, turn: Turn) -> Reply:
    """ "8", or "8:12" when it was suggested to the asker of draft 12, who then needs no question of their own."""
    id, _, instead_of = event.value.partition(":")
    question = await visible(turn, id)
    await turn.store.questions.follow(question.id, turn.person.id)
    if instead_of:
        own = await turn.store.questions.lock(parse_id(instead_of))
        if own is not None and own.asker_id == turn.person.id and own.state == DRAFT:
            own.state, own.duplicate_of_id = WITHDRAWN, question.id
    text = turn.say("You follow question {id}, and hear of every answer.", id=question.number)
    stop = Button(turn.say("Stop following"), "questions.unfollow", str(question.id))
    return Reply(Card("", (Text(text), Buttons((stop,)))), replace=bool(instead_of), brief=True)


@router.on(Click, "questions.unfollow")
async def unfollow(event: Click, turn: Turn) -> Reply:
    question = await visible(turn, event.value)
    await turn.store.questions.unfollow(question.id, turn.person.id)
    return note(turn.say("You no longer follow question {id}.", id=question.number), replace=True)


async def visible(turn: Turn, value: str, *, lock: bool = False) -> Question:
    """A question this person may see; a foreign draft, one out of their reach and a missing one look the same."""
    id = parse_id(value)
    question = await (turn.store.questions.lock(id) if lock else turn.store.questions.find(id))
    sees = question is not None and await _seen(turn, question)
    rights.see(turn, sees, turn.say("I do not find that question."))
    assert question is not None
    return question


async def _seen(turn: Turn, question: Question) -> bool:
    """What is hidden is seen by its asker and by the secretariat."""
    if question.asker_id == turn.person.id or (turn.person.secretariat and question.state == HIDDEN):
        return True
    return _is_out(turn, question) and await rights.within(turn.store, turn.person, question)


def _is_out(turn: Turn, question: Question) -> bool:
    """A card may be on the screen a moment before its arrival is written down."""
    due = question.state == ACCEPTED and question.publish_at is not None and question.publish_at <= turn.now
    return due or question.state in PUBLIC

"""Follow a question: hear of answers to somebody else's question."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Reply, Text, build_text_reply
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.questions.button_values import FollowedQuestion
from storage.questions.questions import ACCEPTED, DRAFT, HIDDEN, PUBLIC, WITHDRAWN, Question

router = Router()


@router.on(Click, "questions.follow")
async def on_question_follow(event: Click, turn: Turn) -> Reply:
    """Follow question "8".

    "8:12": question 8 was suggested to the asker of draft 12; the draft is then withdrawn, as nothing need be
    asked.
    """
    followed = FollowedQuestion.parse_value(event.value)
    question = await load_visible_question(turn, str(followed.question))
    await turn.store.question_followers.follow_question(question.id, turn.person.id)
    if followed.draft is not None:
        own = await turn.store.questions.lock(followed.draft)
        if own is not None and own.asker_id == turn.person.id and own.state == DRAFT:
            own.state, own.duplicate_of_id = WITHDRAWN, question.id
    text = turn.say("You follow question {id}, and hear of every answer.", id=question.number)
    stop = Button(turn.say("Stop following"), "questions.unfollow", str(question.id))
    return Reply(Card("", (Text(text), Buttons((stop,)))), replace=followed.draft is not None, brief=True)


@router.on(Click, "questions.unfollow")
async def on_question_unfollow(event: Click, turn: Turn) -> Reply:
    question = await load_visible_question(turn, event.value)
    await turn.store.question_followers.unfollow_question(question.id, turn.person.id)
    return build_text_reply(turn.say("You no longer follow question {id}.", id=question.number), replace=True)


async def load_visible_question(turn: Turn, value: str, *, lock: bool = False) -> Question:
    """Return a question that this person may see.

    Raises the same Missing for a foreign draft, a question outside the person's visibility and one that does not
    exist.
    """
    id = parse_id(value)
    question = await (turn.store.questions.lock(id) if lock else turn.store.questions.find(id))
    sees = question is not None and await _can_see_question(turn, question)
    rights.need_reader(turn, sees, turn.say("I cannot find that question."))
    assert question is not None
    return question


async def _can_see_question(turn: Turn, question: Question) -> bool:
    """Return True if the person may see it; a hidden question is seen by its asker and by the secretariat."""
    if question.asker_id == turn.person.id or (turn.person.secretariat and question.state == HIDDEN):
        return True
    return _is_question_published(turn, question) and await rights.is_visible_to(turn.store, turn.person, question)


def _is_question_published(turn: Turn, question: Question) -> bool:
    """Return True if the question is published or due; a card may be on the screen before its arrival is stored."""
    due = question.state == ACCEPTED and question.publish_at is not None and question.publish_at <= turn.now
    return due or question.state in PUBLIC

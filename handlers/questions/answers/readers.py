"""Readers: who replies in a mirrored thread for the first time is told who reads it, and how to keep it in the room."""

from __future__ import annotations

from handlers.chat.cards import Card, Text
from handlers.chat.events import Message
from handlers.chat.outgoing import REPLY_EXPIRES
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.directory.naming import subject, topic_names
from storage.kit.database import Store
from storage.questions.questions import PUBLIC, Question
from storage.queue.outbox import Draft

router = Router()


async def tell_first(event: Message, turn: Turn, question: Question, room_id: int | None) -> None:
    """Once per person (the key says so), and only where others than those in the room read along."""
    place = event.reply_to
    if place is None or not await _rooms(turn.store, question, room_id):
        return
    await turn.store.outbox.post(
        Draft(
            key=f"answers:readers:{turn.person.id}",
            platform=place.platform,
            workspace=place.workspace,
            channel=place.channel,
            thread=place.thread,
            user=place.user,
            template="answers.readers",
            args={"question": question.id, "room": room_id},
            language=turn.person.language,
            person_id=turn.person.id,
            expires_at=turn.now + REPLY_EXPIRES,
        )
    )


async def reading(store: Store, question: Question, own: int | None, room_id: int | None, say: Say) -> str:
    """ "3 organisasjoner, 4 rom": who reads what somebody of organisation `own` writes in this room, besides it."""
    rooms = await _rooms(store, question, room_id)
    found = [await store.rooms.find(id) for id in sorted(rooms)]
    organisations = {room.organisation_id for room in found if room is not None}
    organisations |= set() if question.anonymous else {question.organisation_id}
    others = organisations - {None, own}
    there = say.many("{n} room", "{n} rooms", len(rooms))
    return f"{say.many('{n} organisation', '{n} organisations', len(others))}, {there}" if others else there


@router.card("answers.readers")
async def draw(view: View) -> Card | None:
    question, say = await view.store.questions.find(view["question"]), view.say
    if question is None or question.state not in PUBLIC:
        return None
    own = view.person.stands_for if view.person else None
    who = await reading(view.store, question, own, view["room"], say)
    here = say("Begin with 🔒 or «internal:», and it stays here.")
    # its words stand above, as long as they are to be read
    about = Text(
        f"{say('Question {id}', id=question.number)} · {await topic_names(view.store, question, say)}", "subtle"
    )
    return Card("", (Text(say("Others read what is written in this thread: {who}.", who=who)), Text(here), about))


async def _rooms(store: Store, question: Question, room_id: int | None) -> set[int]:
    """Those that have the card, but for this one."""
    copies = await store.outbox.copies(subject(question.id))
    found = {copy.room_id for copy in copies if copy.template == "questions.card" and copy.room_id != room_id}
    return {id for id in found if id is not None}

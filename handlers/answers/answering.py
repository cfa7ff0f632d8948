"""Answer: by replying in the question's thread, or by the form where the bot hears no replies."""

from __future__ import annotations

from handlers import rights
from handlers.chat import outgoing
from handlers.chat.cards import ROOM, Button, Buttons, Card, Field, Form, Quote, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command, Message, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.indexing import index
from handlers.mirroring import answer_subject, mirror, tell
from handlers.naming import shorten, source_of, subject
from handlers.questions import asking, escalating, quieting
from handlers.questions.following import visible
from handlers.understanding import is_thanks
from storage.answers import Answer
from storage.database import Store
from storage.delivery_rows import Delivery
from storage.questions import ACCEPTED, ANSWERED, OPEN, SOLVED, WITHDRAWN, Question

router = Router()
LONGEST = 4000


@router.on(Message, "")
async def reply(event: Message, turn: Turn) -> Reply | None:
    """A reply under a question's card, or under a private notice about it."""
    place = event.place
    delivery = await turn.store.outbox.of_message(place.platform, place.workspace, place.channel, place.thread)
    question = await _question_of(turn.store, delivery) if delivery else None
    if question is None:
        return await _not_an_answer(event, turn)
    if question.state == WITHDRAWN:
        return note(turn.say("This question was taken back, so I carry no answers to it."))
    text = event.text.strip()
    if not text:
        return None
    room = await turn.store.rooms.at(place.platform, place.workspace, place.channel)
    await take(turn, question, text, source=source_of(place, event.message), room_id=room.id if room else None)
    return None


@router.on(Click, "answers.write", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    question = await visible(turn, event.value)
    field = Field(
        "text",
        turn.say("Your answer"),
        "text",
        hint=turn.say("It reaches the asker and every room that has the question."),
    )
    form = Form(
        turn.say("Answer"),
        "answers.write",
        (field,),
        turn.say("Send"),
        str(question.id),
        note=shorten(question.text, 500),
    )
    return Reply(form=form)


@router.on(Submission, "answers.write")
async def send(event: Submission, turn: Turn) -> Reply:
    question = await visible(turn, event.value)
    text = event.text("text")
    if not text:
        raise UserError("", {"text": turn.say("Write your answer.")})
    answer = await take(turn, question, text)
    row = (
        Button(turn.say("Edit"), "answers.edit", str(answer.id)),
        Button(
            turn.say("Delete"), "answers.delete", str(answer.id), confirm=turn.say("Delete your answer everywhere?")
        ),
    )
    return Reply(
        Card("", (Text(turn.say("Your answer is on its way to the asker.")), Quote(shorten(text, 300)), Buttons(row)))
    )


@router.on(Click, "answers.edit", opens=True)
async def edit(event: Click, turn: Turn) -> Reply:
    answer = await own(turn, event.value)
    field = Field("text", turn.say("Your answer"), "text", answer.text[:ROOM])
    title, lost = turn.say("Edit the answer"), asking.beyond(turn, answer.text)
    return Reply(form=Form(title, "answers.edit", (field,), turn.say("Save"), str(answer.id), note=lost))


@router.on(Submission, "answers.edit")
async def save(event: Submission, turn: Turn) -> Reply:
    answer = await own(turn, event.value)
    if not event.text("text"):
        raise UserError("", {"text": turn.say("Write your answer.")})
    await rewrite(turn.store, answer, event.text("text"))
    return note(turn.say("Changed. Every copy is redrawn."))


@router.on(Click, "answers.delete")
async def delete(event: Click, turn: Turn) -> Reply:
    await remove(turn.store, await own(turn, event.value))
    return note(turn.say("Your answer is deleted everywhere."), replace=True)


async def take(turn: Turn, question: Question, text: str, *, source: str = "", room_id: int | None = None) -> Answer:
    """Keep an answer and carry it: to the asker, the followers and the other rooms. A real reply reopens."""
    held = await turn.store.questions.lock(question.id)
    assert held is not None
    answer = await turn.store.answers.add(
        Answer(
            question_id=held.id,
            author_id=turn.person.id,
            organisation_id=turn.person.stands_for,
            text=text[:LONGEST],
            source=source,
            room_id=room_id,
            platform=turn.account.platform,
        )
    )
    await mirror(turn.store, held, [answer])
    if is_thanks(text):
        return answer
    await tell(turn.store, held, answer)
    if held.state == SOLVED:
        await reopen(turn.store, held)
    elif held.state in (ACCEPTED, OPEN) and turn.person.id != held.asker_id:
        held.state = ANSWERED
        await escalating.end(turn.store, held.id)
    await index(turn.store, held)
    await quieting.moved(turn.store, held)
    await turn.store.outbox.refresh(subject(held.id))
    return answer


async def reopen(store: Store, question: Question) -> None:
    """Something new was said after it was solved; the asker can close it again with one tap."""
    question.state, question.solved_at = ANSWERED, None
    await store.outbox.cancel(subject=f"solved:{question.id}")
    asker = await store.people.find(question.asker_id)
    if asker is not None:
        key = f"question:{question.id}:reopened:{store.now.isoformat()}"
        args = {"question": question.id}
        await outgoing.to_person(store, asker, "questions.reopened", args, key=key, account_id=question.account_id)


async def rewrite(store: Store, answer: Answer, text: str) -> None:
    if text != answer.text and answer.deleted_at is None:
        before, answer.text, answer.edited_at = answer.text, text[:LONGEST], store.now
        await store.outbox.refresh(answer_subject(answer.id))
        await store.outbox.refresh(subject(answer.question_id))
        question = await store.questions.find(answer.question_id)
        if question is not None:
            if question.accepted_answer_id == answer.id and question.outcome == outcome_of(before):
                question.outcome = outcome_of(answer.text)
            await index(store, question)


def outcome_of(text: str) -> str:
    """What an answer says of the outcome, as long as nobody has written it in other words."""
    return shorten(text, 300)


async def remove(store: Store, answer: Answer) -> None:
    """Its text goes from here and from every copy; a question it answered alone is open again."""
    if answer.deleted_at is not None:
        return
    answer.deleted_at, answer.text = store.now, ""
    await store.outbox.take_back(answer_subject(answer.id))
    question = await store.questions.lock(answer.question_id)
    if question is not None and question.state in (ANSWERED, SOLVED):
        left = [other for other in await store.answers.to(question.id) if other.author_id != question.asker_id]
        if question.accepted_answer_id == answer.id:
            question.accepted_answer_id, question.outcome = None, ""
            await reopen(store, question)
        if not left:
            question.state = OPEN
            await escalating.resume(store, question)
        await index(store, question)
        await quieting.moved(store, question)
    await store.outbox.refresh(subject(answer.question_id))


async def own(turn: Turn, value: str) -> Answer:
    answer = await turn.store.answers.find(int(value)) if value.isdigit() else None
    gone = turn.say("I do not find that answer.")
    if answer is None or answer.deleted_at is not None:
        raise UserError(gone)
    await rights.need(turn, *((rights.AUTHOR,) if answer.author_id == turn.person.id else ()), missing=gone)
    return answer


async def _question_of(store: Store, delivery: Delivery) -> Question | None:
    if "question" in delivery.args:
        return await store.questions.find(delivery.args["question"])
    answer = await store.answers.find(delivery.args.get("answer"))
    return await store.questions.find(answer.question_id) if answer else None


async def _not_an_answer(event: Message, turn: Turn) -> Reply | None:
    """In a thread about something else: a line to the bot is a question of its own, other talk is not for it."""
    if not event.addressed:
        return None
    command = Command(
        id=event.id,
        sender=event.sender,
        place=event.place,
        direct=event.direct,
        reply_to=event.reply_to,
        name="ask",
        text=event.text,
        message=event.message,
    )
    return await asking.ask(command, turn)

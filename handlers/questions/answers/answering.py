"""Answer: by replying in the question's thread, or by the form where the bot hears no replies."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import ROOM, Button, Buttons, Card, Field, Form, Quote, Reply, Text, note
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Command, Message, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten, source_of
from handlers.questions import asking, files
from handlers.questions.answers import hearing, internal, readers
from handlers.questions.answers.taking import remove, rewrite, take
from handlers.questions.following import visible
from storage.questions.answers import Answer
from storage.questions.questions import HIDDEN, WITHDRAWN

router = Router()


@router.on(Message, "")
async def reply(event: Message, turn: Turn) -> Reply | None:
    """A reply under a question's card, or under a private notice about it."""
    place = event.place
    question = await hearing.asked_in(turn.store, place)
    if question is None:
        return await _not_an_answer(event, turn)
    if question.state == HIDDEN:
        return note(turn.say("The secretariat has hidden this question, so I carry no answers to it."))
    text = event.text.strip()
    if question.state == WITHDRAWN and not internal.is_internal(text):
        return note(turn.say("This question was taken back, so I carry no answers to it."))
    source, beside = source_of(place, event.message), files.kept(event.files)
    answer = await hearing.hear(turn, question, text, beside, source=source, place=place, at=None)
    if answer is not None and not event.direct:
        await readers.tell_first(event, turn, question, answer.room_id)
    return None


@router.on(Click, "answers.write", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    question = await visible(turn, event.value)
    who = await readers.reading(turn.store, question, turn.person.stands_for, None, turn.say)
    field = Field(
        "text",
        turn.say("Your answer"),
        "text",
        hint=turn.say("It reaches the asker and every room that has the question: {who}.", who=who),
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
    if question.state == HIDDEN:
        raise UserError(turn.say("The secretariat has hidden this question, so I carry no answers to it."))
    answer = await take(turn, question, _written(event, turn))
    row = (
        Button(turn.say("Edit"), "answers.edit", str(answer.id)),
        Button(
            turn.say("Delete"), "answers.delete", str(answer.id), confirm=turn.say("Delete your answer everywhere?")
        ),
    )
    return Reply(
        Card(
            "",
            (Text(turn.say("Your answer is on its way to the asker.")), Quote(shorten(answer.text, 300)), Buttons(row)),
        )
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
    await rewrite(turn.store, answer, _written(event, turn))
    return note(turn.say("Changed. Every copy is redrawn."))


@router.on(Click, "answers.delete")
async def delete(event: Click, turn: Turn) -> Reply:
    await remove(turn.store, await own(turn, event.value))
    return note(turn.say("Your answer is deleted everywhere."), replace=True)


def _written(event: Submission, turn: Turn) -> str:
    """Raises UserError at the field: a form has no room in which something could stay."""
    text = event.text("text")
    if not text:
        raise UserError("", {"text": turn.say("Write your answer.")})
    if internal.is_internal(text):
        where = turn.say("What is written here goes to every room. Write what is internal in the thread itself.")
        raise UserError("", {"text": where})
    return text


async def own(turn: Turn, value: str) -> Answer:
    answer = await turn.store.answers.find(parse_id(value))
    gone = turn.say("I do not find that answer.")
    if answer is None or answer.deleted_at is not None:
        raise Missing(gone)
    await rights.need(turn, *((rights.AUTHOR,) if answer.author_id == turn.person.id else ()), missing=gone)
    return answer


async def _not_an_answer(event: Message, turn: Turn) -> Reply | None:
    """In a thread about something else: a line to the bot is a question of its own, other talk is not for it."""
    if event.orphaned:
        gone = turn.say(
            "I do not know the message that you replied to any more, so I carry no answer to it."
            " Write «home» to me to see what holds."
        )
        # where it is told in the private chat, nothing else says which reply it was
        return Reply(Card("", (Text(gone), Quote(shorten(event.text, 300)))))
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
        files=event.files,
    )
    return await asking.ask(command, turn)

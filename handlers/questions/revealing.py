"""Reveal: whoever asks anonymously is named to somebody who wonders by their own yes alone."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Quote, Reply, Text, note
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import asker, shorten, signature, subject
from handlers.library.indexing import index
from handlers.questions.asking import own_draft
from handlers.questions.cards import GONE, gone, news_subject
from handlers.questions.following import visible
from storage.directory.people import Person
from storage.questions.questions import DRAFT, WITHDRAWN, Question

router = Router()


@router.on(Click, "questions.who")
async def wonder(event: Click, turn: Turn) -> Reply:
    """Asked once by each person; the asker decides for each."""
    await rights.need_member(turn)
    question, say = await visible(turn, event.value), turn.say
    if not question.anonymous or turn.person.id == question.asker_id:
        return note(
            say("{name} asks.", name=await signature(turn.store, question.asker_id, question.organisation_id, say))
        )
    person = await turn.store.people.find(question.asker_id)
    args = {"question": question.id, "by": turn.person.id}
    key = f"question:{question.id}:who:{turn.person.id}"
    told = person is not None and await outgoing.to_person(
        turn.store, person, "questions.who", args, key=key, account_id=question.account_id
    )
    if not told:
        raise UserError(say("The asker cannot be reached here."))
    return note(say("The asker is told that you wonder, with your name. You hear what they say."))


@router.card("questions.who")
async def draw(view: View) -> Card | None:
    """To the asker: who wonders, and the choice."""
    question, say = await view.store.questions.find(view["question"]), view.say
    if question is None or question.state in (DRAFT, WITHDRAWN) or not question.anonymous:
        return None
    reader = await view.store.people.find(view["by"])
    by = await signature(view.store, view["by"], reader.stands_for if reader else None, say)
    value = f"{question.id}:{view['by']}"
    row = (Button(say("Show my name"), "questions.reveal", value), Button(say("No"), "questions.conceal", value))
    text = say("Only they are told your name, and only if you say yes.")
    parts = (Quote(shorten(question.text, 300)), Text(text), Buttons(row))
    return Card(say("{name} wonders who asks", name=by), parts)


@router.on(Click, "questions.reveal")
async def reveal(event: Click, turn: Turn) -> Reply:
    question, reader = await _answered(turn, event.value)
    args, key = {"question": question.id}, f"question:{question.id}:revealed:{reader.id}"
    about = news_subject(question.id)
    await outgoing.to_person(turn.store, reader, "questions.revealed", args, key=key, subject=about)
    return note(turn.say("{name} is told your name. Nobody else is.", name=reader.name), replace=True)


@router.on(Click, "questions.conceal")
async def conceal(event: Click, turn: Turn) -> Reply:
    question, reader = await _answered(turn, event.value)
    args, key = {"question": question.id}, f"question:{question.id}:concealed:{reader.id}"
    about = news_subject(question.id)
    await outgoing.to_person(turn.store, reader, "questions.concealed", args, key=key, subject=about)
    return note(turn.say("{name} is told that you stay anonymous.", name=reader.name), replace=True)


@router.card("questions.revealed")
async def draw_revealed(view: View) -> Card | None:
    """Promised by the asker's yes, and by nothing else."""
    question, say = await view.store.questions.find(view["question"]), view.say
    if question is None:
        return None
    if question.state in GONE:
        return gone(view, question)
    by = await signature(view.store, question.asker_id, question.organisation_id, say)
    text = say("{name} asks question {id}, and told only you. Keep it to yourself.", name=by, id=question.number)
    return Card("", (Text(text), Quote(shorten(question.text, 300))))


@router.card("questions.concealed")
async def draw_concealed(view: View) -> Card | None:
    question, say = await view.store.questions.find(view["question"]), view.say
    if question is None:
        return None
    if question.state in GONE:
        return gone(view, question)
    text = say("Whoever asks question {id} stays anonymous.", id=question.number)
    return Card("", (Text(text), Quote(shorten(question.text, 300), await asker(view.store, question, say))))


async def name_to_all(turn: Turn, question: Question) -> Reply:
    """The asker's own wish: from now on every copy names them."""
    await rights.need(turn, *await rights.ties_to_question(turn, question), action="questions.name")
    question.anonymous = False
    await index(turn.store, question)
    await turn.store.outbox.refresh(subject(question.id))
    return note(turn.say("Your name stands on every copy of question {id}.", id=question.number))


async def _answered(turn: Turn, value: str) -> tuple[Question, Person]:
    """One's own anonymous question, and somebody who sees it."""
    id, _, by = value.partition(":")
    question = await own_draft(turn, id)
    reader = await turn.store.people.find(parse_id(by))
    if reader is None or not question.anonymous or not await rights.within(turn.store, reader, question):
        raise Missing(turn.say("I do not find that question."))
    return question, reader

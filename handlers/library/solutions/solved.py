"""Answered questions in the library: what was asked, what solved it, and how it went."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Quote, Reply, Text
from handlers.chat.errors import Missing
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_optional_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import answerer, asker, shorten, topic_names
from handlers.language.matches import Match, worded
from handlers.library.indexing import document
from handlers.library.solutions import searching
from handlers.library.solutions.keywords import joined
from handlers.library.solutions.matches import told
from storage.questions.questions import OPEN, PUBLIC, SOLVED, Question

router = Router()


@router.on(Click, "questions.show")
async def show(event: Click, turn: Turn) -> Reply:
    id, searched = searching.opened(event.value)
    question = await _seen(turn, parse_optional_id(id))
    if question is None:
        raise Missing(turn.say("I do not find that question."))
    if question.state == SOLVED:
        await searching.chosen(turn, "question", question.id, searched)
    say = turn.say
    parts: list[Part] = [Quote(question.text, await asker(turn.store, question, say)), await _line(turn, question)]
    parts += await _outcome(turn, question)
    if question.keywords:
        parts.append(Text(say("Keywords: {words}", words=joined(question.keywords)), "subtle"))
    row = [Button(say("Follow"), "questions.follow", id)]
    if question.state == SOLVED:
        row.append(Button(say("Save as solution"), "solutions.write", f"question:{id}"))
        if await rights.leads(turn, question.topic_id):
            row.append(Button(say("Keywords"), "searches.keywords", f"question:{id}"))
    else:
        row.insert(0, Button(say("Answer"), "answers.write", id, "primary"))
    return Reply(Card(say("Question {id}", id=question.number), (*parts, Buttons(tuple(row)))))


async def item(turn: Turn, id: int, why: Sequence[Match], value: str) -> Item | None:
    """One hit in a list, whose button carries the value; None for a question no longer there for this person."""
    question = await _seen(turn, id)
    if question is None:
        return None
    say = turn.say
    organisation = None
    if not question.anonymous:
        organisation = await turn.store.organisations.find(question.organisation_id)
    text = question.outcome or await _latest(turn, question)
    matches = told(say, worded(why, (await document(turn.store, question)).text))
    notes = " · ".join(
        filter(None, (await standing(turn, question), organisation.name if organisation else "", matches))
    )
    title = say("Question {id}: {text}", id=question.number, text=shorten(question.text, 120))
    return Item(title, shorten(text, 200), notes, (Button(say("Show"), "questions.show", value),))


async def _seen(turn: Turn, id: int | None) -> Question | None:
    """One that is out, for a member within its reach."""
    question = await turn.store.questions.find(id)
    if question is None or turn.person.guest or question.state not in PUBLIC or not question.text:
        return None
    return question if await rights.within(turn.store, turn.person, question) else None


async def _latest(turn: Turn, question: Question) -> str:
    """The answer that solved it, or the last one."""
    answer = await turn.store.answers.find(question.accepted_answer_id)
    if answer is None and question.state != OPEN:
        answer = next(reversed(await turn.store.answers.to(question.id)), None)
    return answer.text if answer and answer.deleted_at is None else ""


async def _line(turn: Turn, question: Question) -> Text:
    topic = await topic_names(turn.store, question, turn.say)
    return Text(f"{topic} · {await standing(turn, question)}", "subtle")


async def standing(turn: Turn, question: Question) -> str:
    """How far it has come, for a line under it."""
    if question.state == OPEN:
        return turn.say("unanswered")
    if question.state != SOLVED:
        return turn.say.many("{n} answer", "{n} answers", await turn.store.answers.count(question.id))
    if question.solved_at is None:
        return turn.say("✅ Solved")
    return turn.say("✅ solved {day}", day=turn.say.day(question.solved_at))


async def _outcome(turn: Turn, question: Question) -> list[Part]:
    """The answer that solved it, and the outcome where that says more than the answer's beginning."""
    answer = await turn.store.answers.find(question.accepted_answer_id)
    parts: list[Part] = []
    if answer is not None and answer.deleted_at is None:
        by = await answerer(turn.store, answer, question, turn.say)
        parts += [Text(turn.say("What solved it:"), "strong"), Quote(answer.text, by)]
    if question.outcome and (answer is None or question.outcome != shorten(answer.text, 300)):
        parts += [Text(turn.say("How it went:"), "strong"), Text(question.outcome)]
    return parts

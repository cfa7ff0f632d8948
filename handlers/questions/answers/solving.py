"""Solve: asker or topic lead says which answer did it, with a minute to undo, an outcome and a solution to save."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Quote, Reply, Text, note
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import answerer, shorten, subject
from handlers.library.indexing import index
from handlers.questions import escalating, quieting
from handlers.questions.answers.taking import outcome_of, reopen, solved_subject
from handlers.questions.cards import GONE, gone
from handlers.questions.following import visible
from handlers.questions.mirroring import redraw_all
from storage.questions.answers import Answer
from storage.questions.questions import ANSWERED, OPEN, PUBLIC, SOLVED, Question

router = Router()
#: how long others wait to hear that it is solved
UNDO = timedelta(seconds=60)


@router.on(Click, "answers.solved")
async def solve(event: Click, turn: Turn) -> Reply:
    """ "34" accepts that answer; "q12" asks which answer when there are several."""
    if not event.value.startswith("q"):
        answer, question = await _answer(turn, event.value)
        return await accept(turn, question, answer)
    question = await visible(turn, event.value[1:])
    await rights.need_steer(turn, question)
    answers = [a for a in await turn.store.answers.to(question.id) if a.author_id != question.asker_id]
    if len(answers) == 1:
        return await accept(turn, question, answers[0])
    if not answers:
        outcome = Button(turn.say("I solved it myself"), "answers.outcome", str(question.id), "primary")
        return Reply(Card("", (Text(turn.say("Nobody has answered yet.")), Buttons((outcome,)))))
    return Reply(await which_card(turn, question, answers))


@router.on(Click, "answers.undo")
async def undo(event: Click, turn: Turn) -> Reply:
    question = await visible(turn, event.value)
    await rights.need_steer(turn, question)
    return await take_back(turn, question)


@router.on(Click, "answers.outcome", opens=True)
async def write_outcome(event: Click, turn: Turn) -> Reply:
    question = await visible(turn, event.value)
    await rights.need_steer(turn, question)
    hint = turn.say("Two lines are enough. Figures help those who find it later.")
    field = Field("outcome", turn.say("What solved it?"), "text", question.outcome, hint, most=1000)
    return Reply(form=Form(turn.say("Outcome"), "answers.outcome", (field,), turn.say("Save"), str(question.id)))


@router.on(Submission, "answers.outcome")
async def save_outcome(event: Submission, turn: Turn) -> Reply:
    """Also how an asker closes a question nobody answered."""
    question = await visible(turn, event.value)
    await rights.need_steer(turn, question)
    text = event.text("outcome")
    if not text:
        raise UserError("", {"outcome": turn.say("Write what solved it.")})
    held = await turn.store.questions.lock(question.id)
    assert held is not None
    held.outcome = text
    if held.state != SOLVED:
        await _close(turn, held)
    await index(turn.store, held)
    await turn.store.outbox.refresh(subject(held.id))
    save = Button(turn.say("Save as solution"), "solutions.write", f"question:{held.id}", "primary")
    return Reply(Card("", (Text(turn.say("The outcome stands on every card.")), Buttons((save,)))))


async def accept(turn: Turn, question: Question, answer: Answer) -> Reply:
    await rights.need_steer(turn, question, "answers.solved")
    held = await turn.store.questions.lock(question.id)
    assert held is not None
    if held.state not in PUBLIC:
        raise Missing(turn.say("I do not find that question."))
    if held.state != SOLVED or held.accepted_answer_id != answer.id:
        held.accepted_answer_id, held.outcome = answer.id, outcome_of(answer.text)
        await _close(turn, held)
        await index(turn.store, held)
        await turn.store.outbox.refresh(subject(held.id))
    return Reply(await _solved_card(turn, held, answer), replace=False)


async def _close(turn: Turn, question: Question) -> None:
    """Solved now; others hear of it when the minute for undo is over."""
    question.state, question.solved_at, question.solved_by_id = SOLVED, turn.now, turn.person.id
    question.resting = ""
    await redraw_all(turn.store, question)
    await escalating.end(turn.store, question.id)
    await quieting.end(turn.store, question.id)
    answer = await turn.store.answers.find(question.accepted_answer_id)
    people = {person.id: person for person in await turn.store.questions.followers(question.id)}
    for id in (question.asker_id, answer.author_id if answer else None):
        person = await turn.store.people.find(id)
        if person is not None:
            people[person.id] = person
    people.pop(turn.person.id, None)
    for person in people.values():
        await outgoing.to_person(
            turn.store,
            person,
            "answers.accepted",
            {"question": question.id},
            key=f"question:{question.id}:solved:{turn.now.isoformat()}:{person.id}",
            subject=solved_subject(question.id),
            due_at=turn.now + UNDO,
        )


async def take_back(turn: Turn, question: Question) -> Reply:
    """It is not solved after all."""
    held = await turn.store.questions.lock(question.id)
    if held is None or held.state != SOLVED:
        return note(turn.say("The question is open."), replace=True)
    await reopen(turn.store, held)
    await turn.store.outbox.cancel(key=f"question:{held.id}:reopened:{turn.now.isoformat()}")
    answers = [a for a in await turn.store.answers.to(held.id) if a.author_id != held.asker_id]
    held.state, held.accepted_answer_id, held.outcome = (ANSWERED if answers else OPEN), None, ""
    await index(turn.store, held)
    await escalating.resume(turn.store, held)
    await quieting.moved(turn.store, held)
    await turn.store.outbox.refresh(subject(held.id))
    return note(turn.say("Undone. Question {id} is open again.", id=held.number), replace=True)


async def _solved_card(turn: Turn, question: Question, answer: Answer) -> Card:
    say = turn.say
    by = await answerer(turn.store, answer, question, say)
    row = (
        Button(say("Save as solution"), "solutions.write", f"question:{question.id}", "primary"),
        Button(say("Write the outcome"), "answers.outcome", str(question.id)),
        Button(say("Undo"), "answers.undo", str(question.id)),
    )
    text = say("Question {id} is solved. The others hear of it in a minute.", id=question.number)
    return Card(say("✅ Solved"), (Text(text), Quote(question.outcome, by), Buttons(row)))


async def which_card(turn: Turn, question: Question, answers: Sequence[Answer]) -> Card:
    """To choose the one that did it, of the newest."""
    items = []
    for answer in answers[-8:]:
        by = await answerer(turn.store, answer, question, turn.say)
        button = Button(turn.say("This solved it"), "answers.solved", str(answer.id))
        items.append(Item(by, shorten(answer.text, 200), buttons=(button,)))
    return Card(turn.say("Which answer solved it?"), tuple(items))


async def _answer(turn: Turn, value: str) -> tuple[Answer, Question]:
    answer = await turn.store.answers.find(parse_id(value))
    if answer is None or not answer.shown:
        raise Missing(turn.say("I do not find that question."))
    return answer, await visible(turn, str(answer.question_id))


@router.card("answers.accepted")
async def draw_accepted(view: View) -> Card | None:
    """To the author of the answer, the asker and the followers, unless it was undone."""
    question, say = await view.store.questions.find(view["question"]), view.say
    if question is None:
        return None
    if question.state in GONE:
        return gone(view, question)
    if question.state != SOLVED:
        text = say("Question {id} is no longer solved.", id=question.number)
        return Card("", (Text(text, "subtle"),)) if view.delivery.message else None
    answer = await view.store.answers.find(question.accepted_answer_id)
    mine = answer is not None and view.person is not None and answer.author_id == view.person.id
    title = (
        say("✅ Your answer solved question {id}", id=question.number)
        if mine
        else say("✅ Question {id} is solved", id=question.number)
    )
    return Card(title, (Text(shorten(question.text, 200), "subtle"), Quote(question.outcome)))


@router.card("questions.reopened")
async def draw_reopened(view: View) -> Card | None:
    question, say = await view.store.questions.find(view["question"]), view.say
    if question is None or question.state == SOLVED:
        return None
    text = say("Somebody wrote more to question {id}, so it is open again.", id=question.number)
    still = question.accepted_answer_id
    row = (Button(say("Still solved"), "answers.solved", str(still)),) if still else ()
    about = Text(shorten(question.text, 200), "subtle")
    return Card("", (Text(text), about, *((Buttons(row),) if row else ())))

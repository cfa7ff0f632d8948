"""Go quiet: where nothing moves in an unsolved question, its asker is asked once, and then it is marked, not closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Quote, Reply, Text, note
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn, View
from handlers.directory.naming import shorten
from handlers.directory.naming import subject as copies
from handlers.notifications import chains
from handlers.notifications.chains import Candidates, Course, Step
from handlers.questions import escalating
from storage.directory.people import Person
from storage.kit.database import Store
from storage.questions.questions import ANSWERED, CLOSED, OPEN, STALE, Question

router = Router()
KIND = "questions.quiet"
#: nothing has moved for so long
QUIET = timedelta(days=30)
#: working hours that its asker has to say how it stands
PATIENCE = 80
#: what may go quiet
UNSOLVED = (OPEN, ANSWERED)


def subject(question_id: int) -> str:
    return f"question:{question_id}:quiet"


async def moved(store: Store, question: Question) -> None:
    """Something has happened in it: it is no longer at rest, and the time begins anew."""
    if question.resting:
        question.resting = ""
        await store.outbox.refresh(copies(question.id))
    if question.state in UNSOLVED:
        # what is promised already is not sent: its card asks whether it is still about the same silence
        await store.chains.postpone(KIND, question.id, store.now + QUIET)


async def end(store: Store, question_id: int) -> None:
    await chains.end(store, KIND, question_id, subject(question_id))


def mark(question: Question, say: Say) -> str:
    """How it rests, for lists and cards; empty when it does not."""
    if question.resting == CLOSED:
        return say("closed without a solution")
    return say("gone quiet") if question.resting == STALE else ""


async def course_of(store: Store, _arena: Arena, id: int) -> Course | None:
    question = await store.questions.lock(id)
    chain = await store.chains.find(KIND, id)
    if question is None or chain is None or question.state not in UNSOLVED or question.resting:
        return None

    async def asker(_: Candidates) -> Sequence[Person]:
        person = await store.people.find(question.asker_id)
        return [person] if person is not None else []

    async def rest() -> None:
        question.resting = STALE
        await store.outbox.refresh(copies(id))
        await chains.redraw(store, subject(id))

    ask = Step("ask", 0, 0, "questions.quiet", asker)
    args = {"question": id, "since": chain.since.isoformat()}
    key = f"question:{id}:quiet:{chain.since:%Y%m%d%H%M}"
    return Course(subject(id), (ask, Step("rest", PATIENCE, PATIENCE, act=rest)), key=key, args=args)


async def _begin_all(store: Store, _arena: Arena) -> None:
    """Questions from before there was a clock for them: since the last that was said."""
    since = {}
    for question in await store.questions.unwatched(KIND, UNSOLVED):
        answers = await store.answers.to(question.id)
        last = answers[-1].created_at if answers else question.published_at
        since[question.id] = max(last or store.now, question.published_at or store.now) + QUIET
    await store.chains.begin(KIND, since)


chains.watch(router, KIND, course_of, _begin_all)
chains.hook(router, KIND, course_of, "questions.quiet")


@router.card("questions.quiet")
async def draw(view: View) -> Card | None:
    question, say = await view.store.questions.find(view["question"]), view.say
    chain = await view.store.chains.find(KIND, view["question"])
    if question is None or question.state not in UNSOLVED or question.resting or chain is None:
        return _over(view, question)
    if chain.since.isoformat() != view["since"]:  # something has happened
        return _over(view, question)
    id = str(question.id)
    row = (
        Button(say("This solved it"), "answers.solved", f"q{id}", "primary"),
        Button(say("Still open"), "questions.still_open", id),
        Button(say("Close"), "questions.close", id, confirm=say("Close it without a solution?")),
    )
    text = say("Nothing has happened here for a while.")
    return Card(say("Is your question solved?"), (Quote(shorten(question.text, 300)), Text(text), Buttons(row)))


@router.on(Click, "questions.still_open")
async def keep_open(event: Click, turn: Turn) -> Reply:
    question = await _unsolved(turn, event.value)
    closed = question.resting == CLOSED
    await moved(turn.store, question)
    if closed:
        await escalating.resume(turn.store, question)
    await chains.redraw(turn.store, subject(question.id))
    return note(turn.say("Question {id} stays open.", id=question.number))


@router.on(Click, "questions.close")
async def close(event: Click, turn: Turn) -> Reply:
    """Its cards and its answers stay, and say so; whoever answers opens it again."""
    question = await _unsolved(turn, event.value)
    question.resting = CLOSED
    await end(turn.store, question.id)
    await escalating.end(turn.store, question.id)
    await turn.store.outbox.refresh(copies(question.id))
    again = Button(turn.say("Open it again"), "questions.still_open", str(question.id))
    text = turn.say("Question {id} is closed without a solution. A new answer opens it again.", id=question.number)
    return Reply(Card("", (Text(text), Buttons((again,)))))


async def _unsolved(turn: Turn, value: str) -> Question:
    question = await turn.store.questions.lock(parse_id(value))
    gone = turn.say("I do not find that question.")
    if question is None:
        raise Missing(gone)
    await rights.need(turn, *await rights.ties_to_question(turn, question), missing=gone)
    if question.state not in UNSOLVED:
        raise UserError(turn.say("Question {id} is not open any more.", id=question.number))
    return question


def _over(view: View, question: Question | None) -> Card | None:
    if question is None or not view.delivery.message:
        return None
    state = mark(question, view.say) or (view.say("open") if question.state in UNSOLVED else view.say("settled"))
    text = view.say("Question {id}: {state}.", id=question.number, state=state)
    again = Button(view.say("Still open"), "questions.still_open", str(question.id))
    row = (Buttons((again,)),) if question.resting == STALE else ()
    return Card("", (Text(text, "subtle"), Quote(shorten(question.text, 150)), *row))

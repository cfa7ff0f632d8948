"""Try: somebody says that they try a solution, and is asked three months later how it went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Quote, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_optional_id
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, Turn, View
from handlers.dates import zones
from handlers.directory.naming import signature
from handlers.library.solutions.curation import published
from handlers.library.solutions.lookup import get_local_day
from handlers.library.solutions.publishing import redraw, tell_owner
from handlers.library.solutions.showing import owner_buttons
from handlers.library.solutions.trials import outcome_name
from handlers.notifications import chains
from handlers.notifications.chains import Candidates, Course, Step
from handlers.notifications.pushes import MORNING
from storage.directory.people import Person
from storage.kit.database import Store
from storage.library.adoption_followup import FAILED, PARTLY, UNKNOWN, WORKED, Trial
from storage.library.solutions import PUBLISHED, Solution

router = Router()
KIND = "solutions.trial"
#: until the question, and working hours until it is repeated, and then given up
AFTER, AGAIN = timedelta(days=90), 80
#: characters of a note
LONGEST = 500
OUTCOMES = {"solutions.worked": WORKED, "solutions.partly": PARTLY, "solutions.failed": FAILED}


def subject(trial_id: int) -> str:
    return f"trial:{trial_id}"


@router.on(Click, "solutions.try")
async def begin(event: Click, turn: Turn) -> Reply:
    """Once for each person; whoever tried it before may try it anew."""
    solution, store = await published(turn, event.value, lock=True), turn.store
    trial = await store.trials.by(solution.id, turn.person.id)
    if trial is None or trial.outcome:
        day = get_local_day(turn) + AFTER
        if trial is None:
            trial = await store.trials.add(Trial(solution_id=solution.id, person_id=turn.person.id, ask_on=day))
        trial.at, trial.ask_on, trial.outcome, trial.note, trial.answered_at = turn.now, day, "", "", None
        trial.organisation_id = turn.person.stands_for
        since = zones.instant(datetime.combine(day, MORNING), turn.arena.zone)
        await chains.restart(store, KIND, trial.id, subject(trial.id), since=since)
        await redraw(store, solution)
    when = turn.say.day(trial.ask_on)
    text = turn.say("Noted: you try {code}. I ask you {day} how it went.", code=solution.code, day=when)
    undo = Button(turn.say("We no longer try it"), "solutions.try_not", str(trial.id))
    return Reply(Card("", (Text(text), Buttons((undo,)))), brief=True)


@router.on(Click, "solutions.try_not")
async def stop(event: Click, turn: Turn) -> Reply:
    """As if it had never been said; what came of it stays, once that was said."""
    trial, solution = await _own(turn, event.value)
    if trial.outcome in OUTCOMES.values():
        raise UserError(turn.say("You have said how it went. Say it anew on the card, if it is different."))
    await chains.end(turn.store, KIND, trial.id, subject(trial.id))
    await turn.store.trials.drop(trial)
    await redraw(turn.store, solution)
    return note(turn.say("You no longer try {code}.", code=solution.code), replace=True)


@router.on(Click, "solutions.worked")
@router.on(Click, "solutions.partly")
@router.on(Click, "solutions.failed")
async def say_how(event: Click, turn: Turn) -> Reply:
    """One tap is enough; what worked counts as used."""
    trial, solution = await _own(turn, event.value)
    say, outcome = turn.say, OUTCOMES[event.name]
    if trial.outcome != outcome:
        trial.outcome, trial.answered_at = outcome, turn.now
        if outcome == WORKED:
            await turn.store.solutions.use(solution.id, turn.person.id, turn.person.stands_for)
        await chains.end(turn.store, KIND, trial.id, subject(trial.id))
        await redraw(turn.store, solution)
        if trial.note and outcome != WORKED:
            await _tell(turn, trial, solution)
    text = say("Noted for {code}: {outcome}.", code=solution.code, outcome=outcome_name(say, outcome))
    more = Button(say("Add a note"), "solutions.trial_note", str(trial.id))
    return Reply(Card("", (Text(text), Buttons((more,)))), brief=True)


@router.on(Click, "solutions.trial_note", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    trial, solution = await _own(turn, event.value)
    say = turn.say
    hint = say("Whoever looks after it reads this with your name. Others see only how many it worked for.")
    field = Field("note", say("How did it go?"), "text", trial.note, hint, most=LONGEST)
    title = say("A note on {code}", code=solution.code)
    return Reply(form=Form(title, "solutions.trial_note", (field,), say("Save"), str(trial.id), note=solution.title))


@router.on(Submission, "solutions.trial_note")
async def save(event: Submission, turn: Turn) -> Reply:
    trial, solution = await _own(turn, event.value)
    text = event.text("note")
    if not text:
        raise UserError("", {"note": turn.say("Two lines are enough.")})
    changed, trial.note = text[:LONGEST] != trial.note, text[:LONGEST]
    if changed and trial.outcome in (PARTLY, FAILED):
        await _tell(turn, trial, solution)
    return note(turn.say("Thank you. Whoever looks after {code} reads it.", code=solution.code))


@router.card("solutions.trial")
async def draw(view: View) -> Card | None:
    trial, say = await view.store.trials.find(view["trial"]), view.say
    solution = await view.store.solutions.find(trial.solution_id) if trial else None
    out = bool(view.delivery.message)
    if trial is None or solution is None or view.person is None or trial.person_id != view.person.id:
        return Card("", (Text(say("Settled."), "subtle"),)) if out else None
    if trial.at.isoformat() != view["at"] or trial.outcome or solution.state != PUBLISHED:
        text = say("{code}: {outcome}.", code=solution.code, outcome=outcome_name(say, trial.outcome))
        return Card("", (Text(text, "subtle"),)) if out else None
    id = str(trial.id)
    row = (
        Button(say("Worked"), "solutions.worked", id, "primary"),
        Button(say("Partly"), "solutions.partly", id),
        Button(say("Did not work"), "solutions.failed", id),
        Button(say("We no longer try it"), "solutions.try_not", id),
    )
    text = say("You said {day} that you try it.", day=say.day(trial.at))
    title = say("How did it go with {code}?", code=solution.code)
    return Card(title, (Text(solution.title, "strong"), Text(text), Buttons(row)))


@router.card("solutions.tried")
async def draw_tried(view: View) -> Card | None:
    """To whoever looks after it: it did not go well somewhere, and why."""
    trial, say = await view.store.trials.find(view["trial"]), view.say
    solution = await view.store.solutions.find(trial.solution_id) if trial else None
    if trial is None or solution is None or not trial.note or solution.state != PUBLISHED:
        return None
    by = await signature(view.store, trial.person_id, trial.organisation_id, say)
    title = say("{code}: {outcome}.", code=solution.code, outcome=outcome_name(say, trial.outcome))
    parts = (Text(solution.title, "strong"), Quote(trial.note, by), Buttons(owner_buttons(say, solution)))
    return Card(title, parts)


async def course_of(store: Store, _arena: Arena, id: int) -> Course | None:
    trial = await store.trials.find(id)
    solution = await store.solutions.find(trial.solution_id) if trial else None
    if trial is None or solution is None or trial.outcome or solution.state != PUBLISHED:
        return None

    async def who(_: Candidates) -> Sequence[Person]:
        person = await store.people.find(trial.person_id)
        return [person] if person is not None and not person.guest else []

    async def give_up() -> None:
        trial.outcome = UNKNOWN
        await chains.redraw(store, subject(id))

    steps = (
        Step("ask", 0, 0, "solutions.trial", who),
        Step("again", AGAIN, AGAIN, "solutions.trial", who),
        Step("unknown", 2 * AGAIN, AGAIN, act=give_up),
    )
    args = {"trial": id, "at": trial.at.isoformat()}
    return Course(subject(id), steps, f"{subject(id)}:{trial.at:%Y%m%d%H%M%S}", args)


chains.watch(router, KIND, course_of)
chains.hook(router, KIND, course_of, "solutions.trial")


async def _own(turn: Turn, value: str) -> tuple[Trial, Solution]:
    """This person's; foreign and missing look the same."""
    trial = await turn.store.trials.find(parse_optional_id(value))
    gone = turn.say("You do not try that solution.")
    if trial is None:
        raise UserError(gone)
    await rights.need(turn, *((rights.OWNER,) if trial.person_id == turn.person.id else ()), missing=gone)
    return trial, await published(turn, str(trial.solution_id), lock=True)


async def _tell(turn: Turn, trial: Trial, solution: Solution) -> None:
    if solution.owner_id != turn.person.id:
        key = f"trial:{trial.id}:told:{turn.now.isoformat()}"
        await tell_owner(turn.store, solution, "solutions.tried", {"trial": trial.id}, key=key)

"""Record that somebody tries a solution, and ask after three months how it went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.access import rights
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Quote, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_optional_id
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, Turn, View
from handlers.dates import time_zones
from handlers.directory.display_names import format_signature
from handlers.library.solutions.publication import notify_solution_owner, redraw_solution
from handlers.library.solutions.solution_actions import draw_curator_buttons
from handlers.library.solutions.solution_feedback import load_published_solution
from handlers.library.solutions.trial_results import describe_trial_outcome
from handlers.notifications import escalation
from handlers.notifications.escalation_policy import EscalationCard, EscalationPolicy, EscalationStep, RecipientContext
from handlers.notifications.scheduled_notifications import MORNING
from storage.directory.people import Person
from storage.kit.database import Store
from storage.kit.parent_locks import lock_parent
from storage.library.adoption_followup import FAILED, PARTLY, UNKNOWN, WORKED, SolutionTrial
from storage.library.solutions import PUBLISHED, Solution

router = Router()
KIND = "solutions.trial"
#: time until the author is asked, and working hours until the one repetition; after it nobody is asked again
AFTER, AGAIN = timedelta(days=90), 80
LONGEST_NOTE = 500
OUTCOMES = {"solutions.worked": WORKED, "solutions.partly": PARTLY, "solutions.failed": FAILED}


class TrialQuestionRequest(EscalationCard, frozen=True, kw_only=True):
    template = "solutions.trial"

    trial: int
    #: start of the trial, as written by datetime.isoformat()
    at: str


class TrialNoteNotice(CardArguments, frozen=True):
    template = "solutions.tried"

    trial: int


def build_trial_subject(trial_id: int) -> str:
    return f"trial:{trial_id}"


@router.on(Click, "solutions.try")
async def on_solution_try(event: Click, turn: Turn) -> Reply:
    """Record the trial, once for each person; a finished trial can be started again."""
    solution, store = await load_published_solution(turn, event.value, lock=True), turn.store
    trial = await store.solution_trials.find_trial_by_person(solution.id, turn.person.id)
    if trial is None or trial.outcome:
        day = turn.today + AFTER
        if trial is None:
            trial = await store.solution_trials.add(
                SolutionTrial(solution_id=solution.id, person_id=turn.person.id, ask_on=day)
            )
        trial.at, trial.ask_on, trial.outcome, trial.note, trial.answered_at = turn.now, day, "", "", None
        trial.organisation_id = turn.person.stands_for
        since = time_zones.convert_to_instant(datetime.combine(day, MORNING), turn.arena.zone)
        await escalation.restart_record_escalation(store, KIND, trial.id, build_trial_subject(trial.id), since=since)
        await redraw_solution(store, solution)
    when = turn.say.format_day(trial.ask_on)
    text = turn.say("Noted: you try {code}. I ask you {day} how it went.", code=solution.code, day=when)
    undo = Button(turn.say("Stopped trying it"), "solutions.try_not", str(trial.id))
    return Reply(Card("", (Text(text), Buttons((undo,)))), brief=True)


@router.on(Click, "solutions.try_not")
async def on_solution_try_not(event: Click, turn: Turn) -> Reply:
    """Delete the trial as if it had never been recorded. Raises UserError if its outcome is recorded."""
    trial, solution = await _load_own_trial(turn, event.value)
    if trial.outcome in OUTCOMES.values():
        raise UserError(turn.say("You have already said how it went. Answer again on the card if that has changed."))
    await escalation.stop_escalation(turn.store, KIND, trial.id, build_trial_subject(trial.id))
    await turn.store.solution_trials.delete_trial(trial)
    await redraw_solution(turn.store, solution)
    return build_text_reply(turn.say("You no longer try {code}.", code=solution.code), replace=True)


@router.on(Click, "solutions.worked")
@router.on(Click, "solutions.partly")
@router.on(Click, "solutions.failed")
async def on_trial_outcome(event: Click, turn: Turn) -> Reply:
    """Record the outcome with one click; a trial that worked counts as use."""
    trial, solution = await _load_own_trial(turn, event.value)
    say, outcome = turn.say, OUTCOMES[event.name]
    if trial.outcome != outcome:
        trial.outcome, trial.answered_at = outcome, turn.now
        if outcome == WORKED:
            await turn.store.solutions.record_solution_use(solution.id, turn.person.id, turn.person.stands_for)
        await escalation.stop_escalation(turn.store, KIND, trial.id, build_trial_subject(trial.id))
        await redraw_solution(turn.store, solution)
        if trial.note and outcome != WORKED:
            await _notify_curator_of_trial(turn, trial, solution)
    text = say("Noted for {code}: {outcome}.", code=solution.code, outcome=describe_trial_outcome(say, outcome))
    more = Button(say("Add a note"), "solutions.trial_note", str(trial.id))
    return Reply(Card("", (Text(text), Buttons((more,)))), brief=True)


@router.on(Click, "solutions.trial_note", opens=True)
async def on_trial_note_open(event: Click, turn: Turn) -> Reply:
    trial, solution = await _load_own_trial(turn, event.value)
    say = turn.say
    hint = say("The person responsible reads this with your name. Others see only how many it worked for.")
    field = Field("note", say("How did it go?"), "text", trial.note, hint, most=LONGEST_NOTE)
    title = say("A note on {code}", code=solution.code)
    return Reply(form=Form(title, "solutions.trial_note", (field,), say("Save"), str(trial.id), note=solution.title))


@router.on(Submission, "solutions.trial_note")
async def on_trial_note_submit(event: Submission, turn: Turn) -> Reply:
    trial, solution = await _load_own_trial(turn, event.value)
    text = event.get_text("note")
    if not text:
        raise UserError("", {"note": turn.say("Two lines are enough.")})
    changed, trial.note = text[:LONGEST_NOTE] != trial.note, text[:LONGEST_NOTE]
    if changed and trial.outcome in (PARTLY, FAILED):
        await _notify_curator_of_trial(turn, trial, solution)
    return build_text_reply(turn.say("Thank you. The person responsible for {code} will read it.", code=solution.code))


@router.card(TrialQuestionRequest)
async def draw_trial_question_card(view: View[TrialQuestionRequest]) -> Card | None:
    trial, say = await view.store.solution_trials.find(view.args.trial), view.say
    solution = await view.store.solutions.find(trial.solution_id) if trial else None
    out = view.delivery.was_told
    if trial is None or solution is None or view.person is None or trial.person_id != view.person.id:
        return Card("", (Text(say("This is done."), "subtle"),)) if out else None
    if trial.at.isoformat() != view.args.at or trial.outcome or solution.state != PUBLISHED:
        text = say("{code}: {outcome}.", code=solution.code, outcome=describe_trial_outcome(say, trial.outcome))
        return Card("", (Text(text, "subtle"),)) if out else None
    id = str(trial.id)
    row = (
        Button(say("Worked"), "solutions.worked", id, "primary"),
        Button(say("Partly"), "solutions.partly", id),
        Button(say("Did not work"), "solutions.failed", id),
        Button(say("Stopped trying it"), "solutions.try_not", id),
    )
    text = say("You said {day} that you try it.", day=say.format_day(trial.at))
    title = say("How did it go with {code}?", code=solution.code)
    return Card(title, (Text(solution.title, "strong"), Text(text), Buttons(row)))


@router.card(TrialNoteNotice)
async def draw_trial_note_card(view: View[TrialNoteNotice]) -> Card | None:
    """Tell the curator that a trial did not go well, and why."""
    trial, say = await view.store.solution_trials.find(view.args.trial), view.say
    solution = await view.store.solutions.find(trial.solution_id) if trial else None
    if trial is None or solution is None or not trial.note or solution.state != PUBLISHED:
        return None
    by = await format_signature(view.store, trial.person_id, trial.organisation_id, say)
    title = say("{code}: {outcome}.", code=solution.code, outcome=describe_trial_outcome(say, trial.outcome))
    parts = (Text(solution.title, "strong"), Quote(trial.note, by), Buttons(draw_curator_buttons(say, solution)))
    return Card(title, parts)


async def build_trial_escalation(store: Store, _arena: Arena, id: int) -> EscalationPolicy | None:
    trial = await store.solution_trials.find(id)
    solution = await store.solutions.find(trial.solution_id) if trial else None
    if trial is None or solution is None or trial.outcome or solution.state != PUBLISHED:
        return None

    async def find_trial_person(_: RecipientContext) -> Sequence[Person]:
        person = await store.people.find(trial.person_id)
        return [person] if person is not None and not person.guest else []

    async def close_unanswered_trial() -> None:
        trial.outcome = UNKNOWN
        await escalation.redraw_escalation_cards(store, build_trial_subject(id))

    question = TrialQuestionRequest(trial=id, at=trial.at.isoformat())
    steps = (
        EscalationStep("ask", 0, 0, question, find_trial_person),
        EscalationStep("again", AGAIN, AGAIN, question, find_trial_person),
        EscalationStep("unknown", 2 * AGAIN, AGAIN, act=close_unanswered_trial),
    )
    return EscalationPolicy(build_trial_subject(id), steps, f"{build_trial_subject(id)}:{trial.at:%Y%m%d%H%M%S}")


escalation.register_escalation(router, KIND, build_trial_escalation)
escalation.register_step_outcomes(router, KIND, build_trial_escalation, TrialQuestionRequest)


async def _load_own_trial(turn: Turn, value: str) -> tuple[SolutionTrial, Solution]:
    """Return the trial of this person. Raises the same error for not found and not allowed."""
    told = await turn.store.solution_trials.find(parse_optional_id(value))
    trial, _ = await lock_parent(turn.store.solutions, told, lambda one: one.solution_id)
    if trial is None or trial.person_id != turn.person.id:
        raise UserError(turn.say("You do not try that solution."))
    await rights.need_right(turn, rights.OWNER)
    return trial, await load_published_solution(turn, str(trial.solution_id), lock=True)


async def _notify_curator_of_trial(turn: Turn, trial: SolutionTrial, solution: Solution) -> None:
    if solution.owner_id != turn.person.id:
        key = f"trial:{trial.id}:told:{turn.now.isoformat()}"
        await notify_solution_owner(turn.store, solution, TrialNoteNotice(trial.id), key=key)

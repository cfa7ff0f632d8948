"""Handle an unsolved question where nothing moves: its asker is asked once, then it is marked, not closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Quote, Reply, Text, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.rich_text.plain_text import shorten_markup
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn, View
from handlers.notifications import escalation
from handlers.notifications.escalation_policy import EscalationCard, EscalationPolicy, EscalationStep, RecipientContext
from handlers.questions import question_escalation, source_reactions
from storage.directory.people import Person
from storage.kit.database import Store
from storage.questions.questions import ANSWERED, CLOSED, OPEN, STALE, Question

router = Router()
KIND = "questions.quiet"
#: time without activity after which a question counts as inactive
QUIET = timedelta(days=30)
#: working hours in which the asker may answer
ASKER_HOURS = 80
#: states in which a question can become inactive
UNSOLVED = (OPEN, ANSWERED)


class QuietQuestionCard(EscalationCard, frozen=True, kw_only=True):
    template = "questions.quiet"

    question: int
    #: `since` of the escalation, as written by datetime.isoformat()
    since: str


def build_inactivity_subject(question_id: int) -> str:
    return f"question:{question_id}:quiet"


async def record_question_activity(store: Store, question: Question) -> None:
    """Clear the resting mark and restart the inactivity clock, because something has happened in the question.

    One that was closed waits for an answer again, so that others are asked about it.
    """
    if question.resting:
        closed, question.resting = question.resting == CLOSED, ""
        if closed:
            await question_escalation.resume_question_escalation(store, question)
        await store.outbox.refresh_copies(build_question_subject(question.id))
        await source_reactions.refresh_source_reaction(store, question)
    if question.state in UNSOLVED:
        # A promised card is not sent any more: it compares its `since` with that of the escalation.
        await store.escalations.reset_escalation(KIND, question.id, store.now + QUIET)


async def end_inactivity_check(store: Store, question_id: int) -> None:
    await escalation.stop_escalation(store, KIND, question_id, build_inactivity_subject(question_id))


def describe_resting_state(question: Question, say: Say) -> str:
    """Return how the question rests, for lists and cards; "" when it does not."""
    if question.resting == CLOSED:
        return say("closed without a solution")
    return say("no activity") if question.resting == STALE else ""


async def load_inactivity_escalation(store: Store, _arena: Arena, id: int) -> EscalationPolicy | None:
    question = await store.questions.lock(id)
    escalation_row = await store.escalations.find_escalation(KIND, id)
    if question is None or escalation_row is None or question.state not in UNSOLVED or question.resting:
        return None

    async def find_asker(_: RecipientContext) -> Sequence[Person]:
        person = await store.people.find(question.asker_id)
        return [person] if person is not None else []

    async def mark_question_stale() -> None:
        question.resting = STALE
        await store.outbox.refresh_copies(build_question_subject(id))
        await escalation.redraw_escalation_cards(store, build_inactivity_subject(id))

    ask = EscalationStep(
        "ask", 0, 0, QuietQuestionCard(question=id, since=escalation_row.since.isoformat()), find_asker
    )
    key = f"question:{id}:quiet:{escalation_row.since:%Y%m%d%H%M}"
    return EscalationPolicy(
        build_inactivity_subject(id),
        (ask, EscalationStep("rest", ASKER_HOURS, ASKER_HOURS, act=mark_question_stale)),
        key=key,
    )


async def _begin_missing_inactivity_checks(store: Store, _arena: Arena) -> None:
    """Begin checks for questions from before there were any, counted from the last answer."""
    since = {}
    for question in await store.questions.list_questions_without_escalation(KIND, UNSOLVED):
        answers = await store.answers.list_answers_to_question(question.id)
        last = answers[-1].created_at if answers else question.published_at
        since[question.id] = max(last or store.now, question.published_at or store.now) + QUIET
    await store.escalations.begin_escalations(KIND, since)


escalation.register_escalation(router, KIND, load_inactivity_escalation, _begin_missing_inactivity_checks)
escalation.register_step_outcomes(router, KIND, load_inactivity_escalation, QuietQuestionCard)


@router.card(QuietQuestionCard)
async def draw_inactivity_card(view: View[QuietQuestionCard]) -> Card | None:
    question, say = await view.store.questions.find(view.args.question), view.say
    escalation_row = await view.store.escalations.find_escalation(KIND, view.args.question)
    if question is None or question.state not in UNSOLVED or question.resting or escalation_row is None:
        return _draw_inactivity_ended(view, question)
    if escalation_row.since.isoformat() != view.args.since:  # there was activity since
        return _draw_inactivity_ended(view, question)
    id = str(question.id)
    row = (
        Button(say("This solved it"), "answers.solved", f"q{id}", "primary"),
        Button(say("Still open"), "questions.still_open", id),
        Button(say("Close"), "questions.close", id, confirm=say("Close it without a solution?")),
    )
    text = say("Nothing has happened here for a while.")
    return Card(say("Is your question solved?"), (Quote(shorten_markup(question.text, 300)), Text(text), Buttons(row)))


@router.on(Click, "questions.still_open")
async def on_question_still_open(event: Click, turn: Turn) -> Reply:
    question = await _lock_unsolved_question(turn, event.value)
    await record_question_activity(turn.store, question)
    await escalation.redraw_escalation_cards(turn.store, build_inactivity_subject(question.id))
    return build_text_reply(turn.say("Question {id} stays open.", id=question.number))


@router.on(Click, "questions.close")
async def on_question_close(event: Click, turn: Turn) -> Reply:
    """Close the question without a solution; its cards and answers stay and say so, and a new answer reopens it."""
    question = await _lock_unsolved_question(turn, event.value)
    question.resting = CLOSED
    await end_inactivity_check(turn.store, question.id)
    await question_escalation.end_question_escalation(turn.store, question.id)
    await turn.store.outbox.refresh_copies(build_question_subject(question.id))
    await source_reactions.refresh_source_reaction(turn.store, question)
    again = Button(turn.say("Reopen"), "questions.still_open", str(question.id))
    text = turn.say("Question {id} is closed without a solution. A new answer opens it again.", id=question.number)
    return Reply(Card("", (Text(text), Buttons((again,)))))


async def _lock_unsolved_question(turn: Turn, value: str) -> Question:
    question = await turn.store.questions.lock(parse_id(value))
    gone = turn.say("I cannot find that question.")
    if question is None:
        raise Missing(gone)
    await rights.need_right(turn, *await rights.list_question_ties(turn, question), missing=gone)
    if question.state not in UNSOLVED:
        raise UserError(turn.say("Question {id} is not open any more.", id=question.number))
    return question


def _draw_inactivity_ended(view: View, question: Question | None) -> Card | None:
    if question is None or not view.delivery.was_told:
        return None
    state = describe_resting_state(question, view.say) or (
        view.say("open") if question.state in UNSOLVED else view.say("resolved")
    )
    text = view.say("Question {id}: {state}.", id=question.number, state=state)
    again = Button(view.say("Still open"), "questions.still_open", str(question.id))
    row = (Buttons((again,)),) if question.resting == STALE else ()
    return Card("", (Text(text, "subtle"), Quote(shorten_markup(question.text, 150)), *row))

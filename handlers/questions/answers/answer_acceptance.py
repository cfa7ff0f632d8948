"""Accept an answer: the asker or a topic lead says which answer solved the question.

They have a minute to undo, and may write an outcome and save a solution.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.button_values import RecordValue
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Quote, Reply, Text, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import describe_answerer
from handlers.library.question_index import index_question
from handlers.questions import inactivity, question_escalation, receipts, source_reactions
from handlers.questions.answers.answer_lifecycle import (
    build_solved_subject,
    leave_solved_state,
    summarise_answer_outcome,
)
from handlers.questions.card_arguments import QuestionReopenedNotice
from handlers.questions.cards import GONE, draw_gone_question, draw_solved_buttons
from handlers.questions.mirroring import redraw_all_answers
from handlers.questions.question_followers import load_visible_question
from storage.kit.parent_locks import lock_parent
from storage.questions.answers import Answer
from storage.questions.questions import PUBLIC, SOLVED, Question

router = Router()
#: Others are told only after this time, so that the solution can be undone.
UNDO = timedelta(seconds=60)


class AnswerAcceptedNotice(CardArguments, frozen=True):
    template = "answers.accepted"

    question: int


@router.on(Click, "answers.solved")
async def on_answer_solved(event: Click, turn: Turn) -> Reply:
    """Accept an answer: "34" accepts answer 34. "q12" asks which answer solved question 12 when there are several."""
    if not event.value.startswith("q"):
        answer, question = await _load_shown_answer(turn, event.value)
        return await accept_answer(turn, question, answer)
    question = await load_visible_question(turn, event.value[1:])
    await rights.need_question_tie(turn, question)
    answers = [
        a for a in await turn.store.answers.list_answers_to_question(question.id) if a.author_id != question.asker_id
    ]
    if len(answers) == 1:
        return await accept_answer(turn, question, answers[0])
    if not answers:
        outcome = Button(turn.say("I solved it myself"), "answers.outcome", str(question.id), "primary")
        return Reply(Card("", (Text(turn.say("Nobody has answered yet.")), Buttons((outcome,)))))
    return Reply(await draw_answer_choice_card(turn, question, answers))


@router.on(Click, "answers.undo")
async def on_answer_undo(event: Click, turn: Turn) -> Reply:
    question = await load_visible_question(turn, event.value)
    await rights.need_question_tie(turn, question)
    reply = await undo_solution(turn, question)
    return Reply() if await outgoing.is_redrawn_message(turn.store, event.place, event.message) else reply


@router.on(Click, "answers.outcome", opens=True)
async def on_outcome_form_open(event: Click, turn: Turn) -> Reply:
    return await draw_outcome_form(turn, await load_visible_question(turn, event.value))


async def draw_outcome_form(turn: Turn, question: Question) -> Reply:
    """Ask whoever may say that the question is solved what solved it."""
    await rights.need_question_tie(turn, question, "answers.outcome")
    hint = turn.say("Two lines are enough. Figures help those who find it later.")
    field = Field("outcome", turn.say("What solved it?"), "text", question.outcome, hint, most=1000)
    return Reply(form=Form(turn.say("Outcome"), "answers.outcome", (field,), turn.say("Save"), str(question.id)))


@router.on(Submission, "answers.outcome")
async def on_outcome_submit(event: Submission, turn: Turn) -> Reply:
    """Store the outcome; an asker also closes a question this way that nobody answered.

    Raises UserError when the text is empty, and Missing for a question that others do not see. Locks the question.
    """
    question = await load_visible_question(turn, event.value)
    await rights.need_question_tie(turn, question)
    text = event.get_text("outcome")
    if not text:
        raise UserError("", {"outcome": turn.say("Write what solved it.")})
    held = await turn.store.questions.lock(question.id)
    if held is None or held.state not in PUBLIC:  # hidden or withdrawn while the form was open
        raise Missing(turn.say("I cannot find that question."))
    held.outcome = text
    if held.state != SOLVED:
        await _mark_question_solved(turn, held)
    await turn.store.outbox.refresh_copies(build_solved_subject(held.id))
    await index_question(turn.store, held)
    await turn.store.outbox.refresh_copies(build_question_subject(held.id))
    save = Button(
        turn.say("Save as solution"), "solutions.write", RecordValue("question", held.id).encode_value(), "primary"
    )
    return Reply(Card("", (Text(turn.say("The outcome is on every card.")), Buttons((save,)))))


async def accept_answer(turn: Turn, question: Question, answer: Answer) -> Reply:
    await rights.need_question_tie(turn, question, "answers.solved")
    shown, held = await lock_parent(turn.store.questions, answer, lambda one: one.question_id)
    if shown is None or held is None or not answer.is_shown or held.state not in PUBLIC:
        raise Missing(turn.say("I cannot find that question."))
    if held.state != SOLVED or held.accepted_answer_id != answer.id:
        held.accepted_answer_id, held.outcome = answer.id, summarise_answer_outcome(answer.text)
        await _mark_question_solved(turn, held)
        await index_question(turn.store, held)
        await turn.store.outbox.refresh_copies(build_question_subject(held.id))
    if turn.person.id == held.asker_id and await receipts.find_live_receipt(turn.store, held):
        return Reply()  # their receipt and the answer say so
    return Reply(await _draw_solved_card(turn, held, answer), replace=False)


async def _mark_question_solved(turn: Turn, question: Question) -> None:
    """Set the question to solved now; others are notified when the minute for undo is over."""
    question.state, question.solved_at, question.solved_by_id = SOLVED, turn.now, turn.person.id
    question.resting = ""
    await source_reactions.refresh_source_reaction(turn.store, question)
    await redraw_all_answers(turn.store, question)
    await question_escalation.end_question_escalation(turn.store, question.id)
    await inactivity.end_inactivity_check(turn.store, question.id)
    answer = await turn.store.answers.find(question.accepted_answer_id)
    people = {person.id: person for person in await turn.store.question_followers.list_question_followers(question.id)}
    for id in (question.asker_id, answer.author_id if answer else None):
        person = await turn.store.people.find(id)
        if person is not None:
            people[person.id] = person
    people.pop(turn.person.id, None)
    if await receipts.find_live_receipt(turn.store, question):
        people.pop(question.asker_id, None)
    for person in people.values():
        await outgoing.post_to_person(
            turn.store,
            person,
            AnswerAcceptedNotice(question.id),
            key=f"question:{question.id}:solved:{turn.now.isoformat()}:{person.id}",
            subject=build_solved_subject(question.id),
            due_at=turn.now + UNDO,
        )


async def undo_solution(turn: Turn, question: Question) -> Reply:
    """Undo the solving: set the question back to open or answered. Idempotent; locks the question."""
    held = await turn.store.questions.lock(question.id)
    if held is None or held.state not in PUBLIC:
        raise Missing(turn.say("I cannot find that question."))
    if held.state != SOLVED:
        return build_text_reply(turn.say("The question is open."), replace=True)
    held.accepted_answer_id, held.outcome = None, ""
    await leave_solved_state(turn.store, held)
    await index_question(turn.store, held)
    await inactivity.record_question_activity(turn.store, held)
    await turn.store.outbox.refresh_copies(build_question_subject(held.id))
    return build_text_reply(turn.say("Undone. Question {id} is open again.", id=held.number), replace=True)


async def _draw_solved_card(turn: Turn, question: Question, answer: Answer) -> Card:
    say = turn.say
    by = await describe_answerer(turn.store, answer, question, say)
    text = say("Question {id} is marked as solved.", id=question.number)
    return Card(say("✅ Solved"), (Text(text), Quote(question.outcome, by), draw_solved_buttons(say, question)))


async def draw_answer_choice_card(turn: Turn, question: Question, answers: Sequence[Answer]) -> Card:
    """Draw a choice among the newest answers: which one solved the question."""
    items = []
    for answer in answers[-8:]:
        by = await describe_answerer(turn.store, answer, question, turn.say)
        button = Button(turn.say("This solved it"), "answers.solved", str(answer.id))
        items.append(Item(by, shorten_text(answer.text, 200), buttons=(button,)))
    return Card(turn.say("Which answer solved it?"), tuple(items))


async def _load_shown_answer(turn: Turn, value: str) -> tuple[Answer, Question]:
    answer = await turn.store.answers.find(parse_id(value))
    if answer is None or not answer.is_shown:
        raise Missing(turn.say("I cannot find that question."))
    return answer, await load_visible_question(turn, str(answer.question_id))


@router.card(AnswerAcceptedNotice)
async def draw_answer_accepted_card(view: View[AnswerAcceptedNotice]) -> Card | None:
    """Draw for the answer's author, the asker and the followers that the question is solved, unless it was undone."""
    question, say = await view.store.questions.find(view.args.question), view.say
    if question is None:
        return None
    if question.state in GONE:
        return draw_gone_question(view, question)
    if question.state != SOLVED:
        text, about = say("Question {id} is no longer solved.", id=question.number), shorten_text(question.text, 200)
        return Card("", (Text(text), Text(about, "subtle"))) if view.delivery.was_told else None
    answer = await view.store.answers.find(question.accepted_answer_id)
    mine = answer is not None and view.person is not None and answer.author_id == view.person.id
    title = (
        say("✅ Your answer solved question {id}", id=question.number)
        if mine
        else say("✅ Question {id} is solved", id=question.number)
    )
    return Card(title, (Text(shorten_text(question.text, 200), "subtle"), Quote(question.outcome)))


@router.card(QuestionReopenedNotice)
async def draw_question_reopened_card(view: View[QuestionReopenedNotice]) -> Card | None:
    question, say = await view.store.questions.find(view.args.question), view.say
    if question is None or question.state == SOLVED:
        return None
    text = (
        say("The answer that solved question {id} was deleted, so it is open again.", id=question.number)
        if view.args.deleted
        else say("Somebody wrote more to question {id}, so it is open again.", id=question.number)
    )
    still = question.accepted_answer_id
    row = (Button(say("Still solved"), "answers.solved", str(still)),) if still else ()
    about = Text(shorten_text(question.text, 200), "subtle")
    return Card("", (Text(text), about, *((Buttons(row),) if row else ())))

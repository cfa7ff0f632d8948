"""Show answered questions in the library: the question, its solution and the outcome."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.chat.button_values import RecordValue
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Quote, Reply, Text
from handlers.chat.errors import Missing
from handlers.chat.events import Click
from handlers.chat.rich_text.plain_text import extract_plain_text, shorten_markup, shorten_text
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import RenderContext, Turn
from handlers.directory.display_names import describe_answerer, describe_asker, describe_question_topics
from handlers.language.document_search import Hit
from handlers.language.matches import Match, add_matched_words
from handlers.library.question_index import build_question_document
from handlers.library.solutions import search_log
from handlers.library.solutions.keywords import format_keywords
from handlers.library.solutions.match_explanations import describe_matches
from storage.kit.database import Store
from storage.questions.questions import OPEN, PUBLIC, SOLVED, Question

router = Router()


@router.on(Click, "questions.show")
async def on_question_show(event: Click, turn: Turn) -> Reply:
    opened = search_log.OpenedRecord.parse_value(event.value)
    question = await find_visible_question(turn, opened.id)
    if question is None:
        raise Missing(turn.say("I cannot find that question."))
    if question.state == SOLVED:
        await search_log.log_opened_record(turn, "question", question.id, opened.searched)
    say = turn.say
    parts: list[Part] = [
        Quote(question.text, await describe_asker(turn.store, question, say)),
        await _draw_question_summary(turn, question),
    ]
    parts += await _draw_question_outcome(turn, question)
    if question.keywords:
        parts.append(Text(say("Keywords: {words}", words=format_keywords(question.keywords)), "subtle"))
    id, value = str(question.id), RecordValue("question", question.id).encode_value()
    row = [Button(say("Follow"), "questions.follow", id)]
    if question.state == SOLVED:
        row.append(Button(say("Save as solution"), "solutions.write", value))
        if await rights.may_lead_topic(turn, question.topic_id):
            row.append(Button(say("Keywords"), "searches.keywords", value))
    else:
        row.insert(0, Button(say("Answer"), "answers.write", id, "primary"))
    row.append(Button(say("Change or report"), "questions.more", id))
    return Reply(Card(say("Question {id}", id=question.number), (*parts, Buttons(tuple(row)))))


async def draw_question_hit(turn: Turn, id: int, why: Sequence[Match], value: str) -> Item | None:
    """Draw one hit whose button carries the value; None for a question gone or not visible to this person."""
    question = await find_visible_question(turn, id)
    if question is None:
        return None
    say = turn.say
    organisation = None
    if not question.anonymous:
        organisation = await turn.store.organisations.find(question.organisation_id)
    text = question.outcome or await _find_latest_answer(turn, question)
    matches = describe_matches(say, add_matched_words(why, (await build_question_document(turn.store, question)).text))
    notes = " · ".join(
        filter(
            None, (await describe_question_progress(turn, question), organisation.name if organisation else "", matches)
        )
    )
    title = say("Question {id}: {text}", id=question.number, text=shorten_text(question.text, 120))
    show = Button(say("Show"), "questions.show", value)
    return Item(title, shorten_text(text, 80), notes, (show,), code=f"#{question.number}")


async def drop_questions_shown_as_solutions(store: Store, hits: Sequence[Hit]) -> list[Hit]:
    """Drop questions whose solution is among the hits: the reader would see the same text twice."""
    solutions = [hit.id for hit in hits if hit.kind == "solution"]
    if not solutions or not any(hit.kind == "question" for hit in hits):
        return list(hits)
    shown = await store.solutions.list_source_questions(solutions)
    return [hit for hit in hits if hit.kind != "question" or hit.id not in shown]


async def find_numbered_question(turn: Turn, number: int) -> Question | None:
    """Return a published question by the number that people know it by, for a member of its audience."""
    found = await turn.store.questions.find_question_by_number(number)
    return await find_visible_question(turn, found.id) if found is not None else None


async def find_visible_question(turn: Turn, id: int | None) -> Question | None:
    """Return a published question for a member of its audience, else None."""
    question = await turn.store.questions.find(id)
    if question is None or question.state not in PUBLIC or not question.text:
        return None
    return question if await rights.is_visible_to_member(turn.store, turn.person, question) else None


async def _find_latest_answer(turn: Turn, question: Question) -> str:
    """Return the text of the accepted answer, or of the last one."""
    answer = await turn.store.answers.find(question.accepted_answer_id)
    if answer is None and question.state != OPEN:
        answer = next(reversed(await turn.store.answers.list_answers_to_question(question.id)), None)
    return answer.text if answer and answer.deleted_at is None else ""


async def _draw_question_summary(turn: Turn, question: Question) -> Text:
    topic = await describe_question_topics(turn.store, question, turn.say)
    return Text(f"{topic} · {await describe_question_progress(turn, question)}", "subtle")


async def describe_question_progress(context: RenderContext, question: Question) -> str:
    """Describe the progress of the question, for a line below it."""
    return (await describe_progress_of_questions(context, [question]))[question.id]


async def describe_progress_of_questions(context: RenderContext, questions: Sequence[Question]) -> dict[int, str]:
    """Return question id -> its progress, for the lines of a list."""
    answered = [one.id for one in questions if one.state not in (OPEN, SOLVED)]
    counts = await context.store.answers.count_answers_by_question(answered) if answered else {}
    return {one.id: _describe_progress(context.say, one, counts.get(one.id, 0)) for one in questions}


def _describe_progress(say: Say, question: Question, answers: int) -> str:
    if question.state == OPEN:
        return say("unanswered")
    if question.state != SOLVED:
        return say.many("{n} answer", "{n} answers", answers)
    if question.solved_at is None:
        return say("✅ Solved")
    return say("✅ solved {day}", day=say.format_day(question.solved_at))


async def _draw_question_outcome(turn: Turn, question: Question) -> list[Part]:
    """Draw the accepted answer, and the outcome if it says more than the beginning of that answer."""
    answer = await turn.store.answers.find(question.accepted_answer_id)
    parts: list[Part] = []
    if answer is not None and answer.deleted_at is None:
        by = await describe_answerer(turn.store, answer, question, turn.say)
        parts += [Text(turn.say("What solved it:"), "strong"), Quote(answer.text, by)]
    if question.outcome and (answer is None or question.outcome != shorten_markup(answer.text, 300)):
        parts += [Text(turn.say("How it went:"), "strong"), Text(extract_plain_text(question.outcome))]
    return parts

"""Find likely originals of a question, and link the question to the one that somebody says is the same."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Quote, Reply, Text, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.rich_text.plain_text import extract_plain_text, shorten_markup, shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.display_names import describe_question_topics
from handlers.language.document_search import SUGGEST, Hit, search_documents
from handlers.language.duplicates import LIKELY, SURE, compute_duplicate_probability
from handlers.library.question_index import index_question
from handlers.library.solutions.solved_questions import describe_question_progress
from handlers.questions import inactivity, question_escalation
from handlers.questions.button_values import DuplicateLink
from handlers.questions.duplicate_notices import notify_duplicate_marked
from handlers.questions.question_followers import load_visible_question
from storage.kit.database import Store
from storage.questions.questions import PUBLIC, Question
from storage.search.search_index import SearchScope

router = Router()
#: maximum number of duplicates shown before a question is sent, and offered to somebody who reports a duplicate
KNOWN, ORIGINALS = 3, 5
#: maximum number of hits looked at; minimum share of the question in a hit; maximum number of hits compared in an event
LOOKED_AT, FLOOR, COMPARED = 20, 0.1, 3


async def find_known_answers(turn: Turn, text: str) -> list[Hit]:
    """Find what may spare the asker the question.

    A question that waits for the same answer comes first, then what is answered.
    """
    viewer = await turn.store.audiences.build_viewer(turn.person)
    scope = SearchScope(levels=rights.list_solution_levels(turn.person), sight=viewer)
    hits = await search_documents(turn.store, text, scope, limit=LOOKED_AT, floor=SUGGEST, meanings=turn.meanings)
    waiting = [hit for hit in hits if hit.unanswered][:COMPARED]
    questions = await turn.store.questions.map_questions_by_id([hit.id for hit in waiting])
    same = [
        hit
        for hit in waiting
        if compute_duplicate_probability(text, extract_plain_text(questions[hit.id].text)) >= SURE
    ]
    return [*same[:1], *(hit for hit in hits if not hit.unanswered)][:KNOWN]


async def list_likely_originals(turn: Turn, question: Question) -> list[Question]:
    """List questions that probably ask the same, the most alike first, the newest among equals."""
    store, asked = turn.store, extract_plain_text(question.text)
    viewer = await store.audiences.build_viewer(turn.person)
    scope = SearchScope(("question",), rights.list_solution_levels(turn.person), sight=viewer)
    hits = await search_documents(store, asked, scope, limit=LOOKED_AT, floor=FLOOR, meanings=turn.meanings)
    others = await store.questions.map_questions_by_id([hit.id for hit in hits if hit.id != question.id])
    alike = [
        (round(compute_duplicate_probability(asked, extract_plain_text(other.text)), 1), id, other)
        for id, other in others.items()
        if other.state in PUBLIC and other.duplicate_of_id is None
    ]
    found = sorted((one for one in alike if one[0] >= LIKELY), key=lambda one: (-one[0], -one[1]))
    return [other for _, _, other in found[:ORIGINALS]]


async def offer_likely_originals(turn: Turn, question: Question) -> Reply:
    """Offer a button for each likely original, and a form for its number where the bot does not know it."""
    found, say = await list_likely_originals(turn, question), turn.say
    if not found:
        return Reply(form=_draw_duplicate_number_form(turn, question))
    items: list[Part] = [Quote(shorten_markup(question.text, 300))]
    for other in found:
        topic = await describe_question_topics(turn.store, other, say)
        title = say("Question {id}: {text}", id=other.number, text=shorten_text(other.text, 120))
        row = (
            Button(say("It is this one"), "questions.join", DuplicateLink(question.id, other.id).encode_value()),
            Button(say("Show"), "questions.show", str(other.id)),
        )
        items.append(Item(title, "", f"{topic} · {await describe_question_progress(turn, other)}", row))
    another = Button(say("Another number"), "questions.number", str(question.id))
    return Reply(Card(say("Which question is it the same as?"), (*items, Buttons((another,)))))


@router.on(Click, "questions.number", opens=True)
async def on_duplicate_number_open(event: Click, turn: Turn) -> Reply:
    return Reply(form=_draw_duplicate_number_form(turn, await _lock_steered_question(turn, event.value)))


@router.on(Click, "questions.join")
async def on_duplicate_join(event: Click, turn: Turn) -> Reply:
    """Link two questions: "12:7" means that question 12 is the same as question 7."""
    link = DuplicateLink.parse_value(event.value)
    question = await _lock_steered_question(turn, str(link.question))
    return await mark_duplicate(turn, question, await load_visible_question(turn, str(link.original)))


@router.on(Submission, "questions.duplicate")
async def on_duplicate_number_submit(event: Submission, turn: Turn) -> Reply:
    question = await _lock_steered_question(turn, event.value)
    digits = "".join(filter(str.isdecimal, event.get_text("number")))
    other = await turn.store.questions.find_question_by_number(int(digits)) if 0 < len(digits) < 9 else None
    there = other is not None and other.state in PUBLIC and await rights.is_visible_to(turn.store, turn.person, other)
    if other is None or not there or other.id == question.id:
        raise UserError("", {"number": turn.say("I find no other question with that number.")})
    return await mark_duplicate(turn, question, other)


@router.on(Click, "questions.apart")
async def on_duplicate_part(event: Click, turn: Turn) -> Reply:
    return await unmark_duplicate(turn, await _lock_steered_question(turn, event.value))


async def mark_duplicate(turn: Turn, question: Question, other: Question) -> Reply:
    """Mark the question as a duplicate of the other one's original.

    Both cards name each other, the asker hears of the original's answers, and the escalation of this question
    ends. Its answers stay, and its followers are asked whether to follow the original. Raises UserError when the
    original points to this question or is not public, or its asker may not see it.
    """
    say, original = turn.say, await _follow_to_original(turn.store, other)
    if original.state not in PUBLIC or original.id == question.id:
        text = say("Question {other} points to question {id} already.", other=other.number, id=question.number)
        raise UserError(text, {"number": text})
    if not await _may_asker_see(turn.store, question, original):
        text = say("Whoever asked question {id} may not see question {other}, so each waits for answers of its own.",
                   id=question.number, other=original.number)  # fmt: skip
        raise UserError(text, {"number": text})
    if question.duplicate_of_id != original.id:
        await _link_duplicate(turn, question, original)
    text = say("Question {id} now points to question {other}.", id=question.number, other=original.number)
    undo = Button(say("It is not the same"), "questions.apart", str(question.id))
    return Reply(Card("", (Text(text), Buttons((undo,)))), replace=True)


async def _link_duplicate(turn: Turn, question: Question, original: Question) -> None:
    store = turn.store
    for one in (question, *await _list_duplicates(store, question)):
        if not await _may_asker_see(store, one, original):
            await unlink_duplicate(store, one)
            continue
        one.duplicate_of_id = original.id
        await store.outbox.refresh_copies(build_question_subject(one.id))
    await store.outbox.refresh_copies(build_question_subject(original.id))
    await index_question(store, question)
    await question_escalation.end_question_escalation(store, question.id)
    await inactivity.end_inactivity_check(store, question.id)
    await notify_duplicate_marked(turn, question, original)


async def unmark_duplicate(turn: Turn, question: Question) -> Reply:
    await unlink_duplicate(turn.store, question)
    return build_text_reply(turn.say("Question {id} is a separate question again.", id=question.number), replace=True)


async def unlink_duplicate(store: Store, question: Question) -> None:
    """Remove the link to the original: the question waits for answers of its own again."""
    original, question.duplicate_of_id = question.duplicate_of_id, None
    if original is None:
        return
    for id in (question.id, original):
        await store.outbox.refresh_copies(build_question_subject(id))
    await index_question(store, question)
    await question_escalation.resume_question_escalation(store, question)
    await inactivity.record_question_activity(store, question)


async def unlink_all_duplicates(store: Store, original: Question) -> None:
    """Remove the links of all duplicates when their original is withdrawn: each waits for its own answers."""
    for question in await _list_duplicates(store, original):
        await unlink_duplicate(store, question)


async def part_unseen_duplicates(store: Store, original: Question) -> None:
    """Remove the links of duplicates whose askers see the original no longer: they would hear of no answer."""
    for question in await _list_duplicates(store, original):
        if not await _may_asker_see(store, question, original):
            await unlink_duplicate(store, question)


async def _list_duplicates(store: Store, original: Question) -> list[Question]:
    found = await store.questions.map_questions_by_id(await store.questions.list_duplicate_ids(original.id))
    return list(found.values())


async def _may_asker_see(store: Store, question: Question, original: Question) -> bool:
    asker = await store.people.find(question.asker_id)
    return asker is None or await rights.is_visible_to(store, asker, original)


async def _follow_to_original(store: Store, question: Question) -> Question:
    """Return the question that this one points to in the end, or the question itself."""
    seen = {question.id}
    while question.duplicate_of_id is not None and question.duplicate_of_id not in seen:
        seen.add(question.duplicate_of_id)
        found = await store.questions.find(question.duplicate_of_id)
        if found is None:
            break
        question = found
    return question


async def _lock_steered_question(turn: Turn, value: str) -> Question:
    question = await load_visible_question(turn, value, lock=True)
    if question.state not in PUBLIC:
        raise Missing(turn.say("I cannot find that question."))
    await rights.need_question_tie(turn, question)
    return question


def _draw_duplicate_number_form(turn: Turn, question: Question) -> Form:
    say, words = turn.say, shorten_text(question.text, 200)
    hint = say("It is on its card: Question 12.")
    number = Field("number", say("The number of the other question"), hint=hint)
    title = say("Question {id}", id=question.number)
    return Form(title, "questions.duplicate", (number,), say("Link them"), str(question.id), note=words)


async def build_duplicate_option(turn: Turn, question: Question) -> tuple[str, str]:
    """Return the option that marks the question as a duplicate, or the one that removes the mark."""
    if question.duplicate_of_id is None:
        return ("duplicate", turn.say("It is the same as another question"))
    other = await turn.store.questions.find_question_number(question.duplicate_of_id)
    return ("apart", turn.say("It is not the same as question {id}", id=other))

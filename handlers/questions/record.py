"""Register the record kind of questions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.arena_modes import PRACTICAL
from handlers.chat.button_values import RecordValue
from handlers.chat.cards import Item
from handlers.chat.record_codes import RecordCodes
from handlers.chat.record_erasure import Erasure
from handlers.chat.record_kinds import RecordKind, SearchSupport, SentRecord
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.turn import Turn
from handlers.language.document_search import Document, Hit
from handlers.library.question_index import build_question_document, is_question_searchable
from handlers.library.solutions import solved_questions
from handlers.questions import triage_escalation
from handlers.questions.cards import schedule_question_cards
from handlers.questions.mirroring import catch_up_room_threads
from handlers.questions.question_erasure import retract_questions
from handlers.questions.question_moderation import QuestionModeration
from handlers.questions.triage_escalation import QuestionTriageCard
from storage.directory.people import Person
from storage.directory.topics import Topic
from storage.kit.database import Store
from storage.questions.questions import DRAFT, WITHDRAWN, Question

#: what cards call a question, in every language and as it is typed without its letters
WORDS = frozenset(("spørsmål", "sporsmal", "spoersmaal", "spoersmål", "question"))
#: maximum number of questions examined when a room is linked or somebody joins the secretariat
MOST_WAITING = 100


async def _find_questions_shown(store: Store, args: Mapping[str, Any]) -> AsyncIterator[Question]:
    """Yield the questions on a card; a card that shows an answer shows the answer's question."""
    answer = args.get("answer")
    shown = await store.card_subjects.load_answer(answer) if answer is not None else None
    for id in (args.get("question"), args.get("other"), shown.answer.question_id if shown else None):
        subject = await store.card_subjects.load_question(id) if id is not None else None
        if subject is not None:
            yield subject.question


async def _write_question_documents(store: Store, questions: Sequence[Question]) -> list[Document]:
    return [
        await build_question_document(store, question) for question in questions if is_question_searchable(question)
    ]


async def _draw_question_hit(turn: Turn, hit: Hit, value: str) -> Item | None:
    return await solved_questions.draw_question_hit(turn, hit.id, hit.why, value)


async def _find_question_sending(turn: Turn, id: int) -> SentRecord | None:
    question = await turn.store.questions.find(id)
    if question is None or question.state in (DRAFT, WITHDRAWN):
        return None
    mine = (rights.ASKER,) if turn.person.id == question.asker_id else ()
    topics = {topic for topic in (question.topic_id, question.second_topic_id) if topic is not None}
    title = turn.say("Question {id}", id=question.number)
    return SentRecord(
        RecordValue("question", id), build_question_subject(id), title, frozenset(topics), mine, question.reach_id
    )


async def _send_waiting_questions(store: Store, topics: Sequence[Topic]) -> None:
    """Send the questions that the secretariat holds because these topics had no room."""
    ids = {topic.id for topic in topics}
    for question in await store.questions.list_triage_questions(limit=MOST_WAITING):
        if question.topic_id in ids:
            question.publish_at = store.now
            await schedule_question_cards(store, question)


async def _show_unplaced_questions(store: Store, person: Person, _first: bool) -> None:
    """Show the person the questions without a room, and begin to remind of them."""
    rooms = await store.rooms.list_triage_rooms()
    for question in await store.questions.list_triage_questions(limit=MOST_WAITING):
        await triage_escalation.resume_triage_escalation(store, question)
        if not rooms:
            key = f"question:{question.id}:{question.sendings}:triage:{person.id}"
            await outgoing.post_to_person(
                store, person, QuestionTriageCard(question.id), key=key, subject=build_question_subject(question.id)
            )


QUESTION = RecordKind(
    name="question",
    label=lambda say: say("Question"),
    table=Question,
    find=lambda store, key: store.questions.find(key),
    list_writers=lambda question: (question.asker_id,),
    find_shown=_find_questions_shown,
    search=SearchSupport(PRACTICAL, _write_question_documents, _draw_question_hit, "questions.show"),
    codes=RecordCodes(
        "#", lambda number: f"#{number}", solved_questions.find_numbered_question, "questions.show", WORDS
    ),
    moderation=QuestionModeration(),
    erasure=Erasure(retract_questions),
    find_sending=_find_question_sending,
    show_to_secretariat=_show_unplaced_questions,
    catch_up_room=catch_up_room_threads,
    send_waiting=_send_waiting_questions,
)
KINDS = (QUESTION,)

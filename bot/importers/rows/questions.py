"""Map published questions to rows: the asker, unless anonymous, and the answers.

A question that is there already stays as it is. No file says who asked anonymously: such a question has
no asker where it is loaded. Files in messages and reactions stay where they are, too. Nobody is asked
about what is loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.importers.file_kinds import FileKind
from bot.importers.rows.columns import (
    ColumnMapping,
    FlagColumn,
    ReferenceColumn,
    TextColumn,
    TextListColumn,
    TimeColumn,
    locate_row_error,
    read_row_objects,
)
from bot.importers.rows.record_names import RecordNames, get_stand_in_person, load_record_names
from handlers.access.visibility.audience_format import format_audience, parse_audience
from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import Row, parse_number_field, parse_text_field, parse_texts_field
from handlers.chat.say import LANGUAGES
from handlers.chat.turn import Arena
from handlers.language import detect_language
from handlers.library.question_index import index_question
from handlers.questions import inactivity, question_escalation, triage_escalation
from storage.kit.database import Store
from storage.questions.answers import Answer
from storage.questions.questions import CLOSED, OPEN, PUBLIC, STALE, TRIAGE, Question

QUESTION = ColumnMapping(
    {
        "topic": ("topic_id", ReferenceColumn("topics")),
        "second_topic": ("second_topic_id", ReferenceColumn("topics")),
        "lang": ("language", TextColumn(2, choices=("", *LANGUAGES))),
        "text": ("text", TextColumn()),
        "state": ("state", TextColumn(choices=("", *PUBLIC, TRIAGE))),
        "organisation": ("organisation_id", ReferenceColumn("organisations")), "anonymous": ("anonymous", FlagColumn()),
        "edited": ("edited_at", TimeColumn()), "published": ("published_at", TimeColumn()),
        "solved": ("solved_at", TimeColumn()),
        "solved_by": ("solved_by_id", ReferenceColumn("people")), "outcome": ("outcome", TextColumn()),
        "solution": ("solved_by_solution_id", ReferenceColumn("solutions")), "keywords": ("keywords", TextListColumn()),
        "resting": ("resting", TextColumn(choices=("", STALE, CLOSED))), "everywhere": ("everywhere", FlagColumn()),
    },
    ("id", "asker", "created", "reach", "answers", "accepted", "duplicate_of", "followers"),
)  # fmt: skip
ANSWER = ColumnMapping(
    {
        "organisation": ("organisation_id", ReferenceColumn("organisations")), "text": ("text", TextColumn()),
        "platform": ("platform", TextColumn(16)), "edited": ("edited_at", TimeColumn()),
    },
    ("author", "by_asker", "at"),
)  # fmt: skip
MOMENT, PERSON = TimeColumn(), ReferenceColumn("people")
#: placeholders for people who are in no file: people who have left, and anonymous askers
LEFT, UNNAMED = 0, 1
LARGEST = 2**31 - 1


async def export_question_rows(store: Store) -> list[dict[str, Any]]:
    """Return questions oldest first; times in UTC.

    Neither drafts nor withdrawn questions are exported; of the answers only their number.
    """
    names, rows = await load_record_names(store), []
    for question in await store.questions.list_published_questions():
        named = not question.anonymous
        rows.append(
            {
                "id": question.number, "topic": names.find_code("topics", question.topic_id), "lang": question.language,
                "text": question.text, "state": question.state, "anonymous": question.anonymous,
                "asker": names.find_code("people", question.asker_id) if named else "",
                "organisation": names.find_code("organisations", question.organisation_id) if named else "",
                "published": _format_question_time(question.published_at),
                "solved": _format_question_time(question.solved_at),
                "reach": await format_audience(store, question.reach_id),
                "answers": await store.answers.count_answers(question.id), "outcome": question.outcome,
            }
        )  # fmt: skip
    return rows


def _format_question_time(when: datetime | None) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ") if when else ""


async def export_questions_with_answers(store: Store) -> list[dict[str, Any]]:
    """Return questions that are published or with the secretariat, with all their answers."""
    names = await load_record_names(store)
    found = [
        *await store.questions.list_published_questions(),
        *await store.bulk_rows.list_rows_with_value(Question.state, TRIAGE),
    ]
    return [await _write_question(store, question, names) for question in found]


async def _write_question(store: Store, question: Question, names: RecordNames) -> dict[str, Any]:
    hidden = question.asker_id if question.anonymous else 0
    answers = await store.answers.list_answers_to_question(question.id)
    accepted = [n for n, answer in enumerate(answers, 1) if answer.id == question.accepted_answer_id]
    people = await store.question_followers.list_question_followers(question.id)
    followers = [names.find_code("people", one.id) for one in people if one.id != hidden]
    row = QUESTION.write_columns(question, names) | {
        "id": question.number, "asker": "" if hidden else names.find_code("people", question.asker_id),
        "created": MOMENT.write_column_value(question.created_at, names),
        "reach": await format_audience(store, question.reach_id),
        "duplicate_of": await store.questions.find_question_number(question.duplicate_of_id),
        "accepted": accepted[0] if accepted else None, "followers": sorted(filter(None, followers)),
        "answers": [_write_question_answer(answer, question, names) for answer in answers],
    }  # fmt: skip
    if question.solved_by_id == hidden:
        row["solved_by"] = ""
    return row | ({"organisation": ""} if hidden else {})


def _write_question_answer(answer: Answer, question: Question, names: RecordNames) -> dict[str, Any]:
    """Write an answer. An anonymous asker's own answer carries no name."""
    unnamed = question.anonymous and answer.author_id == question.asker_id
    author = "" if unnamed else names.find_code("people", answer.author_id)
    row = ANSWER.write_columns(answer, names) | {
        "author": author,
        "at": MOMENT.write_column_value(answer.created_at, names),
    }
    return row | ({"by_asker": True, "organisation": ""} if unnamed else {})


async def seed_question_rows(store: Store, _arena: Arena, rows: Sequence[Row]) -> list[RowError | None]:
    """Add the questions that are not there.

    Questions that point to one another are in the same file, in any order.
    """
    names, errors, new = await load_record_names(store), list[RowError | None](), list[tuple[int, Row, Question]]()
    for place, row in enumerate(rows):
        try:
            added = await _add_question(store, row, names)
            new += [(place, row, added)] if added is not None else []
            errors.append(None)
        except RowError as error:
            errors.append(error)
    for place, row, question in new:
        try:
            await _link_question(store, row, question, names)
        except RowError as error:
            errors[place] = error
    return errors


async def _add_question(store: Store, row: Row, names: RecordNames) -> Question | None:
    values, known_by = QUESTION.read_columns(row, names), parse_number_field(row, "id", most=LARGEST)
    if not known_by:
        raise RowError("id", "must be the number that people know the question by, such as 12")
    if "text" not in row:  # it is empty after its retention time
        raise RowError("text", "is required")
    values["state"] = values.get("state") or OPEN
    values["language"] = values.get("language") or detect_language(values["text"])
    created = MOMENT.read_column_value(row, "created", names) or values.get("published_at") or store.now
    there = await store.questions.find_question_by_number(known_by)
    if there is not None:
        if there.text and there.text != values["text"] and there.created_at != created:
            raise RowError("id", f"question {known_by} is another one here")
        return None
    audience = await parse_audience(store, parse_text_field(row, "reach", most=1000) or "all")
    asker = PERSON.read_column_value(row, "asker", names)
    if asker is None:
        asker = await get_stand_in_person(store, UNNAMED if values.get("anonymous") else LEFT)
    question = await store.bulk_rows.insert_row(
        Question(
            **{"published_at": created if values["state"] in PUBLIC else None} | values, number=known_by,
            asker_id=asker, created_at=created, reach_id=audience.id if audience else None, origin={},
            suggested=[], guess=[],
        )
    )  # fmt: skip
    await store.bulk_rows.raise_sequence(Question.number, known_by)
    names.add_names("questions", [(question.id, known_by)])
    await _add_question_answers(store, row, question, names)
    for code in parse_texts_field(row, "followers", most=64):
        await store.question_followers.follow_question(question.id, names.load_id("people", code, "followers"))
    return question


async def _add_question_answers(store: Store, row: Row, question: Question, names: RecordNames) -> None:
    accepted, answers = parse_number_field(row, "accepted"), []
    for n, one in read_row_objects(row, "answers"):
        try:
            values, at = (
                ANSWER.read_columns(one, names),
                MOMENT.read_column_value(one, "at", names) or question.created_at,
            )
            author = question.asker_id if one.get("by_asker") else PERSON.read_column_value(one, "author", names)
        except RowError as error:
            raise locate_row_error("answers", n, error) from error
        author = author or await get_stand_in_person(store, LEFT)
        values = {"platform": ""} | values
        new = Answer(**values, question_id=question.id, author_id=author, created_at=at)
        answers.append(await store.bulk_rows.insert_row(new))
    if accepted:
        if accepted > len(answers):
            raise RowError("accepted", "must say which of the answers solved it: 1 for the first")
        question.accepted_answer_id = answers[accepted - 1].id


async def _link_question(store: Store, row: Row, question: Question, names: RecordNames) -> None:
    """Link the question to its original and end its escalations: nobody has asked it just now.

    Only its inactivity is counted from here.
    """
    other = parse_text_field(row, "duplicate_of", most=12)
    question.duplicate_of_id = names.load_id("questions", other, "duplicate_of") if other else None
    for kind in (question_escalation.KIND, triage_escalation.KIND):
        await store.escalations.begin_escalations(kind, {question.id: store.now})
        await store.escalations.end_escalation(kind, question.id)
    if question.state in inactivity.UNSOLVED:
        await store.escalations.begin_escalations(inactivity.KIND, {question.id: store.now + inactivity.QUIET})
    await store.session.flush()
    await index_question(store, question)


FILE = FileKind(
    name="questions",
    seed=seed_question_rows,
    export=export_question_rows,
    export_whole=export_questions_with_answers,
    together=True,
    fields={"": QUESTION, "answers": ANSWER},
)

"""Questions as rows: those that are out, with who asked unless they asked anonymously, and what was answered.

A question that is there already stays as it is there. Who asked anonymously is in no file: where it is loaded, nobody
has asked it. Nor are files in messages and reactions, which stay where they are. Nobody is asked about what is loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.importers.rows.columns import Flag, Moment, Named, Part, Several, Words, read_parts, within
from bot.importers.rows.naming import Names, find_names, find_stand_in
from handlers.access.reaches.writing import read, written
from handlers.chat.rows import RowError
from handlers.chat.rows.fields import Row, number, text, texts
from handlers.chat.say import LANGUAGES
from handlers.language import language_of
from handlers.library.indexing import index
from handlers.questions import escalating, quieting, unplaced
from storage.kit.database import Store
from storage.questions.answers import Answer
from storage.questions.questions import CLOSED, OPEN, PUBLIC, STALE, TRIAGE, Question

QUESTION = Part(
    {
        "topic": ("topic_id", Named("topics")), "second_topic": ("second_topic_id", Named("topics")),
        "lang": ("language", Words(2, choices=("", *LANGUAGES))),
        "text": ("text", Words()),
        "state": ("state", Words(choices=("", *PUBLIC, TRIAGE))),
        "organisation": ("organisation_id", Named("organisations")), "anonymous": ("anonymous", Flag()),
        "edited": ("edited_at", Moment()), "published": ("published_at", Moment()), "solved": ("solved_at", Moment()),
        "solved_by": ("solved_by_id", Named("people")), "outcome": ("outcome", Words()),
        "solution": ("solved_by_solution_id", Named("solutions")), "keywords": ("keywords", Several()),
        "resting": ("resting", Words(choices=("", STALE, CLOSED))), "everywhere": ("everywhere", Flag()),
    },
    ("id", "asker", "created", "reach", "answers", "accepted", "duplicate_of", "followers"),
)  # fmt: skip
ANSWER = Part(
    {
        "organisation": ("organisation_id", Named("organisations")), "text": ("text", Words()),
        "platform": ("platform", Words(16)), "edited": ("edited_at", Moment()),
    },
    ("author", "by_asker", "at"),
)  # fmt: skip
MOMENT, PERSON = Moment(), Named("people")
#: of people who are in no file: who has left, and who asks anonymously
LEFT, UNNAMED = 0, 1
LARGEST = 2**31 - 1


async def export_rows(store: Store) -> list[dict[str, Any]]:
    """Oldest first; times in UTC. Neither drafts nor what was taken back; of the answers their number."""
    names, rows = await find_names(store), []
    for question in await store.questions.published():
        named = not question.anonymous
        rows.append(
            {
                "id": question.number, "topic": names.code("topics", question.topic_id), "lang": question.language,
                "text": question.text, "state": question.state, "anonymous": question.anonymous,
                "asker": names.code("people", question.asker_id) if named else "",
                "organisation": names.code("organisations", question.organisation_id) if named else "",
                "published": _time(question.published_at), "solved": _time(question.solved_at),
                "reach": await written(store, question.reach_id),
                "answers": await store.answers.count(question.id), "outcome": question.outcome,
            }
        )  # fmt: skip
    return rows


def _time(when: datetime | None) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ") if when else ""


async def export_whole(store: Store) -> list[dict[str, Any]]:
    """Those that are out or with the secretariat, with all that is said in them."""
    names = await find_names(store)
    found = [*await store.questions.published(), *await store.bulk.find_where(Question.state, TRIAGE)]
    return [await _write(store, question, names) for question in found]


async def _write(store: Store, question: Question, names: Names) -> dict[str, Any]:
    hidden = question.asker_id if question.anonymous else 0
    answers = await store.answers.to(question.id)
    accepted = [n for n, answer in enumerate(answers, 1) if answer.id == question.accepted_answer_id]
    followers = [names.code("people", one.id) for one in await store.questions.followers(question.id)
                 if one.id != hidden]  # fmt: skip
    row = QUESTION.write(question, names) | {
        "id": question.number, "asker": "" if hidden else names.code("people", question.asker_id),
        "created": MOMENT.write(question.created_at, names), "reach": await written(store, question.reach_id),
        "duplicate_of": await store.questions.number(question.duplicate_of_id),
        "accepted": accepted[0] if accepted else None, "followers": sorted(filter(None, followers)),
        "answers": [_write_answer(answer, question, names) for answer in answers],
    }  # fmt: skip
    if question.solved_by_id == hidden:
        row["solved_by"] = ""
    return row | ({"organisation": ""} if hidden else {})


def _write_answer(answer: Answer, question: Question, names: Names) -> dict[str, Any]:
    """What an anonymous asker adds gives no name away."""
    unnamed = question.anonymous and answer.author_id == question.asker_id
    author = "" if unnamed else names.code("people", answer.author_id)
    row = ANSWER.write(answer, names) | {"author": author, "at": MOMENT.write(answer.created_at, names)}
    return row | ({"by_asker": True, "organisation": ""} if unnamed else {})


async def seed_rows(store: Store, rows: Sequence[Row]) -> list[RowError | None]:
    """Add the questions that are not there. Those that point to one another are in the same file, in any order."""
    names, errors, new = await find_names(store), list[RowError | None](), list[tuple[int, Row, Question]]()
    for place, row in enumerate(rows):
        try:
            added = await _add(store, row, names)
            new += [(place, row, added)] if added is not None else []
            errors.append(None)
        except RowError as error:
            errors.append(error)
    for place, row, question in new:
        try:
            await _tie(store, row, question, names)
        except RowError as error:
            errors[place] = error
    return errors


async def _add(store: Store, row: Row, names: Names) -> Question | None:
    values, known_by = QUESTION.read(row, names), number(row, "id", most=LARGEST)
    if not known_by:
        raise RowError("id", "must be the number that people know the question by, such as 12")
    if "text" not in row:  # it is empty once its words have served their time
        raise RowError("text", "is required")
    values["state"] = values.get("state") or OPEN
    values["language"] = values.get("language") or language_of(values["text"])
    created = MOMENT.read(row, "created", names) or values.get("published_at") or store.now
    there = await store.questions.by_number(known_by)
    if there is not None:
        if there.text and there.text != values["text"] and there.created_at != created:
            raise RowError("id", f"question {known_by} is another one here")
        return None
    reach = await read(store, text(row, "reach", most=1000) or "all")
    asker = PERSON.read(row, "asker", names)
    if asker is None:
        asker = await find_stand_in(store, UNNAMED if values.get("anonymous") else LEFT)
    question = await store.bulk.add(
        Question(
            **{"published_at": created if values["state"] in PUBLIC else None} | values, number=known_by,
            asker_id=asker, created_at=created, reach_id=reach.id if reach else None, origin={}, suggested=[], guess=[],
        )
    )  # fmt: skip
    await store.bulk.count_from(Question.number, known_by)
    names.know("questions", [(question.id, known_by)])
    await _add_answers(store, row, question, names)
    for code in texts(row, "followers", most=64):
        await store.questions.follow(question.id, names.id("people", code, "followers"))
    return question


async def _add_answers(store: Store, row: Row, question: Question, names: Names) -> None:
    accepted, answers = number(row, "accepted"), []
    for n, one in read_parts(row, "answers"):
        try:
            values, at = ANSWER.read(one, names), MOMENT.read(one, "at", names) or question.created_at
            author = question.asker_id if one.get("by_asker") else PERSON.read(one, "author", names)
        except RowError as error:
            raise within("answers", n, error) from error
        author = author or await find_stand_in(store, LEFT)
        values = {"platform": ""} | values
        new = Answer(**values, question_id=question.id, author_id=author, created_at=at)
        answers.append(await store.bulk.add(new))
    if accepted:
        if accepted > len(answers):
            raise RowError("accepted", "must say which of the answers solved it: 1 for the first")
        question.accepted_answer_id = answers[accepted - 1].id


async def _tie(store: Store, row: Row, question: Question, names: Names) -> None:
    """Nobody is asked about it, since nobody has asked it now; only its own silence is counted from here."""
    other = text(row, "duplicate_of", most=12)
    question.duplicate_of_id = names.id("questions", other, "duplicate_of") if other else None
    for kind in (escalating.KIND, unplaced.KIND):
        await store.chains.begin(kind, {question.id: store.now})
        await store.chains.end(kind, question.id)
    if question.state in quieting.UNSOLVED:
        await store.chains.begin(quieting.KIND, {question.id: store.now + quieting.QUIET})
    await store.session.flush()
    await index(store, question)

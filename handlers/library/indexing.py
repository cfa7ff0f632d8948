"""Questions in the index: found while they are out, by what was asked and what was answered, and gone with them."""

from __future__ import annotations

from handlers.directory.naming import shorten
from handlers.language.finding import Document, drop, keep
from storage.kit.database import Store
from storage.questions.questions import OPEN, PUBLIC, Question

#: characters of a question that count as its title, which says more than the rest
TITLE = 200


async def index(store: Store, question: Question) -> None:
    """Call when anything has changed that it is found by, in the same transaction."""
    if findable(question):
        await keep(store, await document(store, question))
    else:
        await drop(store, "question", question.id)


def findable(question: Question) -> bool:
    """One that only points to another is found through that one; one whose words have served their time is not."""
    forgotten = not question.text
    return (
        not forgotten
        and question.state in PUBLIC
        and not (question.state == OPEN and question.duplicate_of_id is not None)
    )


async def document(store: Store, question: Question) -> Document:
    """What it is found by: an anonymous one without its organisation."""
    return Document(
        kind="question",
        id=question.id,
        topic_id=question.topic_id,
        second_topic_id=question.second_topic_id,
        language=question.language,
        organisation_id=None if question.anonymous else question.organisation_id,
        level="members",
        reach_id=question.reach_id,
        title=shorten(question.text[:TITLE], TITLE),
        body=f"{question.text[TITLE:]} {await _answered(store, question)}".strip(),
        extra=question.outcome,
        keywords=tuple(question.keywords),
        unanswered=question.state == OPEN,
    )


async def _answered(store: Store, question: Question) -> str:
    """What solved it; as long as nothing has, all that others have answered."""
    accepted = await store.answers.find(question.accepted_answer_id)
    if accepted is not None:
        return accepted.text
    if question.state == OPEN:
        return ""
    return "\n".join(
        answer.text for answer in await store.answers.to(question.id) if answer.author_id != question.asker_id
    )

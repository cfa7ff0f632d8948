"""Keep questions in the search index by text and answers, from publication until removal."""

from __future__ import annotations

from handlers.chat.rich_text.plain_text import extract_plain_text
from handlers.language.document_search import Document, index_documents, index_new_document, unindex_document
from storage.kit.database import Store
from storage.questions.questions import OPEN, PUBLIC, Question

#: Characters that count as the title of a question. Words of a title weigh more than others.
TITLE = 200


async def index_question(store: Store, question: Question) -> None:
    """Write or remove the search document of a question; call after every change, in the same transaction."""
    if is_question_searchable(question):
        await index_documents(store, await build_question_document(store, question))
    else:
        await unindex_document(store, "question", question.id)


async def index_new_question(store: Store, question: Question) -> None:
    """Write the search document of a question that has just been published."""
    if is_question_searchable(question):
        await index_new_document(store, await build_question_document(store, question))


def is_question_searchable(question: Question) -> bool:
    """Return True for a published question whose text is still kept.

    Return False for an open duplicate: readers find the original question instead.
    """
    forgotten = not question.text
    return (
        not forgotten
        and question.state in PUBLIC
        and not (question.state == OPEN and question.duplicate_of_id is not None)
    )


async def build_question_document(store: Store, question: Question) -> Document:
    """Build the search document of a question; an anonymous question leaves its organisation out."""
    text = extract_plain_text(question.text)
    return Document(
        kind="question",
        id=question.id,
        topic_id=question.topic_id,
        second_topic_id=question.second_topic_id,
        language=question.language,
        organisation_id=None if question.anonymous else question.organisation_id,
        level="members",
        reach_id=question.reach_id,
        title=" ".join(text[:TITLE].split()),
        body=f"{text[TITLE:]} {await _collect_answer_texts(store, question)}".strip(),
        extra=extract_plain_text(question.outcome),
        keywords=tuple(question.keywords),
        unanswered=question.state == OPEN,
    )


async def _collect_answer_texts(store: Store, question: Question) -> str:
    """Return the accepted answer; without one, all answers by people other than the asker."""
    accepted = await store.answers.find(question.accepted_answer_id)
    if accepted is not None:
        return extract_plain_text(accepted.text)
    if question.state == OPEN:
        return ""
    return "\n".join(
        extract_plain_text(answer.text)
        for answer in await store.answers.list_answers_to_question(question.id)
        if answer.author_id != question.asker_id
    )

"""Find and lock what searches lead to: a solution or a solved question, with keywords of its topic lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.access import rights
from handlers.chat.button_values import RecordValue
from handlers.chat.errors import Missing, UserError
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import Turn
from handlers.language.document_search import index_documents
from handlers.library.question_index import index_question
from handlers.library.solutions.keywords import ROOM, format_keywords
from handlers.library.solutions.lookup import may_see_solution
from handlers.library.solutions.publication import build_solution_document
from handlers.library.solutions.search_log import update_search_states
from storage.library.solutions import PUBLISHED, Solution
from storage.questions.questions import SOLVED, Question


@dataclass(frozen=True, slots=True)
class SearchTarget:
    """Represent a record that a search can lead to."""

    #: record kind as in the search index: "solution" or "question"
    kind: str
    row: Solution | Question

    @property
    def value(self) -> RecordValue:
        """Return what buttons carry of it."""
        return RecordValue(self.kind, self.row.id)

    def describe_target(self, turn: Turn) -> str:
        if isinstance(self.row, Solution):
            return f"{self.row.code} {self.row.title}"
        return turn.say("Question {id}: {text}", id=self.row.number, text=shorten_text(self.row.text, 120))


async def find_visible_target(turn: Turn, kind: str, id: int) -> SearchTarget | None:
    """Return the record, or None if the record is no longer searchable or not visible to this person."""
    if kind == "solution":
        solution = await turn.store.solutions.find(id)
        there = (
            solution is not None
            and solution.state == PUBLISHED
            and await may_see_solution(turn.store, turn.person, solution)
        )
        return SearchTarget(kind, solution) if solution is not None and there else None
    question = await turn.store.questions.find(id)
    if (
        question is None
        or question.state != SOLVED
        or not await rights.is_visible_to(turn.store, turn.person, question)
    ):
        return None
    return SearchTarget(kind, question)


async def lock_target(turn: Turn, kind: str, id: int) -> SearchTarget:
    """Lock the record for its topic lead or the secretariat. Raises Missing or NotAllowed."""
    await (turn.store.solutions.lock(id) if kind == "solution" else turn.store.questions.lock(id))
    record = await find_visible_target(turn, kind, id)
    if record is None:
        raise Missing(turn.say("I cannot find that."))
    await rights.need_topic_lead(turn, record.row.topic_id)
    return record


async def save_target_keywords(turn: Turn, record: SearchTarget, keywords: Sequence[str]) -> None:
    """Replace the keywords of the record and index the record. Raises UserError for too many keywords."""
    if len(format_keywords(keywords)) > ROOM:
        raise UserError(turn.say("There is no room for more keywords. Remove some first."))
    record.row.keywords = list(keywords)
    if isinstance(record.row, Solution):
        await index_documents(turn.store, build_solution_document(record.row))
    else:
        await index_question(turn.store, record.row)
    await update_search_states(turn.store, record.kind, record.row.id, keywords)

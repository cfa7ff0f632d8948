"""What searches lead to: a solution or a solved question, whose keywords the lead of its topic looks after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.access import rights
from handlers.chat.errors import Missing, UserError
from handlers.chat.record_ids import parse_optional_id
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.language.finding import keep
from handlers.library.indexing import index
from handlers.library.solutions import keywords as words
from handlers.library.solutions.lookup import may_see_solution
from handlers.library.solutions.publishing import document
from handlers.library.solutions.searching import settle
from storage.library.solutions import PUBLISHED, Solution
from storage.questions.questions import SOLVED, Question


@dataclass(frozen=True, slots=True)
class Record:
    """Something that can be found."""

    #: "solution" or "question", as the index has it
    kind: str
    row: Solution | Question

    @property
    def value(self) -> str:
        """ "solution:12", as buttons carry it."""
        return f"{self.kind}:{self.row.id}"

    def title(self, turn: Turn) -> str:
        if isinstance(self.row, Solution):
            return f"{self.row.code} {self.row.title}"
        return turn.say("Question {id}: {text}", id=self.row.number, text=shorten(self.row.text, 120))


async def seen(turn: Turn, kind: str, id: int) -> Record | None:
    """None for what cannot be found any more, or not by this person."""
    if kind == "solution":
        solution = await turn.store.solutions.find(id)
        there = (
            solution is not None
            and solution.state == PUBLISHED
            and await may_see_solution(turn.store, turn.person, solution)
        )
        return Record(kind, solution) if solution is not None and there else None
    question = await turn.store.questions.find(id)
    if question is None or question.state != SOLVED or not await rights.within(turn.store, turn.person, question):
        return None
    return Record(kind, question)


async def held(turn: Turn, value: str) -> Record:
    """ "solution:12", held for a change by the lead of its topic or the secretariat."""
    kind, _, digits = value.partition(":")
    id = parse_optional_id(digits)
    if id is not None:
        await (turn.store.solutions.lock(id) if kind == "solution" else turn.store.questions.lock(id))
    record = await seen(turn, kind, id) if id is not None else None
    if record is None:
        raise Missing(turn.say("That is gone."))
    await rights.need_lead(turn, record.row.topic_id)
    return record


async def tell(turn: Turn, record: Record, keywords: Sequence[str]) -> None:
    """From now on it is found by these, and by none that it had before. Raises UserError where they are too many."""
    if len(words.joined(keywords)) > words.ROOM:
        raise UserError(turn.say("It has no room for more keywords. Take some out first."))
    record.row.keywords = list(keywords)
    if isinstance(record.row, Solution):
        await keep(turn.store, document(record.row))
    else:
        await index(turn.store, record.row)
    await settle(turn.store, record.kind, record.row.id, keywords)

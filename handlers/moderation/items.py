"""Items: what can be reported and hidden. A question, an answer, a solution or a comment, named as "question:12"."""

from __future__ import annotations

from dataclasses import dataclass

from handlers import rights
from handlers.chat.errors import Missing
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.consultations.meant import visible_to as consultation_visible_to
from handlers.consultations.publishing import notice_subject
from handlers.mirroring import answer_subject
from handlers.naming import signature, true_asker
from handlers.naming import subject as question_subject
from handlers.questions.following import visible as question_visible
from handlers.solutions.publishing import subject as solution_subject
from handlers.solutions.reach import number
from handlers.solutions.reach import visible as solution_visible
from storage.answers import Answer
from storage.database import Store
from storage.questions import HIDDEN as QUESTION_HIDDEN
from storage.questions import Question
from storage.solutions import HIDDEN as SOLUTION_HIDDEN
from storage.solutions import Solution
from storage.voices import COMMENT as SAID
from storage.voices import ConsultationNote

QUESTION, ANSWER, SOLUTION, COMMENT = "question", "answer", "solution", "comment"
#: a comment on the draft of an answer to a consultation is one of its entries
Row = Question | Answer | Solution | ConsultationNote


@dataclass(frozen=True, slots=True)
class Item:
    """A record that others see, unless it is hidden."""

    kind: str
    row: Row
    #: of the consultation that a comment is on; the number of the question that an answer is to
    code: str = ""

    @property
    def value(self) -> str:
        """ "question:12", as buttons carry it."""
        return f"{self.kind}:{self.row.id}"

    @property
    def subject(self) -> str:
        """Under which its copies are redrawn."""
        match self.row:
            case Question():
                return question_subject(self.row.id)
            case Answer():
                return answer_subject(self.row.id)
            case Solution():
                return solution_subject(self.row.id)
            case ConsultationNote():
                return notice_subject(self.row.consultation_id)

    @property
    def author_id(self) -> int | None:
        match self.row:
            case Question():
                return self.row.asker_id
            case Answer():
                return self.row.author_id
            case Solution():
                return self.row.author_id or self.row.owner_id
            case ConsultationNote():
                return self.row.person_id

    @property
    def hidden(self) -> bool:
        match self.row:
            case Question():
                return self.row.state == QUESTION_HIDDEN
            case Answer() | ConsultationNote():
                return self.row.hidden_at is not None
            case Solution():
                return self.row.state == SOLUTION_HIDDEN

    @property
    def text(self) -> str:
        """For the secretariat and the author."""
        match self.row:
            case Solution():
                return "\n".join(filter(None, (self.row.title, self.row.done, self.row.result)))
            case _:
                return self.row.text

    def name(self, say: Say) -> str:
        """ "spørsmål 12", within a sentence."""
        match self.row:
            case Question():
                return say("question {id}", id=self.row.number)
            case Answer():
                return say("an answer to question {id}", id=self.code)
            case Solution():
                return say("solution {code}", code=self.row.code)
            case ConsultationNote():
                return say("a comment on {code}", code=self.code)

    async def by(self, store: Store, say: Say) -> str:
        """Who wrote it, for the secretariat."""
        if isinstance(self.row, Question):
            return await true_asker(store, self.row, say)
        return await signature(store, self.author_id, self.row.organisation_id, say)


async def item_of(store: Store, kind: str, id: int | None, *, lock: bool = False) -> Item | None:
    """None for what is gone; an answer is held by its question, a comment by its consultation."""
    if kind == COMMENT:
        return await _comment(store, id, lock=lock)
    row: Question | Answer | Solution | None = None
    if kind == QUESTION and id is not None:
        row = await (store.questions.lock(id) if lock else store.questions.find(id))
    elif kind == ANSWER:
        row = await store.answers.find(id)
        if lock and row is not None:
            await store.questions.lock(row.question_id)
        return await _answer(store, row) if row is not None else None
    elif kind == SOLUTION and id is not None:
        row = await (store.solutions.lock(id) if lock else store.solutions.find(id))
    return Item(kind, row) if row is not None else None


async def _answer(store: Store, answer: Answer) -> Item:
    question = await store.questions.find(answer.question_id)
    return Item(ANSWER, answer, str(question.number) if question is not None else "")


async def _comment(store: Store, id: int | None, *, lock: bool = False) -> Item | None:
    row = await store.voices.find_note(id)
    if row is None or row.kind != SAID:
        return None
    found = await (store.consultations.lock if lock else store.consultations.find)(row.consultation_id)
    return Item(COMMENT, row, found.code) if found is not None else None


async def _comment_seen(turn: Turn, id: int | None) -> Item:
    item = await _comment(turn.store, id)
    row = item.row if item is not None else None
    found = await turn.store.consultations.find(row.consultation_id) if isinstance(row, ConsultationNote) else None
    there = item is not None and found is not None and await consultation_visible_to(turn.store, turn.person, found)
    sees = item is not None and there and (not item.hidden or _may_see_hidden(turn, item.author_id))
    rights.see(turn, sees, turn.say("I do not find that comment."))
    assert item is not None
    return item


def _may_see_hidden(turn: Turn, author_id: int | None) -> bool:
    return turn.person.secretariat or turn.person.id == author_id


async def seen(turn: Turn, value: str) -> Item:
    """The item of a button, as far as this person may see it; foreign and missing look the same."""
    kind, _, id = value.partition(":")
    if kind == SOLUTION:
        return Item(kind, await solution_visible(turn, id))
    if kind == QUESTION:
        return Item(kind, await question_visible(turn, id))
    if kind == COMMENT:
        return await _comment_seen(turn, number(id))
    answer = await turn.store.answers.find(number(id))
    if answer is None or answer.deleted_at is not None:
        raise Missing(turn.say("I do not find that question."))
    if answer.hidden_at is not None and not _may_see_hidden(turn, answer.author_id):
        raise Missing(turn.say("I do not find that question."))
    await question_visible(turn, str(answer.question_id))
    return await _answer(turn.store, answer)

"""Load what a card shows together with all whom it names, each in one statement."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.directory.topics import Topic
from storage.kit.base import Repository
from storage.kit.unit_memory import remember_in_unit
from storage.questions.answers import Answer
from storage.questions.questions import Question

#: Prebuilt, since every card that is sent needs one: compiling costs as much as executing.
_QUESTION = (
    sa.select(Question, Person, Organisation, Topic)
    .outerjoin(Person, Person.id == Question.asker_id)
    .outerjoin(Organisation, Organisation.id == Question.organisation_id)
    .outerjoin(Topic, Topic.id == Question.topic_id)
    .where(Question.id == sa.bindparam("id"))
)
_ANSWER = (
    sa.select(Answer, Person, Organisation)
    .outerjoin(Person, Person.id == Answer.author_id)
    .outerjoin(Organisation, Organisation.id == Answer.organisation_id)
    .where(Answer.id == sa.bindparam("id"))
)


@dataclass(frozen=True, slots=True)
class QuestionSubject:
    """Hold a question and whom its cards name; whoever asks for them one by one finds them loaded."""

    question: Question
    asker: Person | None
    organisation: Organisation | None
    topic: Topic | None


@dataclass(frozen=True, slots=True)
class AnswerSubject:
    """Hold an answer and whom its cards name."""

    answer: Answer
    author: Person | None
    organisation: Organisation | None


class CardSubjects(Repository):
    """Load the subjects of cards."""

    @remember_in_unit("questions", "people", "organisations", "topics")
    async def load_question(self, id: int) -> QuestionSubject | None:
        row = (await self.session.execute(_QUESTION, {"id": id})).first()
        return QuestionSubject(*row) if row is not None else None

    @remember_in_unit("answers", "people", "organisations")
    async def load_answer(self, id: int) -> AnswerSubject | None:
        row = (await self.session.execute(_ANSWER, {"id": id})).first()
        return AnswerSubject(*row) if row is not None else None

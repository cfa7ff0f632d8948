"""Load what a card shows together with all whom it names, each in one statement."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from storage.directory.organisations import PUBLIC, Organisation
from storage.directory.people import Person
from storage.directory.rooms import Room, RoomTopic
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
_IS_PUBLIC = Organisation.kind == PUBLIC
_OWNED_BY_PUBLIC_BODY = sa.exists().where(Organisation.id == Room.organisation_id, _IS_PUBLIC)
_ANSWERED_BY_PUBLIC_BODY = sa.exists().where(
    Answer.room_id == Room.id, Organisation.id == Answer.organisation_id, _IS_PUBLIC
)
_ROOM = (
    sa.select(Room, RoomTopic.topic_id, sa.or_(_OWNED_BY_PUBLIC_BODY, _ANSWERED_BY_PUBLIC_BODY))
    .outerjoin(RoomTopic, RoomTopic.room_id == Room.id)
    .where(Room.id == sa.bindparam("id"))
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


@dataclass(frozen=True, slots=True)
class RoomSubject:
    """Hold the room in which a card stands, and what decides what the card says there."""

    room: Room
    topic_ids: frozenset[int]
    #: the workspace is that of a public body, or one of its people has answered there
    has_public_body: bool


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

    @remember_in_unit("rooms", "room_topics", "organisations", "answers")
    async def load_room(self, id: int) -> RoomSubject | None:
        rows = (await self.session.execute(_ROOM, {"id": id})).all()
        if not rows:
            return None
        topics = frozenset(topic for _, topic, _ in rows if topic)
        return RoomSubject(rows[0][0], topics, bool(rows[0][2]))

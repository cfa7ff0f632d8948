"""Load what a card shows together with all whom it names, each in one statement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from storage.directory.organisations import PUBLIC as PUBLIC_BODY
from storage.directory.organisations import Organisation
from storage.directory.people import Account, Person
from storage.directory.rooms import Room, RoomTopic
from storage.directory.topics import Topic
from storage.kit.arrays import match_any_of
from storage.kit.base import Repository
from storage.kit.shared_memory import remember_between_units
from storage.kit.unit_memory import remember_in_unit
from storage.questions.answers import SHOWN, Answer
from storage.questions.questions import PUBLIC, Question
from storage.questions.reactions import Reaction

_DUPLICATE = aliased(Question)
#: Prebuilt, since every card that is sent needs one: compiling costs as much as executing.
_QUESTION = (
    sa.select(
        Question,
        Person,
        Organisation,
        Topic,
        sa.select(sa.func.count())
        .select_from(Answer)
        .where(Answer.question_id == Question.id, SHOWN, Answer.author_id != Question.asker_id)
        .correlate(Question)
        .scalar_subquery(),
        sa.exists().where(_DUPLICATE.duplicate_of_id == Question.id, _DUPLICATE.state.in_(PUBLIC)),
        sa.exists().where(Reaction.question_id == Question.id),
    )
    .outerjoin(Person, Person.id == Question.asker_id)
    .outerjoin(Organisation, Organisation.id == Question.organisation_id)
    .outerjoin(Topic, Topic.id == Question.topic_id)
    .where(Question.id == sa.bindparam("id"))
)
_ASKER = (
    sa.select(Person, Account)
    .outerjoin(Account, Account.id == sa.bindparam("account"))
    .where(Person.id == sa.bindparam("asker"))
)
_ANSWER = (
    sa.select(Answer, Person, Organisation)
    .outerjoin(Person, Person.id == Answer.author_id)
    .outerjoin(Organisation, Organisation.id == Answer.organisation_id)
    .where(Answer.id == sa.bindparam("id"))
)
_PUBLIC_BODIES = sa.select(Organisation.id).where(Organisation.kind == PUBLIC_BODY)
_ANSWERED_BY = (
    sa.select(Answer.id)
    .where(Answer.room_id == sa.bindparam("room"), match_any_of(Answer.organisation_id, sa.bindparam("bodies")))
    .limit(1)
)
_ROOM = (
    sa.select(Room, RoomTopic.topic_id)
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
    #: shown answers of others than the asker: what the asker adds is no answer
    answers: int
    #: others were asked after it and point to it
    has_duplicates: bool
    has_reactions: bool


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

    @remember_in_unit("questions", "people", "organisations", "topics", "answers", "reactions")
    async def load_question(self, id: int) -> QuestionSubject | None:
        row = (await self.session.execute(_QUESTION, {"id": id})).first()
        return QuestionSubject(*row) if row is not None else None

    async def load_asker(self, question: Question) -> Person | None:
        """Return who asked; the account they used is loaded with them, for whoever writes to them there."""
        which = {"asker": question.asker_id, "account": question.account_id}
        row = (await self.session.execute(_ASKER, which)).first()
        return row[0] if row is not None else None

    @remember_in_unit("answers", "people", "organisations")
    async def load_answer(self, id: int) -> AnswerSubject | None:
        row = (await self.session.execute(_ANSWER, {"id": id})).first()
        return AnswerSubject(*row) if row is not None else None

    async def load_room(self, id: int) -> RoomSubject | None:
        found = await self._load_room_and_topics(id)
        if found is None:
            return None
        room, topics = found
        return RoomSubject(room, topics, await self._has_public_body(room))

    @remember_between_units("rooms", "room_topics")
    async def _load_room_and_topics(self, id: int) -> tuple[Room, frozenset[int]] | None:
        rows = (await self.session.execute(_ROOM, {"id": id})).all()
        return (rows[0][0], frozenset(topic for _, topic in rows if topic)) if rows else None

    async def _has_public_body(self, room: Room) -> bool:
        bodies = await self._list_public_bodies()
        return room.organisation_id in bodies or (bool(bodies) and await self._is_answered_by(room.id, bodies))

    @remember_between_units("organisations")
    async def _list_public_bodies(self) -> frozenset[int]:
        return frozenset((await self.session.scalars(_PUBLIC_BODIES)).all())

    @remember_in_unit("answers")
    async def _is_answered_by(self, room_id: int, bodies: Collection[int]) -> bool:
        found = await self.session.scalar(_ANSWERED_BY, {"room": room_id, "bodies": sorted(bodies)})
        return found is not None

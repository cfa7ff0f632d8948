"""Store who follows a question."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import QUESTION_DATA, ClassifiedColumns
from storage.directory.people import Account, Person
from storage.kit.base import Base, Repository
from storage.questions.answers import Answer
from storage.questions.questions import Question


class QuestionFollower(Base):
    __tablename__ = "question_followers"

    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)


DECLARATIONS = (ClassifiedColumns(QuestionFollower, QUESTION_DATA, own="person_id", key="question_id"),)

#: Prebuilt, since every answer needs it: compiling costs as much as executing.
_FOLLOWERS = (
    sa.select(Person)
    .join(QuestionFollower, QuestionFollower.person_id == Person.id)
    .where(QuestionFollower.question_id == sa.bindparam("question"))
    .order_by(Person.id)
)
_ASKER = sa.bindparam("asker", type_=QuestionFollower.person_id.type)
_READERS = sa.union_all(
    sa.select(QuestionFollower.person_id).where(QuestionFollower.question_id == sa.bindparam("question")),
    sa.select(_ASKER),
)
_ANSWER_READERS = (
    sa.select(Person, Account)
    .outerjoin(Account, sa.and_(Account.id == sa.bindparam("account"), Account.person_id == Person.id))
    .where(Person.id.in_(_READERS), Person.id != sa.bindparam("author"))
    .order_by(Person.id == _ASKER, Person.id)
)


class QuestionFollowers(Repository):
    """Store the people who follow questions."""

    async def follow_question(self, question_id: int, person_id: int) -> bool:
        """Return True if the person did not follow the question before."""
        if await self.session.get(QuestionFollower, (question_id, person_id)) is not None:
            return False
        self.session.add(QuestionFollower(question_id=question_id, person_id=person_id))
        await self.session.flush()
        return True

    async def unfollow_question(self, question_id: int, person_id: int) -> None:
        mine = sa.and_(QuestionFollower.question_id == question_id, QuestionFollower.person_id == person_id)
        await self.session.execute(sa.delete(QuestionFollower).where(mine))

    async def list_question_followers(self, question_id: int) -> Sequence[Person]:
        rows = await self.session.scalars(_FOLLOWERS, {"question": question_id})
        return rows.all()

    async def list_answer_readers(self, question: Question, answer: Answer) -> Sequence[Person]:
        """Return the followers, then the asker, without the author of the answer.

        The account that the asker used is loaded with them, for whoever writes to them there.
        """
        which = {"question": question.id, "asker": question.asker_id, "account": question.account_id}
        rows = await self.session.execute(_ANSWER_READERS, which | {"author": answer.author_id})
        return [person for person, _ in rows]

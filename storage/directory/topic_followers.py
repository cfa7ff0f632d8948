"""Store who follows a topic, and who may be asked about it when nobody else answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import TOPIC_DATA, ClassifiedColumns
from storage.directory.people import Person
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.shared_memory import remember_between_units

#: when somebody is told of a new question: at once, hourly, every morning, in the weekly digest
AT_ONCE, HOURLY, DAILY, WEEKLY = "at_once", "hourly", "daily", "weekly"
PACES = (AT_ONCE, HOURLY, DAILY, WEEKLY)


class TopicFollower(Base):
    __tablename__ = "topic_followers"

    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    #: True if the person is told of every new question
    follows: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    #: how soon they are told
    pace: Mapped[str] = mapped_column(sa.String(8), default=AT_ONCE, server_default=AT_ONCE)
    #: True if they agreed to be asked when nobody else answers
    helps: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: when they were last asked
    asked_at: Mapped[datetime | None]


DECLARATIONS = (
    ClassifiedColumns(
        TopicFollower, TOPIC_DATA, own="person_id", key="topic_id", personal="follows helps asked_at pace",
    ),
)  # fmt: skip


#: Prebuilt, since every question needs it: compiling costs as much as executing.
_PACES = sa.select(TopicFollower.person_id, TopicFollower.pace).where(
    TopicFollower.topic_id == sa.bindparam("topic"), TopicFollower.follows
)
_HERE = (
    sa.select(Person)
    .where(match_any_of(Person.id, sa.bindparam("people")), Person.left_at.is_(None))
    .order_by(Person.id)
)


class TopicFollowers(Repository):
    """Store who follows topics. Each person has said so; `Topics` extends this repository."""

    async def follow_topic(self, topic_id: int, person_id: int) -> bool:
        """Return True if the person did not follow the topic before."""
        row = await self.session.get(TopicFollower, (topic_id, person_id))
        if row is not None and row.follows:
            return False
        await self._store_topic_follower(row, topic_id, person_id, follows=True, helps=row.helps if row else False)
        return True

    async def unfollow_topic(self, topic_id: int, person_id: int) -> None:
        row = await self.session.get(TopicFollower, (topic_id, person_id))
        await self._store_topic_follower(row, topic_id, person_id, follows=False, helps=row.helps if row else False)

    async def set_topic_helper(self, topic_id: int, person_id: int, *, helps: bool) -> None:
        """Store whether the person may be asked when nobody else answers. A helper does not follow the topic
        by that.
        """
        row = await self.session.get(TopicFollower, (topic_id, person_id))
        await self._store_topic_follower(row, topic_id, person_id, follows=row.follows if row else False, helps=helps)

    async def _store_topic_follower(
        self, row: TopicFollower | None, topic_id: int, person_id: int, *, follows: bool, helps: bool
    ) -> None:
        if row is None and (follows or helps):
            self.session.add(TopicFollower(topic_id=topic_id, person_id=person_id, follows=follows, helps=helps))
        elif row is not None and (follows or helps):
            row.follows, row.helps = follows, helps
        elif row is not None:
            await self.session.delete(row)
        await self.session.flush()

    async def list_topic_followers(self, topic_id: int) -> Sequence[Person]:
        return [person for person, _ in await self.list_topic_followers_with_pace(topic_id)]

    async def list_topic_followers_with_pace(self, topic_id: int) -> list[tuple[Person, str]]:
        """List everybody who follows the topic, with the pace at which each wants to hear."""
        paces = await self._map_paces(topic_id)
        people = (await self.session.scalars(_HERE, {"people": list(paces)})).all() if paces else ()
        return [(person, paces[person.id]) for person in people]

    @remember_between_units("topic_followers")
    async def _map_paces(self, topic_id: int) -> dict[int, str]:
        rows = await self.session.execute(_PACES, {"topic": topic_id})
        return {person_id: pace for person_id, pace in rows}  # noqa: C416 - rows are no pairs for mypy

    async def get_topic_pace(self, topic_id: int, person_id: int) -> str:
        """Return the person's pace, or empty if they do not follow the topic."""
        row = await self.session.get(TopicFollower, (topic_id, person_id))
        return row.pace if row is not None and row.follows else ""

    async def set_topic_pace(self, topic_id: int, person_id: int, pace: str) -> None:
        """Set the pace of somebody who follows the topic. Do nothing for anybody else."""
        row = await self.session.get(TopicFollower, (topic_id, person_id))
        if row is not None and row.follows and pace in PACES:
            row.pace = pace
            await self.session.flush()

    async def list_topic_helpers(self, topic_ids: Collection[int]) -> Sequence[Person]:
        """List who may be asked about any of these topics.

        Those who were not asked for the longest time, about anything, come first.
        """
        asked = (
            sa.select(sa.func.max(TopicFollower.asked_at))
            .where(TopicFollower.person_id == Person.id)
            .correlate(Person)
            .scalar_subquery()
        )
        helps = sa.exists().where(
            TopicFollower.person_id == Person.id,
            match_any_of(TopicFollower.topic_id, topic_ids),
            TopicFollower.helps,
        )
        here = Person.left_at.is_(None)
        rows = await self.session.scalars(sa.select(Person).where(helps, here).order_by(asked.nulls_first(), Person.id))
        return rows.all()

    async def record_helpers_asked(self, topic_ids: Collection[int], person_ids: Collection[int]) -> None:
        """Record that these helpers are asked now."""
        which = sa.and_(
            match_any_of(TopicFollower.topic_id, topic_ids), match_any_of(TopicFollower.person_id, person_ids)
        )
        await self.session.execute(sa.update(TopicFollower).where(which).values(asked_at=self.now))

"""Topics: what questions and solutions are about, and who leads and follows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Repository
from storage.people import Person


class Topic(Base):
    __tablename__ = "topics"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(64), unique=True)
    name_nb: Mapped[str] = mapped_column(sa.String(120))
    name_nn: Mapped[str] = mapped_column(sa.String(120))
    name_en: Mapped[str] = mapped_column(sa.String(120))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    #: [{"term": "nett", "head": true}, ...]; head words weigh more
    keywords: Mapped[list[Any]]
    #: [{"lang": "nb", "text": "...", "topics": ["nett", "areal"]}, ...]
    examples: Mapped[list[Any]]
    #: what it became; a merged topic is kept so that old links and seeds still find their way
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("topics.id"))

    def name(self, language: str) -> str:
        return {"nn": self.name_nn, "en": self.name_en}.get(language, self.name_nb)


class Lead(Base):
    __tablename__ = "topic_leads"

    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    deputy: Mapped[bool] = mapped_column(default=False)


class TopicFollower(Base):
    __tablename__ = "topic_followers"

    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)


class Topics(Repository):
    """The topics in use, in the order of their slug."""

    async def all(self) -> Sequence[Topic]:
        rows = await self.session.scalars(sa.select(Topic).where(Topic.merged_into_id.is_(None)).order_by(Topic.slug))
        return rows.all()

    async def find(self, id: int | None) -> Topic | None:
        return None if id is None else await self.session.get(Topic, id)

    async def by_slug(self, slug: str) -> Topic | None:
        """The topic of this slug, or what it was merged into."""
        topic = (await self.session.scalars(sa.select(Topic).where(Topic.slug == slug))).first()
        while topic is not None and topic.merged_into_id is not None:
            topic = await self.session.get(Topic, topic.merged_into_id)
        return topic

    async def add(self, topic: Topic) -> Topic:
        self.session.add(topic)
        await self.session.flush()
        return topic

    async def leads(self, topic_id: int) -> Sequence[Person]:
        """Leads first, then deputies."""
        rows = await self.session.scalars(
            sa.select(Person)
            .join(Lead, Lead.person_id == Person.id)
            .where(Lead.topic_id == topic_id)
            .order_by(Lead.deputy, Person.id)
        )
        return rows.all()

    async def led_by(self, person_id: int) -> Sequence[Topic]:
        """The topics this person leads or is deputy for."""
        rows = await self.session.scalars(
            sa.select(Topic).join(Lead, Lead.topic_id == Topic.id).where(Lead.person_id == person_id).order_by(Topic.slug)
        )
        return rows.all()

    async def is_lead(self, person_id: int, topic_id: int | None) -> bool:
        return topic_id is not None and await self.session.get(Lead, (topic_id, person_id)) is not None

    async def followers(self, topic_id: int) -> Sequence[Person]:
        rows = await self.session.scalars(
            sa.select(Person)
            .join(TopicFollower, TopicFollower.person_id == Person.id)
            .where(TopicFollower.topic_id == topic_id)
            .order_by(Person.id)
        )
        return rows.all()

"""Store topics: what questions and solutions are about, and who leads and follows them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from storage.data_classification.data_groups import TOPIC_DATA, ClassifiedColumns
from storage.directory.people import PEOPLE_BY_ID, Person
from storage.directory.topic_followers import TopicFollower, TopicFollowers
from storage.directory.topic_merge import move_topic_records
from storage.kit.base import Base
from storage.kit.record_ids import Key
from storage.kit.shared_memory import remember_between_units
from storage.kit.unit_memory import remember_in_unit
from storage.questions.questions import ANSWERED, OPEN, Question

__all__ = ["Topic", "TopicFollower", "TopicLead", "Topics"]


class Topic(Base):
    __tablename__ = "topics"

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(sa.String(64), unique=True)
    name_nb: Mapped[str] = mapped_column(sa.String(120))
    name_nn: Mapped[str] = mapped_column(sa.String(120))
    name_en: Mapped[str] = mapped_column(sa.String(120))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    #: empty if not written: then the other language is shown
    description_nn: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    description_en: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    #: [{"term": "nett", "head": true}, ...]; head words have a higher weight
    keywords: Mapped[list[Any]]
    #: [{"lang": "nb", "text": "...", "topics": ["nett", "areal"]}, ...]
    examples: Mapped[list[Any]]
    #: Topic that it was merged into. The row is kept so that old links and files still work.
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("topics.id"))

    def get_name(self, language: str) -> str:
        return {"nn": self.name_nn, "en": self.name_en}.get(language, self.name_nb)

    def get_description(self, language: str) -> str:
        return {"nn": self.description_nn, "en": self.description_en}.get(language, "") or self.description


class TopicLead(Base):
    __tablename__ = "topic_leads"

    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    deputy: Mapped[bool] = mapped_column(default=False)


DECLARATIONS = (
    ClassifiedColumns(
        Topic, TOPIC_DATA, key="id slug merged_into_id",
        text="name_nb name_nn name_en description description_nn description_en keywords examples",
    ),
    ClassifiedColumns(TopicLead, TOPIC_DATA, own="person_id", key="topic_id", personal="deputy"),
)  # fmt: skip


#: Prebuilt, since every question needs it: compiling costs as much as executing.
_BY_SLUG = sa.select(Topic).where(Topic.slug == sa.bindparam("slug"))
_LEADS = (
    sa.select(TopicLead.person_id)
    .where(TopicLead.topic_id == sa.bindparam("topic"))
    .order_by(TopicLead.deputy, TopicLead.person_id)
)
_LED_BY = (
    sa.select(Topic)
    .join(TopicLead, TopicLead.topic_id == Topic.id)
    .where(TopicLead.person_id == sa.bindparam("person"))
    .order_by(Topic.slug)
)


class Topics(TopicFollowers):
    """Store topics. Lists hold the topics in use, ordered by slug."""

    async def list_all_topics(self) -> Sequence[Topic]:
        rows = await self.session.scalars(sa.select(Topic).where(Topic.merged_into_id.is_(None)).order_by(Topic.slug))
        return rows.all()

    async def find(self, id: int | None) -> Topic | None:
        return None if id is None else await self.session.get(Topic, id)

    @remember_between_units("topics")
    async def find_topic_by_slug(self, slug: str) -> Topic | None:
        """Return the topic of this slug, or the topic it was merged into."""
        topic = (await self.session.scalars(_BY_SLUG, {"slug": slug})).first()
        while topic is not None and topic.merged_into_id is not None:
            topic = await self.session.get(Topic, topic.merged_into_id)
        return topic

    async def map_current_slugs(self) -> dict[str, str]:
        """Return every slug there ever was -> the slug of the topic it is today."""
        rows = (await self.session.execute(sa.select(Topic.id, Topic.slug, Topic.merged_into_id))).all()
        slugs = {id: slug for id, slug, _ in rows}
        into = {id: merged for id, _, merged in rows if merged is not None}
        found = {}
        for id, slug, _ in rows:
            last = id
            while last in into:
                last = into[last]
            found[slug] = slugs[last]
        return found

    async def add(self, topic: Topic) -> Topic:
        self.session.add(topic)
        await self.session.flush()
        return topic

    async def list_topic_leads(self, topic_id: int) -> Sequence[Person]:
        """List leads first, then deputies."""
        ids = await self._list_topic_lead_ids(topic_id)
        people = {person.id: person for person in await self._list_people(ids)} if ids else {}
        return [people[id] for id in ids if id in people]

    @remember_between_units("topic_leads")
    async def _list_topic_lead_ids(self, topic_id: int) -> Sequence[int]:
        return (await self.session.scalars(_LEADS, {"topic": topic_id})).all()

    @remember_in_unit("people")
    async def _list_people(self, ids: Sequence[int]) -> Sequence[Person]:
        return (await self.session.scalars(PEOPLE_BY_ID, {"people": ids})).all()

    async def list_all_topic_leads(self) -> Sequence[Person]:
        """List everybody who leads a topic or is deputy for one."""
        rows = await self.session.scalars(
            sa.select(Person).where(Person.id.in_(sa.select(TopicLead.person_id))).order_by(Person.id)
        )
        return rows.all()

    async def list_topic_deputy_ids(self, topic_id: int) -> set[int]:
        """Return the ids of the topic's deputies."""
        return set(
            (
                await self.session.scalars(
                    sa.select(TopicLead.person_id).where(TopicLead.topic_id == topic_id, TopicLead.deputy)
                )
            ).all()
        )

    async def set_topic_leads(self, topic_id: int, leads: Collection[int], deputies: Collection[int] = ()) -> None:
        """Let these people, and no others, lead the topic. Who is named as both is a lead."""
        await self.session.execute(sa.delete(TopicLead).where(TopicLead.topic_id == topic_id))
        rows = dict.fromkeys(deputies, True) | dict.fromkeys(leads, False)
        if rows:
            values = [{"topic_id": topic_id, "person_id": id, "deputy": deputy} for id, deputy in sorted(rows.items())]
            await self.session.execute(sa.insert(TopicLead), values)

    async def set_topics_led_by_person(self, person_id: int, topic_ids: Collection[int], *, deputy: bool) -> None:
        """Let the person lead these topics (or be deputy for them), and no others in that capacity."""
        await self.session.execute(
            sa.delete(TopicLead).where(TopicLead.person_id == person_id, TopicLead.deputy == deputy)
        )
        for topic_id in sorted(topic_ids):
            await self.session.merge(TopicLead(topic_id=topic_id, person_id=person_id, deputy=deputy))
        await self.session.flush()

    async def merge_topics(self, old: Topic, target: Topic) -> None:
        """Move all that belongs to the old topic to the target. The old topic stays as a redirect to the
        target.
        """
        await self.session.flush()
        await move_topic_records(self.session, old.id, target.id)
        await self.session.execute(
            sa.update(Question).where(Question.second_topic_id == Question.topic_id).values(second_topic_id=None)
        )
        known = {keyword["term"].casefold() for keyword in target.keywords}
        target.keywords = [*target.keywords, *(k for k in old.keywords if k["term"].casefold() not in known)]
        target.examples = [*target.examples, *old.examples]
        old.merged_into_id, old.keywords, old.examples = target.id, [], []
        for topic in await self.list_all_topics():
            topic.examples = [_replace_example_topic(example, old.slug, target.slug) for example in topic.examples]
        await self.session.flush()

    async def list_unsolved_question_ids(self, topic_id: int, limit: int) -> Sequence[int]:
        """List the ids of published, unsolved questions about the topic, newest first."""
        rows = await self.session.scalars(
            sa.select(Question.id)
            .where(
                sa.or_(Question.topic_id == topic_id, Question.second_topic_id == topic_id),
                Question.state.in_((OPEN, ANSWERED)),
            )
            .order_by(Question.id.desc())
            .limit(limit)
        )
        return rows.all()

    async def find_free_slug(self, wanted_slug: str) -> str:
        """Return the wished slug, with a number if the slug is taken. A merged topic keeps its slug."""
        taken = set((await self.session.scalars(sa.select(Topic.slug).where(Topic.slug.startswith(wanted_slug)))).all())
        return next(
            slug
            for n in range(1, len(taken) + 2)
            if (slug := wanted_slug if n == 1 else f"{wanted_slug}-{n}") not in taken
        )

    async def list_topics_led_by(self, person_id: int) -> Sequence[Topic]:
        """List the topics this person leads or is deputy for."""
        return (await self.session.scalars(_LED_BY, {"person": person_id})).all()

    async def is_topic_lead(self, person_id: int, topic_id: int | None) -> bool:
        return topic_id is not None and await self.session.get(TopicLead, (topic_id, person_id)) is not None

    async def list_followed_topics(self, person_id: int) -> Sequence[Topic]:
        return await self._list_topics_of_person(person_id, TopicFollower.follows)

    async def list_helped_topics(self, person_id: int) -> Sequence[Topic]:
        """List the topics about which this person may be asked."""
        return await self._list_topics_of_person(person_id, TopicFollower.helps)

    async def _list_topics_of_person(self, person_id: int, how: InstrumentedAttribute[bool]) -> Sequence[Topic]:
        rows = await self.session.scalars(
            sa.select(Topic)
            .join(TopicFollower, TopicFollower.topic_id == Topic.id)
            .where(TopicFollower.person_id == person_id, how)
            .order_by(Topic.slug)
        )
        return rows.all()


def _replace_example_topic(example: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    topics = [new if slug == old else slug for slug in example.get("topics", ())]
    return example | {"topics": list(dict.fromkeys(topics))}

"""Load the network as the playground shows it: its members, and the topics of its channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from storage.directory.organisations import Organisation, Representative
from storage.directory.people import SECRETARIAT, Account, Person
from storage.directory.rooms import OPEN, Room, RoomTopic
from storage.directory.topics import Topic, TopicLead
from storage.kit.base import Repository


@dataclass(frozen=True, slots=True)
class PlaygroundMember:
    """Describe somebody the page can be used as."""

    user: str
    name: str
    language: str
    role: str
    guest: bool
    organisation: str
    #: role for their organisation: "contact", "deputy" or empty
    acts_as: str
    #: names of the topics they lead, in their own language
    leads: tuple[str, ...]

    @property
    def secretariat(self) -> bool:
        return self.role == SECRETARIAT


class PlaygroundNetwork(Repository):
    """Read the tables of all platforms; the playground has no member tables of its own."""

    async def list_playground_members(self, platform: str, workspace: str) -> list[PlaygroundMember]:
        """List everybody with an account there, in the order of their accounts."""
        rows = await self.session.execute(
            sa.select(Account, Person, Organisation.name, Representative.role)
            .join(Person, Person.id == Account.person_id)
            .outerjoin(Organisation, Organisation.id == Person.organisation_id)
            .outerjoin(
                Representative,
                sa.and_(Representative.person_id == Person.id, Representative.organisation_id == Organisation.id),
            )
            .where(Account.platform == platform, Account.workspace == workspace)
            .order_by(Account.id)
        )
        leads: dict[int, list[Topic]] = {}
        for id, topic in await self.session.execute(
            sa.select(TopicLead.person_id, Topic)
            .join(Topic, Topic.id == TopicLead.topic_id)
            .where(~TopicLead.deputy)
            .order_by(Topic.slug)
        ):
            leads.setdefault(id, []).append(topic)
        return [
            PlaygroundMember(
                user=account.user, name=person.name, language=person.language, role=person.role,
                guest=account.guest or person.guest, organisation=organisation or "", acts_as=acts_as or "",
                leads=tuple(topic.get_name(person.language) for topic in leads.get(person.id, ())),
            )
            for account, person, organisation, acts_as in rows
        ]  # fmt: skip

    async def list_secretariat_channels(self, platform: str, workspace: str) -> set[str]:
        """Return the channels only the secretariat sees: who asks without their name is named there."""
        which = Room.platform == platform, Room.workspace == workspace, Room.triage
        return set((await self.session.scalars(sa.select(Room.channel).where(*which))).all())

    async def map_topics_by_channel(self, platform: str, workspace: str) -> Mapping[str, Sequence[Topic]]:
        """Return channel -> topics, for every open room."""
        rows = await self.session.execute(
            sa.select(Room.channel, Topic)
            .outerjoin(RoomTopic, RoomTopic.room_id == Room.id)
            .outerjoin(Topic, Topic.id == RoomTopic.topic_id)
            .where(Room.platform == platform, Room.workspace == workspace, Room.state == OPEN)
            .order_by(Room.channel, Topic.slug)
        )
        found: dict[str, list[Topic]] = {}
        topic: Topic | None
        for channel, topic in rows:
            topics = found.setdefault(channel, [])
            if topic is not None:
                topics.append(topic)
        return found

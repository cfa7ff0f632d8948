"""Store organisations and their representatives: parks, clusters, companies, the association and public
bodies.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import ORGANISATION_DATA, PEOPLE_DATA, TOPIC_DATA, ClassifiedColumns
from storage.directory.alphabet import sort_by_name
from storage.directory.people import Person
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key
from storage.kit.unit_memory import remember_in_unit

PUBLIC = "public"
KINDS = ("park", "cluster", "company", "association", PUBLIC)
CONTACT, DEPUTY = "contact", "deputy"


class Organisation(Base):
    __tablename__ = "organisations"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(sa.String(64), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[str] = mapped_column(sa.String(16))
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    #: Name as written. Organisations are in the same region if only the case differs.
    region: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    industry: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    #: park or cluster that it belongs to
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    employees: Mapped[int | None]
    created_at: Mapped[datetime]
    #: when it left the network; its row stays, since what others have written refers to it
    left_at: Mapped[datetime | None]


class OrganisationTopic(Base):
    """Store a topic that an organisation knows about, as the organisation declares itself."""

    __tablename__ = "organisation_topics"

    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
    )
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True, index=True)


class Representative(Base):
    """Store a contact or deputy, who acts for the organisation and confirms who belongs to it."""

    __tablename__ = "representatives"

    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(sa.String(16))


DECLARATIONS = (
    ClassifiedColumns(
        Organisation, ORGANISATION_DATA, key="id code parent_id",
        organisation="name kind place region industry employees", state="created_at left_at",
    ),
    ClassifiedColumns(OrganisationTopic, TOPIC_DATA, key="topic_id", organisation="organisation_id"),
    ClassifiedColumns(Representative, PEOPLE_DATA, own="person_id", personal="role", organisation="organisation_id"),
)  # fmt: skip


#: Prebuilt, since help and home need it each time: compiling costs as much as executing.
_REPRESENTED = (
    sa.select(Organisation)
    .join(Representative, Representative.organisation_id == Organisation.id)
    .where(Representative.person_id == sa.bindparam("person"))
    .order_by(Organisation.name)
)


class Organisations(Repository):
    """Store the members of the network."""

    async def find(self, id: int | None) -> Organisation | None:
        return None if id is None else await self.session.get(Organisation, id)

    async def find_organisation_by_code(self, code: str) -> Organisation | None:
        return (await self.session.scalars(sa.select(Organisation).where(Organisation.code == code))).first()

    async def list_all_organisations(self) -> Sequence[Organisation]:
        """List the members of the network, by name, without those that have left."""
        return [one for one in await self.list_known_organisations() if one.left_at is None]

    async def map_organisation_names(self) -> dict[int, str]:
        """Return id -> name of the members of the network, by name."""
        return {one.id: one.name for one in await self.list_all_organisations()}

    async def list_known_organisations(self) -> Sequence[Organisation]:
        """List also those that have left, by name: what others have written may still name them."""
        found = await self.session.scalars(sa.select(Organisation).order_by(Organisation.id))
        return sort_by_name(found, lambda row: row.name)

    async def add(self, organisation: Organisation) -> Organisation:
        organisation.created_at = self.now
        self.session.add(organisation)
        await self.session.flush()
        return organisation

    @remember_in_unit("people", "representatives")
    async def list_representatives(self, organisation_id: int) -> Sequence[Person]:
        """List contacts first, then deputies."""
        rows = await self.session.scalars(
            sa.select(Person)
            .join(Representative, Representative.person_id == Person.id)
            .where(Representative.organisation_id == organisation_id)
            .order_by(Representative.role, Person.id)
        )
        return rows.all()

    @remember_in_unit("organisations", "representatives")
    async def list_organisations_represented_by(self, person_id: int) -> Sequence[Organisation]:
        """List the organisations this person is contact or deputy for."""
        return (await self.session.scalars(_REPRESENTED, {"person": person_id})).all()

    async def is_representative(self, person_id: int, organisation_id: int | None) -> bool:
        if organisation_id is None:
            return False
        return await self.session.get(Representative, (organisation_id, person_id)) is not None

    @remember_in_unit("representatives")
    async def map_representative_roles(self, organisation_id: int) -> dict[int, str]:
        """Return person id -> contact or deputy."""
        rows = await self.session.execute(
            sa.select(Representative.person_id, Representative.role).where(
                Representative.organisation_id == organisation_id
            )
        )
        return {row.person_id: row.role for row in rows}

    async def get_representative_role(self, person_id: int, organisation_id: int | None) -> str:
        """Return "contact", "deputy" or empty."""
        row = await self.session.get(Representative, (organisation_id, person_id)) if organisation_id else None
        return row.role if row is not None else ""

    async def map_acting_representatives(self) -> dict[int, list[int]]:
        """Return organisation id -> the ids of its contacts, or of its deputies if it has no contact."""
        rows = await self.session.execute(
            sa.select(Representative.organisation_id, Representative.person_id, Representative.role).order_by(
                Representative.person_id
            )
        )
        found: dict[int, dict[str, list[int]]] = {}
        for organisation_id, person, role in rows:
            found.setdefault(organisation_id, {}).setdefault(role, []).append(person)
        return {organisation_id: roles.get(CONTACT) or roles[DEPUTY] for organisation_id, roles in found.items()}

    async def list_organisations_without_contact(self) -> Sequence[Organisation]:
        """List the organisations that nobody is contact of, by name."""
        contact = sa.exists().where(Representative.organisation_id == Organisation.id, Representative.role == CONTACT)
        which = sa.select(Organisation).where(~contact, Organisation.left_at.is_(None))
        return (await self.session.scalars(which.order_by(Organisation.name))).all()

    async def dismiss_representative(self, organisation_id: int, person_id: int) -> None:
        row = await self.session.get(Representative, (organisation_id, person_id))
        if row is not None:
            await self.session.delete(row)
            await self.session.flush()

    async def find_free_organisation_code(self, wanted_code: str) -> str:
        """Return the wished code, with a number if the code is taken."""
        rows = await self.session.scalars(sa.select(Organisation.code).where(Organisation.code.startswith(wanted_code)))
        taken = set(rows.all())
        return next(
            code
            for n in range(1, len(taken) + 2)
            if (code := wanted_code if n == 1 else f"{wanted_code}-{n}") not in taken
        )

    async def appoint_representative(self, organisation_id: int, person_id: int, role: str) -> None:
        """Let the person act for the organisation, which is a member again if it had left."""
        await self.session.merge(Representative(organisation_id=organisation_id, person_id=person_id, role=role))
        organisation = await self.find(organisation_id)
        if organisation is not None:
            organisation.left_at = None
        await self.session.flush()

    async def list_park_companies(self, organisation_id: int) -> Sequence[Organisation]:
        """List the companies of a park, by name."""
        rows = await self.session.scalars(
            sa.select(Organisation)
            .where(Organisation.parent_id == organisation_id, Organisation.left_at.is_(None))
            .order_by(Organisation.name)
        )
        return rows.all()

    async def list_known_topic_ids(self, organisation_id: int) -> set[int]:
        """Return the ids of the topics that the organisation knows about."""
        which = OrganisationTopic.organisation_id == organisation_id
        return set((await self.session.scalars(sa.select(OrganisationTopic.topic_id).where(which))).all())

    async def list_organisations_knowing(self, topic_ids: Collection[int]) -> set[int]:
        """Return the ids of the organisations that know about one of these topics."""
        which = match_any_of(OrganisationTopic.topic_id, topic_ids)
        return set((await self.session.scalars(sa.select(OrganisationTopic.organisation_id).where(which))).all())

    async def set_known_topics(self, organisation_id: int, topic_ids: Collection[int]) -> None:
        """Store that the organisation knows about these topics, and no others."""
        await self.session.execute(
            sa.delete(OrganisationTopic).where(OrganisationTopic.organisation_id == organisation_id)
        )
        self.session.add_all(
            OrganisationTopic(organisation_id=organisation_id, topic_id=id) for id in sorted(set(topic_ids))
        )
        await self.session.flush()

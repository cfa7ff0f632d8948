"""Store audiences: which organisations may see a record. Visibility is decided by the database alone."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from storage.access.reachable_organisations import ReachableOrganisations
from storage.data_classification.data_groups import ORGANISATION_DATA, ClassifiedColumns
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.directory.rooms import Room
from storage.kit.base import Base
from storage.kit.record_ids import Key
from storage.kit.shared_memory import remember_between_units
from storage.kit.unit_memory import remember_in_unit

#: kinds: the own organisation; chosen organisations; a region; the secretariat alone; all except some organisations
OWN, CHOSEN, REGION, SECRETARIAT, EXCEPT = "own", "chosen", "region", "secretariat", "except"
#: kinds that name every organisation
NAMING = (OWN, CHOSEN)


class Audience(Base):
    """Describe who may see something. A record without an audience is seen by all members.

    A row is never changed: another audience is another row.
    """

    __tablename__ = "reaches"
    __table_args__ = (sa.CheckConstraint("kind IN ('own','chosen','region','secretariat','except')", name="kind"),)

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(sa.String(12))
    #: unique for each audience: "own:5", "chosen:3,7", "region:vestland", "secretariat", "except:4"
    key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    #: name of the region as written
    region: Mapped[str] = mapped_column(sa.String(64), default="")


class AudienceOrganisation(Base):
    """Name an organisation of an audience: one that may see, or the one that is excluded."""

    __tablename__ = "reach_organisations"

    reach_id: Mapped[int] = mapped_column(sa.ForeignKey("reaches.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True, index=True
    )


DECLARATIONS = (
    ClassifiedColumns(Audience, ORGANISATION_DATA, key="id key", text="region", state="kind"),
    # Audience rows belong to the record. That an audience excludes an organisation is no data of that organisation.
    ClassifiedColumns(AudienceOrganisation, ORGANISATION_DATA, key="reach_id organisation_id"),
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Represent who looks at records that have audiences: a person, or everybody who reads a room."""

    #: True for the secretariat, which sees everything
    whole: bool = False
    #: organisation of the viewer; None: sees only records for all members
    organisation_id: int | None = None
    #: key of the organisation's region
    region: str = ""
    #: person who sees every record they have written
    person_id: int | None = None

    def match_visible(self, audience: Any, *writers: InstrumentedAttribute[Any]) -> sa.ColumnElement[bool]:
        """Match the rows that the viewer may see, by their audience column and the columns of their writers."""
        if self.whole:
            return sa.true()
        mine = self._match_written(writers)
        if self.organisation_id is None:
            return sa.or_(audience.is_(None), *mine)
        return sa.or_(
            audience.is_(None), audience.in_(select_audiences_of_organisation(self.organisation_id, self.region)), *mine
        )

    def match_visible_to_members(self, reach: Any, *writers: InstrumentedAttribute[Any]) -> sa.ColumnElement[bool]:
        """Match like `match_visible` what is for members: somebody without an organisation sees what they wrote."""
        if self.whole or self.organisation_id is not None:
            return self.match_visible(reach, *writers)
        return sa.or_(sa.false(), *self._match_written(writers))

    def _match_written(self, writers: Sequence[InstrumentedAttribute[Any]]) -> list[sa.ColumnElement[bool]]:
        return [writer == self.person_id for writer in writers if self.person_id is not None]


#: viewer who sees only records for all members
OUTSIDE = Viewer()


def build_region_key(region: str) -> str:
    """Return the audience key of a region. The key of an empty region belongs to no audience."""
    return f"{REGION}:{' '.join(region.split()).casefold()}"[:200]


def select_audiences_of_organisation(organisation_id: Any, region: Any) -> sa.Select[int]:
    """Select the ids of audiences that include an organisation of this region. Arguments may be parameters."""
    named = Audience.id.in_(
        sa.select(AudienceOrganisation.reach_id).where(AudienceOrganisation.organisation_id == organisation_id)
    )
    return sa.select(Audience.id).where(
        sa.or_(
            sa.and_(Audience.kind.in_(NAMING), named),
            sa.and_(Audience.kind == EXCEPT, sa.not_(named)),
            sa.and_(Audience.kind == REGION, Audience.key == region),
        )
    )


class Audiences(ReachableOrganisations):
    """Store who may see what. `reach_id` None stands for all members."""

    async def find(self, id: int | None) -> Audience | None:
        return None if id is None else await self.session.get(Audience, id)

    async def ensure_audience(self, kind: str, organisation_ids: Collection[int] = (), region: str = "") -> Audience:
        """Return the audience of this kind that names these organisations, or this region; add it where needed."""
        key = _build_audience_key(kind, organisation_ids, region)
        found = (await self.session.scalars(sa.select(Audience).where(Audience.key == key))).first()
        if found is not None:
            return found
        audience = Audience(kind=kind, key=key, region=region if kind == REGION else "")
        self.session.add(audience)
        await self.session.flush()
        self.session.add_all(
            AudienceOrganisation(reach_id=audience.id, organisation_id=id) for id in sorted(set(organisation_ids))
        )
        await self.session.flush()
        return audience

    async def list_named_organisations(self, reach_id: int) -> Sequence[Organisation]:
        """List the organisations that the audience names, by name."""
        rows = await self.session.scalars(
            sa.select(Organisation)
            .join(AudienceOrganisation, AudienceOrganisation.organisation_id == Organisation.id)
            .where(AudienceOrganisation.reach_id == reach_id)
            .order_by(Organisation.name)
        )
        return rows.all()

    @remember_in_unit("organisations", "reaches", "reach_organisations")
    async def list_organisations_in_audience(self, reach_id: int | None) -> Sequence[Organisation]:
        """List every organisation within the audience, by name."""
        here = sa.select(Organisation).where(Organisation.left_at.is_(None))
        every = (await self.session.scalars(here.order_by(Organisation.name))).all()
        audience = await self.find(reach_id)
        if audience is None:
            return every
        named = {one.id for one in await self.list_named_organisations(audience.id)}
        match audience.kind:
            case "region":
                return [one for one in every if one.region and build_region_key(one.region) == audience.key]
            case "except":
                return [one for one in every if one.id not in named]
        return [one for one in every if one.id in named]

    @remember_between_units("organisations", "reaches", "reach_organisations")
    async def list_organisation_ids_in_audience(self, reach_id: int | None) -> frozenset[int]:
        """Return the ids of every organisation within the audience."""
        return frozenset(one.id for one in await self.list_organisations_in_audience(reach_id))

    async def build_viewer(self, person: Person | None) -> Viewer:
        """Return the viewer of a person: the view of the organisation that they act for.

        Guests see what is open to all members; so does None.
        """
        if person is None:
            return OUTSIDE
        if person.secretariat:
            return Viewer(whole=True, person_id=person.id)
        if person.guest:
            return Viewer(person_id=person.id)
        return await self._build_organisation_viewer(person.stands_for, person.id)

    async def build_room_viewer(self, room: Room | None) -> Viewer:
        """Return the viewer of a room. A room is read by the organisation whose workspace it is in.

        The triage room is read by the secretariat, who see everything.
        """
        if room is None:
            return OUTSIDE
        return Viewer(whole=True) if room.triage else await self._build_organisation_viewer(room.organisation_id, None)

    async def may_viewer_see(self, viewer: Viewer, reach_id: int | None, *writers: int | None) -> bool:
        """Return True if the viewer may see a record of this audience, which people of these ids wrote."""
        if reach_id is None or viewer.whole or (viewer.person_id is not None and viewer.person_id in writers):
            return True
        if viewer.organisation_id is None:
            return False
        within = sa.select(Audience.id).where(Audience.id == reach_id, viewer.match_visible(Audience.id))
        return await self.session.scalar(within) is not None

    async def is_covering_audience(self, outer_id: int | None, inner_id: int | None) -> bool:
        """Return True if everybody within the inner audience is within the outer one, whoever joins later.

        Return False where that is in doubt.
        """
        outer, inner = await self.find(outer_id), await self.find(inner_id)
        if outer is None or outer is inner or (inner is not None and inner.kind == SECRETARIAT):
            return True
        if inner is None or outer.kind == SECRETARIAT:
            return False
        if inner.kind == EXCEPT and outer.kind == EXCEPT:
            return await self._list_named_ids(outer.id) <= await self._list_named_ids(inner.id)
        within = await self.list_organisation_ids_in_audience(outer.id)
        return inner.kind in NAMING and await self._list_named_ids(inner.id) <= within

    async def list_rooms_within_audience(self, reach_id: int | None, rooms: Sequence[Room]) -> list[Room]:
        """List those of the rooms in which the record may be shown to everybody who reads there."""
        seen = {room.id: await self.may_viewer_see(await self.build_room_viewer(room), reach_id) for room in rooms}
        return [room for room in rooms if seen[room.id]]

    async def _list_named_ids(self, reach_id: int) -> set[int]:
        return {one.id for one in await self.list_named_organisations(reach_id)}

    async def _build_organisation_viewer(self, organisation_id: int | None, person_id: int | None) -> Viewer:
        organisation = await self.session.get(Organisation, organisation_id) if organisation_id is not None else None
        if organisation is None:
            return Viewer(person_id=person_id)
        return Viewer(
            organisation_id=organisation.id, region=build_region_key(organisation.region), person_id=person_id
        )


def _build_audience_key(kind: str, organisation_ids: Collection[int], region: str) -> str:
    """Return the key of an audience. A long list of names is replaced by its hash."""
    if kind == REGION:
        return build_region_key(region)
    named = ",".join(map(str, sorted(set(organisation_ids))))
    if len(named) > 150:
        named = hashlib.sha256(named.encode()).hexdigest()
    return f"{kind}:{named}" if named else kind

"""Reach: which organisations may see something; who sees what is asked of the database, and of nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from storage.directory.organisations import Organisation
from storage.directory.people import Account, Person
from storage.directory.rooms import OPEN, Room
from storage.kit.arrays import among
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key

#: one's own organisation; some organisations; a region; the secretariat alone; all but some organisations
OWN, CHOSEN, REGION, SECRETARIAT, EXCEPT = "own", "chosen", "region", "secretariat", "except"
#: where those who see it are named one by one
NAMING = (OWN, CHOSEN)


class Reach(Base):
    """Who may see something. What has none is seen by all members. Never changed: another reach is another row."""

    __tablename__ = "reaches"
    __table_args__ = (sa.CheckConstraint("kind IN ('own','chosen','region','secretariat','except')", name="kind"),)

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(sa.String(12))
    #: the same for the same reach: "own:5", "chosen:3,7", "region:vestland", "secretariat", "except:4"
    key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    #: as it was written
    region: Mapped[str] = mapped_column(sa.String(64), default="")


class ReachOrganisation(Base):
    """An organisation that a reach names: one that may see, or the one kept out."""

    __tablename__ = "reach_organisations"

    reach_id: Mapped[int] = mapped_column(sa.ForeignKey("reaches.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True, index=True
    )


@dataclass(frozen=True, slots=True)
class Sight:
    """Somebody's, or a room's, view of what has a reach."""

    #: sees everything: the secretariat
    whole: bool = False
    #: the organisation that looks; None: sees only what has no reach
    house: int | None = None
    #: the key of the region it is in
    region: str = ""
    #: what this person has written is always seen
    person_id: int | None = None

    def within(self, reach: Any, *writers: InstrumentedAttribute[Any]) -> sa.ColumnElement[bool]:
        """The rows that may be seen, by the column of their reach and those of who wrote them."""
        if self.whole:
            return sa.true()
        mine = [writer == self.person_id for writer in writers if self.person_id is not None]
        if self.house is None:
            return sa.or_(reach.is_(None), *mine)
        return sa.or_(reach.is_(None), reach.in_(reached(self.house, self.region)), *mine)


#: sees only what all members see
OUTSIDE = Sight()


def region_key(region: str) -> str:
    """The key of a region's reach; that of no region is no reach's."""
    return f"{REGION}:{' '.join(region.split()).casefold()}"[:200]


def reached(house: Any, region: Any) -> sa.Select[int]:
    """The ids of the reaches that an organisation in this region is within; both may be parameters."""
    named = Reach.id.in_(sa.select(ReachOrganisation.reach_id).where(ReachOrganisation.organisation_id == house))
    return sa.select(Reach.id).where(
        sa.or_(
            sa.and_(Reach.kind.in_(NAMING), named),
            sa.and_(Reach.kind == EXCEPT, sa.not_(named)),
            sa.and_(Reach.kind == REGION, Reach.key == region),
        )
    )


class Reaches(Repository):
    """Who may see what. `reach_id` None: all members."""

    async def find(self, id: int | None) -> Reach | None:
        return None if id is None else await self.session.get(Reach, id)

    async def kept(self, kind: str, houses: Collection[int] = (), region: str = "") -> Reach:
        """The one of this kind that names these organisations, or this region; made where it is new."""
        key = _key(kind, houses, region)
        found = (await self.session.scalars(sa.select(Reach).where(Reach.key == key))).first()
        if found is not None:
            return found
        reach = Reach(kind=kind, key=key, region=region if kind == REGION else "")
        self.session.add(reach)
        await self.session.flush()
        self.session.add_all(ReachOrganisation(reach_id=reach.id, organisation_id=id) for id in sorted(set(houses)))
        await self.session.flush()
        return reach

    async def named(self, reach_id: int) -> Sequence[Organisation]:
        """The organisations that it names, by their names."""
        rows = await self.session.scalars(
            sa.select(Organisation)
            .join(ReachOrganisation, ReachOrganisation.organisation_id == Organisation.id)
            .where(ReachOrganisation.reach_id == reach_id)
            .order_by(Organisation.name)
        )
        return rows.all()

    async def houses(self, reach_id: int | None) -> Sequence[Organisation]:
        """Every organisation that is within it, by its name."""
        every = (await self.session.scalars(sa.select(Organisation).order_by(Organisation.name))).all()
        reach = await self.find(reach_id)
        if reach is None:
            return every
        named = {one.id for one in await self.named(reach.id)}
        match reach.kind:
            case "region":
                return [one for one in every if one.region and region_key(one.region) == reach.key]
            case "except":
                return [one for one in every if one.id not in named]
        return [one for one in every if one.id in named]

    async def sight(self, person: Person | None) -> Sight:
        """As the organisation sees that they act for; guests see what is open to all, and nobody's is none."""
        if person is None:
            return OUTSIDE
        if person.secretariat:
            return Sight(whole=True, person_id=person.id)
        if person.guest:
            return Sight(person_id=person.id)
        return await self._of(person.stands_for, person.id)

    async def sight_in(self, room: Room | None) -> Sight:
        """A room is read by the organisation whose house it is in; the secretariat's, by those who see everything."""
        if room is None:
            return OUTSIDE
        return Sight(whole=True) if room.triage else await self._of(room.organisation_id, None)

    async def sees(self, sight: Sight, reach_id: int | None, *writers: int | None) -> bool:
        """Whether this is within reach; `writers`: who wrote it."""
        if reach_id is None or sight.whole or (sight.person_id is not None and sight.person_id in writers):
            return True
        if sight.house is None:
            return False
        within = sa.select(Reach.id).where(Reach.id == reach_id, sight.within(Reach.id))
        return await self.session.scalar(within) is not None

    async def covers(self, outer_id: int | None, inner_id: int | None) -> bool:
        """Whether all who are within the second are within the first, whoever joins later; where in doubt, not."""
        outer, inner = await self.find(outer_id), await self.find(inner_id)
        if outer is None or outer is inner or (inner is not None and inner.kind == SECRETARIAT):
            return True
        if inner is None or outer.kind == SECRETARIAT:
            return False
        if inner.kind == EXCEPT and outer.kind == EXCEPT:
            return await self._names(outer.id) <= await self._names(inner.id)
        return inner.kind in NAMING and await self._names(inner.id) <= {one.id for one in await self.houses(outer.id)}

    async def rooms(self, reach_id: int | None, rooms: Sequence[Room]) -> list[Room]:
        """Those of the rooms in which it may be shown to everybody who reads there."""
        seen = {room.id: await self.sees(await self.sight_in(room), reach_id) for room in rooms}
        return [room for room in rooms if seen[room.id]]

    async def unreached(self, houses: Collection[int]) -> set[int]:
        """Those that have no open room, and nobody who can be written to."""
        rooms = sa.select(Room.organisation_id).where(Room.state == OPEN, among(Room.organisation_id, houses))
        people = (
            sa.select(Person.organisation_id)
            .join(Account, Account.person_id == Person.id)
            .where(among(Person.organisation_id, houses), Person.confirmed, Account.away.is_(False))
        )
        found = await self.session.scalars(sa.union(rooms, people))
        return set(houses).difference(found.all())

    async def _names(self, reach_id: int) -> set[int]:
        return {one.id for one in await self.named(reach_id)}

    async def _of(self, house_id: int | None, person_id: int | None) -> Sight:
        house = await self.session.get(Organisation, house_id) if house_id is not None else None
        if house is None:
            return Sight(person_id=person_id)
        return Sight(house=house.id, region=region_key(house.region), person_id=person_id)


def _key(kind: str, houses: Collection[int], region: str) -> str:
    """Long ones are told apart by a hash of what they name."""
    if kind == REGION:
        return region_key(region)
    named = ",".join(map(str, sorted(set(houses))))
    if len(named) > 150:
        named = hashlib.sha256(named.encode()).hexdigest()
    return f"{kind}:{named}" if named else kind

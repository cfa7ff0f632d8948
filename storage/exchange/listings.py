"""Store listings: what organisations have to spare at their sites, and what they need there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.access.audiences import CHOSEN, REGION, Audience, Viewer
from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.code_numbers import find_next_number
from storage.kit.record_declarations import CodedRecords, IndexedRecords, OwnedRecords, get_columns, select_indexed
from storage.kit.record_ids import Key

DIRECTIONS = OFFER, NEED = "offer", "need"
#: guests too; members; nobody but the organisation and the secretariat. An audience narrows what members see.
LEVELS = OPEN_LEVEL, MEMBERS_LEVEL, HIDDEN_LEVEL = "open", "members", "hidden"
#: in force; taken down by its organisation; over; hidden by the secretariat
OPEN, DOWN, EXPIRED, HIDDEN = "open", "down", "expired", "hidden"
STATES = (OPEN, DOWN, EXPIRED, HIDDEN)
#: hours of the day at which something flows; nobody knows beforehand when batches come
ROUND, DAYTIME, WORKING_DAYS, BATCHES = "round", "day", "working_days", "batches"
DAILY_HOURS = (ROUND, DAYTIME, WORKING_DAYS, BATCHES)
#: what matter is, as its owner sees it
STANDINGS = PRODUCT, BY_PRODUCT, WASTE = "product", "by_product", "waste"
#: audiences whose outsiders may know of a listing without whose it is
CIRCLES = (CHOSEN, REGION)
#: maximum numbers of characters
TEXT, AMOUNT, REFERENCE, QUALITY, WASTE_CODE = 1000, 40, 40, 120, 9


class Listing(Base):
    __tablename__ = "listings"
    __table_args__ = (
        sa.CheckConstraint("direction IN ('offer','need')", name="direction"),
        sa.CheckConstraint("level IN ('open','members','hidden')", name="level"),
        sa.CheckConstraint("state IN ('open','down','expired','hidden')", name="state"),
        sa.Index("ix_listings_state_direction_type", "state", "direction", "type"),
    )

    id: Mapped[Key]
    #: code for people: "B-1"
    code: Mapped[str] = mapped_column(sa.String(16), unique=True)
    #: name in its organisation's own table, by which the row is known again; empty: it came from no table
    reference: Mapped[str] = mapped_column(sa.String(REFERENCE), default="", server_default="")
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("sites.id"), index=True)
    direction: Mapped[str] = mapped_column(sa.String(8))
    #: key of a flow type
    type: Mapped[str] = mapped_column(sa.String(16))
    #: the line in which a member said it
    text: Mapped[str] = mapped_column(sa.Text, default="")
    language: Mapped[str] = mapped_column(sa.String(2))
    #: amount as its member writes it, range and unit included: "5-10 MW"; empty: not known
    amount: Mapped[str] = mapped_column(sa.String(AMOUNT), default="")
    #: °C: what is supplied, or what is needed at least
    temperature: Mapped[float | None]
    #: °C at which what is supplied or taken comes back
    back: Mapped[float | None]
    #: twelve percentages of the peak, January first; empty: not known
    months: Mapped[list[Any]] = mapped_column(default=list)
    #: values as its member writes them: "10 bar, renhet over 98 %"
    quality: Mapped[str] = mapped_column(sa.String(QUALITY), default="", server_default="")
    waste_code: Mapped[str] = mapped_column(sa.String(WASTE_CODE), default="", server_default="")
    #: product, by-product or waste, as its owner sees it; empty: not known
    standing: Mapped[str] = mapped_column(sa.String(12), default="", server_default="")
    #: an offer is hazardous waste, a need takes it
    hazardous: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: hours of the day; empty: not known
    daily_hours: Mapped[str] = mapped_column(sa.String(12), default="", server_default="")
    #: whether a need for grid capacity takes a connection on conditions
    conditional: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: longest distance in kilometres; None: any
    max_km: Mapped[int | None]
    level: Mapped[str] = mapped_column(sa.String(8), default=MEMBERS_LEVEL)
    #: audience within the members' level; None: all members
    reach_id: Mapped[int | None] = mapped_column(sa.ForeignKey("reaches.id"), index=True)
    topic_id: Mapped[int | None] = mapped_column(sa.ForeignKey("topics.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    state: Mapped[str] = mapped_column(sa.String(8), default=OPEN)
    valid_to: Mapped[date] = mapped_column(index=True)
    #: the night in which it was last matched with everything in force; None: never
    matched_on: Mapped[date | None] = mapped_column(index=True)
    #: the night in which it was last looked for what its owner is to be asked; None: never
    asked_on: Mapped[date | None]
    #: Number of times its room cards were withdrawn. Later cards need new delivery keys.
    sendings: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


_COLUMNS = get_columns(Listing)
DECLARATIONS = (
    IndexedRecords(
        "listing",
        Listing,
        select_indexed(
            Listing, Listing.state == OPEN, Listing.level != HIDDEN_LEVEL, level=Listing.level,
            topic_id=Listing.topic_id, organisation_id=Listing.organisation_id,
        ),
    ),
    CodedRecords(Listing, Listing.code, "B"),
    OwnedRecords(
        "listing", _COLUMNS.id, _COLUMNS.contact_id, needs=_COLUMNS.state.in_(STATES),
        organisation=_COLUMNS.organisation_id,
    ),
    ClassifiedColumns(
        Listing, EXCHANGE_DATA, author="contact_id", key="id code site_id reach_id topic_id", text="text reference",
        organisation="organisation_id amount temperature back months daily_hours quality waste_code standing hazardous "
        "conditional max_km",
        state="direction type language level state valid_to matched_on asked_on sendings created_at changed_at",
    ),
)  # fmt: skip


def match_others_visible(viewer: Viewer, levels: Collection[str]) -> sa.ColumnElement[bool]:
    """Match listings in force that members see by level and audience; those of one's own organisation are apart."""
    members = Listing.level.in_(sorted(levels))
    return sa.and_(Listing.state == OPEN, members, viewer.match_visible(Listing.reach_id, Listing.contact_id))


def _match_circles() -> sa.ColumnElement[bool]:
    """Match listings in force that a circle sees by name."""
    circles = sa.select(Audience.id).where(Audience.kind.in_(CIRCLES))
    return sa.and_(Listing.state == OPEN, Listing.level == MEMBERS_LEVEL, Listing.reach_id.in_(circles))


class Listings(Repository):
    """Store what is offered and needed."""

    async def find(self, id: int | None) -> Listing | None:
        return None if id is None else await self.session.get(Listing, id)

    async def lock(self, id: int) -> Listing | None:
        """Return the listing with a row lock, which is held until this unit of work ends."""
        return await self._lock_row(Listing, id)

    async def find_listing_by_code(self, code: str) -> Listing | None:
        return (await self.session.scalars(sa.select(Listing).where(Listing.code == code))).first()

    async def add(self, listing: Listing) -> Listing:
        """Add the listing with the next free code, unless it brings its own."""
        listing.created_at = listing.changed_at = self.now
        if not listing.code:
            listing.code = f"B-{await find_next_number(self.session, 'B', Listing.code)}"
        self.session.add(listing)
        await self.session.flush()
        return listing

    async def add_listings(self, listings: Sequence[Listing]) -> None:
        """Add listings without codes together, with the next free ones in their order."""
        number = await find_next_number(self.session, "B", Listing.code)
        for n, listing in enumerate(listings, number):
            listing.code, listing.created_at, listing.changed_at = f"B-{n}", self.now, self.now
        self.session.add_all(listings)
        await self.session.flush()

    async def delete(self, listing: Listing) -> None:
        await self.session.delete(listing)
        await self.session.flush()

    async def list_listings_of_organisations(self, organisation_ids: Collection[int]) -> Sequence[Listing]:
        """List all listings of these organisations, newest first."""
        rows = sa.select(Listing).where(match_any_of(Listing.organisation_id, organisation_ids))
        return (await self.session.scalars(rows.order_by(Listing.id.desc()))).all()

    async def list_visible_listings(
        self, viewer: Viewer, levels: Collection[str], apart_from: Collection[int], limit: int,
        flow: tuple[str, str] | None = None,
    ) -> Sequence[Listing]:  # fmt: skip
        """List visible listings in force of others than these, newest first; of one `flow`, a direction and a type."""
        others = sa.not_(match_any_of(Listing.organisation_id, apart_from))
        rows = sa.select(Listing).where(match_others_visible(viewer, levels), others)
        if flow is not None:
            rows = rows.where(Listing.direction == flow[0], Listing.type == flow[1])
        return (await self.session.scalars(rows.order_by(Listing.id.desc()).limit(limit))).all()

    async def list_circle_listings(self, viewer: Viewer, apart_from: Collection[int], limit: int) -> Sequence[Listing]:
        """List listings in force that a circle sees by name and the viewer does not, of other organisations."""
        others = sa.not_(match_any_of(Listing.organisation_id, apart_from))
        rows = sa.select(Listing).where(_match_circles(), sa.not_(viewer.match_visible(Listing.reach_id)), others)
        return (await self.session.scalars(rows.order_by(Listing.id.desc()).limit(limit))).all()

    async def list_all_circle_listings(self) -> Sequence[Listing]:
        """List all listings in force that a circle sees by name."""
        rows = sa.select(Listing).where(_match_circles()).order_by(Listing.id)
        return (await self.session.scalars(rows)).all()

    async def list_open_listings_of_types(self, types: Collection[str]) -> Sequence[Listing]:
        rows = sa.select(Listing).where(Listing.state == OPEN, match_any_of(Listing.type, types))
        return (await self.session.scalars(rows.order_by(Listing.id))).all()

    async def list_new_listings(
        self, viewer: Viewer, levels: Collection[str], apart_from: Collection[int], topic_ids: Collection[int],
        since: datetime, limit: int,
    ) -> Sequence[Listing]:  # fmt: skip
        """List visible listings in force of others, about these topics and made since then, newest first."""
        rows = sa.select(Listing).where(
            match_others_visible(viewer, levels), sa.not_(match_any_of(Listing.organisation_id, apart_from)),
            match_any_of(Listing.topic_id, topic_ids), Listing.created_at > since,
        )  # fmt: skip
        return (await self.session.scalars(rows.order_by(Listing.id.desc()).limit(limit))).all()

    async def list_open_counterparts(
        self, direction: str, types: Collection[str], apart_from: int
    ) -> Sequence[Listing]:
        """List listings in force of this direction and one of these types, of all organisations but this one."""
        rows = sa.select(Listing).where(
            Listing.state == OPEN, Listing.direction == direction, match_any_of(Listing.type, types),
            Listing.organisation_id != apart_from,
        )  # fmt: skip
        return (await self.session.scalars(rows.order_by(Listing.id))).all()

    async def list_unmatched_ids(self, night: date) -> Sequence[int]:
        """List the ids of listings in force that were not matched in this night yet, those never matched first."""
        due = sa.or_(Listing.matched_on.is_(None), Listing.matched_on < night)
        rows = sa.select(Listing.id).where(Listing.state == OPEN, due)
        order = (Listing.matched_on.is_not(None), Listing.matched_on, Listing.id)
        return (await self.session.scalars(rows.order_by(*order))).all()

    async def list_open_listings(self) -> Sequence[Listing]:
        """List all listings in force."""
        return (await self.session.scalars(sa.select(Listing).where(Listing.state == OPEN).order_by(Listing.id))).all()

    async def list_listings_by_id(self, ids: Collection[int]) -> Sequence[Listing]:
        return (await self.session.scalars(sa.select(Listing).where(match_any_of(Listing.id, ids)))).all()

    async def list_listings_over(self, day: date) -> Sequence[Listing]:
        """List listings in force whose last day was before this one."""
        rows = sa.select(Listing).where(Listing.state == OPEN, Listing.valid_to < day)
        return (await self.session.scalars(rows.order_by(Listing.id))).all()

    async def list_listings_of_contact(self, contact_id: int) -> Sequence[Listing]:
        rows = sa.select(Listing).where(Listing.contact_id == contact_id)
        return (await self.session.scalars(rows.order_by(Listing.id))).all()

    async def count_listings_made_since(self, organisation_id: int, since: datetime) -> int:
        which = sa.and_(Listing.organisation_id == organisation_id, Listing.created_at > since)
        return int(await self.session.scalar(sa.select(sa.func.count()).where(which).select_from(Listing)) or 0)

    async def is_site_used(self, site_id: int) -> bool:
        return bool(await self.session.scalar(sa.select(sa.exists().where(Listing.site_id == site_id))))

    async def list_all_listings(self) -> Sequence[Listing]:
        return (await self.session.scalars(sa.select(Listing).order_by(Listing.id))).all()

"""Store matches: an offer and a need that fit, or two needs that may share a connection, and what came of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.exchange.listings import AMOUNT, NEED, OFFER, Listing
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.code_numbers import find_next_number
from storage.kit.record_declarations import CodedRecords
from storage.kit.record_ids import Key
from storage.kit.unit_memory import remember_in_unit

SIDES = (OFFER, NEED)
#: what a match is about: an offer that serves a need, or two needs that talk to one grid company together. The sides
#: of the latter are called offer and need as well, and are no more than the first and the second.
SUPPLY, GRID_TALK = "supply", "grid_talk"
PURPOSES = (SUPPLY, GRID_TALK)
#: who is asked first: both at once; the side whose listing is hidden; nobody, where both are
BOTH, NOBODY = "both", "nobody"
FIRST = (BOTH, *SIDES, NOBODY)
#: nobody has said yes; one side has; both have, and know each other; then what the two make of it
PROPOSED, INTEREST, TALKS, STUDY, PILOT, RUNNING, CLOSED = (
    "proposed", "interest", "talks", "study", "pilot", "running", "closed",
)  # fmt: skip
STAGES = (PROPOSED, INTEREST, TALKS, STUDY, PILOT, RUNNING, CLOSED)
#: stages in which neither side knows who the other is, and those in which both do
BLIND_STAGES, KNOWN_STAGES = (PROPOSED, INTEREST), (TALKS, STUDY, PILOT, RUNNING)
#: stages in which an exchange takes its amount of both listings: talks and studies hold nothing back from others
TAKING_STAGES = (PILOT, RUNNING)
#: what a side says of it; empty: nothing yet
YES, LATER, NO = "yes", "later", "no"
VOTES = ("", YES, LATER, NO)
#: why a match was closed: somebody refused it, a listing changed, is over, or its organisation left; the two ended it
REFUSED, CHANGED, OVER, LEFT, ENDED = "refused", "changed", "over", "left", "ended"
CLOSINGS = ("", REFUSED, CHANGED, OVER, LEFT, ENDED)
#: why a side refuses or ends one
REASONS = (
    "distance", "amount", "quality", "timing", "economy", "rules", "people", "secrecy", "solved", "other",
)  # fmt: skip
#: maximum numbers of characters of a next step, and of a line to the facilitator
STEP, NOTE = 300, 500


class ListingMatch(Base):
    __tablename__ = "matches"
    __table_args__ = (
        sa.UniqueConstraint("offer_id", "need_id", "facts_key"),
        sa.CheckConstraint("purpose IN ('supply','grid_talk')", name="purpose"),
        sa.CheckConstraint("first_side IN ('both','offer','need','nobody')", name="first_side"),
        sa.CheckConstraint("stage IN ('proposed','interest','talks','study','pilot','running','closed')", name="stage"),
        sa.CheckConstraint("closing IN ('','refused','changed','over','left','ended')", name="closing"),
    )

    id: Mapped[Key]
    #: code for people: "T-1"
    code: Mapped[str] = mapped_column(sa.String(16), unique=True)
    purpose: Mapped[str] = mapped_column(sa.String(12), default=SUPPLY, server_default=SUPPLY)
    #: None: the listing went with its organisation
    offer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("listings.id"), index=True)
    need_id: Mapped[int | None] = mapped_column(sa.ForeignKey("listings.id"), index=True)
    offer_organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    need_organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    #: hash of the classes of both listings that it was made from
    facts_key: Mapped[str] = mapped_column(sa.String(32))
    #: True if each side may find the other's listing by name, so that figures were compared and not classes
    named: Mapped[bool]
    score: Mapped[float]
    #: name of a factor -> its value
    factors: Mapped[dict[str, Any]] = mapped_column(default=dict)
    first_side: Mapped[str] = mapped_column(sa.String(8))
    stage: Mapped[str] = mapped_column(sa.String(8), default=PROPOSED, index=True)
    #: since when it is at this stage
    stage_at: Mapped[datetime]
    #: when both had said yes, and the names were shown; they stay known, whatever becomes of it
    known_at: Mapped[datetime | None]
    #: when it first came to each of the later stages
    study_at: Mapped[datetime | None]
    pilot_at: Mapped[datetime | None]
    running_at: Mapped[datetime | None]
    #: of the secretariat, once both sides know each other, or earlier where somebody has taken it over
    facilitator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    next_step: Mapped[str] = mapped_column(sa.Text, default="")
    next_on: Mapped[date | None] = mapped_column(index=True)
    #: how much it takes of both listings, as its sides agree, unit included: "3 MW"; empty: as much as both can
    amount: Mapped[str] = mapped_column(sa.String(AMOUNT), default="", server_default="")
    #: how many times in a row it was said to stand still, and the day of the question that was answered so last
    stalled: Mapped[int] = mapped_column(default=0, server_default="0")
    stalled_on: Mapped[date | None]
    closing: Mapped[str] = mapped_column(sa.String(8), default="")
    closed_at: Mapped[datetime | None]
    #: when a side that does not know of the closing learnt of it: with the weekly letter
    told_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @property
    def is_running_exchange(self) -> bool:
        """Return True while something flows: a grid talk that came to an agreement moves nothing."""
        return self.stage == RUNNING and self.purpose == SUPPLY

    @property
    def is_taking(self) -> bool:
        """Return True while it takes its amount of both listings."""
        return self.stage in TAKING_STAGES and self.purpose == SUPPLY

    def reach_stage(self, stage: str, at: datetime) -> None:
        """Set the stage, and keep when it was first come to: a match that goes back has been there."""
        self.stage, self.stage_at = stage, at
        if stage == STUDY:
            self.study_at = self.study_at or at
        elif stage == PILOT:
            self.pilot_at = self.pilot_at or at
        elif stage == RUNNING:
            self.running_at = self.running_at or at

    def get_listing_id(self, side: str) -> int | None:
        return self.offer_id if side == OFFER else self.need_id

    def get_organisation_id(self, side: str) -> int:
        return self.offer_organisation_id if side == OFFER else self.need_organisation_id

    def release_listing(self, side: str) -> None:
        """Let go of the listing of a side, which is about to be deleted."""
        if side == OFFER:
            self.offer_id = None
        else:
            self.need_id = None


DECLARATIONS = (
    CodedRecords(ListingMatch, ListingMatch.code, "T"),
    # Neither side's export holds a match: it would tell of the other one.
    ClassifiedColumns(
        ListingMatch, EXCHANGE_DATA, named="facilitator_id", text="next_step",
        key="id code offer_id need_id offer_organisation_id need_organisation_id facts_key", organisation="amount",
        state="purpose named score factors first_side stage stage_at known_at study_at pilot_at running_at "
        "next_on stalled stalled_on closing closed_at told_at created_at",
    ),
)  # fmt: skip
#: both listings of a match: to make their columns takes several times as long as to run a statement with them
_OFFER, _NEED = aliased(Listing), aliased(Listing)


class TakingExchange(NamedTuple):
    """Hold an exchange that takes its amount, with both its listings."""

    match: ListingMatch
    offer: Listing
    need: Listing

    def get_listing(self, side: str) -> Listing:
        return self.offer if side == OFFER else self.need


def match_running_exchanges() -> sa.ColumnElement[bool]:
    return sa.and_(ListingMatch.stage == RUNNING, ListingMatch.purpose == SUPPLY)


class Matches(Repository):
    """Store which listings were found to fit, and what became of it."""

    async def find(self, id: int | None) -> ListingMatch | None:
        return None if id is None else await self.session.get(ListingMatch, id)

    async def lock(self, id: int) -> ListingMatch | None:
        """Return the match with a row lock, under which its votes are read and written."""
        return await self._lock_row(ListingMatch, id)

    async def find_match_by_code(self, code: str) -> ListingMatch | None:
        return (await self.session.scalars(sa.select(ListingMatch).where(ListingMatch.code == code))).first()

    async def add(self, match: ListingMatch) -> ListingMatch:
        """Add the match with the next free code, unless it brings its own."""
        match.created_at = match.stage_at = self.now
        if not match.code:
            match.code = f"T-{await find_next_number(self.session, 'T', ListingMatch.code)}"
        self.session.add(match)
        await self.session.flush()
        return match

    async def list_matches_of_listing(self, listing_id: int) -> Sequence[ListingMatch]:
        """List all matches that the listing ever was in, by their ids."""
        which = sa.or_(ListingMatch.offer_id == listing_id, ListingMatch.need_id == listing_id)
        return (await self.session.scalars(sa.select(ListingMatch).where(which).order_by(ListingMatch.id))).all()

    async def list_matches_of_organisation(self, organisation_id: int) -> Sequence[ListingMatch]:
        """List all matches that the organisation ever was in, by their ids."""
        which = sa.or_(
            ListingMatch.offer_organisation_id == organisation_id, ListingMatch.need_organisation_id == organisation_id
        )
        return (await self.session.scalars(sa.select(ListingMatch).where(which).order_by(ListingMatch.id))).all()

    async def list_refused_facts(self, organisation_ids: Collection[int]) -> set[tuple[int, int, str]]:
        """Return (organisation that offers, organisation that needs, facts key) of what one of them refused."""
        columns = (ListingMatch.offer_organisation_id, ListingMatch.need_organisation_id, ListingMatch.facts_key)
        mine = sa.or_(
            match_any_of(ListingMatch.offer_organisation_id, organisation_ids),
            match_any_of(ListingMatch.need_organisation_id, organisation_ids),
        )
        rows = await self.session.execute(sa.select(*columns).where(mine, ListingMatch.closing == REFUSED))
        return {(row[0], row[1], row[2]) for row in rows}

    async def count_waiting_matches(self, listing_ids: Collection[int]) -> dict[int, int]:
        """Return listing id -> how many of its matches wait for a yes."""
        waiting: dict[int, int] = {}
        for column in (ListingMatch.offer_id, ListingMatch.need_id):
            rows = sa.select(column, sa.func.count()).where(
                match_any_of(column, listing_ids), ListingMatch.stage.in_(BLIND_STAGES)
            )
            found = await self.session.execute(rows.group_by(column))
            waiting |= {id: count for id, count in found if id is not None}
        return waiting

    async def list_untold_closings(self, before: datetime) -> Sequence[ListingMatch]:
        """List matches that were closed before then, and of which a side may not have heard."""
        which = sa.and_(ListingMatch.stage == CLOSED, ListingMatch.told_at.is_(None), ListingMatch.closed_at < before)
        return (await self.session.scalars(sa.select(ListingMatch).where(which).order_by(ListingMatch.id))).all()

    @remember_in_unit("matches")
    async def list_matches_at(self, stages: Collection[str]) -> Sequence[ListingMatch]:
        """List the matches at these stages: those whose next day is nearest first."""
        rows = sa.select(ListingMatch).where(ListingMatch.stage.in_(sorted(stages)))
        return (await self.session.scalars(rows.order_by(ListingMatch.next_on, ListingMatch.id))).all()

    async def list_running_exchanges(self) -> Sequence[ListingMatch]:
        rows = sa.select(ListingMatch).where(match_running_exchanges())
        return (await self.session.scalars(rows.order_by(ListingMatch.next_on, ListingMatch.id))).all()

    async def list_taking_exchanges(self, listing_ids: Collection[int] | None = None) -> list[TakingExchange]:
        """List the exchanges that take an amount of these listings, or of all, the oldest match first."""
        rows = (
            sa.select(ListingMatch, _OFFER, _NEED)
            .join(_OFFER, _OFFER.id == ListingMatch.offer_id)
            .join(_NEED, _NEED.id == ListingMatch.need_id)
            .where(ListingMatch.stage.in_(TAKING_STAGES), ListingMatch.purpose == SUPPLY)
        )
        if listing_ids is not None:
            sides = (ListingMatch.offer_id, ListingMatch.need_id)
            rows = rows.where(sa.or_(*(match_any_of(side, listing_ids) for side in sides)))
        return [TakingExchange(*row) for row in await self.session.execute(rows.order_by(ListingMatch.id))]

    async def list_all_matches(self) -> Sequence[ListingMatch]:
        return (await self.session.scalars(sa.select(ListingMatch).order_by(ListingMatch.id))).all()

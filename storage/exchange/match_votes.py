"""Store what the sides of matches were asked and said; neither ever sees what the other one said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.directory.memberships import Membership
from storage.directory.organisations import Representative
from storage.directory.people import Person
from storage.exchange.listings import NEED, OFFER, Listing
from storage.exchange.matches import BLIND_STAGES, CLOSED, LATER, NO, SIDES, YES, ListingMatch
from storage.kit.base import Base, Repository, build_partial_index
from storage.kit.record_ids import Key


class MatchVote(Base):
    """Store that a side was asked about a match, and what it said. The other side never sees it."""

    __tablename__ = "match_votes"
    __table_args__ = (
        sa.UniqueConstraint("match_id", "side"),
        sa.CheckConstraint("side IN ('offer','need')", name="side"),
        sa.CheckConstraint("vote IN ('','yes','later','no')", name="vote"),
        build_partial_index("ix_match_votes_noted", "noted_at", where="noted_at IS NOT NULL"),
    )

    id: Mapped[Key]
    match_id: Mapped[int] = mapped_column(sa.ForeignKey("matches.id", ondelete="CASCADE"))
    side: Mapped[str] = mapped_column(sa.String(8))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    vote: Mapped[str] = mapped_column(sa.String(8), default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    asked_at: Mapped[datetime]
    voted_at: Mapped[datetime | None]
    #: when its time to answer was over: the facilitator rings, and it is no "no"
    silent_at: Mapped[datetime | None]
    #: why it was refused or ended, as words of our own
    reasons: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    #: True if the other side may be told these
    shared: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: a line to the facilitator alone
    note: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    #: since when that line waits on the facilitator's list; None: none does
    noted_at: Mapped[datetime | None]
    #: language -> why the two fit, as this side read it when the other one left; empty: as it is now
    last_words: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")


DECLARATIONS = (
    ClassifiedColumns(
        MatchVote, EXCHANGE_DATA, author="by_id", key="id match_id", organisation="organisation_id",
        text="note", state="side vote asked_at voted_at silent_at reasons shared noted_at last_words",
    ),
)  # fmt: skip


class MatchVotes(Repository):
    """Store who was asked about which match, and what they said."""

    async def ask_side(self, match: ListingMatch, side: str) -> MatchVote:
        """Store that the side is asked; one that was asked before stays as it is."""
        found = (await self.map_votes(match.id)).get(side)
        if found is None:
            organisation_id = match.get_organisation_id(side)
            found = MatchVote(match_id=match.id, side=side, organisation_id=organisation_id, asked_at=self.now)
            self.session.add(found)
            await self.session.flush()
        return found

    async def delete_vote(self, vote: MatchVote) -> None:
        await self.session.delete(vote)
        await self.session.flush()

    async def find_vote(self, id: int | None) -> MatchVote | None:
        return None if id is None else await self.session.get(MatchVote, id)

    async def map_votes(self, match_id: int) -> dict[str, MatchVote]:
        """Return side -> its vote, for the sides that were asked."""
        rows = sa.select(MatchVote).where(MatchVote.match_id == match_id).execution_options(populate_existing=True)
        return {vote.side: vote for vote in await self.session.scalars(rows)}

    async def list_asked_matches(
        self, person: Person, asked_again: datetime, limit: int, skip: int = 0
    ) -> list[tuple[ListingMatch, MatchVote]]:
        """List what this person acts for and may still do something about: what waits for them first, what both
        sides know of last, and newest first. `asked_again`: "later" that was said before then waits again.
        """
        order = (ListingMatch.known_at.is_not(None), sa.case((_match_waiting(asked_again), 0), else_=1))
        rows = _select_asked(person).order_by(*order, ListingMatch.id.desc(), MatchVote.id).limit(limit).offset(skip)
        return [(match, vote) for match, vote in await self.session.execute(rows)]

    async def count_asked_matches(self, person: Person) -> int:
        """Return how many there are of what `list_asked_matches` lists."""
        return await self._count_rows(_select_asked(person))

    async def count_waiting_votes(self, person: Person, asked_again: datetime) -> int:
        """Return how many of them wait for this person's answer."""
        return await self._count_rows(_select_asked(person).where(_match_waiting(asked_again)))

    async def _count_rows(self, which: sa.Select[*tuple[Any, ...]]) -> int:
        return await self.session.scalar(which.with_only_columns(sa.func.count(MatchVote.id))) or 0

    async def list_silent_votes(self) -> list[tuple[ListingMatch, MatchVote]]:
        """List what was not answered in time, with its match, in which neither side knows the other."""
        rows = sa.select(ListingMatch, MatchVote).join(MatchVote, MatchVote.match_id == ListingMatch.id)
        which = sa.and_(MatchVote.silent_at.is_not(None), ListingMatch.stage.in_(BLIND_STAGES))
        found = await self.session.execute(rows.where(which).order_by(MatchVote.silent_at, MatchVote.id))
        return [(match, vote) for match, vote in found]

    async def list_noted_votes(self) -> list[tuple[ListingMatch, MatchVote]]:
        """List the lines to the facilitator that nobody has dealt with, each with its match, the oldest first."""
        rows = sa.select(ListingMatch, MatchVote).join(MatchVote, MatchVote.match_id == ListingMatch.id)
        which = rows.where(MatchVote.noted_at.is_not(None), MatchVote.note != "")
        found = await self.session.execute(which.order_by(MatchVote.noted_at, MatchVote.id))
        return [(match, vote) for match, vote in found]

    async def list_agreed_ids(self) -> Sequence[int]:
        """List the ids of matches to which both sides have said yes, and in which neither knows the other yet."""
        rows = sa.select(MatchVote.match_id).join(ListingMatch, ListingMatch.id == MatchVote.match_id)
        which = rows.where(MatchVote.vote == YES, ListingMatch.stage.in_(BLIND_STAGES)).group_by(MatchVote.match_id)
        return (await self.session.scalars(which.having(sa.func.count() == len(SIDES)))).all()

    async def list_all_votes(self) -> Sequence[MatchVote]:
        return (await self.session.scalars(sa.select(MatchVote).order_by(MatchVote.match_id, MatchVote.side))).all()


def _select_asked(person: Person) -> sa.Select[ListingMatch, MatchVote]:
    """Select what this person's sides were asked, but for what is over and they may know that."""
    represented = sa.select(Representative.organisation_id).where(Representative.person_id == person.id)
    member = sa.select(Membership.organisation_id).where(Membership.person_id == person.id, Membership.confirmed)
    belongs = sa.or_(
        Listing.organisation_id == person.stands_for,
        Listing.organisation_id.in_(member),
        Listing.organisation_id.in_(represented),
    )
    theirs = sa.select(MatchVote.id).where(MatchVote.organisation_id.in_(represented))
    ids = sa.select(
        theirs.union(
            _select_looked_after(OFFER, ListingMatch.offer_id, person.id).where(belongs),
            _select_looked_after(NEED, ListingMatch.need_id, person.id).where(belongs),
        ).subquery()
    )
    going_on = sa.or_(ListingMatch.stage != CLOSED, sa.and_(MatchVote.vote != NO, ListingMatch.told_at.is_(None)))
    return (
        sa.select(ListingMatch, MatchVote)
        .join(MatchVote, MatchVote.match_id == ListingMatch.id)
        .where(MatchVote.id.in_(ids), going_on)
    )


def _select_looked_after(side: str, listing_id: InstrumentedAttribute[int | None], person_id: int) -> sa.Select[int]:
    """Select what was asked about listings of which this person is the contact."""
    return (
        sa.select(MatchVote.id)
        .join(ListingMatch, ListingMatch.id == MatchVote.match_id)
        .join(Listing, Listing.id == listing_id)
        .where(Listing.contact_id == person_id, MatchVote.side == side)
    )


def _match_waiting(asked_again: datetime) -> sa.ColumnElement[bool]:
    """Match sides that have not answered, or said "later" before then, while the other side is not known."""
    late = sa.and_(MatchVote.vote == LATER, MatchVote.voted_at <= asked_again)
    return sa.and_(ListingMatch.known_at.is_(None), sa.or_(MatchVote.vote == "", late))

"""Store what the sides of matches were asked and said; neither ever sees what the other one said."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.exchange.listings import OFFER, Listing
from storage.exchange.matches import BLIND_STAGES, ListingMatch
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key


class MatchVote(Base):
    """Store that a side was asked about a match, and what it said. The other side never sees it."""

    __tablename__ = "match_votes"
    __table_args__ = (
        sa.UniqueConstraint("match_id", "side"),
        sa.CheckConstraint("side IN ('offer','need')", name="side"),
        sa.CheckConstraint("vote IN ('','yes','later','no')", name="vote"),
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


DECLARATIONS = (
    ClassifiedColumns(
        MatchVote, EXCHANGE_DATA, author="by_id", key="id match_id", organisation="organisation_id",
        text="note", state="side vote asked_at voted_at silent_at reasons shared",
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
        self, listing_contact_id: int, organisation_ids: Collection[int]
    ) -> list[tuple[ListingMatch, MatchVote]]:
        """List what these organisations, or a listing's contact, were asked about, newest first."""
        mine = sa.or_(
            match_any_of(MatchVote.organisation_id, organisation_ids),
            sa.exists().where(
                Listing.id == sa.case((MatchVote.side == OFFER, ListingMatch.offer_id), else_=ListingMatch.need_id),
                Listing.contact_id == listing_contact_id,
            ),
        )
        rows = sa.select(ListingMatch, MatchVote).join(MatchVote, MatchVote.match_id == ListingMatch.id).where(mine)
        found = await self.session.execute(rows.order_by(ListingMatch.id.desc()))
        return [(match, vote) for match, vote in found]

    async def list_silent_votes(self) -> Sequence[MatchVote]:
        """List what was not answered in time, of matches in which neither side knows the other."""
        rows = sa.select(MatchVote).join(ListingMatch, ListingMatch.id == MatchVote.match_id)
        which = sa.and_(MatchVote.silent_at.is_not(None), ListingMatch.stage.in_(BLIND_STAGES))
        return (await self.session.scalars(rows.where(which).order_by(MatchVote.silent_at, MatchVote.id))).all()

    async def list_all_votes(self) -> Sequence[MatchVote]:
        return (await self.session.scalars(sa.select(MatchVote).order_by(MatchVote.match_id, MatchVote.side))).all()

"""Store the questions that owners are asked about what their listings do not say, and what they answered.

The bot asks them itself, or somebody of the secretariat proposes an answer: then the owner says whether it is right.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.exchange.listings import OPEN, Listing
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key

AMOUNT, MONTHS, TEMPERATURE = "amount", "months", "temperature"
FIELDS = (AMOUNT, MONTHS, TEMPERATURE)
#: what came of it: it waits; the owner has said it; does not know; wants to be rung; wants no more such questions;
#: says that what is proposed is wrong; the question is off, since the listing says it or is not in force
WAITS, SAID, UNKNOWN, HELP, NEVER, REFUSED, OFF = "", "said", "unknown", "help", "never", "refused", "off"
OUTCOMES = (WAITS, SAID, UNKNOWN, HELP, NEVER, REFUSED, OFF)
#: maximum number of characters of an answer
VALUE = 40


class ListingQuestion(Base):
    """Store one question about one field of a listing."""

    __tablename__ = "listing_questions"
    __table_args__ = (
        sa.CheckConstraint("field IN ('amount','months','temperature')", name="field"),
        sa.CheckConstraint("answer IN ('','said','unknown','help','never','refused','off')", name="answer"),
    )

    id: Mapped[Key]
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id", ondelete="CASCADE"), index=True)
    field: Mapped[str] = mapped_column(sa.String(16))
    #: how many listings of others hang on it, as its owner may know it: see `named`; 0: an answer is proposed
    counterparts: Mapped[int] = mapped_column(default=0)
    #: True if the owner may know each of them by name, so that the number is exact; else it is one of two classes
    named: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    #: what somebody of the secretariat has proposed: text of the field, or the name of a period; empty: nothing
    proposed: Mapped[str] = mapped_column(sa.String(VALUE), default="")
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    answer: Mapped[str] = mapped_column(sa.String(8), default=WAITS)
    #: what the owner has said, as `proposed`
    said: Mapped[str] = mapped_column(sa.String(VALUE), default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    answered_at: Mapped[datetime | None]
    #: listings of others that it was proposed with, by name, when it was said
    fits: Mapped[int] = mapped_column(default=0)
    #: when a facilitator has rung
    settled_at: Mapped[datetime | None]


DECLARATIONS = (
    ClassifiedColumns(
        ListingQuestion, EXCHANGE_DATA, author="by_id proposed_by_id", key="id listing_id",
        organisation="proposed said",
        state="field counterparts named asked_at answer answered_at fits settled_at",
    ),
)  # fmt: skip


class ListingQuestions(Repository):
    """Store what owners were asked about their listings."""

    async def find(self, id: int | None) -> ListingQuestion | None:
        return None if id is None else await self.session.get(ListingQuestion, id)

    async def add(self, question: ListingQuestion) -> ListingQuestion:
        question.asked_at = cast("datetime | None", question.asked_at) or self.now
        self.session.add(question)
        await self.session.flush()
        return question

    async def delete(self, question: ListingQuestion) -> None:
        await self.session.delete(question)
        await self.session.flush()

    async def is_asking_due(self, night: date, began: datetime) -> bool:
        """Return True if there is a listing in force, older than this night, that was not looked at in it."""
        due = sa.or_(Listing.asked_on.is_(None), Listing.asked_on < night)
        which = sa.and_(Listing.state == OPEN, Listing.created_at < began, due)
        return bool(await self.session.scalar(sa.select(sa.exists().where(which))))

    async def note_asking(self, night: date, began: datetime) -> None:
        """Store that the listings in force, as far as they are older than this night, were looked at in it."""
        which = sa.and_(Listing.state == OPEN, Listing.created_at < began)
        await self.session.execute(sa.update(Listing).where(which).values(asked_on=night))

    async def find_latest_question(self, listing_id: int, field: str) -> ListingQuestion | None:
        """Return the last question about this field of the listing."""
        which = sa.and_(ListingQuestion.listing_id == listing_id, ListingQuestion.field == field)
        rows = sa.select(ListingQuestion).where(which).order_by(ListingQuestion.id.desc()).limit(1)
        return (await self.session.scalars(rows)).first()

    async def list_questions_of_listing(self, listing_id: int) -> Sequence[ListingQuestion]:
        """List all questions about the listing, oldest first."""
        rows = sa.select(ListingQuestion).where(ListingQuestion.listing_id == listing_id)
        return (await self.session.scalars(rows.order_by(ListingQuestion.id))).all()

    async def list_questions_of_organisation(self, organisation_id: int) -> Sequence[ListingQuestion]:
        """List all questions about listings of the organisation, oldest first."""
        rows = sa.select(ListingQuestion).join(Listing, Listing.id == ListingQuestion.listing_id)
        mine = rows.where(Listing.organisation_id == organisation_id).order_by(ListingQuestion.id)
        return (await self.session.scalars(mine)).all()

    async def list_pending_listings(
        self, contact_id: int, organisation_ids: Collection[int], until: date
    ) -> Sequence[tuple[Listing, ListingQuestion | None]]:
        """List the listings in force of the contact or these organisations that end by that day, the nearest first.

        And those about which something is asked, with each question that waits.
        """
        waits = sa.and_(ListingQuestion.listing_id == Listing.id, ListingQuestion.answer == WAITS)
        rows = sa.select(Listing, ListingQuestion).join(ListingQuestion, waits, isouter=True)
        own = sa.or_(Listing.contact_id == contact_id, match_any_of(Listing.organisation_id, organisation_ids))
        which = sa.and_(Listing.state == OPEN, own, sa.or_(ListingQuestion.id.is_not(None), Listing.valid_to <= until))
        order = (Listing.valid_to, Listing.id, ListingQuestion.id)
        found = await self.session.execute(rows.where(which).order_by(*order))
        return [(listing, question) for listing, question in found]

    async def list_calls_wanted(self) -> Sequence[tuple[ListingQuestion, Listing]]:
        """List whom a facilitator is to ring about listings in force, the longest waiting first."""
        rows = sa.select(ListingQuestion, Listing).join(Listing, Listing.id == ListingQuestion.listing_id)
        waits = sa.and_(ListingQuestion.answer == HELP, ListingQuestion.settled_at.is_(None), Listing.state == OPEN)
        found = await self.session.execute(rows.where(waits).order_by(ListingQuestion.answered_at, ListingQuestion.id))
        return [(row, listing) for row, listing in found]

    async def list_all_questions(self) -> Sequence[ListingQuestion]:
        rows = sa.select(ListingQuestion).order_by(ListingQuestion.listing_id, ListingQuestion.id)
        return (await self.session.scalars(rows)).all()

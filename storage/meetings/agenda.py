"""Store agenda items: what an occurrence is about, from the proposal to what was decided."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import MEETING_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository, build_partial_index, spell_constant
from storage.kit.inserts import build_session_insert
from storage.kit.record_declarations import OwnedRecords, get_columns
from storage.kit.record_ids import Key
from storage.meetings.meetings import Meeting
from storage.meetings.occurrences import CLOSED, PLANNED, Occurrence

#: orientering, drøfting, vedtak, eventuelt
INFORMATION, DISCUSSION, DECISION, OTHER = "O", "D", "V", "E"
KINDS = (INFORMATION, DISCUSSION, DECISION, OTHER)
#: proposed by a member; on the agenda; rejected; withdrawn by its proposer; treated; carried to a later occurrence
PROPOSED, ACCEPTED, REFUSED, WITHDRAWN, TREATED, CARRIED = (
    "proposed", "accepted", "refused", "withdrawn", "treated", "carried",
)  # fmt: skip
STATES = (PROPOSED, ACCEPTED, REFUSED, WITHDRAWN, TREATED, CARRIED)


class AgendaItem(Base):
    __tablename__ = "agenda_items"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('O','D','V','E')", name="kind"),
        sa.CheckConstraint("state IN ('proposed','accepted','refused','withdrawn','treated','carried')", name="state"),
        # A carried item keeps its number at the later occurrence.
        build_partial_index("uq_agenda_items_year_number", "year", "number", unique=True, where="state <> 'carried'"),
        build_partial_index("ix_agenda_items_proposed", "state", "occurrence_id", where="state = 'proposed'"),
        build_partial_index("ix_agenda_items_carried", "carried_to_id", where="carried_to_id IS NOT NULL"),
    )

    id: Mapped[Key]
    occurrence_id: Mapped[int] = mapped_column(sa.ForeignKey("occurrences.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(1))
    #: as its writer has it; of a late correction readers see it in their language
    title: Mapped[str] = mapped_column(sa.String(200))
    #: title and day of the meeting whose minutes it corrects; empty for any other item
    corrects: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    corrects_on: Mapped[date | None]
    text: Mapped[str] = mapped_column(sa.Text, default="")
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    #: planned duration
    minutes: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    #: "Sak 4/27": assigned once, when it is accepted, and never changed
    number: Mapped[int | None]
    year: Mapped[int | None]
    state: Mapped[str] = mapped_column(sa.String(10), default=PROPOSED)
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    #: question or issue from which it was made
    question_id: Mapped[int | None] = mapped_column(sa.ForeignKey("questions.id", ondelete="SET NULL"), index=True)
    issue_id: Mapped[int | None] = mapped_column(sa.ForeignKey("issues.id", ondelete="SET NULL"), index=True)
    #: item of the later occurrence to which it was carried
    carried_to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agenda_items.id", ondelete="SET NULL"))
    #: decision in the minutes
    decision: Mapped[str] = mapped_column(sa.Text, default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    #: reason why it was rejected or removed
    why: Mapped[str] = mapped_column(sa.Text, default="")
    #: Increases with every edit. A form that was opened on an older version is not saved.
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    #: last change that recipients of the agenda can see
    changed_at: Mapped[datetime | None]


_COLUMNS = get_columns(AgendaItem)


class AgendaNumber(Base):
    """Store the last number given in a year. No number is given twice, not even one whose item is gone."""

    __tablename__ = "agenda_numbers"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


DECLARATIONS = (
    OwnedRecords("item", _COLUMNS.id, _COLUMNS.owner_id, needs=_COLUMNS.state.in_((PROPOSED, ACCEPTED))),
    ClassifiedColumns(
        AgendaItem, MEETING_DATA, author="proposed_by_id", named="owner_id",
        key="id occurrence_id question_id issue_id carried_to_id number year",
        text="title corrects text decision note why",
        state="kind minutes position state version corrects_on created_at changed_at",
    ),
    ClassifiedColumns(AgendaNumber, MEETING_DATA, key="year last"),
)  # fmt: skip

#: Prebuilt, since every card needs one: compiling costs as much as executing.
_OF_QUESTION, _OF_ISSUE = (
    sa.select(AgendaItem)
    .where(column == sa.bindparam("origin"), AgendaItem.state.in_((ACCEPTED, TREATED, CARRIED)))
    .order_by(AgendaItem.id)
    for column in (AgendaItem.question_id, AgendaItem.issue_id)
)
_IN_ORDER = (
    sa.select(AgendaItem)
    .where(
        AgendaItem.occurrence_id == sa.bindparam("occurrence"),
        match_any_of(AgendaItem.state, sa.bindparam("states")),
    )
    .order_by(AgendaItem.position, AgendaItem.id)
)


class Agenda(Repository):
    """Store the items of agendas."""

    async def find(self, id: int | None) -> AgendaItem | None:
        return None if id is None else await self.session.get(AgendaItem, id)

    async def list_agenda_items(
        self, occurrence_id: int, states: Sequence[str] = (ACCEPTED, TREATED, CARRIED)
    ) -> Sequence[AgendaItem]:
        """List the items of an occurrence in the order in which they are treated."""
        return (await self.session.scalars(_IN_ORDER, {"occurrence": occurrence_id, "states": states})).all()

    async def filter_occurrences_with_agenda(self, occurrence_ids: Collection[int]) -> set[int]:
        """Return those of these occurrences that have something on their agenda."""
        which = sa.and_(match_any_of(AgendaItem.occurrence_id, occurrence_ids), AgendaItem.state == ACCEPTED)
        return set((await self.session.scalars(sa.select(AgendaItem.occurrence_id).where(which))).all())

    async def lock(self, id: int) -> AgendaItem | None:
        """Return the item with a row lock, which is held until this unit of work ends."""
        return await self._lock_row(AgendaItem, id)

    async def list_agenda_items_of_question(self, question_id: int) -> Sequence[AgendaItem]:
        """List the items that came from a question, on agendas or carried on; oldest first."""
        return (await self.session.scalars(_OF_QUESTION, {"origin": question_id})).all()

    async def list_agenda_items_of_issue(self, issue_id: int) -> Sequence[AgendaItem]:
        """List the items that came from an issue, as `list_agenda_items_of_question`."""
        return (await self.session.scalars(_OF_ISSUE, {"origin": issue_id})).all()

    async def find_agenda_item_of_question(self, question_id: int, occurrence_id: int) -> AgendaItem | None:
        """Return the item if this question is on this agenda already, or waits for it."""
        return await self._find_item_of_origin(AgendaItem.question_id == question_id, occurrence_id)

    async def find_agenda_item_of_issue(self, issue_id: int, occurrence_id: int) -> AgendaItem | None:
        """Return the item if this issue is on this agenda already, or waits for it."""
        return await self._find_item_of_origin(AgendaItem.issue_id == issue_id, occurrence_id)

    async def list_undecided_items_of_issue(self, issue_id: int) -> Sequence[AgendaItem]:
        """List the items about this issue that are still to be treated, or whose minutes are not final."""
        rows = await self.session.scalars(
            sa.select(AgendaItem)
            .join(Occurrence, Occurrence.id == AgendaItem.occurrence_id)
            .where(
                AgendaItem.issue_id == issue_id,
                AgendaItem.state.in_((PROPOSED, ACCEPTED, TREATED)),
                Occurrence.state != CLOSED,
            )
            .order_by(AgendaItem.id)
        )
        return rows.all()

    async def has_agenda_item_of_issue(self, issue_id: int) -> bool:
        """Return True if an item that is on an agenda, or waits for it, is about this issue."""
        states = (PROPOSED, ACCEPTED, TREATED, CARRIED)
        which = sa.exists().where(AgendaItem.issue_id == issue_id, AgendaItem.state.in_(states))
        return bool(await self.session.scalar(sa.select(which)))

    async def _find_item_of_origin(self, origin: sa.ColumnElement[bool], occurrence_id: int) -> AgendaItem | None:
        rows = await self.session.scalars(
            sa.select(AgendaItem).where(
                origin,
                AgendaItem.occurrence_id == occurrence_id,
                AgendaItem.state.in_((PROPOSED, ACCEPTED, TREATED)),
            )
        )
        return rows.first()

    async def list_agenda_proposals(self, organiser_id: int | None = None, limit: int = 10) -> Sequence[AgendaItem]:
        """List proposals for occurrences still to begin: all, or those for this organiser's meetings; oldest
        first.
        """
        rows = await self.session.scalars(
            sa.select(AgendaItem)
            .join(Occurrence, Occurrence.id == AgendaItem.occurrence_id)
            .join(Meeting, Meeting.id == Occurrence.meeting_id)
            .where(
                AgendaItem.state == spell_constant(PROPOSED),
                Occurrence.state == PLANNED,
                Meeting.state == PLANNED,
                Occurrence.start_at > self.now,
                sa.true() if organiser_id is None else Meeting.organiser_id == organiser_id,
            )
            .order_by(AgendaItem.id)
            .limit(limit)
        )
        return rows.all()

    async def map_carried_items(self, ids: Collection[int]) -> dict[int, AgendaItem]:
        """Return item id -> the item of an earlier occurrence that it continues."""
        rows = await self.session.scalars(
            sa.select(AgendaItem).where(match_any_of(AgendaItem.carried_to_id, ids), AgendaItem.state == CARRIED)
        )
        return {row.carried_to_id: row for row in rows if row.carried_to_id is not None}

    async def add_agenda_item(self, item: AgendaItem) -> AgendaItem:
        item.created_at = self.now
        self.session.add(item)
        await self.session.flush()
        return item

    async def take_next_case_number(self, year: int) -> int:
        """Return the next "Sak n/yy" of this (two-digit) year. Others wait until this unit of work ends."""
        statement = build_session_insert(self.session, AgendaNumber).values(year=year, last=1)
        counted = statement.on_conflict_do_update(index_elements=["year"], set_={"last": AgendaNumber.last + 1})
        return (await self.session.execute(counted.returning(AgendaNumber.last))).scalar_one()

    async def find_agenda_item_by_number(self, year: int, number: int) -> AgendaItem | None:
        """Return the item that has this number now: not one that was carried on."""
        which = sa.and_(AgendaItem.year == year, AgendaItem.number == number, AgendaItem.state != CARRIED)
        return (await self.session.scalars(sa.select(AgendaItem).where(which))).first()

    async def find_carried_item_by_number(self, occurrence_id: int, year: int, number: int) -> AgendaItem | None:
        """Return the item that had this number at an occurrence, and was carried on from there."""
        which = sa.and_(AgendaItem.year == year, AgendaItem.number == number, AgendaItem.state == CARRIED)
        rows = await self.session.scalars(
            sa.select(AgendaItem).where(AgendaItem.occurrence_id == occurrence_id, which).order_by(AgendaItem.id)
        )
        return rows.first()

    async def reserve_case_number(self, year: int, number: int) -> None:
        """Mark the number as given, so that the next one of this year is a higher one."""
        counted = await self.session.get(AgendaNumber, year)
        if counted is None:
            self.session.add(AgendaNumber(year=year, last=number))
        else:
            counted.last = max(counted.last, number)
        await self.session.flush()

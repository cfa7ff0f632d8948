"""Store support schemes of the state, and whether they hit, as each organisation reports once a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import ROUND_DATA, ClassifiedColumns
from storage.directory.organisations import Organisation
from storage.kit.base import Base, Repository
from storage.kit.record_declarations import CodedRecords
from storage.kit.record_ids import Key
from storage.policy.rounds import PRIVATE

HIT, MISSED = "hit", "missed"
#: schemes of a new arena; the secretariat adds others
FIRST_SCHEMES = ("Enova", "Siva", "Innovasjon Norge", "Forskningsrådet", "Eksfin", "CO2-kompensasjon")


class Scheme(Base):
    __tablename__ = "schemes"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)
    #: what it supports
    about: Mapped[str] = mapped_column(sa.Text, default="")
    retired_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class SchemeReport(Base):
    """Store whether a scheme hits what one organisation needs, this year. The key allows no second report."""

    __tablename__ = "scheme_reports"
    __table_args__ = (sa.CheckConstraint("verdict IN ('hit','missed')", name="verdict"),)

    scheme_id: Mapped[int] = mapped_column(sa.ForeignKey("schemes.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), primary_key=True, index=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    verdict: Mapped[str] = mapped_column(sa.String(8))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    #: who may read the reason
    shared: Mapped[str] = mapped_column(sa.String(8), default=PRIVATE)
    #: round in which it was reported
    round_id: Mapped[int | None] = mapped_column(sa.ForeignKey("rounds.id", ondelete="SET NULL"))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    given_at: Mapped[datetime]


DECLARATIONS = (
    CodedRecords(Scheme, Scheme.name),
    ClassifiedColumns(Scheme, ROUND_DATA, key="id", text="name about", state="retired_at created_at"),
    ClassifiedColumns(
        SchemeReport, ROUND_DATA, author="person_id", key="scheme_id round_id", text="reason",
        organisation="organisation_id", state="year verdict shared given_at",
    ),
)  # fmt: skip


class Schemes(Repository):
    """Store which schemes there are, and whom they reach."""

    async def find(self, id: int | None) -> Scheme | None:
        return None if id is None else await self.session.get(Scheme, id)

    async def lock(self, id: int) -> Scheme | None:
        """Return the scheme with a row lock, which is held until this unit of work ends."""
        return await self._lock_row(Scheme, id)

    async def list_all_schemes(self, *, retired: bool = False) -> Sequence[Scheme]:
        """List schemes by name. `retired`: include those that are no longer asked about."""
        rows = sa.select(Scheme).order_by(Scheme.name)
        return (await self.session.scalars(rows if retired else rows.where(Scheme.retired_at.is_(None)))).all()

    async def find_scheme_by_name(self, name: str) -> Scheme | None:
        """Find a scheme by name, whatever its case."""
        wanted = " ".join(name.split()).casefold()
        return next((one for one in await self.list_all_schemes(retired=True) if one.name.casefold() == wanted), None)

    async def add(self, scheme: Scheme) -> Scheme:
        scheme.created_at = self.now
        self.session.add(scheme)
        await self.session.flush()
        return scheme

    async def find_scheme_report(self, scheme_id: int, organisation_id: int, year: int) -> SchemeReport | None:
        return await self.session.get(SchemeReport, (scheme_id, organisation_id, year), populate_existing=True)

    async def find_round_report(self, scheme_id: int, organisation_id: int, round_id: int) -> SchemeReport | None:
        """Find the report that came by this round, in whichever year."""
        rows = await self.session.scalars(
            sa.select(SchemeReport).where(
                SchemeReport.scheme_id == scheme_id,
                SchemeReport.organisation_id == organisation_id,
                SchemeReport.round_id == round_id,
            )
        )
        return rows.first()

    async def store_scheme_report(self, report: SchemeReport) -> SchemeReport:
        """Give or change the report."""
        report.given_at = self.now
        kept = await self.session.merge(report)
        await self.session.flush()
        return kept

    async def delete_scheme_report(self, report: SchemeReport) -> None:
        await self.session.delete(report)
        await self.session.flush()

    async def list_scheme_reports(self, scheme_id: int, year: int) -> Sequence[tuple[SchemeReport, Organisation]]:
        """List the reports of this year, by the names of the organisations."""
        rows = await self.session.execute(
            sa.select(SchemeReport, Organisation)
            .join(Organisation, Organisation.id == SchemeReport.organisation_id)
            .where(SchemeReport.scheme_id == scheme_id, SchemeReport.year == year)
            .order_by(Organisation.name)
        )
        return [(report, organisation) for report, organisation in rows]

    async def list_scheme_reports_of_organisation(self, organisation_id: int) -> Sequence[SchemeReport]:
        rows = await self.session.scalars(
            sa.select(SchemeReport).where(SchemeReport.organisation_id == organisation_id)
        )
        return rows.all()

    async def delete_old_scheme_reports(self, before: datetime) -> None:
        """Delete old reports. What was published of them stays."""
        await self.session.execute(sa.delete(SchemeReport).where(SchemeReport.given_at < before))

"""Store account links: short-lived codes that prove that two accounts belong to one person.

A link whose code was typed waits until somebody confirms it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import PEOPLE_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key

#: code not typed yet; typed, and waiting for confirmation; ended
OPEN, WAITING, DONE, REFUSED = "open", "waiting", "done", "refused"
STATES = (OPEN, WAITING, DONE, REFUSED)


class AccountLink(Base):
    __tablename__ = "links"
    __table_args__ = (sa.CheckConstraint("state IN ('open','waiting','done','refused')", name="state"),)

    id: Mapped[Key]
    #: account that got the code, and account on which it was typed
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id", ondelete="CASCADE"))
    #: Keyed hash of the code, in hex. Only the person knows the code itself.
    code_hash: Mapped[str] = mapped_column(sa.String(64), index=True)
    state: Mapped[str] = mapped_column(sa.String(8), default=OPEN)
    expires_at: Mapped[datetime]


class LinkAttempt(Base):
    """Count the wrong codes that were typed on an account."""

    __tablename__ = "link_tries"

    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    since: Mapped[datetime]
    tries: Mapped[int]


DECLARATIONS = (
    ClassifiedColumns(
        AccountLink, PEOPLE_DATA, key="id account_id other_id", state="state expires_at", credential="code_hash",
    ),
    ClassifiedColumns(LinkAttempt, PEOPLE_DATA, key="account_id", state="since tries"),
)  # fmt: skip


class AccountLinks(Repository):
    """Store account links; each account has one open code at a time."""

    async def lock(self, id: int) -> AccountLink | None:
        """Return the link with a row lock, which is held until this unit of work ends."""
        return await self.session.get(AccountLink, id, with_for_update=True, populate_existing=True)

    async def find(self, id: int) -> AccountLink | None:
        return await self.session.get(AccountLink, id)

    async def create_link_code(self, account_id: int, code_hash: str, lasts: timedelta) -> AccountLink:
        """Store a new code for this account. An earlier open code of the account is deleted."""
        await self.session.execute(
            sa.delete(AccountLink).where(AccountLink.account_id == account_id, AccountLink.state == OPEN)
        )
        link = AccountLink(account_id=account_id, code_hash=code_hash, expires_at=self.now + lasts)
        self.session.add(link)
        await self.session.flush()
        return link

    async def lock_open_link(self, code_hash: str) -> AccountLink | None:
        """Return the unused, unexpired link of this code, or None. The row lock is held until this unit of
        work ends.
        """
        rows = await self.session.scalars(
            sa.select(AccountLink)
            .where(AccountLink.code_hash == code_hash, AccountLink.state == OPEN, AccountLink.expires_at > self.now)
            .with_for_update()
        )
        return rows.first()

    async def count_wrong_codes(self, account_id: int, within: timedelta) -> int:
        """Return how many wrong codes were typed on the account within this time."""
        row = await self.session.get(LinkAttempt, account_id)
        return row.tries if row is not None and row.since > self.now - within else 0

    async def record_wrong_code(self, account_id: int, within: timedelta) -> None:
        row = await self.session.get(LinkAttempt, account_id)
        if row is None:
            self.session.add(LinkAttempt(account_id=account_id, since=self.now, tries=1))
        elif row.since > self.now - within:
            row.tries += 1
        else:
            row.since, row.tries = self.now, 1
        await self.session.flush()

    async def delete_expired_links(self, before: datetime) -> None:
        await self.session.execute(sa.delete(AccountLink).where(AccountLink.expires_at < before))
        await self.session.execute(sa.delete(LinkAttempt).where(LinkAttempt.since < before))

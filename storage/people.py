"""People and their accounts: one person, one account per platform and workspace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Repository

MEMBER, GUEST, SECRETARIAT = "member", "guest", "secretariat"
ROLES = (MEMBER, GUEST, SECRETARIAT)


class Person(Base):
    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: the id people are seeded by; empty for those who came by chat
    code: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    language: Mapped[str] = mapped_column(sa.String(2))
    role: Mapped[str] = mapped_column(sa.String(16), default=MEMBER)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    #: the organisation's contact (or the secretariat) has said that the person belongs there
    confirmed: Mapped[bool] = mapped_column(default=False)
    #: "hvor hører du til?" is asked once
    asked_where_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @property
    def secretariat(self) -> bool:
        return self.role == SECRETARIAT

    @property
    def guest(self) -> bool:
        return self.role == GUEST


class Account(Base):
    __tablename__ = "accounts"
    __table_args__ = (sa.UniqueConstraint("platform", "workspace", "user"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    platform: Mapped[str] = mapped_column(sa.String(16))
    workspace: Mapped[str] = mapped_column(sa.String(128))
    user: Mapped[str] = mapped_column(sa.String(128))
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    guest: Mapped[bool] = mapped_column(default=False)
    #: updated at most once an hour; private messages go to the account last used
    seen_at: Mapped[datetime]


class People(Repository):
    """Who is who."""

    async def get(self, id: int) -> Person:
        return await self.session.get_one(Person, id)

    async def find(self, id: int | None) -> Person | None:
        return None if id is None else await self.session.get(Person, id)

    async def by_account(self, platform: str, workspace: str, user: str) -> tuple[Person, Account] | None:
        row = await self.session.execute(
            sa.select(Person, Account)
            .join(Account, Account.person_id == Person.id)
            .where(Account.platform == platform, Account.workspace == workspace, Account.user == user)
        )
        found = row.first()
        return None if found is None else (found[0], found[1])

    async def add(self, person: Person, account: Account | None = None) -> Person:
        person.created_at = self.now
        self.session.add(person)
        await self.session.flush()
        if account is not None:
            account.person_id, account.seen_at = person.id, self.now
            self.session.add(account)
            await self.session.flush()
        return person

    async def accounts(self, person_id: int) -> Sequence[Account]:
        """Last used first."""
        rows = await self.session.scalars(
            sa.select(Account).where(Account.person_id == person_id).order_by(Account.seen_at.desc(), Account.id)
        )
        return rows.all()

    async def secretariat(self) -> Sequence[Person]:
        rows = await self.session.scalars(sa.select(Person).where(Person.role == SECRETARIAT).order_by(Person.id))
        return rows.all()

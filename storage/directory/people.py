"""Store people and their accounts: one account per person, platform and workspace."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import PEOPLE_DATA, ClassifiedColumns
from storage.directory.alphabet import sort_by_name
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository, build_partial_index, spell_constant
from storage.kit.record_ids import DIGITS, Key
from storage.kit.unit_memory import remember_in_unit

MEMBER, GUEST, SECRETARIAT = "member", "guest", "secretariat"
ROLES = (MEMBER, GUEST, SECRETARIAT)


class Person(Base):
    __tablename__ = "people"
    __table_args__ = (
        build_partial_index("ix_people_erased", "erased_at", where="erased_at IS NOT NULL"),
        build_partial_index("ix_people_secretariat", "role", where="role = 'secretariat'"),
    )

    id: Mapped[Key]
    #: id in imported files; empty for people who joined by chat
    code: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    language: Mapped[str] = mapped_column(sa.String(2))
    #: True while nobody has set the language, neither the person nor their client. Until then it is that of the arena.
    language_open: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    role: Mapped[str] = mapped_column(sa.String(16), default=MEMBER)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    #: True if the organisation's contact or the secretariat has confirmed the membership
    confirmed: Mapped[bool] = mapped_column(default=False)
    #: when "hvor hører du til?" was asked; it is asked once
    asked_where_at: Mapped[datetime | None]
    #: IANA time zone; empty: that of the arena
    zone: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    #: Hours of notifications that can wait, such as "07:00"; empty: default hours.
    push_from: Mapped[str] = mapped_column(sa.String(5), default="", server_default="")
    push_to: Mapped[str] = mapped_column(sa.String(5), default="", server_default="")
    #: no notification that can wait arrives before this time
    paused_until: Mapped[datetime | None]
    #: True if the person gets the weekly digest
    digest: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    #: The person left the network and belongs nowhere any more: they see nothing, and are not notified.
    left_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    #: All personal data was erased. The row stays, because records of others refer to it.
    erased_at: Mapped[datetime | None]

    @property
    def stands_for(self) -> int | None:
        """Return the id of the organisation shown beside the name: only one that has confirmed the person."""
        return self.organisation_id if self.confirmed else None

    @property
    def secretariat(self) -> bool:
        return self.role == SECRETARIAT

    @property
    def guest(self) -> bool:
        return self.role == GUEST


class Account(Base):
    __tablename__ = "accounts"
    __table_args__ = (sa.UniqueConstraint("platform", "workspace", "user"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    platform: Mapped[str] = mapped_column(sa.String(16))
    workspace: Mapped[str] = mapped_column(sa.String(128))
    user: Mapped[str] = mapped_column(sa.String(128))
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    guest: Mapped[bool] = mapped_column(default=False)
    #: True if the bot was removed from the workspace, so that nothing can be sent there
    away: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: Updated at most once an hour. Private messages go to the account that was used last.
    seen_at: Mapped[datetime]


DECLARATIONS = (
    ClassifiedColumns(
        Person, PEOPLE_DATA, key="id",
        personal="code name language language_open role confirmed zone push_from push_to paused_until digest",
        organisation="organisation_id", state="asked_where_at created_at left_at erased_at",
    ),
    ClassifiedColumns(
        Account, PEOPLE_DATA, own="person_id", key="id", account="platform workspace user",
        personal="name guest away seen_at",
    ),
)  # fmt: skip


_KNOWN = Person.erased_at.is_(None)
#: Prebuilt, since every event needs it: compiling costs as much as executing.
_BY_ACCOUNT = (
    sa.select(Person, Account)
    .join(Account, Account.person_id == Person.id)
    .where(
        Account.platform == sa.bindparam("platform"),
        Account.workspace == sa.bindparam("workspace"),
        Account.user == sa.bindparam("user"),
    )
)
_ACCOUNTS = (
    sa.select(Account)
    .where(Account.person_id == sa.bindparam("person"), Account.away.is_(False))
    .order_by(Account.seen_at.desc(), Account.id)
)
_LAST_ACCOUNTS = (
    sa.select(Account)
    .where(match_any_of(Account.person_id, sa.bindparam("people")), Account.away.is_(False))
    .order_by(Account.seen_at, Account.id.desc())
)
_SECRETARIAT = sa.select(Person).where(Person.role == spell_constant(SECRETARIAT)).order_by(Person.id)
PEOPLE_BY_ID = sa.select(Person).where(match_any_of(Person.id, sa.bindparam("people"))).order_by(Person.id)


class People(Repository):
    """Store people and their accounts."""

    async def load_person(self, id: int) -> Person:
        return await self.session.get_one(Person, id)

    async def find(self, id: int | None) -> Person | None:
        return None if id is None else await self.session.get(Person, id)

    async def lock(self, id: int) -> Person | None:
        """Return the person with a row lock, which is held until this unit of work ends."""
        return await self._lock_row(Person, id)

    async def find_person_by_account(self, platform: str, workspace: str, user: str) -> tuple[Person, Account] | None:
        row = await self.session.execute(_BY_ACCOUNT, {"platform": platform, "workspace": workspace, "user": user})
        found = row.first()
        return None if found is None else (found[0], found[1])

    async def count_accounts_outside(self, platform: str) -> int:
        """Return how many accounts there are on other platforms."""
        return await self.session.scalar(sa.select(sa.func.count()).where(Account.platform != platform)) or 0

    async def find_person_by_code(self, code: str) -> Person | None:
        return (await self.session.scalars(sa.select(Person).where(Person.code == code))).first()

    async def find_person_by_reference(self, code: str) -> Person | None:
        """Find a person by code, or by the number that stands for a missing code: "person-12"."""
        found = await self.find_person_by_code(code)
        number = code.removeprefix("person-")
        if found is not None or number == code or not number.isdecimal() or len(number) > DIGITS:
            return found
        numbered = await self.find(int(number))
        return numbered if numbered is not None and numbered.code is None else None

    async def list_all_people(self) -> Sequence[Person]:
        found = await self.session.scalars(sa.select(Person).where(_KNOWN).order_by(Person.id))
        return sort_by_name(found, lambda row: row.name)

    async def list_people_by_id(self, ids: Collection[int]) -> Sequence[Person]:
        return (await self.session.scalars(PEOPLE_BY_ID, {"people": list(ids)})).all()

    async def list_full_names(self) -> Sequence[str]:
        """List the names of more than one word, of everybody."""
        named = sa.select(Person.name).where(Person.name.contains(" "), _KNOWN)
        return (await self.session.scalars(named.distinct())).all()

    async def list_members_not_asked(self, limit: int = 50) -> Sequence[Person]:
        """List members who wrote to the bot, belong nowhere and were not asked where they belong."""
        wrote = sa.exists().where(Account.person_id == Person.id)
        nowhere = sa.select(Person).where(Person.organisation_id.is_(None), Person.asked_where_at.is_(None))
        rows = nowhere.where(Person.role == MEMBER, wrote).order_by(Person.id).limit(limit)
        return (await self.session.scalars(rows)).all()

    async def add_account(self, person_id: int, account: Account) -> None:
        account.person_id, account.seen_at = person_id, self.now
        self.session.add(account)
        await self.session.flush()

    async def merge_person_rows(self, kept: Person, other: Person) -> Person:
        """Merge two rows that turn out to be one person: all that is the other's becomes the kept one's.

        Return the kept person anew. Rows loaded before are expunged, since they may name the other.
        """
        kept_id, other_id = kept.id, other.id
        await self.session.flush()
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if any(key.column is Person.__table__.c.id for key in column.foreign_keys):
                    await self._repoint_person_column(table, column, kept_id, other_id)
        await self.session.execute(sa.delete(Person).where(Person.id == other_id))
        self.session.expunge_all()
        return await self.load_person(kept_id)

    async def _repoint_person_column(
        self, table: sa.Table, column: sa.Column[int], kept_id: int, other_id: int
    ) -> None:
        """Move the column to the kept person.

        Where both have the same row (both follow a question, say), the other's row is deleted.
        """
        keys = [key for key in table.constraints if isinstance(key, sa.PrimaryKeyConstraint | sa.UniqueConstraint)]
        for key in keys:
            if column.name in key.columns:
                other_row = table.alias()
                same = [other_row.c[part.name] == part for part in key.columns if part.name != column.name]
                both = sa.exists().where(other_row.c[column.name] == kept_id, *same)
                await self.session.execute(sa.delete(table).where(column == other_id, both))
        await self.session.execute(sa.update(table).where(column == other_id).values({column.name: kept_id}))

    async def add_person_with_account(self, person: Person, account: Account | None = None) -> Person:
        person.created_at = self.now
        self.session.add(person)
        await self.session.flush()
        if account is not None:
            account.person_id, account.seen_at = person.id, self.now
            self.session.add(account)
            await self.session.flush()
        return person

    async def list_reachable_accounts(self, person_id: int) -> Sequence[Account]:
        """List the accounts that can be written to, last used first."""
        return (await self.session.scalars(_ACCOUNTS, {"person": person_id})).all()

    async def find_account(self, id: int | None) -> Account | None:
        return None if id is None else await self.session.get(Account, id)

    async def list_all_accounts(self, person_id: int) -> Sequence[Account]:
        """List all accounts, also those that cannot be written to now."""
        rows = await self.session.scalars(sa.select(Account).where(Account.person_id == person_id).order_by(Account.id))
        return rows.all()

    async def map_last_used_accounts(self, ids: Collection[int]) -> dict[int, Account]:
        """Return person id -> the account last used. People without an account are left out."""
        return {one.person_id: one for one in await self.session.scalars(_LAST_ACCOUNTS, {"people": sorted(ids)})}

    @remember_in_unit("people")
    async def list_secretariat(self) -> Sequence[Person]:
        return (await self.session.scalars(_SECRETARIAT)).all()

    async def lock_secretariat(self) -> Sequence[Person]:
        """List the secretariat with row locks, so that no two at once let the last but one go."""
        locked = _SECRETARIAT.with_for_update().execution_options(populate_existing=True)
        return (await self.session.scalars(locked)).all()

"""What belongs to one person in all tables, to be taken out or to be forgotten: read from the inventory of columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from storage.data_classification.inventory import ACCOUNT, AUTHOR, HOUSE, INVENTORY, KEY, NAMED, OWN, SECRET, columns
from storage.directory.account_traces import SHAPES, AccountTrace, match_rows
from storage.directory.organisation_holdings import Houses
from storage.directory.people import Account, Person
from storage.kit.arrays import among
from storage.kit.base import Base, Repository
from storage.overview.authored_content import Writings
from storage.overview.name_removal import DERIVED, Sweeping
from storage.overview.retention import Retention
from storage.queue.conversation_references import Conversation
from storage.queue.delivery_rows import Delivery


class Privacy(Repository):
    """Across all tables, whoever made them."""

    @cached_property
    def writings(self) -> Writings:
        return Writings(self.session, self.now)

    @cached_property
    def sweeping(self) -> Sweeping:
        return Sweeping(self.session, self.now)

    @cached_property
    def houses(self) -> Houses:
        return Houses(self.session, self.now)

    @cached_property
    def retention(self) -> Retention:
        return Retention(self.session, self.now)

    async def accounts(self, person_id: int) -> Sequence[Account]:
        return (await self.session.scalars(sa.select(Account).where(Account.person_id == person_id))).all()

    async def trace_accounts(self, person_id: int) -> list[AccountTrace]:
        """Return each account of the person with its direct chats, as long as their messages are remembered."""
        return [
            AccountTrace(one.id, one.platform, one.workspace, one.user, await self._chats(one))
            for one in await self.accounts(person_id)
        ]

    async def _chats(self, account: Account) -> tuple[str, ...]:
        """What the platform has told of them, and where direct messages have gone."""
        place = (account.platform, account.workspace, f"@{account.user}")
        known = await self.session.get(Conversation, place)
        told = {str(known.data.get(name, "")) for name in ("channel", "conversation")} if known is not None else set()
        sent = (
            sa.select(Delivery.sent_channel)
            .distinct()
            .where(
                Delivery.platform == account.platform,
                Delivery.workspace == account.workspace,
                Delivery.user == account.user,
                Delivery.channel == "",
            )
        )
        return tuple(sorted({place[2], *told, *(await self.session.scalars(sent))} - {""}))

    async def data_of(self, person: Person) -> dict[str, list[dict[str, Any]]]:
        """Table -> its rows that are this person's or written by them, whole but for secrets.

        Of rows that only name the person: what they are, and as what.
        """
        traces = await self.trace_accounts(person.id)
        found = {"people": await self._rows("people", _all("people"), _TABLES["people"].c.id == person.id)}
        for name in INVENTORY:
            mine = _is(name, columns(name, OWN, AUTHOR), person.id)
            mine = _is_account(name, traces) if mine is None else mine
            rows = await self._rows(name, _all(name), mine) if mine is not None else []
            named = columns(name, NAMED)
            by = _is(name, named, person.id)
            if by is not None:
                seen = {tuple(row[key.name] for key in _TABLES[name].primary_key) for row in rows}
                more = await self._rows(name, (*columns(name, KEY), *named), by)
                rows += [
                    row for row in more if tuple(row.get(key.name) for key in _TABLES[name].primary_key) not in seen
                ]
            found[name] = found.get(name, []) + rows
        return {name: rows for name, rows in found.items() if rows}

    async def data_of_house(self, organisation_id: int) -> dict[str, list[dict[str, Any]]]:
        """Table -> its rows that are this organisation's, whole but for secrets."""
        mine = _TABLES["organisations"].c.id == organisation_id
        found = {"organisations": await self._rows("organisations", _all("organisations"), mine)}
        for name, table in _TABLES.items():
            if "organisation_id" in columns(name, HOUSE) and name not in DERIVED:
                found[name] = await self._rows(name, _all(name), table.c.organisation_id == organisation_id)
        return {name: rows for name, rows in found.items() if rows}

    async def forget_rows(self, person_id: int) -> None:
        """Those that are the person's own; and where what they wrote stays, from where they wrote it."""
        deliveries = _TABLES["deliveries"]
        theirs = sa.select(deliveries.c.id).where(deliveries.c.person_id == person_id)
        await self.session.execute(sa.delete(deliveries).where(deliveries.c.target_id.in_(theirs)))
        for name, table in _TABLES.items():
            own, wrote = _is(name, columns(name, OWN), person_id), _is(name, columns(name, AUTHOR), person_id)
            if name != "accounts" and own is not None:
                await self.session.execute(sa.delete(table).where(own))
            places = {column: _empty(table.c[column]) for column in columns(name, ACCOUNT) if name != "accounts"}
            if wrote is not None and places:
                await self.session.execute(sa.update(table).where(wrote).values(places))

    async def forget_accounts(self, traces: Iterable[AccountTrace]) -> None:
        """What platforms call the person: rows that are known by it go, elsewhere it is taken out."""
        for trace in traces:
            for name in SHAPES:
                if name != "accounts":
                    await self._forget_account(_TABLES[name], trace)
            questions = _TABLES["questions"]
            mine = questions.c.account_id == trace.account_id
            await self.session.execute(sa.update(questions).where(mine).values(account_id=None))
            await self.session.delete(await self.session.get_one(Account, trace.account_id))
        await self.session.flush()

    async def _forget_account(self, table: sa.Table, trace: AccountTrace) -> None:
        for name, shape in SHAPES[table.name].items():
            column, which = table.c[name], shape(table, table.c[name], trace)
            if table.name == "deliveries" and name == "dedupe_key":
                # a message to somebody else, about what this person did: it stays what it is
                await self.session.execute(sa.update(table).where(which).values(dedupe_key="erased:" + table.c.id))
                continue
            known_by_it = column.primary_key or any(name in key.columns for key in _unique(table))
            if not known_by_it and not table.name.startswith("playground_") and table.name != "deliveries":
                await self.session.execute(sa.update(table).where(which).values({name: _empty(column)}))
                continue
            if table.name == "deliveries":
                rows = sa.select(table.c.id).where(which)
                await self.session.execute(sa.delete(table).where(table.c.target_id.in_(rows)))
            await self.session.execute(sa.delete(table).where(which))

    async def forget_terms(self, terms: Iterable[str]) -> None:
        """Counted anew where others still use them."""
        counts = _TABLES["search_counts"]
        await self.session.execute(sa.delete(counts).where(among(counts.c.term, list(terms))))

    async def _rows(self, name: str, wanted: Sequence[str], which: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
        table = _TABLES[name]
        found = await self.session.execute(sa.select(*(table.c[one] for one in wanted)).where(which))
        return [{key: _plain(value) for key, value in row.items()} for row in found.mappings()]


_TABLES: Mapping[str, sa.Table] = Base.metadata.tables


def _all(name: str) -> tuple[str, ...]:
    secret = columns(name, SECRET)
    return tuple(column.name for column in _TABLES[name].c if column.name not in secret)


def _is(name: str, wanted: Sequence[str], person_id: int) -> sa.ColumnElement[bool] | None:
    return sa.or_(*(_TABLES[name].c[one] == person_id for one in wanted)) if wanted else None


def _is_account(name: str, traces: Iterable[AccountTrace]) -> sa.ColumnElement[bool] | None:
    """Rows that only an account leads to: chats that were opened, what was written in the playground."""
    if columns(name, OWN, AUTHOR) or name not in SHAPES:
        return None
    return sa.or_(sa.false(), *(match_rows(_TABLES[name], trace) for trace in traces))


def _is_text(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.String)


def _unique(table: sa.Table) -> list[sa.UniqueConstraint]:
    return [key for key in table.constraints if isinstance(key, sa.UniqueConstraint)]


def _empty(column: sa.Column[Any]) -> Any:
    return "" if _is_text(column) else {}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return None
    return value.isoformat() if isinstance(value, date | datetime) else value

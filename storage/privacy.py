"""What belongs to one person in all tables, to be taken out or to be forgotten: read from the inventory of columns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from storage.base import Base, Repository
from storage.houses import Houses
from storage.inventory import ACCOUNT, AUTHOR, HOUSE, INVENTORY, KEY, NAMED, OWN, SECRET, TEXT, columns
from storage.people import Account, Person
from storage.retention import Retention
from storage.writings import Writings

#: made from the texts of other tables: they follow when those are indexed anew
DERIVED = ("search_documents", "search_letters", "search_postings", "search_vectors", "search_counts")
#: words people searched for: a row that names somebody goes, since words cannot stand for others
SEARCHED = ("searches_missed", "searches_chosen")


class Privacy(Repository):
    """Across all tables, whoever made them."""

    @cached_property
    def writings(self) -> Writings:
        return Writings(self.session, self.now)

    @cached_property
    def houses(self) -> Houses:
        return Houses(self.session, self.now)

    @cached_property
    def retention(self) -> Retention:
        return Retention(self.session, self.now)

    async def accounts(self, person_id: int) -> Sequence[Account]:
        return (await self.session.scalars(sa.select(Account).where(Account.person_id == person_id))).all()

    async def data_of(self, person: Person) -> dict[str, list[dict[str, Any]]]:
        """Table -> its rows that are this person's or written by them, whole but for secrets.

        Of rows that only name the person: what they are, and as what.
        """
        users = {account.user for account in await self.accounts(person.id)}
        found = {"people": await self._rows("people", _all("people"), _TABLES["people"].c.id == person.id)}
        for name in INVENTORY:
            mine = _is(name, columns(name, OWN, AUTHOR), person.id)
            mine = _is_account(name, users) if mine is None else mine
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

    async def forget_accounts(self, accounts: Iterable[Account]) -> None:
        """What platforms call the person: rows that are known by it go, elsewhere it is taken out."""
        for account in list(accounts):
            for name, table in _TABLES.items():
                for column in columns(name, ACCOUNT) if name != "accounts" else ():
                    await self._forget_account(table, table.c[column], account.user)
            questions = _TABLES["questions"]
            mine = questions.c.account_id == account.id
            await self.session.execute(sa.update(questions).where(mine).values(account_id=None))
            await self.session.delete(account)
        await self.session.flush()

    async def _forget_account(self, table: sa.Table, column: sa.Column[Any], user: str) -> None:
        exact = sa.or_(column == user, column == f"@{user}") if _is_text(column) else sa.false()
        within = sa.cast(column, sa.Text).contains(user, autoescape=True) if len(user) > 5 else sa.false()
        which = sa.or_(exact, within)
        known_by_it = column.primary_key or any(column.name in key.columns for key in _unique(table))
        if known_by_it or table.name.startswith("playground_") or table.name == "deliveries":
            rows = sa.select(table.c.id).where(which) if "id" in table.c else None
            if table.name == "deliveries" and rows is not None:
                await self.session.execute(sa.delete(table).where(table.c.target_id.in_(rows)))
            await self.session.execute(sa.delete(table).where(which))
        else:
            await self.session.execute(sa.update(table).where(which).values({column.name: _empty(column)}))

    async def sweep(self, names: Sequence[str], instead: str) -> dict[str, list[tuple[Any, ...]]]:
        """Put another word in place of these names in every text; gives the keys of what was changed, by table.

        What was loaded before says what is no longer so: the caller lets go of it.
        """
        changed: dict[str, list[tuple[Any, ...]]] = {}
        pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names), re.IGNORECASE)
        for name, table in _TABLES.items():
            texts = [table.c[column] for column in columns(name, TEXT)] if name not in DERIVED and names else []
            if not texts:
                continue
            keys = list(table.primary_key)
            for row in (await self.session.execute(sa.select(*keys, *texts).where(_names(texts, names)))).all():
                key, values = tuple(row[: len(keys)]), row[len(keys) :]
                new = [_swept(value, pattern, instead) for value in values]
                if new == list(values):
                    continue
                here = sa.and_(*(column == part for column, part in zip(keys, key, strict=True)))
                if name in SEARCHED:
                    await self.session.execute(sa.delete(table).where(here))
                else:
                    pairs = {column.name: value for column, value in zip(texts, new, strict=True)}
                    await self.session.execute(sa.update(table).where(here).values(pairs))
                changed.setdefault(name, []).append(key)
        return changed

    async def forget_terms(self, terms: Iterable[str]) -> None:
        """Counted anew where others still use them."""
        counts = _TABLES["search_counts"]
        await self.session.execute(sa.delete(counts).where(counts.c.term.in_(list(terms))))

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


def _is_account(name: str, users: Iterable[str]) -> sa.ColumnElement[bool] | None:
    """Rows that only an account leads to: chats that were opened, what was written in the playground."""
    known = [*users, *(f"@{user}" for user in users)]
    places = [_TABLES[name].c[one] for one in columns(name, ACCOUNT)]
    texts = [column for column in places if _is_text(column)]
    if columns(name, OWN, AUTHOR) or not texts:
        return None
    return sa.or_(*(column.in_(known) for column in texts))


def _is_text(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.String)


def _unique(table: sa.Table) -> list[sa.UniqueConstraint]:
    return [key for key in table.constraints if isinstance(key, sa.UniqueConstraint)]


def _empty(column: sa.Column[Any]) -> Any:
    return "" if _is_text(column) else {}


def _names(texts: Sequence[sa.Column[Any]], names: Sequence[str]) -> sa.ColumnElement[bool]:
    """Rows that may hold one of the names: JSON keeps letters beyond ASCII as numbers."""
    spelt = {form for name in names for form in (name, json.dumps(name)[1:-1])}
    return sa.or_(*(sa.cast(text, sa.Text).icontains(form, autoescape=True) for text in texts for form in spelt))


def _swept(value: Any, pattern: re.Pattern[str], instead: str) -> Any:
    if isinstance(value, str):
        return pattern.sub(instead, value)
    if isinstance(value, dict):
        return {key: _swept(one, pattern, instead) for key, one in value.items()}
    return [_swept(one, pattern, instead) for one in value] if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return None
    return value.isoformat() if isinstance(value, date | datetime) else value

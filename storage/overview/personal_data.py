"""Find what belongs to one person in all tables, to export or erase it, by the inventory of columns."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from storage.data_classification.inventory import (
    ACCOUNT,
    AUTHOR,
    CREDENTIAL,
    KEY,
    NAMED,
    ORGANISATION,
    OWN,
    list_classified_columns,
    map_classified_tables,
)
from storage.directory.account_traces import SHAPES, AccountTrace, match_account_rows
from storage.directory.organisation_holdings import OrganisationHoldings
from storage.directory.people import Account, Person
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.overview.authored_content import AuthoredContent
from storage.overview.name_removal import DERIVED, NameRemoval
from storage.overview.retention import Retention
from storage.queue.conversation_references import ConversationReference
from storage.queue.delivery_rows import Delivery


class PersonalData(Repository):
    """Export and erase personal data across all tables, whoever made them."""

    @cached_property
    def authored_content(self) -> AuthoredContent:
        return AuthoredContent(self.session, self.now)

    @cached_property
    def name_removal(self) -> NameRemoval:
        return NameRemoval(self.session, self.now)

    @cached_property
    def organisation_holdings(self) -> OrganisationHoldings:
        return OrganisationHoldings(self.session, self.now)

    @cached_property
    def retention(self) -> Retention:
        return Retention(self.session, self.now)

    async def list_accounts_of_person(self, person_id: int) -> Sequence[Account]:
        return (await self.session.scalars(sa.select(Account).where(Account.person_id == person_id))).all()

    async def build_account_traces(self, person_id: int) -> list[AccountTrace]:
        """Return each account of the person with its direct chats, as long as their messages are remembered."""
        return [
            AccountTrace(one.id, one.platform, one.workspace, one.user, await self._list_direct_chats(one))
            for one in await self.list_accounts_of_person(person_id)
        ]

    async def _list_direct_chats(self, account: Account) -> tuple[str, ...]:
        """Return the chats that the platform reported, and those where direct messages have gone."""
        place = (account.platform, account.workspace, f"@{account.user}")
        known = await self.session.get(ConversationReference, place)
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

    async def export_rows_of_person(self, person: Person) -> dict[str, list[dict[str, Any]]]:
        """Return table -> the rows that belong to this person or were written by them, without secrets.

        Of rows that only name the person, return the keys and the columns that name them.
        """
        traces = await self.build_account_traces(person.id)
        found = {
            "people": await self._export_rows(
                "people", _list_exported_columns("people"), _TABLES["people"].c.id == person.id
            )
        }
        for name in map_classified_tables():
            mine = _match_person_columns(name, list_classified_columns(name, OWN, AUTHOR), person.id)
            mine = _match_account_traces(name, traces) if mine is None else mine
            rows = await self._export_rows(name, _list_exported_columns(name), mine) if mine is not None else []
            named = list_classified_columns(name, NAMED)
            by = _match_person_columns(name, named, person.id)
            if by is not None:
                seen = {tuple(row[key.name] for key in _TABLES[name].primary_key) for row in rows}
                more = await self._export_rows(name, (*list_classified_columns(name, KEY), *named), by)
                rows += [
                    row for row in more if tuple(row.get(key.name) for key in _TABLES[name].primary_key) not in seen
                ]
            found[name] = found.get(name, []) + rows
        return {name: rows for name, rows in found.items() if rows}

    async def export_rows_of_organisation(self, organisation_id: int) -> dict[str, list[dict[str, Any]]]:
        """Return table -> the rows that belong to this organisation, without secrets."""
        mine = _TABLES["organisations"].c.id == organisation_id
        found = {
            "organisations": await self._export_rows("organisations", _list_exported_columns("organisations"), mine)
        }
        for name, table in _TABLES.items():
            if "organisation_id" in list_classified_columns(name, ORGANISATION) and name not in DERIVED:
                found[name] = await self._export_rows(
                    name, _list_exported_columns(name), table.c.organisation_id == organisation_id
                )
        return {name: rows for name, rows in found.items() if rows}

    async def erase_person_rows(self, person_id: int) -> None:
        """Delete the person's own rows. In rows that stay, clear where the person wrote them."""
        deliveries = _TABLES["deliveries"]
        theirs = sa.select(deliveries.c.id).where(deliveries.c.person_id == person_id)
        await self.session.execute(sa.delete(deliveries).where(deliveries.c.target_id.in_(theirs)))
        for name, table in _TABLES.items():
            own, wrote = (
                _match_person_columns(name, list_classified_columns(name, OWN), person_id),
                _match_person_columns(name, list_classified_columns(name, AUTHOR), person_id),
            )
            if name != "accounts" and own is not None:
                await self.session.execute(sa.delete(table).where(own))
            places = {
                column: _get_empty_value(table.c[column])
                for column in list_classified_columns(name, ACCOUNT)
                if name != "accounts"
            }
            if wrote is not None and places:
                await self.session.execute(sa.update(table).where(wrote).values(places))

    async def erase_accounts(self, traces: Iterable[AccountTrace]) -> None:
        """Erase what platforms call the person. Rows keyed by it are deleted; elsewhere the value is cleared."""
        for trace in traces:
            for name in SHAPES:
                if name != "accounts":
                    await self._erase_account_columns(_TABLES[name], trace)
            questions = _TABLES["questions"]
            mine = questions.c.account_id == trace.account_id
            await self.session.execute(sa.update(questions).where(mine).values(account_id=None))
            await self.session.delete(await self.session.get_one(Account, trace.account_id))
        await self.session.flush()

    async def _erase_account_columns(self, table: sa.Table, trace: AccountTrace) -> None:
        for name, shape in SHAPES[table.name].items():
            column, which = table.c[name], shape(table, table.c[name], trace)
            if table.name == "deliveries" and name == "dedupe_key":
                # A message to somebody else about this person's act keeps everything but its key.
                await self.session.execute(sa.update(table).where(which).values(dedupe_key="erased:" + table.c.id))
                continue
            known_by_it = column.primary_key or any(name in key.columns for key in _list_unique_constraints(table))
            if not known_by_it and not table.name.startswith("playground_") and table.name != "deliveries":
                await self.session.execute(sa.update(table).where(which).values({name: _get_empty_value(column)}))
                continue
            if table.name == "deliveries":
                rows = sa.select(table.c.id).where(which)
                await self.session.execute(sa.delete(table).where(table.c.target_id.in_(rows)))
            await self.session.execute(sa.delete(table).where(which))

    async def delete_term_counts(self, terms: Iterable[str]) -> None:
        """Delete the counts of these terms. They are counted anew where others still use them."""
        counts = _TABLES["search_counts"]
        await self.session.execute(sa.delete(counts).where(match_any_of(counts.c.term, list(terms))))

    async def _export_rows(
        self, name: str, wanted: Sequence[str], which: sa.ColumnElement[bool]
    ) -> list[dict[str, Any]]:
        table = _TABLES[name]
        found = await self.session.execute(sa.select(*(table.c[one] for one in wanted)).where(which))
        return [{key: _format_plain_value(value) for key, value in row.items()} for row in found.mappings()]


_TABLES: Mapping[str, sa.Table] = Base.metadata.tables


def _list_exported_columns(name: str) -> tuple[str, ...]:
    secret = list_classified_columns(name, CREDENTIAL)
    return tuple(column.name for column in _TABLES[name].c if column.name not in secret)


def _match_person_columns(name: str, wanted: Sequence[str], person_id: int) -> sa.ColumnElement[bool] | None:
    return sa.or_(*(_TABLES[name].c[one] == person_id for one in wanted)) if wanted else None


def _match_account_traces(name: str, traces: Iterable[AccountTrace]) -> sa.ColumnElement[bool] | None:
    """Match rows that refer only to an account: direct chats, and messages in the playground."""
    if list_classified_columns(name, OWN, AUTHOR) or name not in SHAPES:
        return None
    return sa.or_(sa.false(), *(match_account_rows(_TABLES[name], trace) for trace in traces))


def _is_text_column(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.String)


def _list_unique_constraints(table: sa.Table) -> list[sa.UniqueConstraint]:
    return [key for key in table.constraints if isinstance(key, sa.UniqueConstraint)]


def _get_empty_value(column: sa.Column[Any]) -> Any:
    return "" if _is_text_column(column) else {}


def _format_plain_value(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date | datetime) else value

"""Replace a name or an id in every text of every table, so that what others wrote can stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from storage.data_classification.inventory import AUTHOR, NAMED, OWN, TEXT, list_classified_columns
from storage.directory.account_traces import AccountTrace
from storage.directory.people import Account
from storage.kit.base import ACROSS, Base, Repository

#: tables derived from texts of other tables, which are rebuilt when those are indexed again
DERIVED = ("search_documents", "search_letters", "search_postings", "search_vectors", "search_counts")
#: Search terms. A row that contains a name is deleted, because no other words can replace it.
SEARCHED = ("searches_missed", "searches_chosen")
#: what LIKE would read as something else
_SPECIAL = re.compile(r"[/%_]")
#: letters that a text may hold in another spelling: beyond ASCII, and those that JSON escapes
_UNSURE = re.compile(r"[^ -~]+|[\"\\]")
#: table -> keys of changed rows
Changed = dict[str, list[tuple[Any, ...]]]
#: (spellings of the name, pattern, replacement)
_Swept = tuple[Sequence[str], re.Pattern[str], str]
TABLES: Mapping[str, sa.Table] = Base.metadata.tables


class NameRemoval(Repository):
    """Replace names across all tables, whoever made them."""

    async def list_texts_with_addresses(self, person_id: int) -> list[str]:
        """List the texts that hold an "@", of all rows that are this person's or name them."""
        found: list[str] = []
        for name, table in TABLES.items():
            texts = [table.c[column] for column in list_classified_columns(name, TEXT)]
            people = [table.c[column] for column in list_classified_columns(name, OWN, AUTHOR, NAMED)]
            if not texts or not people or name in DERIVED:
                continue
            theirs = sa.or_(*(column == person_id for column in people))
            rows = await self.session.execute(sa.select(*texts).where(theirs, _match_spelt_names(texts, ["@"])))
            found += [text for row in rows for value in row for text in _list_strings(value)]
        return found

    async def remove_names(self, names: Sequence[str], instead: str) -> Changed:
        """Replace these names in every text. Return the keys of changed rows, by table.

        Rows loaded before are outdated: the caller has to release them.
        """
        pattern, changed = _compile_names(names), Changed()
        for name in TABLES if names else ():
            texts = (
                [TABLES[name].c[column] for column in list_classified_columns(name, TEXT)]
                if name not in DERIVED
                else []
            )
            await self._replace_in_table(TABLES[name], texts, sa.true(), (names, pattern, instead), changed)
        return changed

    async def remove_names_in_records(
        self, tables: Sequence[str], organisation_id: int, names: Sequence[str], instead: str
    ) -> Changed:
        """Replace these names in what the organisation wrote in these tables. Return the keys of changed rows.

        Rows of them that were loaded before are released.
        """
        pattern, changed = _compile_names(names), Changed()
        for name in tables if names else ():
            table = TABLES[name]
            texts = [table.c[column] for column in list_classified_columns(name, TEXT)]
            theirs = table.c.organisation_id == organisation_id
            await self._replace_in_table(table, texts, theirs, (names, pattern, instead), changed)
        for row in list(self.session.identity_map.values()):
            if isinstance(row, Base) and row.__tablename__ in changed:
                self.session.expunge(row)
        return changed

    async def remove_account_id(self, trace: AccountTrace, instead: str) -> Changed:
        """Replace what a platform calls somebody, where people or their clients have written it.

        Where another account has the same id, only texts from this workspace are changed.
        """
        pattern = re.compile(rf"(?<![\w-]){re.escape(trace.user)}(?![\w-])")
        replacement, shared, changed = (
            ([trace.user], pattern, instead),
            await self._is_account_id_shared(trace),
            Changed(),
        )
        for name, table in TABLES.items():
            texts = [table.c[column] for column in list_classified_columns(name, TEXT)] if name not in DERIVED else []
            where = trace.match_message_source(table.c.source) if "source" in table.c else sa.false()
            await self._replace_in_table(table, texts, where if shared else sa.true(), replacement, changed)
        deliveries = TABLES["deliveries"]
        await self._replace_in_table(
            deliveries, [deliveries.c.args], trace.match_workspace(deliveries), replacement, changed
        )
        return changed

    async def _replace_in_table(
        self,
        table: sa.Table,
        texts: Sequence[sa.Column[Any]],
        where: sa.ColumnElement[bool],
        replacement: _Swept,
        to: Changed,
    ) -> None:
        """Replace texts in the rows of one table. The keys of changed rows are added to `to`."""
        if not texts:
            return
        (names, pattern, instead), keys = replacement, list(table.primary_key)
        which = sa.and_(where, _match_spelt_names(texts, names))
        for row in (await self.session.execute(sa.select(*keys, *texts).where(which))).all():
            key, values = tuple(row[: len(keys)]), row[len(keys) :]
            new = [_replace_in_value(value, pattern, instead) for value in values]
            if new == list(values):
                continue
            here = sa.and_(*(column == part for column, part in zip(keys, key, strict=True)))
            if table.name in SEARCHED:
                await self.session.execute(sa.delete(table).where(here))
            else:
                pairs = {column.name: value for column, value in zip(texts, new, strict=True)}
                await self.session.execute(sa.update(table).where(here).values(pairs))
            to.setdefault(table.name, []).append(key)

    async def _is_account_id_shared(self, trace: AccountTrace) -> bool:
        """Return True if another account has the same id, in another workspace or on another platform."""
        others = sa.select(Account.id).where(Account.user == trace.user, Account.id != trace.account_id)
        found = await self.session.execute(others.limit(1).execution_options(**{ACROSS: True}))
        return found.first() is not None


def _compile_names(names: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names), re.IGNORECASE)


def _match_spelt_names(texts: Sequence[sa.Column[Any]], names: Sequence[str]) -> sa.ColumnElement[bool]:
    """Match rows that may hold one of the names.

    SQLite knows the case of ASCII letters alone, and JSON may keep others as numbers: anything may stand for them.
    """
    spelt = {_build_name_pattern(name) for name in names}
    return sa.or_(*(sa.cast(text, sa.Text).ilike(form, escape="/") for text in texts for form in spelt))


def _build_name_pattern(name: str) -> str:
    return "%" + _UNSURE.sub("%", _SPECIAL.sub(r"/\g<0>", name)) + "%"


def _list_strings(value: Any) -> list[str]:
    """Return a text, or all texts within a value of JSON."""
    if isinstance(value, str):
        return [value]
    within = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in within for text in _list_strings(one)]


def _replace_in_value(value: Any, pattern: re.Pattern[str], instead: str) -> Any:
    if isinstance(value, str):
        return pattern.sub(instead, value)
    if isinstance(value, dict):
        return {key: _replace_in_value(one, pattern, instead) for key, one in value.items()}
    return [_replace_in_value(one, pattern, instead) for one in value] if isinstance(value, list) else value

"""Describe what tables may hold: how their rows are read, compared with what is there, stored and told of."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from handlers.chat.rows import RowFault
from handlers.chat.say import Say
from handlers.exchange.imports.import_scope import ImportedRow, ImportScope
from handlers.exchange.imports.row_cells import RowCells
from storage.kit.database import Store

#: headings of a row that is an example only, in the column of ids
EXAMPLE_IDS = frozenset(("eksempel", "døme", "example"))


class ChangedRecord(NamedTuple):
    """Hold a record that is there, and the columns that its row changes."""

    row: ImportedRow
    record: Any
    values: dict[str, Any]


@dataclass(slots=True)
class ImportPlan:
    """Hold what would come of a table. With faults nothing may come of it."""

    new: list[ImportedRow] = field(default_factory=list)
    changed: list[ChangedRecord] = field(default_factory=list)
    same: list[Any] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    notes: tuple[RowFault, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        return not self.new and not self.changed


@dataclass(frozen=True, slots=True, kw_only=True)
class TableKind:
    """Describe one kind of table."""

    name: str
    #: folded heading -> field
    headings: Mapping[str, str]
    #: codes of records that are there
    code: re.Pattern[str]
    #: whether rows are of a site; otherwise they are of an organisation
    needs_site: bool = True
    find_place_id: Callable[[Any], int] = lambda record: record.site_id
    #: columns that tell whether two rows without an id are the same, each with its empty value
    facts: Mapping[str, Any]
    read_row: Callable[[RowCells, ImportScope], ImportedRow | None]
    list_records: Callable[[Store, Collection[int]], Awaitable[Sequence[Any]]]
    #: why a record that is there may not be changed; None: it may
    find_refusal: Callable[[Any, ImportedRow], RowFault | None]
    #: True for a record that a row without an id may be
    is_current: Callable[[Any], bool]
    #: returns the columns that a row changes
    list_changes: Callable[[Store, Any, ImportedRow], Awaitable[dict[str, Any]]]
    store_plan: Callable[[Store, ImportScope, ImportPlan], Awaitable[None]]
    describe_row: Callable[[Say, ImportedRow], str]
    describe_record: Callable[[Say, Any], str]
    #: column -> what people call it
    labels: Mapping[str, Callable[[Say], str]]
    #: what else whoever brings it in should know
    describe_terms: Callable[[Say], str]
    #: action of the button that leads to what was brought in, and its label
    open: str
    label: Callable[[Say], str]
    #: headings and an example to copy
    list_example_lines: Callable[[Say], tuple[str, str]]
    #: what a member writes to bring one in
    explain: Callable[[Say], str]

"""Map documented exchanges elsewhere to rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.importers.file_kinds import FileKind
from bot.importers.rows.columns import ColumnMapping, NumberColumn, TextColumn, TimeColumn
from bot.importers.rows.record_names import RecordNames, load_record_names, seed_with_names
from bot.importers.rows.shared_fields import parse_code_field
from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import Row, parse_text_field
from handlers.exchange.flow_types import FLOW_TYPES
from handlers.exchange.material_kinds import MATERIAL_KINDS, ORGANIC_KINDS
from storage.exchange.cases import CASE_TEXT, PLACE, SOURCE, WHAT, ExchangeCase
from storage.kit.database import Store

_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_KINDS = frozenset((*MATERIAL_KINDS, *ORGANIC_KINDS))
_LAST_YEAR = 2100


@dataclass(frozen=True, slots=True)
class KindColumn:
    """Hold a kind of material or organic matter; empty for none of ours."""

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> str:
        kind = parse_text_field(row, name, most=32)
        if kind and kind not in _KINDS:
            raise RowError(name, f"must be a kind such as slag, or empty, not {kind!r}")
        return kind

    def write_column_value(self, value: Any, names: RecordNames) -> str:
        return value or ""


@dataclass(frozen=True, slots=True)
class CountryColumn:
    """Hold a country in two letters."""

    required: bool = True

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> str:
        country = parse_text_field(row, name, most=2, required=True)
        if not _COUNTRY.fullmatch(country):
            raise RowError(name, f"must be two letters such as NO, not {country!r}")
        return country

    def write_column_value(self, value: Any, names: RecordNames) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """Hold the address of the page that tells of it."""

    required: bool = True

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> str:
        source = parse_text_field(row, name, most=SOURCE, required=True)
        if not source.startswith(("https://", "http://")) or " " in source:
            raise RowError(name, f"must be the address of a page, not {source!r}")
        return source

    def write_column_value(self, value: Any, names: RecordNames) -> str:
        return str(value)


CASE = ColumnMapping(
    {
        "type": ("type", TextColumn(required=True, choices=tuple(FLOW_TYPES))), "kind": ("kind", KindColumn()),
        **{f"what_{one}": (f"what_{one}", TextColumn(WHAT, required=True)) for one in ("nb", "nn", "en")},
        **{f"text_{one}": (f"text_{one}", TextColumn(CASE_TEXT, required=True)) for one in ("nb", "nn", "en")},
        "place": ("place", TextColumn(PLACE, required=True)), "country": ("country", CountryColumn()),
        "since": ("since", NumberColumn(most=_LAST_YEAR)), "source": ("source", SourceColumn()),
        "retired": ("retired_at", TimeColumn()),
    },
    ("id",),
)  # fmt: skip


async def export_case_rows(store: Store) -> list[dict[str, Any]]:
    """Return all cases, in the order of their numbers."""
    names = await load_record_names(store)
    cases = sorted(await store.cases.list_all_cases(), key=lambda one: int(one.code[2:]))
    return [{"id": case.code} | CASE.write_columns(case, names) for case in cases]


async def seed_case_row(store: Store, row: Row, names: RecordNames) -> None:
    """Add the case, or change the one of this code to what the row says."""
    values, code = CASE.read_columns(row, names), parse_code_field(row, "K")
    case = await store.cases.find_case_by_code(code)
    if case is None:
        case = await store.cases.add(ExchangeCase(code=code, **values))
        names.add_names("cases", [(case.id, code)])
    for column, value in values.items():
        setattr(case, column, value)


FILE = FileKind(name="cases", seed=seed_with_names(seed_case_row), export=export_case_rows, fields={"": CASE})

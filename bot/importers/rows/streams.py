"""Map what flows in and out of sites to rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.importers.file_kinds import FileKind
from bot.importers.rows.columns import ColumnMapping, NumberColumn, ReferenceColumn, TextColumn
from bot.importers.rows.listings import MonthsColumn
from bot.importers.rows.record_names import RecordNames, load_record_names, seed_with_names
from bot.importers.rows.shared_fields import CELSIUS, parse_code_field
from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import Row, parse_text_field
from handlers.exchange.flow_types import FLOW_TYPES
from handlers.exchange.listings.listing_fields import is_amount_text_of
from handlers.exchange.waste_codes import parse_waste_code
from storage.exchange.listings import AMOUNT, QUALITY, REFERENCE
from storage.exchange.streams import BASES, DESTINATION, DIRECTIONS, NAME, Stream
from storage.kit.database import Store

_LAST_YEAR = 2200


@dataclass(frozen=True, slots=True)
class WasteCodeColumn:
    """Hold six digits, with a star where it is hazardous."""

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> str:
        text = parse_text_field(row, name, most=20)
        code = parse_waste_code(text)
        if code is None:
            raise RowError(name, f"must be six digits, with a star if it is hazardous, not {text!r}")
        return code

    def write_column_value(self, value: Any, names: RecordNames) -> str:
        return value or ""


STREAM = ColumnMapping(
    {
        "site": ("site_id", ReferenceColumn("sites", required=True)),
        "direction": ("direction", TextColumn(required=True, choices=DIRECTIONS)),
        "type": ("type", TextColumn(required=True, choices=tuple(FLOW_TYPES))),
        "name": ("name", TextColumn(NAME)), "amount": ("amount", TextColumn(AMOUNT)),
        "basis": ("basis", TextColumn(choices=BASES)), "year": ("year", NumberColumn(most=_LAST_YEAR)),
        "temperature": ("temperature", CELSIUS), "quality": ("quality", TextColumn(QUALITY)),
        "months": ("months", MonthsColumn()),
        "destination": ("destination", TextColumn(DESTINATION)), "waste_code": ("waste_code", WasteCodeColumn()),
        "listing": ("listing_id", ReferenceColumn("listings")), "reference": ("reference", TextColumn(REFERENCE)),
    },
    ("id",),
)  # fmt: skip


async def export_stream_rows(store: Store) -> list[dict[str, Any]]:
    """Return all streams, in the order of their numbers."""
    names = await load_record_names(store)
    streams = sorted(await store.streams.list_all_streams(), key=lambda one: int(one.code[2:]))
    return [{"id": stream.code} | STREAM.write_columns(stream, names) for stream in streams]


async def seed_stream_row(store: Store, row: Row, names: RecordNames) -> None:
    """Add the stream, or change the one of this code to what the row says."""
    values, code = STREAM.read_columns(row, names), parse_code_field(row, "F")
    if values.get("amount") and not is_amount_text_of(values["type"], values["amount"]):
        raise RowError("amount", f"is no amount of {values['type']}: write a number and its unit, such as 4 MW")
    site = await store.sites.find(values["site_id"])
    assert site is not None
    values["organisation_id"] = site.organisation_id
    stream = await store.streams.find_stream_by_code(code)
    if stream is None:
        stream = Stream(code=code, months=values.pop("months", []), **values)
        await store.streams.add_streams([stream])
        names.add_names("streams", [(stream.id, code)])
    for column, value in values.items():
        setattr(stream, column, value)


FILE = FileKind(name="streams", seed=seed_with_names(seed_stream_row), export=export_stream_rows, fields={"": STREAM})

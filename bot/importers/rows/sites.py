"""Map the sites of organisations to rows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.importers.file_kinds import FileKind
from bot.importers.rows.columns import ColumnMapping, FlagColumn, ReferenceColumn, TextColumn
from bot.importers.rows.record_names import RecordNames, load_record_names, seed_with_names
from bot.importers.rows.shared_fields import parse_code_field
from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import Row, parse_text_field
from handlers.exchange.matches.place_names import redraw_site_name
from handlers.exchange.sites.positions import round_degrees
from storage.exchange.sites import GRID_COMPANY, MUNICIPALITY, NAME, PRICE_AREAS, Site
from storage.kit.database import Store


@dataclass(frozen=True, slots=True)
class DegreeColumn:
    """Hold degrees, which the table has in hundredths; more decimals are rounded."""

    most: int

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> int | None:
        given = row.get(name)
        if given is None or given == "":
            return None
        try:
            degrees = Decimal(str(given)) if not isinstance(given, bool) else Decimal("NaN")
        except InvalidOperation:
            degrees = Decimal("NaN")
        if not degrees.is_finite() or abs(degrees) > self.most:
            raise RowError(name, f"must be degrees from -{self.most} to {self.most}, such as 59.14, not {given!r}")
        return round_degrees(degrees)

    def write_column_value(self, value: Any, names: RecordNames) -> float | None:
        return None if value is None else value / 100


@dataclass(frozen=True, slots=True)
class PriceAreaColumn:
    """Hold an area of the power market, in capitals."""

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> str:
        area = parse_text_field(row, name, most=10).upper()
        if area not in ("", *PRICE_AREAS):
            raise RowError(name, f"must be one of {', '.join(PRICE_AREAS)}, not {area!r}")
        return area

    def write_column_value(self, value: Any, names: RecordNames) -> str:
        return value or ""


SITE = ColumnMapping(
    {
        "organisation": ("organisation_id", ReferenceColumn("organisations", required=True)),
        "name": ("name", TextColumn(NAME, required=True)),
        "municipality": ("municipality", TextColumn(MUNICIPALITY, required=True)),
        "latitude": ("latitude", DegreeColumn(90)), "longitude": ("longitude", DegreeColumn(180)),
        "grid_company": ("grid_company", TextColumn(GRID_COMPANY)),
        "price_area": ("price_area", PriceAreaColumn()),
        "quay": ("quay", FlagColumn(open=True)), "rail": ("rail", FlagColumn(open=True)),
    },
    ("id",),
)  # fmt: skip


async def export_site_rows(store: Store) -> list[dict[str, Any]]:
    """Return all sites, in the order of their numbers."""
    names = await load_record_names(store)
    sites = sorted(await store.sites.list_all_sites(), key=lambda one: int(one.code[2:]))
    return [{"id": site.code} | SITE.write_columns(site, names) for site in sites]


async def seed_site_row(store: Store, row: Row, names: RecordNames) -> None:
    """Add the site, or change the one of this code to what the row says."""
    values, code = SITE.read_columns(row, names), parse_code_field(row, "A")
    site = await store.sites.find_site_by_code(code)
    if site is None:
        site = await store.sites.add(Site(code=code, **values))
        names.add_names("sites", [(site.id, code)])
    else:
        await redraw_site_name(store, site)
    for column, value in values.items():
        setattr(site, column, value)
    if (site.latitude is None) != (site.longitude is None):
        raise RowError("latitude", "needs the longitude as well, and the other way about")


FILE = FileKind(name="sites", seed=seed_with_names(seed_site_row), export=export_site_rows, fields={"": SITE})

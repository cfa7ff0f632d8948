"""Read the cells of one row: each is a value, or a fault that names its row and column."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.chat.rows import RowFault, reason
from handlers.dates.typed_times import NotATime, parse_typed_day
from handlers.exchange.flow_types import FLOW_TYPES
from handlers.exchange.imports.table_headings import ColumnHeading
from handlers.exchange.listings.listing_fields import is_amount_text_of
from handlers.exchange.matching.listing_texts import parse_celsius_text, parse_months_text
from handlers.exchange.matching.time_factor import MONTHS_A_YEAR, PEAK
from handlers.exchange.power_sensitive_details import find_power_sensitive_detail
from handlers.exchange.quality_text import has_impossible_share, parse_quality_text
from handlers.exchange.size_limits import is_size_doubtful
from handlers.exchange.waste_codes import parse_waste_code
from handlers.exchange.waste_list import correct_waste_code, is_in_known_group, write_waste_code
from handlers.quantities.number_parser import list_number_readings
from handlers.quantities.quantity import Quantity
from handlers.quantities.quantity_scanner import parse_quantity
from handlers.quantities.text_folding import fold_spelling
from handlers.quantities.units import find_listed_unit, raise_unit_figures
from storage.exchange.listings import QUALITY


class RowCells:
    """Hold the cells of a row by their fields, and the faults that were found in them."""

    def __init__(self, number: int, cells: Mapping[str, str], headings: Mapping[str, ColumnHeading]) -> None:
        self.number = number
        self.faults: list[RowFault] = []
        self._cells, self._headings = cells, headings

    def has_column(self, field: str) -> bool:
        return field in self._headings

    def find_label(self, field: str) -> str:
        """Return what the table calls a column; empty for one that it does not have."""
        return self._headings[field].label if field in self._headings else ""

    def find_unit(self, field: str) -> str:
        """Return the unit that stands in the heading of a column; empty without one."""
        return self._headings[field].unit if field in self._headings else ""

    def find_text(self, field: str) -> str:
        """Return what stands in the cell; empty for an empty one and for a column that the table does not have."""
        return " ".join(self._cells.get(field, "").split())

    def add_fault(self, field: str, text: RowFault, label: RowFault | str = "") -> None:
        """Add what is wrong with a cell, under the heading as it stands; `label` names a column that is not there."""
        column = self._headings[field].label if field in self._headings else label or field
        self.faults.append(reason("Row {row}, {column}: {fault}", row=self.number, column=column, fault=text))

    def parse_text(self, field: str, most: int) -> str:
        text = self._cells.get(field, "").strip()
        if len(text) > most:
            self.add_fault(field, reason("longer than {most} characters", most=most))
        if find_power_sensitive_detail(text) is not None:
            self.add_fault(field, reason("power-sensitive information, which is not kept"))
        return text[:most]

    def parse_word(self, field: str, words: Mapping[str, str]) -> str:
        """Return what a cell means of some words, which are spelt for a look-up; empty for an empty cell."""
        text = self.find_text(field)
        found = words.get(fold_spelling(text), "")
        if text and not found:
            self.add_fault(field, reason("“{said}” is none of the words that I know here.", said=text[:40]))
        return found

    def parse_amount(self, type_: str, most: int) -> str:
        """Return the amount with its unit, which may stand in a column or a heading of its own."""
        text = self.find_text("amount")
        if not text:
            return ""
        alone, whole = parse_quantity(text), text
        if alone is None:
            unit = self.find_text("unit") or self.find_unit("amount")
            whole = f"{text} {unit}".strip()
        elif self._has_other_unit(alone):
            self.add_fault(
                "amount", reason("“{said}” has two units. Which one is it?", said=f"{text} {self.find_text('unit')}")
            )
            return ""
        said = alone or parse_quantity(whole)
        fault = _find_number_fault(text, said) or _find_unit_fault(whole, said, type_)
        if fault is None and len(whole) > most:
            fault = reason("longer than {most} characters", most=most)
        if fault is not None:
            self.add_fault("amount", fault)
            return ""
        return whole

    def _has_other_unit(self, said: Quantity) -> bool:
        """Return True if the column of units names another unit than the amount itself."""
        unit = find_listed_unit(self.find_text("unit"))
        return unit is not None and said.unit is not None and unit != said.unit

    def parse_celsius(self, field: str) -> float | None:
        text = self.find_text(field)
        celsius = parse_celsius_text(text) if text else None
        if text and celsius is None:
            self.add_fault(
                field, reason("“{said}” is no temperature in °C. Write degrees, such as 65.", said=text[:40])
            )
        return celsius

    def parse_months(self, field: str) -> list[int]:
        text = self.find_text(field)
        months = (_parse_shares(text) or parse_months_text(text)) if text else None
        if text and (months is None or not any(months)):
            fault = reason("“{said}” names no months. Write “all year” or “Oct-Apr”.", said=text[:40])
            self.add_fault(field, fault)
        return [int(share) for share in months or ()]

    def parse_quality(self, field: str) -> str:
        """Return what the cell says of quality, as it was written."""
        text = self.parse_text(field, QUALITY)
        if parse_quality_text(text) is None:
            fault = reason("“{said}” cannot be read. Write it like 10 bar, purity 99.5 %.", said=text[:40])
            self.add_fault(field, fault)
        elif has_impossible_share(text):
            self.add_fault(field, reason("A share is at most 100 %."))
        return text

    def parse_waste_code(self, field: str) -> str:
        text = self.find_text(field)
        code = parse_waste_code(text)
        if code is None:
            fault = reason("“{said}” is no waste code: six digits, such as 10 01 02.", said=text[:40])
            self.add_fault(field, fault)
        elif code and not is_in_known_group(code):
            group = f"{code[:2]} {code[2:4]}"
            self.add_fault(field, reason("The list of waste has no group {group}.", group=group))
        elif code and correct_waste_code(code) != code:
            listed = write_waste_code(correct_waste_code(code))
            fault = reason("In the list of waste it is {code}: a star says that it is hazardous.", code=listed)
            self.add_fault(field, fault)
        return code or ""

    def parse_day(self, field: str, now: datetime, zone: ZoneInfo) -> str:
        """Return a day to come as 2027-06-15; empty for an empty cell."""
        text = self.find_text(field)
        if not text:
            return ""
        try:
            return parse_typed_day(text, now, zone).isoformat()
        except NotATime:
            fault = reason("“{said}” is no day to come. Write it like 2027-06-15.", said=text[:40])
            self.add_fault(field, fault)
        return ""


def _parse_shares(text: str) -> tuple[float, ...] | None:
    """Return twelve percentages, as exports write them in one cell: "100;100;80;...". None for every other text."""
    shares = text.split(";")
    if len(shares) != MONTHS_A_YEAR or not all(one.isascii() and one.isdecimal() and len(one) < 4 for one in shares):
        return None
    return tuple(min(float(one), PEAK) for one in shares)


def _find_number_fault(text: str, said: Quantity | None) -> RowFault | None:
    """Return what is wrong with the number of an amount."""
    problem = said.problem if said is not None else None
    if problem == "ambiguous":
        readings = list_number_readings(text)
        if readings is None:
            return reason("“{said}” can be read in more than one way.", said=text)
        return reason("“{said}” may be {large} or {small}.", said=text, large=readings[0], small=readings[1])
    faults: dict[str, RowFault] = {
        "negative": reason("“{said}” is below nought.", said=text), "zero": reason("“{said}” is nothing.", said=text),
        "order": reason("“{said}” is no range: the smaller number comes first.", said=text),
        "either": reason("“{said}” has two units. Which one is it?", said=text),
    }  # fmt: skip
    return faults.get(problem or "")


def _find_unit_fault(whole: str, said: Quantity | None, type_: str) -> RowFault | None:
    """Return why a quantity is no amount of the type."""
    if said is None or said.unit is None or said.problem is not None:
        return reason("“{said}” is no number with a unit that I know, such as 4 MW or 1 200 t/år.", said=whole[:40])
    if type_ in FLOW_TYPES and not is_amount_text_of(type_, whole):
        units = ", ".join(map(raise_unit_figures, FLOW_TYPES[type_].units))
        return reason("“{said}” cannot be an amount of this. It is counted in {units}.", said=whole[:40], units=units)
    if is_size_doubtful(said):
        return reason("“{said}” is more than any site has. Is the unit right?", said=whole[:40])
    return None

"""Read the fields of a listing one by one, and remember those that cannot be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from math import isfinite
from typing import Any

from handlers.exchange.flow_types import FLOW_TYPES
from handlers.exchange.matching.listing_texts import parse_celsius_text, parse_months_text, parse_number_text
from handlers.exchange.matching.time_factor import MONTHS_A_YEAR, PEAK
from handlers.exchange.waste_codes import parse_waste_code
from handlers.language.name_folding import fold_name

_ABSOLUTE_ZERO, _TOO_HOT = -273.0, 5000.0
#: the same months are one object, so that a pair of profiles is scored once
_PROFILES: dict[tuple[float, ...], tuple[float, ...]] = {}
_MODES: dict[frozenset[str], frozenset[str]] = {}


class FieldReader:
    """Read fields of a row. Each method returns None for what is missing, null or not to be read."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.row = row
        self._unread: dict[str, None] = {}

    def add_unread(self, name: str) -> None:
        self._unread[name] = None

    def list_unread(self) -> tuple[str, ...]:
        return tuple(self._unread)

    def read_name(self, name: str) -> str | None:
        value = self.row.get(name)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            self.add_unread(name)
            return None
        return fold_name(value) or None

    def read_text(self, name: str) -> str | None:
        """Return a text as it is written; None for a value of another kind."""
        value = self.row.get(name)
        if value is not None and not isinstance(value, str):
            self.add_unread(name)
        return value.strip() or None if isinstance(value, str) else None

    def read_kind(self, name: str) -> str | None:
        kind = self.read_name(name)
        return None if kind is None else kind.replace(" ", "_").replace("-", "_")

    def read_names(self, name: str) -> frozenset[str]:
        value = self.row.get(name)
        if value is None:
            return frozenset()
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            self.add_unread(name)
            return frozenset()
        return frozenset(fold_name(one) for one in listed)

    def read_choice(self, name: str, choices: Collection[str]) -> str | None:
        value = self.row.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str) and value.strip().casefold() in choices:
            return value.strip().casefold()
        self.add_unread(name)
        return None

    def read_flag(self, name: str) -> bool:
        value = self.row.get(name)
        if value is not None and not isinstance(value, bool):
            self.add_unread(name)
        return value is True

    def parse_number(self, value: Any) -> float | None:
        """Return a number, or one that is written in a text with at most its own unit."""
        if isinstance(value, str):
            return parse_number_text(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        try:
            number = float(value)
        except OverflowError:
            return None
        return number if isfinite(number) else None

    def read_number(self, name: str, *, negative: bool = False) -> float | None:
        value = self.row.get(name)
        number = self.parse_number(value)
        if number is not None and number < 0 and not negative:
            number = None
        if value is not None and number is None:
            self.add_unread(name)
        return number

    def read_celsius(self, name: str) -> float | None:
        value = self.row.get(name)
        number = parse_celsius_text(value) if isinstance(value, str) else self.parse_number(value)
        if number is not None and not _ABSOLUTE_ZERO < number < _TOO_HOT:
            number = None
        if value is not None and number is None:
            self.add_unread(name)
        return number

    def read_months(self, name: str) -> tuple[float, ...] | None:
        value = self.row.get(name)
        if value is None:
            return None
        months = parse_months_text(value) if isinstance(value, str) else self._check_months(value)
        if months is None or not any(months):
            self.add_unread(name)
            return None
        return _PROFILES.setdefault(months, months)

    def _check_months(self, value: Any) -> tuple[float, ...] | None:
        if not isinstance(value, list) or len(value) != MONTHS_A_YEAR:
            return None
        months = [self.parse_number(month) for month in value]
        if any(month is None or not 0 <= month <= PEAK for month in months):
            return None
        return tuple(month for month in months if month is not None)

    def read_modes(self, type_: str | None) -> frozenset[str]:
        """Return the modes, or those of the type where none is said. A ship needs a quay."""
        said = self.read_names("modes")
        modes = set(said or (FLOW_TYPES[type_].modes if type_ else ()))
        if not self.read_flag("quay"):
            modes.discard("ship")
        if self.row.get("rail") is False:
            modes.discard("rail")
        found = frozenset(modes)
        return _MODES.setdefault(found, found)

    def read_date(self, name: str) -> date | None:
        value = self.row.get(name)
        if value is None:
            return None
        try:
            return date.fromisoformat(value.strip()[:10])
        except (AttributeError, ValueError):
            self.add_unread(name)
            return None

    def read_waste_code(self, name: str) -> str | None:
        """Return six digits, with a star where the code says hazardous."""
        value = self.row.get(name)
        if value is None:
            return None
        found = parse_waste_code(value) if isinstance(value, str) else None
        if not found:
            self.add_unread(name)
        return found or None

    def iterate_quality(self, name: str) -> Iterator[tuple[str, Any]]:
        value = self.row.get(name)
        if isinstance(value, Mapping):
            yield from ((key, asked) for key, asked in value.items() if asked is not None and key != "medium")
        elif value is not None:
            self.add_unread(name)

    def read_values(self, name: str) -> dict[str, float]:
        """Return the values of an offer's quality that are numbers."""
        values = {}
        for key, value in self.iterate_quality(name):
            number = self.parse_number(value)
            if number is None:
                self.add_unread(f"{name}.{key}")
            else:
                values[key] = number
        return values

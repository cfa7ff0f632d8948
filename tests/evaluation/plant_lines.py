"""What becomes of lines that offer or need something: which fields are right, asked, or wrong in silence.

An amount in another unit of the same kind is right. A field that was left empty and is asked about, or belongs to one
that is, is asked; anything else that is not as expected is wrong in silence, which is far worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from bot.cli.describe_command import write_description
from handlers.exchange.describing import describe_text
from handlers.quantities.units import convert_listed, find_listed_unit
from tests.evaluation.measures import Figures, share
from tests.evaluation.sets import PLANT_LINES, Row, rows

#: field -> the questions whose answer it waits for
WAITING = {
    "direction": {"direction", "type"},
    "type": {"type"},
    "kind": {"type"},
    "amount": {"amount", "unit", "type"},
    "low": {"amount", "unit", "type"},
    "high": {"amount", "unit", "type"},
    "unit": {"amount", "unit", "type"},
    "per": {"per", "unit", "type"},
    "temperature": {"temperature"},
    "temperature_low": {"temperature"},
    "temperature_high": {"temperature"},
    "pressure": set[str](),
    "hours": {"hours"},
    "months": {"months"},
    "others": {"split"},
}
#: numbers that are in the unit of the row
MEASURED = ("amount", "low", "high")


class ReadLine(NamedTuple):
    """A line of a set, and what was read of it."""

    row: Row
    found: Row

    @property
    def right(self) -> bool:
        accepted = [self.row["expect"].get("asks", ()), *self.row.get("accept", {}).get("asks", ())]
        return not self.wrong_fields() and set(self.found["asks"]) in map(set, accepted)

    @property
    def misread(self) -> bool:
        return bool(self.silent_fields())

    def wrong_fields(self) -> set[str]:
        expected = self.row["expect"]
        return {
            field
            for field in WAITING
            if field in expected and not _is_equal(field, expected, self.found, self.row.get("accept", {}))
        }

    def silent_fields(self) -> set[str]:
        """The fields that are wrong, and not asked about."""
        asked = set(self.found["asks"])
        return {field for field in self.wrong_fields() if self.found[field] is not None or not asked & WAITING[field]}


def _is_equal(field: str, expected: Row, found: Row, accepted: Row) -> bool:
    if found[field] in (expected[field], *accepted.get(field, ())):
        return True
    if field == "unit" or field in MEASURED:
        return _is_converted(field, expected, found)
    if field == "others" and expected[field] and found[field]:
        pairs = list(zip(expected[field], found[field], strict=False))
        return len(expected[field]) == len(found[field]) and all(_are_alike(*pair) for pair in pairs)
    return False


def _are_alike(expected: Row, found: Row) -> bool:
    return all(field not in expected or _is_equal(field, expected, found, {}) for field in WAITING)


def _is_converted(field: str, expected: Row, found: Row) -> bool:
    """Return True if the amount is the same in another unit."""
    names = expected.get("unit"), found["unit"]
    here, there = (find_listed_unit(name) if name else None for name in names)
    if here is None or there is None:
        return False
    if field == "unit":
        return here.measures == there.measures
    value = found[field]
    if value is None or expected[field] is None:
        return False
    converted = convert_listed(Decimal(str(value)), there, here)
    return converted is not None and abs(float(converted) - float(expected[field])) < 1e-6 * max(
        1, abs(expected[field])
    )


def read_line(row: Row) -> ReadLine:
    return ReadLine(row, write_description(describe_text(row["text"])))


def read_plant_lines() -> dict[str, list[ReadLine]]:
    return {name: [read_line(row) for row in rows(name)] for name in PLANT_LINES}


def described(read: Sequence[ReadLine]) -> Figures:
    """Shares: type and direction as meant, all that was said right, and nothing wrong in silence."""

    def as_meant(field: str) -> float:
        return share(field not in one.wrong_fields() for one in read)

    return {
        "count": len(read),
        "type": as_meant("type"),
        "direction": as_meant("direction"),
        "amount": as_meant("amount"),
        "right": share(one.right for one in read),
        "not_misread": share(not one.misread for one in read),
    }

"""Read what rows of several kinds hold alike: a code with its letter, a measured number, and an audience."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.importers.rows.record_names import RecordNames
from handlers.access.visibility.audience_format import parse_audience
from handlers.chat.rows import RowError, reason
from handlers.chat.rows.row_fields import Row, parse_text_field
from storage.kit.database import Store

_NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)


def parse_code_field(row: Row, letter: str) -> str:
    """Return the code of a row, in capitals. Raise RowError for one of another form."""
    code = parse_text_field(row, "id", most=16, required=True).upper()
    if not code.startswith(f"{letter}-") or not _NUMBER.fullmatch(code[2:]):
        raise RowError("id", f"must be {letter}- and a number, such as {letter}-3, not {code!r}")
    return code


async def read_row_audience(store: Store, row: Row) -> dict[str, Any]:
    """Return the column of the audience, if the row says who sees it."""
    if not row.get("reach"):
        return {}
    audience = await parse_audience(store, parse_text_field(row, "reach", most=2000))
    return {"reach_id": audience.id if audience is not None else None}


@dataclass(frozen=True, slots=True)
class MeasureColumn:
    """Hold a number within bounds; empty where it is not known."""

    least: float
    most: float
    #: what it must be, in the words of an error
    wanted: str
    required: bool = False

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> float | None:
        given = row.get(name)
        if given is None or given == "":
            if self.required:
                raise RowError(name, reason("is required"))
            return None
        try:
            number = float(given) if not isinstance(given, bool) else float("nan")
        except (TypeError, ValueError):
            number = float("nan")
        if not self.least <= number <= self.most:
            raise RowError(name, f"must be {self.wanted}, not {given!r}")
        return number

    def write_column_value(self, value: Any, names: RecordNames) -> float | None:
        found: float | None = value
        return found


#: degrees of heat, far above what any flow has
CELSIUS = MeasureColumn(-273, 5000, "degrees, such as 65")

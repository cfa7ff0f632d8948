"""Map the columns of a table to the fields of a row, once for reading and for writing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Protocol

from bot.importers.rows.record_names import RecordNames
from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import (
    Row,
    parse_choice_field,
    parse_flag_field,
    parse_number_field,
    parse_text_field,
    parse_texts_field,
    validate_field_names,
)

#: maximum number of characters of a text without another limit
LONGEST = 20_000
#: years beyond which a date is a slip, and zones or periods cannot be counted with it
EARLIEST, LATEST = 1900, 2200


class ColumnType(Protocol):
    """Describe what a column holds."""

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> Any: ...

    def write_column_value(self, value: Any, names: RecordNames) -> Any: ...


@dataclass(frozen=True, slots=True)
class TextColumn:
    """Hold a text, or one of some words."""

    most: int = LONGEST
    required: bool = False
    choices: tuple[str, ...] = ()

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> str:
        if self.choices:
            return parse_choice_field(row, name, self.choices, required=self.required)
        return parse_text_field(row, name, most=self.most, required=self.required)

    def write_column_value(self, value: Any, names: RecordNames) -> str:
        return value or ""


@dataclass(frozen=True, slots=True)
class TimeColumn:
    """Hold a time, written in UTC."""

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> datetime | None:
        found = parse_text_field(row, name, most=40)
        try:
            moment = datetime.fromisoformat(found) if found else None
        except ValueError as error:
            raise RowError(name, f"must be a time such as 2027-03-01T09:00:00Z, not {found!r}") from error
        validate_year(name, moment)
        return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment

    def write_column_value(self, value: Any, names: RecordNames) -> str:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value is not None else ""


@dataclass(frozen=True, slots=True)
class DayColumn:
    """Hold a day of the calendar."""

    required: bool = False

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> date | None:
        found = parse_text_field(row, name, most=10, required=self.required)
        try:
            day = date.fromisoformat(found) if found else None
        except ValueError as error:
            raise RowError(name, f"must be a day such as 2027-06-15, not {found!r}") from error
        validate_year(name, day)
        return day

    def write_column_value(self, value: Any, names: RecordNames) -> str:
        return value.isoformat() if value is not None else ""


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """Hold a whole number of at most `most`; `empty` where there is none."""

    empty: int | None = None
    most: int = 1_000_000

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> int | None:
        found = parse_number_field(row, name, most=self.most)
        return self.empty if found is None else found

    def write_column_value(self, value: Any, names: RecordNames) -> int | None:
        found: int | None = value
        return found


@dataclass(frozen=True, slots=True)
class FlagColumn:
    """Hold yes or no; `open` allows neither."""

    open: bool = False

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> bool | None:
        return None if self.open and row.get(name) in (None, "") else parse_flag_field(row, name)

    def write_column_value(self, value: Any, names: RecordNames) -> bool | None:
        found: bool | None = value
        return found


@dataclass(frozen=True, slots=True)
class TextListColumn:
    """Hold a list of texts."""

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> list[str]:
        return parse_texts_field(row, name)

    def write_column_value(self, value: Any, names: RecordNames) -> list[str]:
        return list(value)


@dataclass(frozen=True, slots=True)
class ReferenceColumn:
    """Name another record by the code that people know it by."""

    noun: str
    required: bool = False

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> int | None:
        code = parse_text_field(row, name, most=200, required=self.required)
        return names.load_id(self.noun, code, name) if code else None

    def write_column_value(self, value: Any, names: RecordNames) -> str:
        return names.find_code(self.noun, value)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Map the names of a file to the columns of one table."""

    columns: Mapping[str, tuple[str, ColumnType]]
    #: fields that are read and written elsewhere
    beside: tuple[str, ...] = ()

    def read_columns(self, row: Row, names: RecordNames) -> dict[str, Any]:
        """Return the row's values by column, without those that the row leaves out. Raise RowError.

        A choice that may not be empty is left out by an empty cell.
        """
        validate_field_names(row, (*self.columns, *self.beside))
        needed = {name for name, (_, kind) in self.columns.items() if getattr(kind, "required", False)}
        return {
            column: kind.read_column_value(row, name, names)
            for name, (column, kind) in self.columns.items()
            if name in needed or (name in row and not _is_choice_left_out(kind, row[name]))
        }

    def write_columns(self, record: Any, names: RecordNames) -> dict[str, Any]:
        return {
            name: kind.write_column_value(getattr(record, column), names)
            for name, (column, kind) in self.columns.items()
        }


def _is_choice_left_out(kind: ColumnType, value: Any) -> bool:
    """Return True if an empty cell stands where one of several words must."""
    blank = value is None or (isinstance(value, str) and not value.strip())
    return blank and isinstance(kind, TextColumn) and bool(kind.choices) and "" not in kind.choices


def validate_year(name: str, day: date | None) -> None:
    """Raise RowError for a day or a time that can be none of the network's."""
    if day is not None and not EARLIEST <= day.year <= LATEST:
        raise RowError(name, f"must be between {EARLIEST} and {LATEST}")


def read_row_objects(row: Row, field: str) -> Iterator[tuple[int, Row]]:
    """Yield the objects that a field holds, counted from one.

    Yield nothing for a number alone: it only says how many objects there were.
    """
    given = row.get(field)
    if given is None or isinstance(given, int) or (isinstance(given, str) and not given.strip("0123456789")):
        return
    if not isinstance(given, Sequence) or not all(isinstance(one, Mapping) for one in given):
        raise RowError(field, "must be a list of objects")
    yield from enumerate(given, 1)


def locate_row_error(field: str, n: int, error: RowError) -> RowError:
    """Return the same error, which also says in which of several objects of a field it is."""
    return RowError(field, f"{n}: {error.field}: {error.text}")

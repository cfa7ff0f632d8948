"""How the columns of a table stand in a row of a file, said once for reading and for writing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Protocol

from bot.importers.rows.naming import Names
from handlers.chat.rows import RowError
from handlers.chat.rows.fields import Row, choice, flag, need_known, number, text, texts

#: characters of a text that nobody has limited
LONGEST = 20_000


class Kind(Protocol):
    """What a column holds."""

    def read(self, row: Row, name: str, names: Names) -> Any: ...

    def write(self, value: Any, names: Names) -> Any: ...


@dataclass(frozen=True, slots=True)
class Words:
    """A text, or one of some words."""

    most: int = LONGEST
    required: bool = False
    choices: tuple[str, ...] = ()

    def read(self, row: Row, name: str, names: Names) -> str:
        if self.choices:
            return choice(row, name, self.choices, required=self.required)
        return text(row, name, most=self.most, required=self.required)

    def write(self, value: Any, names: Names) -> str:
        return value or ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time, written in UTC."""

    def read(self, row: Row, name: str, names: Names) -> datetime | None:
        found = text(row, name, most=40)
        try:
            moment = datetime.fromisoformat(found) if found else None
        except ValueError as error:
            raise RowError(name, f"must be a time such as 2027-03-01T09:00:00Z, not {found!r}") from error
        return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment

    def write(self, value: Any, names: Names) -> str:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value is not None else ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar."""

    required: bool = False

    def read(self, row: Row, name: str, names: Names) -> date | None:
        found = text(row, name, most=10, required=self.required)
        try:
            return date.fromisoformat(found) if found else None
        except ValueError as error:
            raise RowError(name, f"must be a day such as 2027-06-15, not {found!r}") from error

    def write(self, value: Any, names: Names) -> str:
        return value.isoformat() if value is not None else ""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number of at most `most`; `empty` where there is none."""

    empty: int | None = None
    most: int = 1_000_000

    def read(self, row: Row, name: str, names: Names) -> int | None:
        found = number(row, name, most=self.most)
        return self.empty if found is None else found

    def write(self, value: Any, names: Names) -> int | None:
        found: int | None = value
        return found


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no; `open` where nobody has said either."""

    open: bool = False

    def read(self, row: Row, name: str, names: Names) -> bool | None:
        return None if self.open and row.get(name) in (None, "") else flag(row, name)

    def write(self, value: Any, names: Names) -> bool | None:
        found: bool | None = value
        return found


@dataclass(frozen=True, slots=True)
class Several:
    """Texts."""

    def read(self, row: Row, name: str, names: Names) -> list[str]:
        return texts(row, name)

    def write(self, value: Any, names: Names) -> list[str]:
        return list(value)


@dataclass(frozen=True, slots=True)
class Named:
    """Another record, by what people know it by."""

    noun: str
    required: bool = False

    def read(self, row: Row, name: str, names: Names) -> int | None:
        code = text(row, name, most=200, required=self.required)
        return names.id(self.noun, code, name) if code else None

    def write(self, value: Any, names: Names) -> str:
        return names.code(self.noun, value)


@dataclass(frozen=True, slots=True)
class Part:
    """The columns of one table by the names that they have in a file."""

    columns: Mapping[str, tuple[str, Kind]]
    #: names that are read and written elsewhere
    beside: tuple[str, ...] = ()

    def read(self, row: Row, names: Names) -> dict[str, Any]:
        """Return what the row says by column; what it leaves out is left out. Raise RowError."""
        need_known(row, (*self.columns, *self.beside))
        needed = {name for name, (_, kind) in self.columns.items() if getattr(kind, "required", False)}
        return {
            column: kind.read(row, name, names)
            for name, (column, kind) in self.columns.items()
            if name in row or name in needed
        }

    def write(self, record: Any, names: Names) -> dict[str, Any]:
        return {name: kind.write(getattr(record, column), names) for name, (column, kind) in self.columns.items()}


def read_parts(row: Row, field: str) -> Iterator[tuple[int, Row]]:
    """Yield the objects that a field holds, counted from one; a number alone only says how many there were."""
    given = row.get(field)
    if given is None or isinstance(given, int) or (isinstance(given, str) and not given.strip("0123456789")):
        return
    if not isinstance(given, Sequence) or not all(isinstance(one, Mapping) for one in given):
        raise RowError(field, "must be a list of objects")
    yield from enumerate(given, 1)


def within(field: str, n: int, error: RowError) -> RowError:
    """Return the same error, which says in which of several objects of a field it is."""
    return RowError(field, f"{n}: {error.field}: {error.text}")

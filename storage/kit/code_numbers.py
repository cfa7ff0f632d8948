"""Number records for people (S-3, L-025, question 12): each number follows the highest one.

No number is given that may be out already. A restored database does not know what it gave out since the
backup.
So it goes on far behind that.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from storage.data_classification.data_groups import OPERATION_DATA, ClassifiedColumns
from storage.kit.base import Base

#: upper bound of the records of one kind that a network creates in a day
A_DAY = 100
#: number of codes that are read at a time, until one is a number
_CODES_AT_A_TIME = 20
#: kind for the numbers of questions
QUESTIONS = "question"


class CodeFloor(Base):
    """Store the highest number of a kind that may have been given out before the database was restored."""

    __tablename__ = "code_floors"

    #: letter of the code, or QUESTIONS
    kind: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    last: Mapped[int]


DECLARATIONS = (ClassifiedColumns(CodeFloor, OPERATION_DATA, key="kind last"),)


def build_number_after(kind: str, column: sa.SQLColumnExpression[int]) -> sa.ColumnElement[int]:
    """Return what SQLite computes while it inserts a row: the number after the highest of the column, or after
    those that may be taken.
    """
    floor = sa.select(CodeFloor.last).where(CodeFloor.kind == kind).scalar_subquery()
    highest = sa.select(sa.func.max(column)).scalar_subquery()
    return sa.func.max(sa.func.coalesce(highest, 0), sa.func.coalesce(floor, 0), type_=sa.Integer) + 1


def add_code_index(column: InstrumentedAttribute[str]) -> None:
    """Add the index by which the highest code of a table is found.

    A revision that rebuilds the table in SQLite has to make it again: it is not seen there.
    """
    code: sa.Column[str] = column.property.columns[0]
    sa.Index(f"ix_{code.table.name}_highest", sa.func.length(code), code)


def parse_code_numbers(codes: Iterable[str]) -> list[int]:
    """Return the numbers in codes of one letter. Codes that came with a file and have another form are left
    out.
    """
    return [int(code[2:]) for code in codes if code[2:].isascii() and code[2:].isdecimal()]


async def find_next_number(session: AsyncSession, letter: str, column: sa.SQLColumnExpression[str]) -> int:
    """Return the next number of the codes of this letter, which are kept in that column: after all that are
    taken, or may be.
    """
    floor = await session.scalar(sa.select(CodeFloor.last).where(CodeFloor.kind == letter))
    return max(floor or 0, await find_highest_number(session, letter, column)) + 1


async def find_highest_number(session: AsyncSession, letter: str, column: sa.SQLColumnExpression[str]) -> int:
    """Return the highest number of the codes of this letter, or 0.

    Longest codes are read first, a few at a time. Below a number that is written without a zero before it there
    is none that is higher.
    """
    longest_first = (sa.func.length(column).desc(), column.desc())
    rows = sa.select(column).where(column.like(f"{letter}-%")).order_by(*longest_first).limit(_CODES_AT_A_TIME)
    highest, read = 0, 0
    while codes := (await session.scalars(rows.offset(read))).all():
        highest, read = max(highest, *parse_code_numbers(codes), 0), read + len(codes)
        if any(parse_code_numbers([code]) and code[2] != "0" for code in codes):
            break
    return highest


def compute_skipped_number(highest: int, days: int) -> int:
    """Return the last number that is left out: as many as those days could have brought, up to a full hundred."""
    return -(-(highest + A_DAY * days) // 100) * 100

"""Make ids that are never given out twice: a button names that record for good, or nothing.

A restored database, or one whose newest row was deleted, would give its row numbers out again.
Cards that are out would then act on another record. So ids are made here, from the time of day.
"""

from __future__ import annotations

import threading
import time
from typing import Annotated

import sqlalchemy as sa
from sqlalchemy.orm import mapped_column

#: largest integer that JSON keeps exactly in browsers and chat clients
LARGEST_ID = 2**53 - 1
DIGITS = len(str(LARGEST_ID))
#: 2020-01-01 in nanoseconds since 1970; microseconds since then suffice until the year 2305
_EPOCH = 1_577_836_800 * 10**9
#: PostgreSQL's INTEGER is too small. SQLite numbers its rows only by a column of type INTEGER.
_WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class RecordIds:
    """Make ids of microseconds since the epoch, each higher than the one before, also when the clock is set
    back.

    Two processes can meet in one microsecond.
    The second insert is refused by the primary key, and its event retried.
    """

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def __call__(self, table: str) -> int:
        """Return the next id. `table` does not matter here: no two records share an id, whatever they are."""
        with self._lock:
            self._last = max(self._last + 1, (time.time_ns() - _EPOCH) // 1000)
            return self._last


#: generator of this process
make_id = RecordIds()


def _make_key_default(context: sa.engine.default.DefaultExecutionContext) -> int:
    return make_id(context.current_column.table.name)


#: primary key of records that are named outside the database: in buttons, forms, links and delivery keys
Key = Annotated[int, mapped_column(_WIDE, primary_key=True, autoincrement=False, default=_make_key_default)]
#: id of such a record, without a foreign key
Ref = Annotated[int, mapped_column(_WIDE)]

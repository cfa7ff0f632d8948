"""Each number follows the highest one, whatever else codes are like that came with files."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from storage.exchange.cases import ExchangeCase
from storage.kit.code_numbers import find_next_number
from storage.kit.database import Database
from tests.storage.calling import sample

pytestmark = pytest.mark.both_engines
OTHERS = tuple(f"K-x{number:06}" for number in range(45))


FOLLOWING = (
    ((), 1),
    (("K-7", "L-900"), 8),
    (("K-007", "K-012"), 13),
    (("K-999", "K-1000", "K-998"), 1001),
    (("K-0001", "K-000020", "K-120", "K-90"), 121),
    (("K-000500", "K-120"), 501),
    ((*OTHERS, "K-14", "K-٣"), 15),
    (OTHERS, 1),
)


async def test_the_next_number_follows_the_highest(database: Database) -> None:
    async with database.begin() as store:
        for codes, following in FOLLOWING:
            await store.session.execute(sa.delete(ExchangeCase))
            for id, code in enumerate(codes, 1):
                case = sample(ExchangeCase)
                case.id, case.code = id, code  # type: ignore[attr-defined]
                store.session.add(case)
            await store.session.flush()
            assert await find_next_number(store.session, "K", ExchangeCase.code) == following, codes
            store.session.expunge_all()

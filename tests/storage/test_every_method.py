"""Every statement of every repository can be written and run on both engines, whatever its options."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError, NoResultFound

from storage.kit.base import Repository
from storage.kit.database import Database
from tests.one_database import clock, database, database_url, sqlite_url
from tests.storage.calling import NOW, calls, methods, repositories

__all__ = ["clock", "database", "database_url", "sqlite_url"]
EVERY_REPOSITORY = pytest.mark.parametrize(
    "kind", sorted(set(repositories()), key=lambda one: one.__name__), ids=lambda one: one.__name__
)
#: what is said of rows that were made up
MADE_UP = ("is not persisted", "is not persistent within this Session")


async def faults(database: Database, kind: type[Repository]) -> dict[str, str]:
    found: dict[str, str] = {}
    async with database.create_session(database.engine) as session:
        for name in methods(kind):
            for given, named in calls(kind, name):
                try:
                    await getattr(kind(session, NOW), name)(*given, **named)
                    await session.flush()
                except (IntegrityError, NoResultFound):
                    pass  # the statement was understood
                except Exception as error:  # noqa: BLE001 - whatever it is, it is told with the method
                    if not any(said in str(error) for said in MADE_UP):
                        found.setdefault(f"{name}: {type(error).__name__}", str(error)[:300])
                await session.rollback()
                session.expunge_all()
    return found


@EVERY_REPOSITORY
async def test_every_method_runs_with_every_combination_of_its_options(
    database: Database, kind: type[Repository]
) -> None:
    assert await faults(database, kind) == {}

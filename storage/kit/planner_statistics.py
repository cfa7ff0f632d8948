"""After many records came at once: what else is done some time later, and every search is slow until then."""

from __future__ import annotations

from storage.kit.database import Database

#: seconds that it may take for one table
LONGEST = 600
TABLES = ("search_documents", "search_letters", "search_postings")


async def tidy(database: Database) -> None:
    """Count common terms; on PostgreSQL also learn what is in the index, and that it can be read without its tables.

    Outside any unit of work.
    """
    if not database.sqlite:
        await _vacuum(database)
    await count_common_terms(database)


async def count_common_terms(database: Database) -> None:
    """Counted first and written then, so that nobody waits for it."""
    async with database.read() as store:
        common = await store.search.common()
    async with database.begin(patient=True) as store:
        await store.search.remember(common)


async def _vacuum(database: Database) -> None:
    async with database.engine.connect() as connection:
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None
        await raw.execute("SET statement_timeout = 0")
        try:
            for table in TABLES:
                await raw.execute(f"VACUUM (ANALYZE) {table}", timeout=LONGEST)
        finally:
            await raw.execute("RESET statement_timeout")

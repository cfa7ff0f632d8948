"""Refresh statistics after a bulk load. Otherwise the database does so some time later, and searches are slow
till then.
"""

from __future__ import annotations

from storage.kit.database import Database

#: maximum number of seconds for one table
MOST_SECONDS = 600
TABLES = ("search_documents", "search_letters", "search_postings")


async def refresh_planner_statistics(database: Database) -> None:
    """Count common terms. On PostgreSQL also vacuum and analyse the index tables, so that index-only scans
    work.

    Runs outside any unit of work.
    """
    if not database.is_sqlite:
        await _vacuum_search_tables(database)
    await store_common_term_counts(database)


async def store_common_term_counts(database: Database) -> None:
    """Count common terms first and write the counts then, so that nobody waits for the count."""
    async with database.read() as store:
        common = await store.search_index.count_common_terms()
    async with database.begin(patient=True) as store:
        await store.search_index.store_term_counts(common)


async def _vacuum_search_tables(database: Database) -> None:
    async with database.engine.connect() as connection:
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None
        await raw.execute("SET statement_timeout = 0")
        try:
            for table in TABLES:
                await raw.execute(f"VACUUM (ANALYZE) {table}", timeout=MOST_SECONDS)
        finally:
            await raw.execute("RESET statement_timeout")

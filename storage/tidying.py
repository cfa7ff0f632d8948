"""After many rows came at once: what a server does by itself some minutes later; till then every search is slow."""

from __future__ import annotations

from storage.database import Database

#: seconds that it may take for one table
LONGEST = 600
TABLES = ("search_documents", "search_letters", "search_postings")


async def tidy(database: Database) -> None:
    """PostgreSQL learns what is in the tables of the index, and that whoever reads the index need not look into them.

    Outside any unit of work. SQLite needs none of it.
    """
    if database.sqlite:
        return
    async with database.engine.connect() as connection:
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None
        await raw.execute("SET statement_timeout = 0")
        try:
            for table in TABLES:
                await raw.execute(f"VACUUM (ANALYZE) {table}", timeout=LONGEST)
        finally:
            await raw.execute("RESET statement_timeout")

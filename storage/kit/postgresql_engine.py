"""Make the engines of a PostgreSQL server, and look whether a connection that has rested is still one."""

from __future__ import annotations

import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.kit.database_errors import UnavailablePool, register_error_translation
from storage.kit.json_columns import JSON_CODEC

#: Seconds after which a statement or a lock wait is aborted, so that no event waits for ever.
STATEMENT_TIMEOUT, LOCK_TIMEOUT = 5, 2
#: Seconds of rest after which a connection is asked whether its server is there: to ask takes three round trips.
REST = 1.0
#: in the info of a connection: monotonic time since which it has rested
_RESTS = "rests since"


def create_postgresql_engine(url: sa.URL, pool_size: int) -> AsyncEngine:
    engine = create_async_engine(
        url,
        poolclass=UnavailablePool,
        pool_size=pool_size,
        max_overflow=pool_size + 2,  # for readers, and for tasks without a unit of work
        pool_recycle=1800,
        pool_timeout=5,
        **JSON_CODEC,
        connect_args={
            "timeout": 5,
            "command_timeout": STATEMENT_TIMEOUT,
            "server_settings": {
                "application_name": "arena",
                "jit": "off",  # compiling a search takes longer than running it
                "statement_timeout": str(STATEMENT_TIMEOUT * 1000),
                "lock_timeout": str(LOCK_TIMEOUT * 1000),
                "idle_in_transaction_session_timeout": "15000",
            },
        },
    )
    register_error_translation(engine.sync_engine)
    _test_rested_connections(engine.sync_engine)
    return engine


def _test_rested_connections(engine: sa.Engine) -> None:
    @sa.event.listens_for(engine, "checkin")
    def note_rest(_connection: Any, record: Any) -> None:
        record.info[_RESTS] = time.monotonic()

    @sa.event.listens_for(engine, "checkout")
    def ask_connection(connection: Any, record: Any, _proxy: Any) -> None:
        rested = time.monotonic() - record.info.get(_RESTS, time.monotonic()) > REST
        if _is_closed(connection) or (rested and not _is_answered(engine, connection)):
            raise InvalidatePoolError  # the others were made for the same server


def _is_closed(connection: Any) -> bool:
    """Return True where the driver has heard that the server is gone."""
    closed: bool = connection.driver_connection.is_closed()
    return closed


def _is_answered(engine: sa.Engine, connection: Any) -> bool:
    try:
        return engine.dialect.do_ping(connection)
    except (engine.dialect.loaded_dbapi.Error, OSError, TimeoutError):
        return False

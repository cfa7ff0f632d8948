"""Keep connections to PostgreSQL from test to test, as a bot keeps them from event to event.

A new connection costs a process of the server that knows no table yet, and each statement is prepared on it anew: most
of the time of a conversation on PostgreSQL. What a test closes is handed to the next one of its file, which has the
same event loop. It is reset before, as if it were new; what is broken, or in a transaction, is closed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.util import await_only


class KeptConnections:
    """Hold the connections to one database that no test uses just now, all of one event loop."""

    def __init__(self, url: str, loop: asyncio.AbstractEventLoop) -> None:
        self.url = sa.make_url(url.replace("postgresql://", "postgresql+asyncpg://"))
        self.loop = loop
        self.waiting: list[Any] = []

    @property
    def pids(self) -> list[int]:
        """Return the processes of the server that must stay, and forget those that have ended."""
        self.waiting = [one for one in self.waiting if not one.driver_connection.is_closed()]
        return [one.driver_connection.get_server_pid() for one in self.waiting]

    def serve_engine(self, engine: sa.Engine) -> None:
        """Give the engine these connections, and take them back when it closes them."""
        if engine.url != self.url:
            return
        pool: Any = engine.pool
        pool._invoke_creator = self._take_first(pool._invoke_creator)
        pool._close_connection = self._keep_whole(pool._close_connection)

    def _take_first(self, connect: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def take(record: Any) -> Any:
            while self.waiting and asyncio.get_running_loop() is self.loop:
                kept = self.waiting.pop()
                if not kept.driver_connection.is_closed():
                    _reset(kept.driver_connection)
                    return kept
            return connect(record)

        return take

    def _keep_whole(self, close: Callable[..., None]) -> Callable[..., None]:
        def keep(connection: Any, *, terminate: bool = False) -> None:
            driver = connection.driver_connection
            if terminate or driver.is_closed() or driver.is_in_transaction() or not self._is_here():
                close(connection, terminate=terminate)
            else:
                self.waiting.append(connection)

        return keep

    def _is_here(self) -> bool:
        try:
            return asyncio.get_running_loop() is self.loop
        except RuntimeError:
            return False

    async def close_all(self) -> None:
        """Close them; the event loop ends."""
        for one in self.waiting:
            await one.driver_connection.close()
        self.waiting.clear()


def _reset(driver: Any) -> None:
    """As if it were new. Whoever is cancelled meanwhile leaves no connection behind that nobody closes."""
    try:
        await_only(driver.reset())
    except BaseException:
        driver.terminate()
        raise

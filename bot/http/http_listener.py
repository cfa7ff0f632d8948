"""Serve an application at a host and port, or say in one line why the system does not allow it."""

from __future__ import annotations

import errno
import socket
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from aiohttp.web import Application

log = structlog.get_logger()
#: seconds that a request may take after the process was asked to stop
SHUTDOWN = 10.0
_UNKNOWN = "no address is known for this name. Look at HOST"
_HINTS = {
    errno.EADDRINUSE: "another process listens there. Stop it, or choose another port",
    errno.EACCES: "this user may not. Choose a port above 1023",
    errno.EADDRNOTAVAIL: "this machine has no such address. Look at HOST",
    **dict.fromkeys((socket.EAI_NONAME, socket.EAI_NODATA, socket.EAI_AGAIN), _UNKNOWN),
}


class CannotListen(Exception):
    """Report that the system does not let the process listen at its host and port."""

    def __init__(self, host: str, port: int, error: OSError) -> None:
        # asyncio gives no number where no address could be had
        self.why = _HINTS.get(error.errno or errno.EADDRNOTAVAIL, error.strerror or type(error).__name__)
        super().__init__(f"Cannot listen on {host}:{port}: {self.why}.")


def explain_unusable_host(host: str) -> str:
    """Return why no process of this machine could listen at this host, at whichever port; empty if one could."""
    try:
        require_free_port(host, 0)
    except CannotListen as error:
        return error.why
    return ""


def require_free_port(host: str, port: int) -> None:
    """Raise CannotListen if nobody could listen there now: asked before anything that takes long."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        raise CannotListen(host, port, error) from error


async def listen_for_requests(stack: AsyncExitStack, app: Application, host: str, port: int) -> int:
    """Serve the application until the stack is left; return the port. Raise CannotListen."""
    # Imported here, because commands that only need the errors of this module should not load it.
    from aiohttp.web import AppRunner

    from bot.http.http_limits import LimitedSite

    runner = AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN)
    stack.push_async_callback(runner.cleanup)
    await runner.setup()
    try:
        await LimitedSite(runner, host, port).start()
    except OSError as error:
        raise CannotListen(host, port, error) from error
    listening: int = runner.addresses[0][1]
    log.info("listening", host=host, port=listening)
    return listening

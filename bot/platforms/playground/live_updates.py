"""Send live updates over one socket for each open page: what has changed and its member may see."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Any

import msgspec
from aiohttp import WSCloseCode, WSMsgType, web

from bot.platforms import OPEN

#: A page that reads nothing for this many seconds is closed. It reconnects and reloads.
PATIENCE = 5.0


class LiveUpdates:
    """Hold the sockets of the open pages. A page that misses an update reconnects and loads everything again."""

    def __init__(self) -> None:
        self._sockets: dict[web.WebSocketResponse, str] = {}
        self._closing = False

    async def stream_updates(self, request: web.Request, user: str) -> web.StreamResponse:
        """Keep this page informed until it disconnects."""
        socket = web.WebSocketResponse(heartbeat=20, max_msg_size=1024)
        await socket.prepare(request)
        if self._closing:
            await socket.close(code=WSCloseCode.GOING_AWAY)
            return socket
        self._sockets[socket] = user
        request.app[OPEN].add(socket)
        try:
            async for sent in socket:
                if sent.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                    break  # pages send nothing
        finally:
            self._sockets.pop(socket, None)
        return socket

    @property
    def has_readers(self) -> bool:
        """Return True while a page is open. One that opens later loads what it shows."""
        return bool(self._sockets)

    async def broadcast_update(self, kind: str, data: dict[str, Any], *, only: Collection[str] | None = None) -> None:
        """Send an update to the pages of the members in `only`, or to all pages."""
        line = msgspec.json.encode({"kind": kind, **data}).decode()
        readers = [socket for socket, user in self._sockets.items() if only is None or user in only]
        await asyncio.gather(*(self._write_update(socket, line) for socket in readers))

    async def close_page_sockets(self) -> None:
        self._closing = True
        going = [socket.close(code=WSCloseCode.GOING_AWAY, message=b"stopping") for socket in list(self._sockets)]
        await asyncio.gather(*going)

    async def _write_update(self, socket: web.WebSocketResponse, line: str) -> None:
        try:
            await asyncio.wait_for(socket.send_str(line), PATIENCE)
        except (ConnectionError, TimeoutError):
            self._sockets.pop(socket, None)
            await socket.close()

"""Read request bodies within limits of size, time and memory: the sender is not yet known.

All bodies that are being read share one allowance. When the allowance is used up, the oldest body is
given up. A real sender is done in a moment, so none of the senders that hold much for long is real.
"""

from __future__ import annotations

import asyncio

from aiohttp import web

#: maximum number of seconds to read a body
SECONDS = 10.0
#: maximum number of bytes of all bodies being read
MOST_HELD = 16 * 1024 * 1024


class BodyRefused(Exception):
    """Report that a body is not read to its end; `status` is the answer, always a 4xx."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class BodyReader:
    """Hold the bodies that one process is reading."""

    def __init__(self, *, seconds: float = SECONDS, most_held: int = MOST_HELD) -> None:
        self.seconds = seconds
        self.most_held = most_held
        #: time limit of a body -> its bytes so far, oldest first
        self._held: dict[asyncio.Timeout, int] = {}

    async def read_limited_body(self, request: web.Request, largest: int) -> bytes:
        """Return the whole body.

        Raise BodyRefused: 413 too large, 408 too slow, 400 not what its head says.
        """
        if (request.content_length or 0) > largest:
            raise BodyRefused(413, "too large")
        body, limit = bytearray(), asyncio.timeout(self.seconds)
        try:
            async with limit:
                async for chunk in request.content.iter_any():
                    body += chunk
                    if len(body) > largest:
                        raise BodyRefused(413, "too large")
                    self._note_held_bytes(limit, len(body))
        except TimeoutError:
            raise BodyRefused(408, "too slow") from None
        except (web.RequestPayloadError, ConnectionError):
            raise BodyRefused(400, "the body is not what its head says") from None
        finally:
            self._held.pop(limit, None)
        return bytes(body)

    def _note_held_bytes(self, limit: asyncio.Timeout, size: int) -> None:
        self._held[limit] = size
        while sum(self._held.values()) > self.most_held and len(self._held) > 1:
            oldest = next(iter(self._held))
            del self._held[oldest]
            if not oldest.expired():
                oldest.reschedule(asyncio.get_running_loop().time())


#: reader of this process
_reader = BodyReader()


async def read_request_body(request: web.Request, largest: int) -> bytes:
    """Return the whole body. Raise BodyRefused."""
    return await _reader.read_limited_body(request, largest)

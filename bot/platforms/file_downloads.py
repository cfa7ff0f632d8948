"""Fetch a file from a platform's own hosts: no redirect is followed, and size and time are limited."""

from __future__ import annotations

import re
from collections.abc import Mapping

import aiohttp
from yarl import URL

from bot.platforms import PermanentError, TemporaryError

#: why there is no file
GONE, REFUSED, TOO_LARGE, ELSEWHERE = "file_gone", "file_refused", "file_too_large", "file_elsewhere"
#: the address that carried the right to read it no longer does
EXPIRED = "file_expired"
#: seconds for a download, from connecting to the last byte
TIMEOUT = 30.0
#: addresses without user info, query or other parts that programs read differently
_PLAIN = re.compile(r"https?://[A-Za-z0-9._~:/%\[\]-]{4,1990}")
#: query of an address that lets whoever has it read the file
_QUERY = re.compile(r"[A-Za-z0-9._~:/?%!$&'()*+,;=@-]{1,6000}")
#: answers to somebody who may not read the file; a platform sends others to its page for signing in
_SHUT = (301, 302, 303, 307, 308, 401, 403)
_LATER = (408, 425, 429)


def is_plain_address(address: str, *, signed: bool = False) -> bool:
    """Return True for an address that every program reads alike; with `signed`, also where a query follows."""
    address, mark, query = address.partition("?") if signed else (address, "", "")
    plain = _PLAIN.fullmatch(address) is not None and ".." not in address
    return plain and (not mark or _QUERY.fullmatch(query) is not None)


async def download_platform_file(
    session: aiohttp.ClientSession, address: str, headers: Mapping[str, str], most: int
) -> bytes:
    """Return the file. Raises PermanentError or TemporaryError.

    The caller has made sure that the address is the platform's own, before a token is sent there.
    """
    timeout = aiohttp.ClientTimeout(total=TIMEOUT)
    try:
        async with session.get(
            URL(address, encoded=True), headers=headers, timeout=timeout, allow_redirects=False
        ) as answer:
            if answer.status == 200 and answer.content_type == "text/html":
                raise PermanentError(REFUSED)  # the page for signing in, in place of the file
            if answer.status != 200:
                raise _classify_status(answer.status)
            found = bytearray()
            async for part in answer.content.iter_chunked(65536):
                found += part
                if len(found) > most:
                    raise PermanentError(TOO_LARGE)
            return bytes(found)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise TemporaryError(f"download: {type(error).__name__}") from None


def _classify_status(status: int) -> PermanentError | TemporaryError:
    if status in _LATER or status >= 500:
        return TemporaryError(f"download: {status}")
    return PermanentError(REFUSED if status in _SHUT else GONE)

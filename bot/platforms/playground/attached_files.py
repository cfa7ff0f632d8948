"""Take in the files that members attach on the page, show them again, and hand them to the bot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from aiohttp import web

from bot.http.request_bodies import BodyRefused, read_request_body
from bot.platforms import PermanentError
from bot.platforms.file_downloads import ELSEWHERE, GONE, TOO_LARGE
from bot.platforms.playground.permissions import load_visible_message
from bot.platforms.playground.request_guard import build_page_error
from handlers.chat.events import File
from storage.kit.database import Store
from storage.playground.playground_chat import PlaygroundMember
from storage.playground.playground_files import PlaygroundFile

if TYPE_CHECKING:
    from bot.platforms.playground import PlaygroundPlatform

#: maximum number of bytes of a file, and of files of a message
LARGEST, MOST = 12 * 1024 * 1024, 5
#: prefix of the address by which the bot reads a file
ADDRESS = "playground-file:"
#: media types that the page shows as pictures; all others are downloaded
SHOWN = ("image/jpeg", "image/png", "image/webp", "image/gif")


async def receive_file(playground: PlaygroundPlatform, me: PlaygroundMember, request: web.Request) -> dict[str, Any]:
    """Store a file that belongs to no message yet; the page sends its id with the message."""
    try:
        data = await read_request_body(request, LARGEST)
    except BodyRefused as refusal:
        raise build_page_error(refusal.status, "That is too large.") from refusal
    async with playground.database.begin() as store:
        name = request.query.get("name", "").replace("\0", "")
        file = await store.playground_files.store_file(me.user, name, request.content_type, data)
    return {"file": file.id}


async def serve_file(playground: PlaygroundPlatform, me: PlaygroundMember, id: str) -> web.Response:
    """Serve a file to those who may see its message."""
    async with playground.database.begin() as store:
        file = await store.playground_files.find_file(id) if _is_file_id(id) else None
        if file is None or file.message_id is None:
            raise build_page_error(404, "There is no such file.")
        await load_visible_message(playground, store, me, file.message_id)
        data = await store.playground_files.load_file_data(id)
    if file.kind in SHOWN:
        return web.Response(body=data, content_type=file.kind)
    headers = {"Content-Disposition": "attachment"}
    return web.Response(body=data, content_type="application/octet-stream", headers=headers)


async def attach_message_files(store: Store, me: PlaygroundMember, ids: Sequence[str], message_id: str) -> None:
    """Attach files of this member to a message, as many as a message may have."""
    if ids:
        await store.playground_files.attach_files(me.user, list(ids)[:MOST], message_id)


async def list_message_files(playground: PlaygroundPlatform, message_id: str) -> tuple[File, ...]:
    """Return the files of a message as the bot is told of them."""
    async with playground.database.read() as store:
        found = await store.playground_files.map_files_by_message([message_id])
    return tuple(
        File("image" if file.kind.startswith("image/") else "file", file.name, "", f"{ADDRESS}{file.id}")
        for file in found.get(message_id, ())
    )


def build_file_payload(file: PlaygroundFile) -> dict[str, Any]:
    return {"id": file.id, "name": file.name, "shown": file.kind in SHOWN}


async def load_attached_file(playground: PlaygroundPlatform, address: str, most: int) -> bytes:
    """Return the file of an address. Raises PermanentError."""
    id = address.removeprefix(ADDRESS)
    if not address.startswith(ADDRESS) or not _is_file_id(id):
        raise PermanentError(ELSEWHERE)
    async with playground.database.read() as store:
        data = await store.playground_files.load_file_data(id)
    if data is None:
        raise PermanentError(GONE)
    if len(data) > most:
        raise PermanentError(TOO_LARGE)
    return data


def _is_file_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False

"""Begin anew: empty the playground's own database, and let its command build the sample network again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.platforms.playground import event_translation
from bot.platforms.playground.event_translation import NAME
from bot.platforms.playground.page_replies import Answer
from bot.platforms.playground.request_guard import build_page_error
from storage.kit.database import Database
from storage.playground.playground_chat import PlaygroundMember

if TYPE_CHECKING:
    from bot.platforms.playground import PlaygroundPlatform


class NotItsOwn(Exception):
    """Report a database that holds accounts of other platforms: it is not the playground's to empty."""


class BeginAnew(event_translation.PageAction, frozen=True, kw_only=True):
    """Represent a confirmed press on *Begin anew*."""


class FreshStart:
    """Hold what the page asked of the command that runs the bot; `stop` ends the bot."""

    def __init__(self) -> None:
        self.stop = asyncio.Event()
        self.wanted = False

    def request_start(self) -> None:
        self.wanted = True
        self.stop.set()


async def begin_anew(playground: PlaygroundPlatform, _me: PlaygroundMember, _action: BeginAnew) -> Answer:
    if playground.fresh_start is None:
        raise build_page_error(404, "This playground is not run by its own command.")
    try:
        await require_own_database(playground.database)
    except NotItsOwn as error:
        raise build_page_error(409, "The database holds accounts of other platforms.") from error
    playground.fresh_start.request_start()
    return {}


async def require_own_database(database: Database) -> None:
    """Raise NotItsOwn where anybody has an account on another platform."""
    async with database.read() as store:
        elsewhere = await store.people.count_accounts_outside(NAME)
    if elsewhere:
        raise NotItsOwn(
            f"The database holds {elsewhere} accounts of other platforms, and in the playground anybody acts as"
            " anybody: give it a database of its own with --database sqlite:///playground.db."
        )


async def empty_own_database(url: str) -> None:
    """Take everything out of the playground's database, whose bot has stopped. Raise NotItsOwn."""
    from storage.kit.schema_migration import migrate_schema

    database = Database(url)
    try:
        await require_own_database(database)
        async with database.begin() as store:
            await store.heartbeats.delete_all_heartbeats()
        for revision in ("base", "head"):
            await migrate_schema(database, revision)
    finally:
        await database.close()

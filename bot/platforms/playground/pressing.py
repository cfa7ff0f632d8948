"""What members press on the page: buttons, forms, shortcuts, search, and the bot's home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from bot.platforms.playground import translate
from bot.platforms.playground.answering import Answer, answered, tell
from bot.platforms.playground.reach import may_write, visible
from bot.platforms.playground.translate import NAME, WORKSPACE
from storage.playground.playground_chat import BOT, DIRECT, Member

if TYPE_CHECKING:
    from bot.platforms.playground import Playground


async def press(playground: Playground, me: Member, action: translate.Press) -> Answer:
    async with playground.database.begin() as store:
        await may_write(playground, store, me, action.channel)
    reply = await playground.dispatch(translate.click(me, action))
    return await answered(playground, me, action, reply)


async def submit(playground: Playground, me: Member, action: translate.Submit) -> Answer:
    async with playground.database.begin() as store:
        await may_write(playground, store, me, action.channel)
    reply = await playground.dispatch(translate.submission(me, action))
    return await answered(playground, me, action, reply)


async def point(playground: Playground, me: Member, action: translate.Point) -> Answer:
    """A shortcut in the menu of a message; the bot has seen that message from now on."""
    async with playground.database.begin() as store:
        row = await visible(playground, store, me, action.message)
        row.heard = row.heard or row.author != BOT
        members = await store.playground.members(NAME, WORKSPACE)
    _, text = translate.mentioned(row.text, playground.arena_name)
    author = next((member for member in members if member.user == row.author), None)
    reply = await playground.dispatch(translate.shortcut(me, action, row, text, author))
    at = translate.Press(id=action.id, channel=row.channel, thread=row.thread, do=action.do)
    return await answered(playground, me, at, reply)


async def search(playground: Playground, me: Member, action: translate.Search) -> Answer:
    reply = await playground.dispatch(translate.query(me, action))
    return {"card": msgspec.to_builtins(reply.card) if reply and reply.card else None}


async def home(playground: Playground, me: Member, action: translate.Look) -> Answer:
    reply = await playground.dispatch(translate.home(me, action))
    return {"card": msgspec.to_builtins(reply.card) if reply and reply.card else None}


async def arrive(playground: Playground, me: Member, _action: translate.Look) -> Answer:
    """The chat with the bot is opened: it says hello to somebody with whom it has not spoken."""
    async with playground.database.read() as store:
        if await store.playground.latest(DIRECT + me.user, me.user, limit=1):
            return {}
    return await tell(playground, me, translate.arrived(me))

"""What members write on the page: kept, shown to everybody whom it concerns, and told to the bot if it concerns it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.platforms.playground import reach, translate
from bot.platforms.playground.answering import Answer, tell
from bot.platforms.playground.guard import refuse
from handlers.chat.places import Place
from storage.playground.playground_chat import BOT, DIRECT, Member, PlaygroundMessage

if TYPE_CHECKING:
    from bot.platforms.playground import Playground


class Read(translate.Action, frozen=True, kw_only=True):
    """Everything up to this message has been on the screen."""

    channel: translate.Name
    thread: translate.Name = ""
    message: translate.Name


async def write(playground: Playground, me: Member, action: translate.Write) -> Answer:
    """A line in the composer: a command that only the writer sees, or a message."""
    text = action.text.strip()
    if not text:
        raise refuse(400, "There is nothing to send.")
    is_command = re.match(rf"{translate.COMMAND}(\s|$)", text, re.IGNORECASE) is not None
    async with playground.database.begin() as store:
        bot_hears = await reach.may_write(playground, store, me, action.channel)
        root = await reach.root(store, action.channel, action.thread)
        row = await store.playground.post(
            PlaygroundMessage(
                channel=action.channel,
                thread=root.id if root else "",
                author=me.user,
                text=text,
                only_for=me.user if is_command and not action.channel.startswith(DIRECT) else "",
                key=f"write:{me.user}:{action.id}",
            )
        )
        addressed, words = translate.mentioned(text, playground.arena_name)
        addressed = addressed or action.channel.startswith(DIRECT)
        in_thread_of_bot = root is not None and root.author == BOT
        row.heard = not is_command and bot_hears and (addressed or in_thread_of_bot)
    await playground.show(row)
    if is_command:
        return await tell(playground, me, translate.command(me, action))
    if row.heard:
        event = translate.message(me, action, row, words, addressed=addressed)
        # the page keeps what the bot wrote, also where the database does not know it as sent any more
        gone = in_thread_of_bot and not event.direct and not await _is_known(playground, event.place)
        return await tell(playground, me, replace(event, orphaned=gone))
    return {"absent": True} if addressed else {}


async def _is_known(playground: Playground, place: Place) -> bool:
    return await playground.dispatch.ours(place.in_thread(""), place.thread)


async def edit(playground: Playground, me: Member, action: translate.Edit) -> Answer:
    async with playground.database.begin() as store:
        row = await reach.own(store, me, action.message)
        if not action.text.strip():
            raise refuse(400, "There is nothing to send.")
        row.text, row.edited_at = action.text.strip(), store.now
    await playground.show(row)
    addressed, words = translate.mentioned(row.text, playground.arena_name)
    if not row.heard:
        return {}
    return await tell(playground, me, translate.edited(me, action, row, words, addressed=addressed))


async def remove(playground: Playground, me: Member, action: translate.Remove) -> Answer:
    async with playground.database.begin() as store:
        row = await reach.own(store, me, action.message)
        channel, thread, heard = row.channel, row.thread, row.heard
        await store.playground.remove(row)
    await playground.hide(row)
    return await tell(playground, me, translate.deleted(me, action, channel, thread)) if heard else {}


async def react(playground: Playground, me: Member, action: translate.React) -> Answer:
    async with playground.database.begin() as store:
        row = await reach.visible(playground, store, me, action.message)
        root = await store.playground.find(row.thread) if row.thread else row
        await store.playground.react(row.id, me.user, action.emoji, added=action.added)
        concerns_bot = row.heard or row.author == BOT or (root is not None and root.author == BOT)
    await playground.show(row)
    return await tell(playground, me, translate.reacted(me, action, row)) if concerns_bot else {}


async def read(playground: Playground, me: Member, action: Read) -> Answer:
    async with playground.database.begin() as store:
        await store.playground.read(me.user, action.channel, action.thread, action.message)
        waiting = await store.playground.waiting()
        unread = await store.playground.unread(me.user)
    await playground.live.tell("unread", {"unread": unread}, only={me.user})
    if action.channel.startswith(DIRECT):
        await playground.live.tell("waiting", {"waiting": waiting})
    return {}

"""Handle what members write on the page.

Each message is stored and shown to everybody who may see it.
It is dispatched to the bot if it concerns the bot.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.platforms.playground import attached_files, event_translation, permissions
from bot.platforms.playground.page_replies import Answer, dispatch_page_event
from bot.platforms.playground.request_guard import build_page_error
from handlers.chat.places import Place
from storage.playground.playground_chat import BOT, DIRECT, PlaygroundMember, PlaygroundMessage

if TYPE_CHECKING:
    from bot.platforms.playground import PlaygroundPlatform


class MarkRead(event_translation.PageAction, frozen=True, kw_only=True):
    """Report that everything up to this message has been on the screen."""

    channel: event_translation.Name
    thread: event_translation.Name = ""
    message: event_translation.Name


class MarkAllRead(event_translation.PageAction, frozen=True, kw_only=True):
    """Represent a press on *Mark all as read*: every channel, and the chat with the bot."""


async def write_page_message(
    playground: PlaygroundPlatform, me: PlaygroundMember, action: event_translation.WriteMessage
) -> Answer:
    """Post what was written in the composer: a command that only the writer sees, or a message."""
    text = action.text.strip()
    if not text and not action.files:
        raise build_page_error(400, "There is nothing to send.")
    is_command = re.match(rf"{event_translation.COMMAND}(\s|$)", text, re.IGNORECASE) is not None
    async with playground.database.begin() as store:
        bot_hears = await permissions.require_channel_access(playground, store, me, action.channel)
        root = await permissions.find_thread_root(store, action.channel, action.thread)
        row = await store.playground_chat.store_message(
            PlaygroundMessage(
                channel=action.channel,
                thread=root.id if root else "",
                author=me.user,
                text=text,
                only_for=me.user if is_command and not action.channel.startswith(DIRECT) else "",
                key=f"write:{me.user}:{action.id}",
            )
        )
        await attached_files.attach_message_files(store, me, action.files, row.id)
        addressed, words = event_translation.split_bot_mention(text, playground.arena_name)
        addressed = addressed or action.channel.startswith(DIRECT)
        in_thread_of_bot = root is not None and root.author == BOT
        row.heard = not is_command and bot_hears and (addressed or in_thread_of_bot)
    await playground.show_page_message(row)
    if is_command:
        return await dispatch_page_event(playground, me, event_translation.build_page_command(me, action))
    if row.heard:
        event = event_translation.build_page_message(me, action, row, words, addressed=addressed)
        files = await attached_files.list_message_files(playground, row.id) if action.files else ()
        # The page still shows messages of the bot that a restored database does not know.
        gone = in_thread_of_bot and not event.direct and not await _is_known_thread(playground, event.place)
        return await dispatch_page_event(playground, me, replace(event, orphaned=gone, files=files))
    return {"absent": True} if addressed else {}


async def _is_known_thread(playground: PlaygroundPlatform, place: Place) -> bool:
    return await playground.dispatch.is_bot_message(place.move_to_thread(""), place.thread)


async def edit_page_message(
    playground: PlaygroundPlatform, me: PlaygroundMember, action: event_translation.EditMessage
) -> Answer:
    async with playground.database.begin() as store:
        row = await permissions.load_own_message(store, me, action.message)
        if not action.text.strip():
            raise build_page_error(400, "There is nothing to send.")
        row.text, row.edited_at = action.text.strip(), store.now
        addressed, words = event_translation.split_bot_mention(row.text, playground.arena_name)
        late = not row.heard and addressed  # the mention was forgotten before
        row.heard = row.heard or (late and await permissions.require_channel_access(playground, store, me, row.channel))
    await playground.show_page_message(row)
    if not row.heard:
        return {"absent": True} if addressed else {}
    build = event_translation.build_page_message if late else event_translation.build_page_edit
    event = build(me, action, row, words, addressed=addressed)
    files = await attached_files.list_message_files(playground, row.id)
    return await dispatch_page_event(playground, me, replace(event, files=files))


async def remove_page_message(
    playground: PlaygroundPlatform, me: PlaygroundMember, action: event_translation.RemoveMessage
) -> Answer:
    async with playground.database.begin() as store:
        row = await permissions.load_own_message(store, me, action.message)
        channel, thread, heard = row.channel, row.thread, row.heard
        await store.playground_files.delete_message_files(row.id)
        await store.playground_chat.remove_message(row)
    await playground.hide_page_message(row)
    return (
        await dispatch_page_event(playground, me, event_translation.build_page_deletion(me, action, channel, thread))
        if heard
        else {}
    )


async def react_to_message(
    playground: PlaygroundPlatform, me: PlaygroundMember, action: event_translation.SetReaction
) -> Answer:
    async with playground.database.begin() as store:
        row = await permissions.load_visible_message(playground, store, me, action.message)
        root = await store.playground_chat.find_message(row.thread) if row.thread else row
        await store.playground_chat.set_message_reaction(row.id, me.user, action.emoji, added=action.added)
        concerns_bot = row.heard or row.author == BOT or (root is not None and root.author == BOT)
    await playground.show_page_message(row)
    return (
        await dispatch_page_event(playground, me, event_translation.build_page_reaction(me, action, row))
        if concerns_bot
        else {}
    )


async def mark_page_read(playground: PlaygroundPlatform, me: PlaygroundMember, action: MarkRead) -> Answer:
    async with playground.database.begin() as store:
        await store.playground_chat.record_thread_read(me.user, action.channel, action.thread, action.message)
    await _show_unread_counts(playground, me, direct=action.channel.startswith(DIRECT))
    return {}


async def mark_everything_read(playground: PlaygroundPlatform, me: PlaygroundMember, _action: MarkAllRead) -> Answer:
    async with playground.database.begin() as store:
        await store.playground_chat.record_all_read(me.user)
    await _show_unread_counts(playground, me, direct=True)
    return {}


async def _show_unread_counts(playground: PlaygroundPlatform, me: PlaygroundMember, *, direct: bool) -> None:
    """Tell the member's pages, and all pages where the row of people shows a change."""
    async with playground.database.read() as store:
        waiting = await store.playground_chat.count_unread_direct_messages()
        unread = await store.playground_chat.count_unread_by_channel(me.user)
    await playground.live.broadcast_update("unread", {"unread": unread}, only={me.user})
    if direct:
        await playground.live.broadcast_update("waiting", {"waiting": waiting})

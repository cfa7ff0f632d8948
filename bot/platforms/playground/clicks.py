"""Handle what members press on the page: buttons, forms, shortcuts, search, and the bot's home page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.platforms.playground import attached_files, event_translation
from bot.platforms.playground.event_translation import NAME, WORKSPACE
from bot.platforms.playground.page_replies import Answer, build_page_answer, dispatch_page_event, encode_page_card
from bot.platforms.playground.payloads import build_card_payload
from bot.platforms.playground.permissions import load_visible_message, require_channel_access
from storage.playground.playground_chat import BOT, DIRECT, PlaygroundMember

if TYPE_CHECKING:
    from bot.platforms.playground import PlaygroundPlatform


async def press_button(
    playground: PlaygroundPlatform, me: PlaygroundMember, action: event_translation.PressButton
) -> Answer:
    async with playground.database.begin() as store:
        await require_channel_access(playground, store, me, action.channel)
    reply = await playground.dispatch(event_translation.build_page_click(me, action))
    return await build_page_answer(playground, me, action, reply)


async def submit_page_form(
    playground: PlaygroundPlatform, me: PlaygroundMember, action: event_translation.SubmitForm
) -> Answer:
    async with playground.database.begin() as store:
        await require_channel_access(playground, store, me, action.channel)
    reply = await playground.dispatch(event_translation.build_page_submission(me, action))
    return await build_page_answer(playground, me, action, reply)


async def choose_message_shortcut(
    playground: PlaygroundPlatform, me: PlaygroundMember, action: event_translation.ChooseShortcut
) -> Answer:
    """Dispatch a shortcut in the menu of a message; the bot has seen that message from now on."""
    async with playground.database.begin() as store:
        row = await load_visible_message(playground, store, me, action.message)
        row.heard = row.heard or row.author != BOT
        members = await store.playground_chat.list_playground_members(NAME, WORKSPACE)
    _, text = event_translation.split_bot_mention(row.text, playground.arena_name)
    author = next((member for member in members if member.user == row.author), None)
    event = event_translation.build_page_shortcut(me, action, row, text, author)
    assert event.quoted is not None
    quoted = replace(event.quoted, files=await attached_files.list_message_files(playground, row.id))
    reply = await playground.dispatch(replace(event, quoted=quoted))
    at = event_translation.PressButton(id=action.id, channel=row.channel, thread=row.thread, do=action.do)
    return await build_page_answer(playground, me, at, reply)


async def search_from_page(
    playground: PlaygroundPlatform, me: PlaygroundMember, action: event_translation.SearchSolutions
) -> Answer:
    reply = await playground.dispatch(event_translation.build_page_query(me, action))
    return {"card": build_card_payload(encode_page_card(reply.card)) if reply and reply.card else None}


async def open_home_page(
    playground: PlaygroundPlatform, me: PlaygroundMember, action: event_translation.OpenBotPage
) -> Answer:
    reply = await playground.dispatch(event_translation.build_home_opening(me, action))
    return {"card": build_card_payload(encode_page_card(reply.card)) if reply and reply.card else None}


async def open_bot_chat(
    playground: PlaygroundPlatform, me: PlaygroundMember, _action: event_translation.OpenBotPage
) -> Answer:
    """Open the chat with the bot, who greets a member with whom it has no messages yet."""
    async with playground.database.read() as store:
        if await store.playground_chat.list_latest_messages(DIRECT + me.user, me.user, limit=1):
            return {}
    return await dispatch_page_event(playground, me, event_translation.build_page_arrival(me))

"""Build the JSON objects that the page receives: messages, channels and members as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from bot.platforms.playground.attached_files import build_file_payload
from bot.platforms.playground.event_translation import NAME, WORKSPACE
from handlers.chat.rich_text.block_parser import parse_markup
from storage.kit.database import Store
from storage.playground import playground_chat
from storage.playground.playground_chat import DIRECT, PlaygroundChannel, PlaygroundMember


async def build_message_payloads(store: Store, found: Sequence[playground_chat.Message]) -> list[dict[str, Any]]:
    """Return the messages with reactions and replies.

    Nothing in them depends on the reader but private replies.
    """
    ids = [row.id for row in found]
    reactions = await store.playground_chat.map_message_reactions(ids)
    threads = await store.playground_chat.map_replies_by_thread(ids)
    files = await store.playground_files.map_files_by_message(ids)
    return [
        {
            "id": row.id,
            "channel": row.channel,
            "thread": row.thread,
            "author": row.author,
            "text": row.text,
            "blocks": None if row.card else build_block_payloads(row.text),
            "card": build_card_payload(row.card),
            "files": [build_file_payload(file) for file in files.get(row.id, ())],
            "private": bool(row.only_for) or None,
            "at": row.sent_at.isoformat(),
            "edited": row.edited_at is not None or None,
            "removed": row.removed_at is not None or None,
            "reactions": reactions.get(row.id, {}),
            "replies": _summarise_replies(threads.get(row.id, [])),
        }
        for row in found
    ]


def build_card_payload(card: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return a card with the blocks of the members' words in it, which the page draws."""
    if card is None or "parts" not in card:
        return dict(card) if card is not None else None
    parts = [_add_part_blocks(part) for part in card["parts"]]
    return {**card, "parts": parts}


def _add_part_blocks(part: Mapping[str, Any]) -> dict[str, Any]:
    marked = part["type"] == "Quote" or part.get("marked", False)
    return {**part, "blocks": build_block_payloads(part.get("text", ""))} if marked else dict(part)


def build_block_payloads(text: str) -> list[dict[str, Any]]:
    """Return what somebody wrote as the blocks of rich text."""
    found: list[dict[str, Any]] = msgspec.to_builtins(parse_markup(text))
    return found


def _summarise_replies(thread: list[tuple[str, str, Any]]) -> dict[str, Any] | None:
    if not thread:
        return None
    authors = dict.fromkeys(author for _, author, _ in reversed(thread))
    return {"count": len(thread), "last": thread[-1][0], "at": thread[-1][2].isoformat(), "authors": list(authors)[:3]}


def build_member_payload(row: PlaygroundMember) -> dict[str, Any]:
    return {
        "user": row.user,
        "name": row.name,
        "language": row.language,
        "role": "guest" if row.guest else row.role,
        "organisation": row.organisation,
        "actsAs": row.acts_as,
        "leads": row.leads,
    }


def build_channel_payload(row: PlaygroundChannel, topics: Sequence[str], unread: int) -> dict[str, Any]:
    return {"id": row.id, "purpose": row.purpose, "bot": row.bot, "topics": topics, "unread": unread}


def build_page_link(row: playground_chat.Message) -> str:
    return f"/#{row.channel}/{row.id}"


async def find_message_audience(store: Store, row: playground_chat.Message) -> set[str] | None:
    """Return the members who may see the message; None if all may."""
    if row.only_for:
        return {row.only_for}
    if row.channel.startswith(DIRECT):
        return {row.channel.removeprefix(DIRECT)}
    if row.channel in await store.playground_chat.list_secretariat_channels(NAME, WORKSPACE):
        return {
            member.user
            for member in await store.playground_chat.list_playground_members(NAME, WORKSPACE)
            if member.secretariat
        }
    return None

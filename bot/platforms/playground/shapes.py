"""What the page is told: messages, channels and members as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.platforms.playground.translate import NAME, WORKSPACE
from storage.kit.database import Store
from storage.playground import playground_chat as rows
from storage.playground.playground_chat import DIRECT, Member, PlaygroundChannel


async def messages(store: Store, found: Sequence[rows.Message]) -> list[dict[str, Any]]:
    """With reactions and what has been replied; nothing in it depends on the reader but private replies."""
    ids = [row.id for row in found]
    reactions = await store.playground.reactions(ids)
    threads = await store.playground.threads(ids)
    return [
        {
            "id": row.id,
            "channel": row.channel,
            "thread": row.thread,
            "author": row.author,
            "text": row.text,
            "card": row.card,
            "private": bool(row.only_for) or None,
            "at": row.sent_at.isoformat(),
            "edited": row.edited_at is not None or None,
            "removed": row.removed_at is not None or None,
            "reactions": reactions.get(row.id, {}),
            "replies": _replies(threads.get(row.id, [])),
        }
        for row in found
    ]


def _replies(thread: list[tuple[str, str, Any]]) -> dict[str, Any] | None:
    if not thread:
        return None
    authors = dict.fromkeys(author for _, author, _ in reversed(thread))
    return {"count": len(thread), "last": thread[-1][0], "at": thread[-1][2].isoformat(), "authors": list(authors)[:3]}


def member(row: Member) -> dict[str, Any]:
    return {
        "user": row.user,
        "name": row.name,
        "language": row.language,
        "role": "guest" if row.guest else row.role,
        "organisation": row.organisation,
        "actsAs": row.acts_as,
        "leads": row.leads,
    }


def channel(row: PlaygroundChannel, topics: Sequence[str], unread: int) -> dict[str, Any]:
    return {"id": row.id, "purpose": row.purpose, "bot": row.bot, "topics": topics, "unread": unread}


def link(row: rows.Message) -> str:
    return f"/#{row.channel}/{row.id}"


async def audience(store: Store, row: rows.Message) -> set[str] | None:
    """The members who may see it; None: all."""
    if row.only_for:
        return {row.only_for}
    if row.channel.startswith(DIRECT):
        return {row.channel.removeprefix(DIRECT)}
    if row.channel in await store.playground.secret(NAME, WORKSPACE):
        return {member.user for member in await store.playground.members(NAME, WORKSPACE) if member.secretariat}
    return None

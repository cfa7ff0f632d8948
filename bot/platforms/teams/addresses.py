"""Build and split the names of conversations, messages and events.

Only this module knows how Teams spells them.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from urllib.parse import quote

from handlers.chat.places import Place

PLATFORM = "teams"
_THREAD = ";messageid="
#: Maximum number of characters, because keys made from event ids must fit database columns.
_LONGEST = 150
#: Number of digits of a message id, which is milliseconds since 1970.
_DIGITS = 13


def split_conversation(conversation: str) -> tuple[str, str]:
    """Split off the thread: the conversation, and the root message of the thread ("" when none is named)."""
    base, _, root = conversation.partition(_THREAD)
    return base, root


def is_team_channel(conversation: str) -> bool:
    """Return True for a channel of a team, where every message begins or continues a thread."""
    return split_conversation(conversation)[0].endswith(("@thread.tacv2", "@thread.skype"))


def is_personal_chat(conversation: str) -> bool:
    return conversation.startswith("a:")


def build_conversation_id(channel: str, thread: str) -> str:
    """Return the conversation to write to: group chats and personal chats have no threads."""
    return f"{channel}{_THREAD}{thread}" if thread and is_team_channel(channel) else channel


def build_person_place(tenant: str, user: str) -> Place:
    return Place(platform=PLATFORM, workspace=tenant, user=user)


def build_room_place(tenant: str, channel: str) -> Place:
    return Place(platform=PLATFORM, workspace=tenant, channel=channel)


def build_teams_event_id(tenant: str, *parts: str) -> str:
    """Return an event's id: the same for every delivery of one event, and unique to its tenant."""
    whole = ":".join((PLATFORM, tenant, *parts))
    if len(whole) <= _LONGEST:
        return whole
    return f"{PLATFORM}:{tenant}:{hashlib.sha256(whole.encode()).hexdigest()}"


def parse_message_time(message: str) -> datetime | None:
    """Return when a message was written, which its id tells; None for another kind of id."""
    if not (message.isascii() and message.isdecimal() and len(message) == _DIGITS):
        return None
    return datetime.fromtimestamp(int(message) / 1000, UTC)


def build_teams_link(tenant: str, channel: str, message: str, thread: str) -> str:
    """Return a link that opens a message of a channel or group chat.

    It is empty for a bot's personal chat, which has no links.
    """
    if is_personal_chat(channel) or not message:
        return ""
    parent = f"&parentMessageId={quote(thread or message, safe='')}" if is_team_channel(channel) else ""
    path = f"{quote(channel, safe='')}/{quote(message, safe='')}"
    return f"https://teams.microsoft.com/l/message/{path}?tenantId={quote(tenant, safe='')}{parent}"

"""Names of conversations, messages and happenings: the only place that knows how Teams spells them."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from handlers.chat.places import Place

PLATFORM = "teams"
_THREAD = ";messageid="
#: characters; what is made from an event's id must fit keys of the database
_LONGEST = 150


def split(conversation: str) -> tuple[str, str]:
    """The conversation without its thread, and the root message of the thread ("" when none is named)."""
    base, _, root = conversation.partition(_THREAD)
    return base, root


def is_channel(conversation: str) -> bool:
    """A channel of a team, where every message begins or continues a thread."""
    return split(conversation)[0].endswith(("@thread.tacv2", "@thread.skype"))


def is_personal(conversation: str) -> bool:
    return conversation.startswith("a:")


def conversation_of(channel: str, thread: str) -> str:
    """The conversation to write to: group chats and personal chats have no threads."""
    return f"{channel}{_THREAD}{thread}" if thread and is_channel(channel) else channel


def person(tenant: str, user: str) -> Place:
    return Place(platform=PLATFORM, workspace=tenant, user=user)


def room(tenant: str, channel: str) -> Place:
    return Place(platform=PLATFORM, workspace=tenant, channel=channel)


def happening(tenant: str, *parts: str) -> str:
    """Return an event's id: the same for every delivery of one happening, and of one tenant alone."""
    whole = ":".join((PLATFORM, tenant, *parts))
    if len(whole) <= _LONGEST:
        return whole
    return f"{PLATFORM}:{tenant}:{hashlib.sha256(whole.encode()).hexdigest()}"


def link(tenant: str, channel: str, message: str, thread: str) -> str:
    """Opens a message of a channel or group chat; a bot's personal chat has no links."""
    if is_personal(channel) or not message:
        return ""
    parent = f"&parentMessageId={quote(thread or message, safe='')}" if is_channel(channel) else ""
    path = f"{quote(channel, safe='')}/{quote(message, safe='')}"
    return f"https://teams.microsoft.com/l/message/{path}?tenantId={quote(tenant, safe='')}{parent}"

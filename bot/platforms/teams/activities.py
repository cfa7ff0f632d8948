"""Decode what Teams sent: a checked body as botbuilder's Activity, and what can be read from it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import msgspec
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, MessageReaction

from bot.platforms.teams.addresses import PLATFORM, build_person_place, split_conversation
from handlers.chat.events import Sender
from handlers.chat.places import Place

__all__ = [
    "GUESTS",
    "Activity",
    "NotAnActivity",
    "build_activity_place",
    "build_teams_sender",
    "decode_activity",
    "find_reply_place",
    "is_bot_mention",
    "is_bot_mentioned",
    "is_direct_activity",
    "is_sent_by_bot",
    "read_activity_text",
    "read_activity_time",
    "read_nested_text",
    "read_tenant",
]

#: null character in JSON, which PostgreSQL cannot store
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
#: place of a quoted message in the text
_QUOTED = re.compile(r"<quoted\b[^<>]*+>(?:</quoted>)?", re.IGNORECASE)
#: roles of people who are not members of the tenant
GUESTS = frozenset({"guest", "anonymous"})
_LANGUAGES = {"nb": "nb", "no": "nb", "nn": "nn", "en": "en"}


class NotAnActivity(ValueError):
    """Report that a body is no JSON, or not shaped like an activity."""


class _Account(msgspec.Struct):
    id: str = ""
    name: str | None = None
    aadObjectId: str | None = None  # noqa: N815 - Microsoft's names
    userRole: str | None = None  # noqa: N815
    tenantId: str | None = None  # noqa: N815


class _Conversation(msgspec.Struct):
    id: str
    conversationType: str | None = None  # noqa: N815
    name: str | None = None


class _Reaction(msgspec.Struct):
    type: str = ""


class _ActivityBody(msgspec.Struct, rename={"sender": "from"}):
    """Declare the fields the bot reads, with the types it relies on; everything else is left out."""

    type: str
    conversation: _Conversation
    sender: _Account
    id: str = ""
    channelId: str = ""  # noqa: N815
    serviceUrl: str = ""  # noqa: N815
    recipient: _Account | None = None
    timestamp: datetime | None = None
    locale: str | None = None
    name: str | None = None
    text: str | None = None
    replyToId: str | None = None  # noqa: N815
    action: str | None = None
    value: Any = None
    channelData: dict[str, Any] | None = None  # noqa: N815
    entities: list[dict[str, Any]] | None = None
    attachments: Any = None
    membersAdded: list[_Account] | None = None  # noqa: N815
    membersRemoved: list[_Account] | None = None  # noqa: N815
    reactionsAdded: list[_Reaction] | None = None  # noqa: N815
    reactionsRemoved: list[_Reaction] | None = None  # noqa: N815


def decode_activity(body: bytes) -> Activity:
    """Decode a body to an activity whose fields have the types the bot relies on. Raises NotAnActivity."""
    try:
        checked = msgspec.json.decode(_NUL.sub(rb"\1", body), type=_ActivityBody)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise NotAnActivity(str(error)[:200]) from None
    return _build_activity(checked)


def _build_activity(body: _ActivityBody) -> Activity:
    """Build the activity by hand: botbuilder's own deserialiser takes longer than all other work on it."""
    return Activity(
        type=body.type,
        id=body.id,
        timestamp=body.timestamp,
        service_url=body.serviceUrl,
        channel_id=body.channelId,
        from_property=_build_account(body.sender),
        conversation=ConversationAccount(
            id=body.conversation.id,
            name=body.conversation.name,
            conversation_type=body.conversation.conversationType,
        ),
        recipient=None if body.recipient is None else _build_account(body.recipient),
        locale=body.locale,
        name=body.name,
        text=body.text,
        reply_to_id=body.replyToId,
        action=body.action,
        value=body.value,
        channel_data=body.channelData,
        entities=body.entities or [],
        attachments=[one for one in body.attachments if isinstance(one, dict)]
        if isinstance(body.attachments, list)
        else [],
        members_added=_build_accounts(body.membersAdded),
        members_removed=_build_accounts(body.membersRemoved),
        reactions_added=_build_reactions(body.reactionsAdded),
        reactions_removed=_build_reactions(body.reactionsRemoved),
    )


def _build_account(account: _Account) -> ChannelAccount:
    """Build the account, with what the SDK has no field for among its additional properties."""
    found = ChannelAccount(id=account.id, name=account.name, aad_object_id=account.aadObjectId)
    found.additional_properties = {"userRole": account.userRole, "tenantId": account.tenantId}
    return found


def _build_accounts(accounts: list[_Account] | None) -> list[ChannelAccount] | None:
    return None if accounts is None else [_build_account(one) for one in accounts]


def _build_reactions(reactions: list[_Reaction] | None) -> list[MessageReaction] | None:
    return None if reactions is None else [MessageReaction(type=one.type) for one in reactions]


def read_activity_time(activity: Activity) -> str:
    """Return when the activity happened, as ISO 8601 text that sorts; empty when Teams does not say."""
    return activity.timestamp.isoformat(timespec="microseconds") if activity.timestamp else ""


def read_nested_text(data: Any, *path: str) -> str:
    """Return a text deep in what Teams sent; empty when anything on the way is not as expected."""
    for step in path:
        if not isinstance(data, dict):
            return ""
        data = data.get(step)
    return data if isinstance(data, str) else ""


def read_tenant(activity: Activity) -> str:
    """Return the tenant of the conversation.

    `conversation.tenant_id` is always None, because the SDK spells the key differently.
    """
    return read_nested_text(activity.channel_data, "tenant", "id")


def build_teams_sender(activity: Activity) -> Sender:
    """Return the sender, from the account that the signed request named."""
    account = activity.from_property
    extra = account.additional_properties or {}
    home = read_nested_text(extra, "tenantId")
    workspace = read_tenant(activity)
    guest = read_nested_text(extra, "userRole").lower() in GUESTS or bool(home and home != workspace)
    language = _LANGUAGES.get((activity.locale or "").lower().replace("_", "-").split("-")[0], "")
    return Sender(PLATFORM, workspace, account.id, account.name or "", guest, language)


def is_sent_by_bot(activity: Activity) -> bool:
    """Return True if this bot or another one wrote the activity: what bots write in a thread is no answer."""
    return bool(activity.from_property.id.startswith("28:"))


def is_direct_activity(activity: Activity) -> bool:
    return bool(activity.conversation.conversation_type == "personal")


def build_activity_place(activity: Activity, message: str = "") -> Place:
    """Return where the activity happened.

    `message` is the message it happened to: a thread's root is not in the thread.
    """
    channel, root = split_conversation(activity.conversation.id)
    return Place(PLATFORM, read_tenant(activity), channel, root if root != message else "")


def find_reply_place(activity: Activity) -> Place:
    """Return the person's place for a private answer: the personal chat.

    In a room both are named: if there is no personal chat, the room is told how to open one.
    """
    private = build_person_place(read_tenant(activity), activity.from_property.id)
    if is_direct_activity(activity):
        return private
    return build_activity_place(activity).narrow_to_user(activity.from_property.id)


def is_bot_mentioned(activity: Activity) -> bool:
    return any(is_bot_mention(activity, entity) for entity in activity.entities)


def read_activity_text(activity: Activity) -> str:
    """Return the text without the bot's mention, and with other people's mentions as their names.

    The HTML twin of the text, which has the marks, is read apart.
    """
    text = _QUOTED.sub("", activity.text or "")
    for entity in activity.entities:
        tag = read_nested_text(entity, "text")
        if read_nested_text(entity, "type").lower() != "mention" or not tag:
            continue
        if is_bot_mention(activity, entity):
            before, found, after = text.partition(tag)
            text = before + (after.lstrip(" \xa0") if not before or before[-1].isspace() else after) if found else text
        elif tag.startswith("<at"):
            text = text.replace(
                tag, read_nested_text(entity, "mentioned", "name") or re.sub(r"</?at[^<>]*>", "", tag), 1
            )
    return text.replace("&nbsp;", " ").replace("\xa0", " ").replace("\r\n", "\n").strip()


def is_bot_mention(activity: Activity, entity: dict[str, Any]) -> bool:
    """Return True if the entity of the activity is a mention of the bot."""
    recipient = activity.recipient.id if activity.recipient else ""
    return (
        read_nested_text(entity, "type").lower() == "mention"
        and bool(recipient)
        and read_nested_text(entity, "mentioned", "id") == recipient
    )

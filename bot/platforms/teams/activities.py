"""What Teams sent: a checked body as botbuilder's Activity, and what can be read from it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import msgspec
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, MessageReaction

from bot.platforms.teams.addresses import PLATFORM, person, split
from handlers.chat.events import Sender
from handlers.chat.places import Place

__all__ = [
    "GUESTS",
    "Activity",
    "NotAnActivity",
    "by_a_bot",
    "dig",
    "direct",
    "mentioned",
    "place",
    "read",
    "reply_to",
    "sender",
    "tenant",
    "told_at",
    "words",
]

#: a character that PostgreSQL cannot keep, as JSON spells it
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
#: roles of those who are no members of the tenant
GUESTS = frozenset({"guest", "anonymous"})
_LANGUAGES = {"nb": "nb", "no": "nb", "nn": "nn", "en": "en"}


class NotAnActivity(ValueError):
    """The body is no JSON, or not shaped like an activity."""


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


class _Body(msgspec.Struct, rename={"sender": "from"}):
    """The fields the bot reads, with the types it relies on; everything else is left out."""

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


def read(body: bytes) -> Activity:
    """Raises NotAnActivity. What passes has the types the bot relies on."""
    try:
        checked = msgspec.json.decode(_NUL.sub(rb"\1", body), type=_Body)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise NotAnActivity(str(error)[:200]) from None
    return _activity(checked)


def _activity(body: _Body) -> Activity:
    """Botbuilder's own deserialiser takes longer than all else that is done with an activity."""
    return Activity(
        type=body.type,
        id=body.id,
        timestamp=body.timestamp,
        service_url=body.serviceUrl,
        channel_id=body.channelId,
        from_property=_account(body.sender),
        conversation=ConversationAccount(
            id=body.conversation.id,
            name=body.conversation.name,
            conversation_type=body.conversation.conversationType,
        ),
        recipient=None if body.recipient is None else _account(body.recipient),
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
        members_added=_accounts(body.membersAdded),
        members_removed=_accounts(body.membersRemoved),
        reactions_added=_reactions(body.reactionsAdded),
        reactions_removed=_reactions(body.reactionsRemoved),
    )


def _account(account: _Account) -> ChannelAccount:
    """With what the SDK has no field for beside the others."""
    found = ChannelAccount(id=account.id, name=account.name, aad_object_id=account.aadObjectId)
    found.additional_properties = {"userRole": account.userRole, "tenantId": account.tenantId}
    return found


def _accounts(accounts: list[_Account] | None) -> list[ChannelAccount] | None:
    return None if accounts is None else [_account(one) for one in accounts]


def _reactions(reactions: list[_Reaction] | None) -> list[MessageReaction] | None:
    return None if reactions is None else [MessageReaction(type=one.type) for one in reactions]


def told_at(activity: Activity) -> str:
    """When it happened, as ISO 8601 text that sorts; empty when Teams does not say."""
    return activity.timestamp.isoformat(timespec="microseconds") if activity.timestamp else ""


def dig(data: Any, *path: str) -> str:
    """A text deep in what Teams sent; empty when anything on the way is not as expected."""
    for step in path:
        if not isinstance(data, dict):
            return ""
        data = data.get(step)
    return data if isinstance(data, str) else ""


def tenant(activity: Activity) -> str:
    """Of the conversation. (`conversation.tenant_id` is always None: the SDK spells the key differently.)"""
    return dig(activity.channel_data, "tenant", "id")


def sender(activity: Activity) -> Sender:
    """The account, as the signed request named it."""
    account = activity.from_property
    extra = account.additional_properties or {}
    home = dig(extra, "tenantId")
    workspace = tenant(activity)
    guest = dig(extra, "userRole").lower() in GUESTS or bool(home and home != workspace)
    language = _LANGUAGES.get((activity.locale or "").lower().replace("_", "-").split("-")[0], "")
    return Sender(PLATFORM, workspace, account.id, account.name or "", guest, language)


def by_a_bot(activity: Activity) -> bool:
    """This one or another: what bots write in a thread is no answer."""
    return bool(activity.from_property.id.startswith("28:"))


def direct(activity: Activity) -> bool:
    return bool(activity.conversation.conversation_type == "personal")


def place(activity: Activity, message: str = "") -> Place:
    """Where it happened. `message` is what it happened to: a thread's root is not in the thread."""
    channel, root = split(activity.conversation.id)
    return Place(PLATFORM, tenant(activity), channel, root if root != message else "")


def reply_to(activity: Activity) -> Place:
    """Private first: the personal chat; named together with a room, the room says so if there is none."""
    private = person(tenant(activity), activity.from_property.id)
    if direct(activity):
        return private
    return place(activity).only_for(activity.from_property.id)


def mentioned(activity: Activity) -> bool:
    return any(_of_bot(activity, entity) for entity in activity.entities)


def words(activity: Activity) -> str:
    """The text without the bot's mention, other people's mentions as their names. The HTML twin is never read."""
    text = activity.text or ""
    for entity in activity.entities:
        tag = dig(entity, "text")
        if dig(entity, "type").lower() != "mention" or not tag:
            continue
        if _of_bot(activity, entity):
            before, found, after = text.partition(tag)
            text = before + (after.lstrip(" \xa0") if not before or before[-1].isspace() else after) if found else text
        elif tag.startswith("<at"):
            text = text.replace(tag, dig(entity, "mentioned", "name") or re.sub(r"</?at[^<>]*>", "", tag), 1)
    return text.replace("&nbsp;", " ").replace("\xa0", " ").replace("\r\n", "\n").strip()


def _of_bot(activity: Activity, entity: dict[str, Any]) -> bool:
    recipient = activity.recipient.id if activity.recipient else ""
    return dig(entity, "type").lower() == "mention" and bool(recipient) and dig(entity, "mentioned", "id") == recipient

"""Slack Connect: a channel of several workspaces is one room, and whoever writes there is the same person at home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.platforms.slack.identity import Identity

Payload = Mapping[str, Any]


#: what is said and done in a channel; that the bot of one workspace leaves it is about that workspace alone
_SAID = frozenset({
    "message", "app_mention", "reaction_added", "reaction_removed", "member_joined_channel", "member_left_channel",
})  # fmt: skip


def shared_channel(body: Payload) -> str:
    """The channel of an event, if other workspaces share it; Slack tells of it by any of those that have the bot."""
    event = body.get("event")
    if not body.get("is_ext_shared_channel") or not isinstance(event, dict) or event.get("type") not in _SAID:
        return ""
    item = event.get("item")
    channel = event.get("channel") or (item.get("channel") if isinstance(item, dict) else "")
    return channel if isinstance(channel, str) else ""


def home_of(body: Payload) -> str:
    """The workspace that an event says its person is from; empty where it does not."""
    event = body.get("event")
    event = event if isinstance(event, dict) else {}
    return str(event.get("user_team") or event.get("source_team") or "")


def as_seen_by(identity: Identity, body: Payload) -> Payload:
    """The bot has a user in each workspace: whichever of them somebody mentions or answers, it is the bot.

    Which of them comes and goes is told as it is.
    """
    event = body.get("event")
    if not shared_channel(body) or not isinstance(event, dict) or not identity.user:
        return body
    if str(event.get("type")).startswith("member_"):
        return body
    others = {str(one.get("user_id") or "") for one in body.get("authorizations") or () if one.get("is_bot")}
    for other in others - {"", identity.user}:
        event = _renamed(event, other, identity.user)
    return {**body, "event": event}


def _renamed(node: Any, old: str, new: str) -> Any:
    """In mentions and where the bot's user stands alone."""
    if isinstance(node, dict):
        return {key: _renamed(value, old, new) for key, value in node.items()}
    if isinstance(node, list):
        return [_renamed(value, old, new) for value in node]
    if isinstance(node, str):
        return new if node == old else node.replace(f"<@{old}>", f"<@{new}>").replace(f"<@{old}|", f"<@{new}|")
    return node

"""Handle Slack Connect, where a channel of several workspaces is one room.

Somebody who writes there is the same person as in the home workspace.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.platforms.slack.identity import BotIdentity

Payload = Mapping[str, Any]


#: Events in shared channels. That one workspace's bot leaves a channel concerns only that workspace.
_SAID = frozenset({
    "message", "app_mention", "reaction_added", "reaction_removed", "member_joined_channel", "member_left_channel",
})  # fmt: skip


def find_shared_channel(body: Payload) -> str:
    """Return the channel of an event if other workspaces share it, else "".

    Slack reports such an event to any of those workspaces that have the bot.
    """
    event = body.get("event")
    if not body.get("is_ext_shared_channel") or not isinstance(event, dict) or event.get("type") not in _SAID:
        return ""
    item = event.get("item")
    channel = event.get("channel") or (item.get("channel") if isinstance(item, dict) else "")
    return channel if isinstance(channel, str) else ""


def find_home_workspace(body: Payload) -> str:
    """Return the workspace that an event names as its person's home; empty if the event names none."""
    event = body.get("event")
    event = event if isinstance(event, dict) else {}
    return str(event.get("user_team") or event.get("source_team") or "")


def rewrite_bot_mentions(identity: BotIdentity, body: Payload) -> Payload:
    """Return the payload with every user id of the bot replaced by the one of `identity`.

    The bot has a user in each workspace: a mention of any of them, or an answer to it, is meant for the bot.
    Events of a member who comes or goes stay as they are.
    """
    event = body.get("event")
    if not find_shared_channel(body) or not isinstance(event, dict) or not identity.user:
        return body
    if str(event.get("type")).startswith("member_"):
        return body
    others = {str(one.get("user_id") or "") for one in body.get("authorizations") or () if one.get("is_bot")}
    for other in others - {"", identity.user}:
        event = _replace_user_id(event, other, identity.user)
    return {**body, "event": event}


def _replace_user_id(node: Any, old: str, new: str) -> Any:
    """Replace the user id in mentions, and in fields that hold only the bot's user."""
    if isinstance(node, dict):
        return {key: _replace_user_id(value, old, new) for key, value in node.items()}
    if isinstance(node, list):
        return [_replace_user_id(value, old, new) for value in node]
    if isinstance(node, str):
        return new if node == old else node.replace(f"<@{old}>", f"<@{new}>").replace(f"<@{old}|", f"<@{new}|")
    return node

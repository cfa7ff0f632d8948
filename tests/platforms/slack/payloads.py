"""What Slack sends, as recorded payloads have it, cut down to what an app can rely on."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from itertools import count
from typing import Any
from urllib.parse import urlencode

from tests.standins.slack import BOT, KARI, TEAM

Json = dict[str, Any]
SECRET = "signing-secret-of-the-tests"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
_numbers = count(1)


def signed(
    body: bytes, *, content_type: str = JSON, secret: str = SECRET, age: int = 0, stamp: str = ""
) -> dict[str, str]:
    """Headers of a request that Slack signed `age` seconds ago."""
    stamp = stamp or str(int(time.time()) - age)
    base = b"v0:" + stamp.encode() + b":" + body
    signature = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"Content-Type": content_type, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}


def event(kind: str, *, event_id: str = "", **fields: Any) -> Json:
    number = next(_numbers)
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "event_id": event_id or f"Ev{number}",
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
        "event": {"type": kind, "event_ts": f"100.{number:06d}", **fields},
    }


def message(
    text: str, *, channel: str = "C1", user: str = KARI, ts: str = "100.000001", kind: str = "message", **fields: Any
) -> Json:
    return event(kind, text=text, channel=channel, user=user, ts=ts, team=TEAM, **fields)


def command(text: str, *, name: str = "/arena", channel: str = "C1", user: str = KARI, response_url: str = "") -> Json:
    return {
        "team_id": TEAM,
        "channel_id": channel,
        "user_id": user,
        "user_name": "kari",
        "command": name,
        "text": text,
        "response_url": response_url,
        "trigger_id": f"trigger.{next(_numbers)}",
    }


def interaction(kind: str, **fields: Any) -> Json:
    trigger = f"trigger.{next(_numbers)}"
    person = {"id": KARI, "username": "kari", "name": "kari", "team_id": TEAM}
    return {"type": kind, "team": {"id": TEAM, "domain": "nettverket"}, "user": person, "trigger_id": trigger, **fields}


def click(
    name: str, value: str = "", *, channel: str = "C1", response_url: str = "", ephemeral: bool = False, **fields: Any
) -> Json:
    """A button in a message."""
    message = {} if ephemeral else {"message": {"ts": "100.000009", "text": "kort", "bot_id": "B0BOT"}}
    return interaction(
        "block_actions",
        channel={"id": channel, "name": "nett"},
        container={"type": "message", "message_ts": "100.000009", "channel_id": channel, "is_ephemeral": ephemeral},
        actions=[{"type": "button", "action_id": name, "value": value, "block_id": "b"}],
        response_url=response_url,
        **message,
        **fields,
    )


def view_click(name: str, view: Json, value: str = "") -> Json:
    """A button in a modal or on the home page."""
    return interaction(
        "block_actions",
        container={"type": "view", "view_id": view["id"]},
        actions=[{"type": "button", "action_id": name, "value": value, "block_id": "b"}],
        view=view,
    )


def submission(view: Json, values: Json, **fields: Any) -> Json:
    """The view as it was opened, filled in: block -> state of its element."""
    state = {name: {name: one} for name, one in values.items()}
    return interaction("view_submission", view={"id": "V1", "hash": "h", **view, "state": {"values": state}, **fields})


def encoded(payload: Json) -> tuple[bytes, str]:
    """Body and content type: events are JSON, commands are forms, the rest is JSON within a form."""
    if payload.get("type") in {"event_callback", "url_verification"}:
        return json.dumps(payload).encode(), JSON
    if "command" in payload:
        return urlencode(payload).encode(), FORM
    return urlencode({"payload": json.dumps(payload)}).encode(), FORM

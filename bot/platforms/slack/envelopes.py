"""Read what every payload of the Events API has in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.platforms.slack.identity import BotIdentity
from handlers.chat.places import Place

NAME = "slack"


@dataclass(frozen=True, slots=True)
class Envelope:
    """Hold one event with the workspace it came to; `id` is the same for every delivery of the event."""

    id: str
    team: str
    #: user id of the bot there
    bot: str
    event: Mapping[str, Any]

    def read_event_text(self, name: str) -> str:
        value = self.event.get(name)
        return value if isinstance(value, str) else ""

    def build_place(self, channel: str, thread: str = "") -> Place:
        return Place(NAME, self.team, channel, thread)

    def build_event_id(self, *parts: str) -> str:
        return ":".join((NAME, self.team, *parts))


def read_envelope(body: Mapping[str, Any], identity: BotIdentity) -> Envelope:
    """Return the envelope of a payload.

    The workspace and the bot are those of the token; until they are known, those that the payload names.
    """
    installed: Mapping[str, Any] = next((one for one in body.get("authorizations") or () if one.get("is_bot")), {})
    return Envelope(
        id=str(body.get("event_id", "")),
        team=identity.team or str(installed.get("team_id") or body.get("team_id", "")),
        bot=identity.user or str(installed.get("user_id", "")),
        event=body["event"],
    )


def is_direct_channel(channel: str) -> bool:
    """Return True for a chat of two, whose ids begin with "D"."""
    return channel.startswith("D")


def find_answer_place(place: Place, user: str) -> Place:
    """Return the place for an answer to one person: beside the channel's messages, else the direct chat."""
    if not place.channel or is_direct_channel(place.channel):
        return Place(place.platform, place.workspace, thread=place.thread if place.channel else "", user=user)
    return place.narrow_to_user(user)


def parse_slack_timestamp(ts: str) -> datetime | None:
    """Parse Slack's "1700000000.123456"; None if it is no timestamp."""
    whole, _, part = ts.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 10):
        return None
    return datetime.fromtimestamp(int(whole), UTC).replace(
        microsecond=int(part[:6].ljust(6, "0")) if part[:6].isdecimal() else 0
    )

"""What every payload of the Events API has in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.platforms.slack.identity import Identity
from handlers.chat.places import Place

NAME = "slack"


@dataclass(frozen=True, slots=True)
class Envelope:
    """One event with the workspace it came to; `id` is the same for every delivery of it."""

    id: str
    team: str
    #: the bot's own user there
    bot: str
    event: Mapping[str, Any]

    def text(self, name: str) -> str:
        value = self.event.get(name)
        return value if isinstance(value, str) else ""

    def place(self, channel: str, thread: str = "") -> Place:
        return Place(NAME, self.team, channel, thread)

    def event_id(self, *parts: str) -> str:
        return ":".join((NAME, self.team, *parts))


def envelope(body: Mapping[str, Any], identity: Identity) -> Envelope:
    """The workspace and the bot are those the token belongs to; until they are known, those the payload names."""
    installed: Mapping[str, Any] = next((one for one in body.get("authorizations") or () if one.get("is_bot")), {})
    return Envelope(
        id=str(body.get("event_id", "")),
        team=identity.team or str(installed.get("team_id") or body.get("team_id", "")),
        bot=identity.user or str(installed.get("user_id", "")),
        event=body["event"],
    )


def is_direct(channel: str) -> bool:
    """Chats of two have ids of their own kind."""
    return channel.startswith("D")


def answer_place(place: Place, user: str) -> Place:
    """Where an answer is for one person alone: beside what is said in the channel, else the direct chat."""
    if not place.channel or is_direct(place.channel):
        return Place(place.platform, place.workspace, thread=place.thread if place.channel else "", user=user)
    return place.only_for(user)


def moment(ts: str) -> datetime | None:
    """When something happened, from Slack's "1700000000.123456"; None where Slack does not say."""
    whole, _, part = ts.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 10):
        return None
    return datetime.fromtimestamp(int(whole), UTC).replace(
        microsecond=int(part[:6].ljust(6, "0")) if part[:6].isdecimal() else 0
    )

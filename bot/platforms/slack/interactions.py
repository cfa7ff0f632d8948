"""Commands, clicks, shortcuts and submissions -> events, without a single call: what is not known yet stays empty."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from bot.platforms.slack.envelopes import NAME, answer_place, is_direct
from bot.platforms.slack.identity import Identity
from bot.platforms.slack.modals import Origin, values
from bot.platforms.slack.people import People
from bot.platforms.slack.texts import readable
from handlers.chat import verbs
from handlers.chat.events import Click, Command, Quoted, Sender, Submission
from handlers.chat.places import Place

#: commands that mean "ask" whatever follows; the second is what Slack's form may refuse, so both are known
ASK = ("/spor", "/spør")
Payload = Mapping[str, Any]


class Interactions:
    def __init__(self, identity: Identity, people: People) -> None:
        self.identity = identity
        self.people = people

    def command(self, body: Payload) -> Command:
        team, channel = self._team(body), str(body.get("channel_id", ""))
        text = readable(str(body.get("text", "")), bot=self.identity.user, name_of=self.people.name)
        name, rest = ("ask", text) if body.get("command") in ASK else verbs.parse(text)
        return Command(
            id=_id(team, body),
            sender=self._sender(body, team),
            place=Place(NAME, team, channel),
            direct=is_direct(channel),
            name=name or "ask",
            text=rest if name else text,
        )

    def click(self, body: Payload) -> Click:
        """A button in a message, in a modal or on the home page."""
        team, action = self._team(body), body["actions"][0]
        place, message = self._where(body, team)
        return Click(
            id=_id(team, body),
            sender=self._sender(body, team),
            place=place,
            direct=is_direct(place.channel),
            name=str(action.get("action_id", "")),
            value=str(action.get("value") or ""),
            message=message,
        )

    def shortcut(self, body: Payload) -> Click:
        """A message shortcut, with the message it points at, or a global one."""
        team, quoted = self._team(body), self._quoted(body)
        place = Place(NAME, team, str((body.get("channel") or {}).get("id", "")))
        if quoted is not None and quoted.place is not None:
            place = quoted.place
        return Click(
            id=_id(team, body),
            sender=self._sender(body, team),
            place=place,
            direct=is_direct(place.channel),
            name=str(body.get("callback_id", "")),
            quoted=quoted,
        )

    def submission(self, body: Payload) -> Submission:
        team, view = self._team(body), body["view"]
        origin, sender = Origin.decode(str(view.get("private_metadata") or "")), self._sender(body, team)
        place = Place(NAME, team, origin.channel, origin.thread)
        return Submission(
            id=_id(team, body),
            sender=sender,
            place=place,
            direct=is_direct(origin.channel),
            reply_to=answer_place(place, sender.user),
            name=str(view.get("callback_id", "")),
            value=origin.value,
            values=values(view),
        )

    def _where(self, body: Payload, team: str) -> tuple[Place, str]:
        container, view = body.get("container") or {}, body.get("view")
        if view:
            origin = Origin.decode(str(view.get("private_metadata") or ""))
            return Place(NAME, team, origin.channel, origin.thread), ""
        message = str(container.get("message_ts") or (body.get("message") or {}).get("ts") or "")
        thread = str(container.get("thread_ts") or (body.get("message") or {}).get("thread_ts") or "")
        channel = str((body.get("channel") or {}).get("id") or container.get("channel_id") or "")
        return Place(NAME, team, channel, "" if thread == message else thread), message

    def _quoted(self, body: Payload) -> Quoted | None:
        message = body.get("message")
        if not message:
            return None
        team, ts, thread = self._team(body), str(message.get("ts", "")), str(message.get("thread_ts") or "")
        author = None
        if message.get("user") and not message.get("bot_id"):
            author = self.people.sender(str(message["user"]), team, team=str(message.get("team") or ""))
        place = Place(NAME, team, str((body.get("channel") or {}).get("id", "")), "" if thread == ts else thread)
        text = readable(str(message.get("text") or ""), bot=self.identity.user, name_of=self.people.name)
        return Quoted(ts, text, author, place)

    def _team(self, body: Payload) -> str:
        team = body.get("team") or {}
        return self.identity.team or str(body.get("team_id") or team.get("id") or "")

    def _sender(self, body: Payload, team: str) -> Sender:
        person = body.get("user") or {}
        user = str(body.get("user_id") or person.get("id") or "")
        name = str(body.get("user_name") or person.get("name") or person.get("username") or "")
        return self.people.sender(user, team, name=name, team=str(person.get("team_id") or ""))


def _id(team: str, body: Payload) -> str:
    """Slack makes a trigger for every happening; without one, the payload is its own name."""
    trigger = str(body.get("trigger_id") or "")
    if not trigger:
        view = body.get("view") or {}
        trigger = (
            f"{view.get('id', '')}:{view.get('hash', '')}" if view else hashlib.sha256(repr(body).encode()).hexdigest()
        )
    return f"{NAME}:{team}:{trigger}"

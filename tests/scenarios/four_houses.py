"""Two Slack workspaces and two Teams tenants around one bot, each with a room: what people write there, and the bot."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp
import msgspec

from bot.app import Bot
from storage.directory.organisations import Organisation
from storage.directory.people import Account, Person
from storage.directory.rooms import Room
from tests.platforms.slack import payloads
from tests.scenarios.slack_stage import SlackStage
from tests.scenarios.stage import Json, texts
from tests.standins.slack import BOT_ID, House, SlackStandIn
from tests.standins.teams import Microsoft, activity, mention

#: the platforms' clocks, in seconds
_ticks = count(1_700_000_000)
#: a platform tells so often, when it is answered that nothing was stored
TELLINGS = 8


@dataclass
class Home(ABC):
    """A room in a house, and one person there."""

    bot: Bot
    http: aiohttp.ClientSession
    workspace: str
    channel: str
    user: str
    name: str
    organisation: str
    #: what happened and was not told yet
    untold: list[Json] = field(default_factory=list)
    #: message -> its text as it stands; None when it is gone
    own: dict[str, str | None] = field(default_factory=dict)
    #: own messages and the bot's, in the order they came
    order: list[str] = field(default_factory=list)

    platform = ""

    @property
    @abstractmethod
    def posts(self) -> dict[str, Any]:
        """The bot's messages under its first card, and the card: message -> its drawn card."""

    @abstractmethod
    def say(self, text: str, *, beside: Sequence[Json] = ()) -> str:
        """Under the question's card; the id of the message."""

    @abstractmethod
    def edit(self, message: str, text: str) -> None: ...

    @abstractmethod
    def delete(self, message: str) -> None: ...

    @abstractmethod
    def react(self, message: str, emoji: str) -> None: ...

    @abstractmethod
    async def deliver(self, payload: Json) -> int:
        """The status it is answered with."""

    @property
    def card(self) -> str:
        return next(iter(self.posts))

    def shows(self, message: str) -> str:
        return "\n".join(texts(self.posts[message]))

    def thread(self) -> list[str]:
        """What stands under the card, people's words and the bot's, in the order it came."""
        self.order += [id for id in self.posts if id not in self.order]
        kept = [id for id in self.order if id != self.card and (id in self.posts or self.own.get(id))]
        return [self.own.get(id) or self.shows(id) for id in kept]

    async def tell(self) -> None:
        """All that happened, once and in order."""
        told, self.untold = self.untold, []
        for payload in told:
            assert await self.deliver(payload) < 300
        await settled(self.bot)
        self.thread()

    def _wrote(self, message: str, text: str) -> str:
        self.own[message] = text
        self.order.append(message)
        return message

    async def furnish(self, topic: str) -> None:
        """The room is linked, and the person belongs to an organisation."""
        async with self.bot.database.begin() as store:
            at = await store.organisations.add(
                Organisation(code=self.organisation.lower(), name=self.organisation, kind="park")
            )
            room = Room(
                platform=self.platform, workspace=self.workspace, channel=self.channel, name="#nett", language="nb"
            )
            room.organisation_id = at.id
            await store.rooms.add(room)
            found = await store.topics.find_topic_by_slug(topic)
            await store.rooms.set_room_topics(room.id, {found.id if found else 0})
            person = Person(
                name=self.name, language="nb", role="member", organisation_id=at.id, confirmed=True,
                asked_where_at=store.now,
            )  # fmt: skip
            account = Account(platform=self.platform, workspace=self.workspace, user=self.user, name=self.name)
            await store.people.add_person_with_account(person, account)


@dataclass
class SlackHome(Home):
    slack: SlackStandIn = field(kw_only=True)
    house: House = field(kw_only=True)

    platform = "slack"

    @property
    def posts(self) -> dict[str, Any]:
        kept = self.slack.messages.get(self.channel, [])
        return {one["ts"]: one["blocks"] for one in kept if one.get("blocks")}

    def say(self, text: str, *, beside: Sequence[Json] = ()) -> str:
        ts = f"{next(_ticks)}.000100"
        where = {"thread_ts": self.card, "parent_user_id": self.house.bot}
        more = {"subtype": "file_share", "files": list(beside)} if beside else {}
        self._happens("message", text=text, ts=ts, **where, **more)
        return self._wrote(ts, text)

    def edit(self, message: str, text: str) -> None:
        old = self._message(message, self.own[message] or "")
        new = self._message(message, text) | {"edited": {"user": self.user, "ts": "1700000000.000000"}}
        fields = {"message": new, "previous_message": old, "event_ts": f"{next(_ticks)}.000200"}
        self._happens("message", subtype="message_changed", **fields)
        self.own[message] = text

    def delete(self, message: str) -> None:
        old = self._message(message, self.own[message] or "")
        fields = {"deleted_ts": message, "previous_message": old, "event_ts": f"{next(_ticks)}.000300"}
        self._happens("message", subtype="message_deleted", **fields)
        self.own[message] = None

    def react(self, message: str, emoji: str) -> None:
        item = {"type": "message", "channel": self.channel, "ts": message}
        self._happens("reaction_added", item=item, reaction=emoji)

    async def echo(self) -> None:
        """Slack tells the bot of what it has written itself."""
        for ts in list(self.posts):
            self._happens("message", text="kort", ts=ts, bot_id=BOT_ID, user=self.house.bot, thread_ts=self.card)
        await self.tell()

    async def deliver(self, payload: Json) -> int:
        body, content_type = payloads.encoded(payload)
        url, headers = (
            f"http://127.0.0.1:{self.bot.port}/slack/events",
            payloads.signed(body, content_type=content_type),
        )
        async with self.http.post(url, data=body, headers=headers) as answer:
            return answer.status

    def _happens(self, kind: str, **fields: Any) -> None:
        told = {"channel": self.channel, "user": self.user, "team": self.workspace} | fields
        authorized = [{"team_id": self.workspace, "user_id": self.house.bot, "is_bot": True}]
        payload = payloads.event(kind, **told)
        self.untold.append(payload | {"team_id": self.workspace, "authorizations": authorized})

    def _message(self, ts: str, text: str) -> Json:
        return {"ts": ts, "user": self.user, "text": text, "thread_ts": self.card, "parent_user_id": self.house.bot}


@dataclass
class TeamsHome(Home):
    microsoft: Microsoft = field(kw_only=True)

    platform = "teams"

    @property
    def posts(self) -> dict[str, Any]:
        return {
            id: body["attachments"]
            for id, (where, body) in self.microsoft.messages.items()
            if where.startswith(self.channel) and body.get("attachments")
        }

    def ask(self, text: str) -> None:
        """In another channel of the team."""
        lobby, id = f"19:lobby-{self.workspace}@thread.tacv2", f"{next(_ticks)}"
        self._happens("message", where=lobby, id=id, text=f"<at>Arena</at> {text}", entities=[mention()])

    def say(self, text: str, *, beside: Sequence[Json] = ()) -> str:
        id = f"{next(_ticks)}"
        self._happens("message", id=id, text=text, **({"attachments": list(beside)} if beside else {}))
        return self._wrote(id, text)

    def edit(self, message: str, text: str) -> None:
        self._happens("messageUpdate", id=message, text=text, channelData={"eventType": "editMessage"})
        self.own[message] = text

    def delete(self, message: str) -> None:
        self._happens("messageDelete", id=message, channelData={"eventType": "softDeleteMessage"})
        self.own[message] = None

    def react(self, message: str, emoji: str) -> None:
        self._happens("messageReaction", replyToId=message, reactionsAdded=[{"type": emoji}])

    async def arrives(self) -> None:
        """The bot is added to the team."""
        self._happens("conversationUpdate", where=self.channel, channelData={"team": {"id": self.channel}})
        await self.tell()

    async def deliver(self, payload: Json) -> int:
        headers = {"Content-Type": "application/json", "Authorization": self.microsoft.bearer()}
        url = f"http://127.0.0.1:{self.bot.port}/api/messages"
        async with self.http.post(url, data=msgspec.json.encode(payload), headers=headers) as answer:
            return answer.status

    def _happens(self, kind: str, *, where: str = "", **fields: Any) -> None:
        more, where = fields.pop("channelData", {}), where or f"{self.channel};messageid={self.card}"
        sent = activity(kind, user=self.user, conversation=where, **fields)
        sent["serviceUrl"] = self.microsoft.service_url
        sent["from"]["name"] = self.name
        sent["timestamp"] = f"2026-11-24T10:00:00.{next(_ticks) - 1_700_000_000:06d}Z"
        sent["conversation"]["tenantId"] = self.workspace
        sent["channelData"] = more | {"tenant": {"id": self.workspace}}
        self.untold.append(sent)


async def settled(bot: Bot) -> None:
    """All that is due has been delivered."""
    stage = SlackStage(bot.settings)
    stage.bot = bot
    await stage.settle()


async def storm(homes: Sequence[Home], rng: random.Random, doubled: float = 0.2) -> None:
    """Everything untold, a fifth of it twice, in any order; told again where the bot could not store it."""
    told: list[Callable[[], Any]] = []
    for home in homes:
        events, home.untold = home.untold, []
        events += [event for event in events if rng.random() < doubled]
        told += [lambda home=home, event=event: _told(home, event) for event in events]
    rng.shuffle(told)
    for tell in told:
        await tell()
    await settled(homes[0].bot)


async def _told(home: Home, event: Json) -> None:
    for _ in range(TELLINGS):
        if await home.deliver(event) < 300:
            return
    raise AssertionError("the platform gives up")

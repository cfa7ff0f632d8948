"""The Events API -> events: a dictionary of Slack's event types; what is not in it does not concern the bot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.platforms import Dispatch, PermanentError, TemporaryError
from bot.platforms.slack.envelopes import NAME, Envelope, answer_place, is_direct
from bot.platforms.slack.errors import OutcomeUnknown
from bot.platforms.slack.identity import Identity
from bot.platforms.slack.messages import Messages
from bot.platforms.slack.people import People
from bot.platforms.slack.texts import emoji
from handlers.chat.events import Arrived, Event, HomeOpened, Invited, Reacted, RoomChanged, Sender, Uninstalled
from handlers.chat.places import Place

Reader = Callable[[Envelope, Dispatch], Awaitable[Event | None]]


class Events:
    def __init__(self, people: People, identity: Identity) -> None:
        self.people = people
        self.identity = identity
        messages = Messages(people)
        self._readers: dict[str, Reader] = {
            "app_mention": messages.message,
            "message": messages.message,
            "reaction_added": self._reacted,
            "reaction_removed": self._reacted,
            "member_joined_channel": self._joined,
            "member_left_channel": self._left,
            "channel_left": self._left,
            "group_left": self._left,
            "team_join": self._arrived,
            "app_home_opened": self._home_opened,
            "app_uninstalled": self._uninstalled,
            "tokens_revoked": self._uninstalled,
        }
        for kind in ("channel", "group"):
            for what in ("archive", "unarchive", "rename", "deleted"):
                self._readers[f"{kind}_{what}"] = self._room_changed

    async def translate(self, envelope: Envelope, dispatch: Dispatch) -> Event | None:
        """None: nothing that was said to the bot, or nothing it can use."""
        reader = self._readers.get(envelope.text("type"))
        return await reader(envelope, dispatch) if reader is not None else None

    async def _reacted(self, envelope: Envelope, _dispatch: Dispatch) -> Event | None:
        item, user = envelope.event.get("item") or {}, envelope.text("user")
        if item.get("type") != "message" or not user or user == envelope.bot:
            return None
        channel = str(item.get("channel", ""))
        await self.people.get(user)
        return Reacted(
            id=envelope.event_id(envelope.id),
            sender=self.people.sender(user, envelope.team),
            place=envelope.place(channel),
            direct=is_direct(channel),
            message=str(item.get("ts", "")),
            emoji=emoji(envelope.text("reaction")),
            added=envelope.text("type") == "reaction_added",
            reply_to=answer_place(envelope.place(channel), user),
        )

    async def _joined(self, envelope: Envelope, _dispatch: Dispatch) -> Event | None:
        if envelope.text("user") != envelope.bot:
            return None
        channel, inviter = envelope.text("channel"), envelope.text("inviter")
        place = envelope.place(channel)
        await self.people.get(inviter)
        return Invited(
            id=envelope.event_id(channel, "joined", envelope.id),
            sender=self._actor(envelope, inviter),
            place=place,
            room_name=await self._room_name(channel),
            reply_to=place.only_for(inviter) if inviter else None,
        )

    async def _left(self, envelope: Envelope, _dispatch: Dispatch) -> Event | None:
        about_the_bot = envelope.text("type") != "member_left_channel" or envelope.text("user") == envelope.bot
        if not about_the_bot:
            return None
        channel, actor = envelope.text("channel"), envelope.text("actor_id")
        return Invited(
            id=envelope.event_id(channel, "left", envelope.id),
            sender=self._actor(envelope, actor),
            place=envelope.place(channel),
            added=False,
        )

    async def _room_changed(self, envelope: Envelope, _dispatch: Dispatch) -> Event | None:
        what = envelope.text("type").partition("_")[2]
        room = envelope.event.get("channel")
        channel, name = (
            (str(room.get("id", "")), str(room.get("name", ""))) if isinstance(room, dict) else (str(room or ""), "")
        )
        return RoomChanged(
            id=envelope.event_id(channel, what, envelope.id),
            sender=self._actor(envelope, envelope.text("user")),
            place=envelope.place(channel),
            room_name=name,
            open=what in ("unarchive", "rename"),
        )

    async def _arrived(self, envelope: Envelope, dispatch: Dispatch) -> Event | None:
        member = envelope.event.get("user")
        user = str(member.get("id", "")) if isinstance(member, dict) else ""
        if not user or (isinstance(member, dict) and member.get("is_bot")):
            return None
        return await self._greeted(envelope, dispatch, user)

    async def _home_opened(self, envelope: Envelope, dispatch: Dispatch) -> Event | None:
        user = envelope.text("user")
        if envelope.text("tab") != "home":
            return await self._greeted(envelope, dispatch, user)
        await self.people.get(user)
        return HomeOpened(
            id=envelope.event_id(envelope.id),
            sender=self.people.sender(user, envelope.team),
            place=envelope.place(envelope.text("channel")),
            direct=True,
        )

    async def _greeted(self, envelope: Envelope, dispatch: Dispatch, user: str) -> Event | None:
        """Once per person: the direct chat is remembered from then on."""
        chat = Place(NAME, envelope.team, user=user)
        if await dispatch.recall(chat) is not None:
            return None
        await self.people.get(user)
        return Arrived(
            id=envelope.event_id(user, "arrived"),
            sender=self.people.sender(user, envelope.team),
            place=envelope.place(envelope.text("channel")),
            direct=True,
            reply_to=chat,
        )

    async def _uninstalled(self, envelope: Envelope, _dispatch: Dispatch) -> Event | None:
        """Both come, in any order and more than once; late ones when it is installed anew, and has a good token."""
        if not self.identity.installed or not await self.identity.dead():
            return None
        return Uninstalled(
            id=envelope.event_id("uninstalled", envelope.id),
            sender=self._actor(envelope, ""),
            place=Place(NAME, envelope.team),
        )

    def _actor(self, envelope: Envelope, user: str) -> Sender:
        """Who did it; Slack does not always tell, and then it is nobody, with no rights."""
        if user and user != envelope.bot:
            return self.people.sender(user, envelope.team)
        return Sender(platform=NAME, workspace=envelope.team, user="", name="", guest=True)

    async def _room_name(self, channel: str) -> str:
        try:
            answer = await self.identity.api.ask("conversations.info", channel=channel)
        except (TemporaryError, PermanentError, OutcomeUnknown):
            return ""  # a rename tells it later
        return str((answer.get("channel") or {}).get("name", ""))

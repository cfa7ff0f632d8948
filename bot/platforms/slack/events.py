"""Translate the Events API to events, by a dictionary of Slack's event types.

A type that is not in the dictionary does not concern the bot.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.platforms import Dispatch, PermanentError, TemporaryError
from bot.platforms.slack.envelopes import NAME, Envelope, find_answer_place, is_direct_channel
from bot.platforms.slack.errors import SlackOutcomeUnknown
from bot.platforms.slack.identity import BotIdentity
from bot.platforms.slack.messages import MessageTranslator
from bot.platforms.slack.texts import decode_slack_emoji
from bot.platforms.slack.user_profiles import UserProfiles
from handlers.chat.events import Arrived, Event, HomeOpened, Invited, Reacted, RoomChanged, Sender, Uninstalled
from handlers.chat.places import Place

Reader = Callable[[Envelope, Dispatch], Awaitable[Event | None]]


class EventTranslator:
    def __init__(self, people: UserProfiles, identity: BotIdentity) -> None:
        self.people = people
        self.identity = identity
        messages = MessageTranslator(people)
        self._readers: dict[str, Reader] = {
            "app_mention": messages.translate_slack_message,
            "message": messages.translate_slack_message,
            "reaction_added": self._translate_reaction,
            "reaction_removed": self._translate_reaction,
            "member_joined_channel": self._translate_channel_join,
            "member_left_channel": self._translate_channel_leave,
            "channel_left": self._translate_channel_leave,
            "group_left": self._translate_channel_leave,
            "team_join": self._translate_team_join,
            "app_home_opened": self._translate_home_opening,
            "app_uninstalled": self._translate_removal,
            "tokens_revoked": self._translate_removal,
        }
        for kind in ("channel", "group"):
            for what in ("archive", "unarchive", "rename", "deleted"):
                self._readers[f"{kind}_{what}"] = self._translate_room_change
        self._readers["channel_id_changed"] = self._translate_channel_move

    async def translate_slack_event(self, envelope: Envelope, dispatch: Dispatch) -> Event | None:
        """Return the event, or None if it was not for the bot or is of no use to the bot."""
        reader = self._readers.get(envelope.read_event_text("type"))
        return await reader(envelope, dispatch) if reader is not None else None

    async def _translate_reaction(self, envelope: Envelope, _dispatch: Dispatch) -> Event | None:
        item, user = envelope.event.get("item") or {}, envelope.read_event_text("user")
        if item.get("type") != "message" or not user or user == envelope.bot:
            return None
        channel = str(item.get("channel", ""))
        await self.people.load_user_profile(user)
        return Reacted(
            id=envelope.build_event_id(envelope.id),
            sender=self.people.build_known_sender(user, envelope.team),
            place=envelope.build_place(channel),
            direct=is_direct_channel(channel),
            message=str(item.get("ts", "")),
            emoji=decode_slack_emoji(envelope.read_event_text("reaction")),
            added=envelope.read_event_text("type") == "reaction_added",
            reply_to=find_answer_place(envelope.build_place(channel), user),
        )

    async def _translate_channel_join(self, envelope: Envelope, _dispatch: Dispatch) -> Event | None:
        if envelope.read_event_text("user") != envelope.bot:
            return None
        channel, inviter = envelope.read_event_text("channel"), envelope.read_event_text("inviter")
        place = envelope.build_place(channel)
        await self.people.load_user_profile(inviter)
        about = await self._load_channel_facts(channel)
        return Invited(
            id=envelope.build_event_id(channel, "joined", envelope.id),
            sender=self._build_actor(envelope, inviter),
            place=place,
            room_name=str(about.get("name", "")),
            private=about.get("is_private") is True,
            group=about.get("is_mpim") is True,
            reply_to=place.narrow_to_user(inviter) if inviter else None,
        )

    async def _translate_channel_leave(self, envelope: Envelope, _dispatch: Dispatch) -> Event | None:
        about_the_bot = (
            envelope.read_event_text("type") != "member_left_channel"
            or envelope.read_event_text("user") == envelope.bot
        )
        if not about_the_bot:
            return None
        channel, actor = envelope.read_event_text("channel"), envelope.read_event_text("actor_id")
        return Invited(
            id=envelope.build_event_id(channel, "left", envelope.id),
            sender=self._build_actor(envelope, actor),
            place=envelope.build_place(channel),
            added=False,
        )

    async def _translate_room_change(self, envelope: Envelope, _dispatch: Dispatch) -> Event | None:
        what = envelope.read_event_text("type").partition("_")[2]
        room = envelope.event.get("channel")
        channel, name = (
            (str(room.get("id", "")), str(room.get("name", ""))) if isinstance(room, dict) else (str(room or ""), "")
        )
        return RoomChanged(
            id=envelope.build_event_id(channel, what, envelope.id),
            sender=self._build_actor(envelope, envelope.read_event_text("user")),
            place=envelope.build_place(channel),
            room_name=name,
            open=what in ("unarchive", "rename"),
            deleted=what == "deleted",
        )

    async def _translate_channel_move(self, envelope: Envelope, _dispatch: Dispatch) -> Event | None:
        """Translate that a channel has a new id, as when another company's workspace begins to share it."""
        old, new = envelope.read_event_text("old_channel_id"), envelope.read_event_text("new_channel_id")
        if not old or not new:
            return None
        return RoomChanged(
            id=envelope.build_event_id(old, "moved", new),
            sender=self._build_actor(envelope, ""),
            place=envelope.build_place(old),
            new_channel=new,
        )

    async def _translate_team_join(self, envelope: Envelope, dispatch: Dispatch) -> Event | None:
        member = envelope.event.get("user")
        user = str(member.get("id", "")) if isinstance(member, dict) else ""
        if not user or (isinstance(member, dict) and member.get("is_bot")):
            return None
        return await self._translate_first_contact(envelope, dispatch, user)

    async def _translate_home_opening(self, envelope: Envelope, dispatch: Dispatch) -> Event | None:
        user = envelope.read_event_text("user")
        if not user:
            return None
        if envelope.read_event_text("tab") != "home":
            return await self._translate_first_contact(envelope, dispatch, user)
        await self.people.load_user_profile(user)
        return HomeOpened(
            id=envelope.build_event_id(envelope.id),
            sender=self.people.build_known_sender(user, envelope.team),
            place=envelope.build_place(envelope.read_event_text("channel")),
            direct=True,
        )

    async def _translate_first_contact(self, envelope: Envelope, dispatch: Dispatch, user: str) -> Event | None:
        """Return an arrival once per person: the direct chat is remembered afterwards."""
        chat = Place(NAME, envelope.team, user=user)
        if await dispatch.recall_place(chat) is not None:
            return None
        await self.people.load_user_profile(user)
        return Arrived(
            id=envelope.build_event_id(user, "arrived"),
            sender=self.people.build_known_sender(user, envelope.team),
            place=envelope.build_place(envelope.read_event_text("channel")),
            direct=True,
            reply_to=chat,
        )

    async def _translate_removal(self, envelope: Envelope, _dispatch: Dispatch) -> Event | None:
        """Translate app_uninstalled and tokens_revoked.

        Both come in any order and more than once.
        Late ones come after the app was installed again, when the token works; then None is returned.
        """
        if not self.identity.installed or not await self.identity.is_token_revoked():
            return None
        return Uninstalled(
            id=envelope.build_event_id("uninstalled", envelope.id),
            sender=self._build_actor(envelope, ""),
            place=Place(NAME, envelope.team),
        )

    def _build_actor(self, envelope: Envelope, user: str) -> Sender:
        """Return who did it. If Slack does not say, return an anonymous guest with no rights."""
        if user and user != envelope.bot:
            return self.people.build_known_sender(user, envelope.team)
        return Sender(platform=NAME, workspace=envelope.team, user="", name="", guest=True)

    async def _load_channel_facts(self, channel: str) -> Mapping[str, Any]:
        """Return what Slack says of the channel; nothing where it does not answer."""
        try:
            answer = await self.identity.api.query_api("conversations.info", channel=channel)
        except (TemporaryError, PermanentError, SlackOutcomeUnknown):
            return {}  # a later rename event has the name
        return answer.get("channel") or {}

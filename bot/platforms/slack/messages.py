"""Messages, edits and deletions -> events: what is addressed to the bot or in a thread it opened, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.platforms import Dispatch
from bot.platforms.slack.envelopes import Envelope, answer_place, is_direct, moment
from bot.platforms.slack.files import files_of
from bot.platforms.slack.people import People
from bot.platforms.slack.texts import mentions, people_in, readable
from handlers.chat.events import Deleted, Edited, Event, Message
from handlers.chat.places import Place

#: subtypes that are somebody's words; joins, topics, bots and the like are not
_WORDS = ("", "file_share", "thread_broadcast", "me_message")


class Messages:
    def __init__(self, people: People) -> None:
        self.people = people

    async def message(self, envelope: Envelope, dispatch: Dispatch) -> Event | None:
        """message.* and app_mention; a mention comes as both, and both have the same id."""
        subtype = envelope.text("subtype")
        if subtype == "message_changed":
            return await self._edited(envelope, dispatch)
        if subtype == "message_deleted":
            return await self._deleted(envelope, dispatch)
        if subtype not in _WORDS or not _by_a_person(envelope.event, envelope.bot):
            return None
        place = _place(envelope, envelope.event)
        addressed = envelope.text("type") == "app_mention" or _addressed(envelope, envelope.event)
        heard = await _heard(envelope, envelope.event, place, dispatch)
        orphaned = not heard and bool(place.thread) and envelope.event.get("parent_user_id") == envelope.bot
        if not (addressed or heard or orphaned):
            return None
        return await self._said(envelope, place, addressed, orphaned)

    async def _said(self, envelope: Envelope, place: Place, addressed: bool, orphaned: bool) -> Message:
        user, message = envelope.text("user"), envelope.text("ts")
        text = await self._readable(envelope, envelope.event)
        home = envelope.text("user_team") or envelope.text("source_team") or envelope.text("team")
        await self.people.get(user)
        return Message(
            id=envelope.event_id(place.channel, message),
            sender=self.people.sender(user, envelope.team, team=home),
            place=place,
            direct=is_direct(place.channel),
            text=text,
            message=message,
            addressed=addressed,
            orphaned=orphaned,
            files=files_of(envelope.event),
            reply_to=answer_place(place, user),
        )

    async def _edited(self, envelope: Envelope, dispatch: Dispatch) -> Edited | Deleted | None:
        new, old = envelope.event.get("message") or {}, envelope.event.get("previous_message") or {}
        if new.get("subtype") == "tombstone":  # it had replies, so Slack leaves something in its place
            return await self._deleted(envelope, dispatch)
        # Slack also "changes" messages when it adds a preview or counts replies
        if not new.get("edited") or not _by_a_person(new, envelope.bot) or new.get("text") == old.get("text"):
            return None
        place, message, user = _place(envelope, new), str(new.get("ts", "")), str(new.get("user", ""))
        addressed = _addressed(envelope, new) or _addressed(envelope, old)
        if not addressed and not await _heard(envelope, new, place, dispatch):
            return None
        text = await self._readable(envelope, new)
        return Edited(
            id=envelope.event_id(place.channel, message, "edited", _told_at(envelope)),
            sender=self.people.sender(user, envelope.team, team=str(new.get("user_team", ""))),
            place=place,
            direct=is_direct(place.channel),
            reply_to=answer_place(place, user),
            message=message,
            text=text,
            files=files_of(new),
            addressed=addressed,
            original=envelope.event_id(place.channel, message),
            at=moment(_told_at(envelope)),
        )

    async def _deleted(self, envelope: Envelope, dispatch: Dispatch) -> Deleted | None:
        old = envelope.event.get("previous_message") or {}
        message = envelope.text("deleted_ts") or str(old.get("ts", ""))
        if not message or not _by_a_person(old, envelope.bot):
            return None
        place = _place(envelope, old)
        if not (_addressed(envelope, old) or await _heard(envelope, old, place, dispatch)):
            return None
        return Deleted(
            id=envelope.event_id(place.channel, message, "deleted"),
            sender=self.people.sender(str(old.get("user", "")), envelope.team),
            place=place,
            direct=is_direct(place.channel),
            message=message,
            original=envelope.event_id(place.channel, message),
            at=moment(_told_at(envelope)),
        )

    async def _readable(self, envelope: Envelope, message: Mapping[str, Any]) -> str:
        raw = str(message.get("text") or "")
        await self.people.meet(people_in(raw) - {envelope.bot})
        return readable(raw, bot=envelope.bot, name_of=self.people.name)


def _told_at(envelope: Envelope) -> str:
    """When it was changed; `edited.ts` says that in whole seconds, and there may be several changes in one."""
    return envelope.text("event_ts") or envelope.text("ts")


def _by_a_person(message: Mapping[str, Any], bot: str) -> bool:
    user = message.get("user")
    return bool(user) and user not in (bot, "USLACKBOT") and not message.get("bot_id")


def _place(envelope: Envelope, message: Mapping[str, Any]) -> Place:
    """`thread` only for replies: the message that began a thread carries its own ts as thread_ts."""
    thread = str(message.get("thread_ts") or "")
    return envelope.place(envelope.text("channel"), "" if thread == message.get("ts") else thread)


def _addressed(envelope: Envelope, message: Mapping[str, Any]) -> bool:
    return is_direct(envelope.text("channel")) or mentions(str(message.get("text") or ""), envelope.bot)


async def _heard(envelope: Envelope, message: Mapping[str, Any], place: Place, dispatch: Dispatch) -> bool:
    """Whether this is a reply in a thread that the bot opened. Raises NotYet."""
    if not place.thread or message.get("parent_user_id") not in (None, "", envelope.bot):
        return False
    return await dispatch.ours(place.in_thread(""), place.thread)

"""Translate messages, edits and deletions to events.

Only what is addressed to the bot or in a thread that the bot opened is translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.platforms import Dispatch
from bot.platforms.slack.envelopes import Envelope, find_answer_place, is_direct_channel, parse_slack_timestamp
from bot.platforms.slack.files import list_slack_files
from bot.platforms.slack.rich_text_reader import read_slack_markup
from bot.platforms.slack.texts import decode_slack_text, find_mentioned_users, is_user_mentioned
from bot.platforms.slack.user_profiles import UserProfiles
from handlers.chat.events import Deleted, Edited, Event, Message
from handlers.chat.places import Place

#: subtypes of messages by people; not joins, topics, bots
_WORDS = ("", "file_share", "thread_broadcast", "me_message")


class MessageTranslator:
    def __init__(self, people: UserProfiles) -> None:
        self.people = people

    async def translate_slack_message(self, envelope: Envelope, dispatch: Dispatch) -> Event | None:
        """Translate message.* and app_mention; a mention comes as both, and both have the same id."""
        subtype = envelope.read_event_text("subtype")
        if subtype == "message_changed":
            return await self._translate_message_edit(envelope, dispatch)
        if subtype == "message_deleted":
            return await self._translate_message_deletion(envelope, dispatch)
        if subtype not in _WORDS or not _is_written_by_person(envelope.event, envelope.bot):
            return None
        place = _build_message_place(envelope, envelope.event)
        addressed = envelope.read_event_text("type") == "app_mention" or _is_addressed_to_bot(envelope, envelope.event)
        heard = await _is_reply_to_bot(envelope, envelope.event, place, dispatch)
        orphaned = not heard and bool(place.thread) and envelope.event.get("parent_user_id") == envelope.bot
        if not (addressed or heard or orphaned):
            return None
        return await self._translate_new_message(envelope, place, addressed, orphaned)

    async def _translate_new_message(
        self, envelope: Envelope, place: Place, addressed: bool, orphaned: bool
    ) -> Message:
        user, message = envelope.read_event_text("user"), envelope.read_event_text("ts")
        text, markup = await self._read_message_text(envelope, envelope.event)
        home = (
            envelope.read_event_text("user_team")
            or envelope.read_event_text("source_team")
            or envelope.read_event_text("team")
        )
        await self.people.load_user_profile(user)
        return Message(
            id=envelope.build_event_id(place.channel, message),
            sender=self.people.build_known_sender(user, envelope.team, team=home),
            place=place,
            direct=is_direct_channel(place.channel),
            text=text,
            markup=markup,
            message=message,
            addressed=addressed,
            orphaned=orphaned,
            files=list_slack_files(envelope.event),
            reply_to=find_answer_place(place, user),
            ephemeral=not is_direct_channel(place.channel),
        )

    async def _translate_message_edit(self, envelope: Envelope, dispatch: Dispatch) -> Edited | Deleted | None:
        new, old = envelope.event.get("message") or {}, envelope.event.get("previous_message") or {}
        if new.get("subtype") == "tombstone":  # deleted, but kept by Slack because of its replies
            return await self._translate_message_deletion(envelope, dispatch)
        # Slack also reports a change when it adds a preview or counts replies.
        if not new.get("edited") or not _is_written_by_person(new, envelope.bot) or new.get("text") == old.get("text"):
            return None
        place, message, user = _build_message_place(envelope, new), str(new.get("ts", "")), str(new.get("user", ""))
        addressed = _is_addressed_to_bot(envelope, new) or _is_addressed_to_bot(envelope, old)
        if not addressed and not await _is_reply_to_bot(envelope, new, place, dispatch):
            return None
        text, markup = await self._read_message_text(envelope, new)
        return Edited(
            id=envelope.build_event_id(place.channel, message, "edited", _read_change_time(envelope)),
            sender=self.people.build_known_sender(user, envelope.team, team=str(new.get("user_team", ""))),
            place=place,
            direct=is_direct_channel(place.channel),
            reply_to=find_answer_place(place, user),
            ephemeral=not is_direct_channel(place.channel),
            message=message,
            text=text,
            markup=markup,
            files=list_slack_files(new),
            addressed=addressed,
            original=envelope.build_event_id(place.channel, message),
            at=parse_slack_timestamp(_read_change_time(envelope)),
            sent_at=parse_slack_timestamp(message),
        )

    async def _translate_message_deletion(self, envelope: Envelope, dispatch: Dispatch) -> Deleted | None:
        old = envelope.event.get("previous_message") or {}
        message = envelope.read_event_text("deleted_ts") or str(old.get("ts", ""))
        if not message or not _is_written_by_person(old, envelope.bot):
            return None
        place = _build_message_place(envelope, old)
        if not (_is_addressed_to_bot(envelope, old) or await _is_reply_to_bot(envelope, old, place, dispatch)):
            return None
        return Deleted(
            id=envelope.build_event_id(place.channel, message, "deleted"),
            sender=self.people.build_known_sender(str(old.get("user", "")), envelope.team),
            place=place,
            direct=is_direct_channel(place.channel),
            message=message,
            original=envelope.build_event_id(place.channel, message),
            at=parse_slack_timestamp(_read_change_time(envelope)),
        )

    async def _read_message_text(self, envelope: Envelope, message: Mapping[str, Any]) -> tuple[str, str]:
        """Return the text, and the text with its marks."""
        raw = str(message.get("text") or "")
        await self.people.load_user_profiles(find_mentioned_users(raw) - {envelope.bot})
        names = self.people.find_cached_name
        markup = read_slack_markup(message, bot=envelope.bot, name_of=names)
        return decode_slack_text(raw, bot=envelope.bot, name_of=names), markup


def _read_change_time(envelope: Envelope) -> str:
    """Return when the message was changed.

    `edited.ts` gives whole seconds, and there may be several changes in one second.
    """
    return envelope.read_event_text("event_ts") or envelope.read_event_text("ts")


def _is_written_by_person(message: Mapping[str, Any], bot: str) -> bool:
    user = message.get("user")
    return bool(user) and user not in (bot, "USLACKBOT") and not message.get("bot_id")


def _build_message_place(envelope: Envelope, message: Mapping[str, Any]) -> Place:
    """Return the place, with a `thread` only for replies.

    The message that began a thread carries its own ts as thread_ts.
    """
    thread = str(message.get("thread_ts") or "")
    return envelope.build_place(envelope.read_event_text("channel"), "" if thread == message.get("ts") else thread)


def _is_addressed_to_bot(envelope: Envelope, message: Mapping[str, Any]) -> bool:
    return is_direct_channel(envelope.read_event_text("channel")) or is_user_mentioned(
        str(message.get("text") or ""), envelope.bot
    )


async def _is_reply_to_bot(envelope: Envelope, message: Mapping[str, Any], place: Place, dispatch: Dispatch) -> bool:
    """Return True if this is a reply in a thread that the bot opened. Raises NotYet."""
    if not place.thread or message.get("parent_user_id") not in (None, "", envelope.bot):
        return False
    return await dispatch.is_bot_message(place.move_to_thread(""), place.thread)

"""Translate commands, clicks, shortcuts and submissions to events.

No API is called: what is not known yet stays empty.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from bot.platforms.slack.elements import read_pressed_action
from bot.platforms.slack.envelopes import NAME, find_answer_place, is_direct_channel
from bot.platforms.slack.files import list_slack_files
from bot.platforms.slack.identity import BotIdentity
from bot.platforms.slack.modal_inputs import SEARCHED
from bot.platforms.slack.modals import ModalMetadata, parse_modal_values
from bot.platforms.slack.rich_text_reader import read_slack_markup
from bot.platforms.slack.texts import decode_slack_text
from bot.platforms.slack.user_profiles import UserProfiles
from handlers.chat import verbs
from handlers.chat.events import Click, Command, Query, Quoted, Sender, Submission
from handlers.chat.places import Place

#: Commands that always ask a question. Slack's form may refuse the second one.
ASK = ("/spor", "/spør")
Payload = Mapping[str, Any]
#: what the payload of a command has in place of the name of a chat or a private channel
UNNAMED = ("directmessage", "privategroup")


class InteractionTranslator:
    def __init__(self, identity: BotIdentity, people: UserProfiles) -> None:
        self.identity = identity
        self.people = people

    def translate_slack_command(self, body: Payload) -> Command:
        team, channel = self._find_payload_team(body), str(body.get("channel_id", ""))
        text = decode_slack_text(
            str(body.get("text", "")), bot=self.identity.user, name_of=self.people.find_cached_name
        )
        name, rest = ("ask", text) if body.get("command") in ASK else verbs.parse_command(text)
        place, sender = Place(NAME, team, channel), self._build_payload_sender(body, team)
        return Command(
            id=_build_interaction_id(team, body),
            sender=sender,
            place=place,
            direct=is_direct_channel(channel),
            spare_at=find_answer_place(place, sender.user),
            room_name=_read_channel_name(body),
            name=name or "ask",
            text=rest if name else text,
        )

    def translate_slack_click(self, body: Payload) -> Click:
        """Translate a button in a message, in a modal or on the home page."""
        team, (name, value) = self._find_payload_team(body), read_pressed_action(body["actions"][0])
        place, message = self._find_clicked_place(body, team)
        sender = self._build_payload_sender(body, team)
        answer_place = find_answer_place(place, sender.user)
        return Click(
            id=_build_interaction_id(team, body),
            sender=sender,
            place=place,
            direct=is_direct_channel(place.channel),
            kept_at=answer_place if is_direct_channel(place.channel) else None,
            spare_at=answer_place,
            ephemeral=not is_direct_channel(place.channel),
            name=name,
            value=value,
            message=message,
        )

    def translate_slack_shortcut(self, body: Payload) -> Click:
        """Translate a message shortcut, with the message it points at, or a global one."""
        team, quoted = self._find_payload_team(body), self._build_quoted_message(body)
        place = Place(NAME, team, str((body.get("channel") or {}).get("id", "")))
        if quoted is not None and quoted.place is not None:
            place = quoted.place
        sender = self._build_payload_sender(body, team)
        return Click(
            id=_build_interaction_id(team, body),
            sender=sender,
            place=place,
            direct=is_direct_channel(place.channel),
            spare_at=find_answer_place(place, sender.user),
            name=str(body.get("callback_id", "")),
            quoted=quoted,
        )

    def translate_modal_submission(self, body: Payload) -> Submission:
        team, view = self._find_payload_team(body), body["view"]
        origin, sender = (
            ModalMetadata.decode_metadata(str(view.get("private_metadata") or "")),
            self._build_payload_sender(body, team),
        )
        place = Place(NAME, team, origin.channel, origin.thread)
        return Submission(
            id=_build_interaction_id(team, body),
            sender=sender,
            place=place,
            direct=is_direct_channel(origin.channel),
            reply_to=find_answer_place(place, sender.user),
            ephemeral=bool(origin.channel) and not is_direct_channel(origin.channel),
            name=str(view.get("callback_id", "")),
            value=origin.value,
            message=origin.message,
            values=parse_modal_values(view),
        )

    def translate_option_search(self, body: Payload) -> Query:
        """Translate what is typed into a menu whose options are searched for."""
        team, view = self._find_payload_team(body), body.get("view") or {}
        origin = ModalMetadata.decode_metadata(str(view.get("private_metadata") or ""))
        name, _, value = str(body.get("action_id", "")).partition(SEARCHED)
        return Query(
            id=_build_interaction_id(team, body),
            sender=self._build_payload_sender(body, team),
            place=Place(NAME, team, origin.channel, origin.thread),
            direct=is_direct_channel(origin.channel),
            name=name,
            text=str(body.get("value") or ""),
            value=value,
        )

    def _find_clicked_place(self, body: Payload, team: str) -> tuple[Place, str]:
        container, view = body.get("container") or {}, body.get("view")
        if view:
            origin = ModalMetadata.decode_metadata(str(view.get("private_metadata") or ""))
            return Place(NAME, team, origin.channel, origin.thread), ""
        message = str(container.get("message_ts") or (body.get("message") or {}).get("ts") or "")
        thread = str(container.get("thread_ts") or (body.get("message") or {}).get("thread_ts") or "")
        channel = str((body.get("channel") or {}).get("id") or container.get("channel_id") or "")
        return Place(NAME, team, channel, "" if thread == message else thread), message

    def _build_quoted_message(self, body: Payload) -> Quoted | None:
        message = body.get("message")
        if not message:
            return None
        team, ts, thread = (
            self._find_payload_team(body),
            str(message.get("ts", "")),
            str(message.get("thread_ts") or ""),
        )
        author = None
        if message.get("user") and not message.get("bot_id"):
            author = self.people.build_known_sender(str(message["user"]), team, team=str(message.get("team") or ""))
        place = Place(NAME, team, str((body.get("channel") or {}).get("id", "")), "" if thread == ts else thread)
        text = decode_slack_text(
            str(message.get("text") or ""), bot=self.identity.user, name_of=self.people.find_cached_name
        )
        markup = read_slack_markup(message, bot=self.identity.user, name_of=self.people.find_cached_name)
        return Quoted(ts, text, author, place, markup=markup, files=list_slack_files(message))

    def _find_payload_team(self, body: Payload) -> str:
        team = body.get("team") or {}
        return self.identity.team or str(body.get("team_id") or team.get("id") or "")

    def _build_payload_sender(self, body: Payload, team: str) -> Sender:
        person = body.get("user") or {}
        user = str(body.get("user_id") or person.get("id") or "")
        name = str(body.get("user_name") or person.get("name") or person.get("username") or "")
        return self.people.build_known_sender(user, team, name=name, team=str(person.get("team_id") or ""))


def _build_interaction_id(team: str, body: Payload) -> str:
    """Return the event's id, from the trigger that Slack makes for every happening.

    Without a trigger, the id is derived from the payload itself.
    """
    trigger = str(body.get("trigger_id") or "")
    if not trigger:
        view = body.get("view") or {}
        trigger = (
            f"{view.get('id', '')}:{view.get('hash', '')}" if view else hashlib.sha256(repr(body).encode()).hexdigest()
        )
    return f"{NAME}:{team}:{trigger}"


def _read_channel_name(body: Payload) -> str:
    """Return the name of the channel; "" where the payload does not tell it."""
    name = str(body.get("channel_name") or "")
    return "" if not name or name in UNNAMED or name.startswith("mpdm-") else name

"""Posting, changing and deleting messages: which conversation a place is, and what to do when it is not there."""

from __future__ import annotations

from typing import Any

from bot.platforms import PermanentError, Sent, TemporaryError
from bot.platforms.teams.activities import Activity, dig, tenant
from bot.platforms.teams.addresses import conversation_of, is_channel, is_personal, link, room, split
from bot.platforms.teams.cards import Brush, message
from bot.platforms.teams.connector import Connector, Deadline, activities, member
from bot.platforms.teams.errors import OutcomeUnknown
from bot.platforms.teams.references import Reference, References
from bot.platforms.teams.texts import Element
from handlers.chat.cards import Card, Text
from handlers.chat.places import Place
from handlers.chat.say import Say

_CREATE = "/v3/conversations"


class Posting:
    """Takes finished activities; the courier decides when, and whether again."""

    def __init__(self, connector: Connector, references: References, say: Say, arena_name: str) -> None:
        self.connector = connector
        self.references = references
        self.say = say
        self.arena_name = arena_name

    async def send(self, place: Place, activity: Element) -> Sent:
        """Raises TemporaryError, PermanentError or OutcomeUnknown, like everything here."""
        deadline = Deadline()
        if not place.user:
            return await self._to_room(place, activity, deadline)
        try:
            return await self._to_person(place, activity, deadline)
        except PermanentError as error:
            if not error.gone or not place.channel or is_personal(place.channel):
                raise
        return await self._how_to_reach_me(place, deadline)

    async def update(self, place: Place, message_id: str, activity: Element) -> None:
        reference, conversation = await self._where(place, message_id)
        if place.user and not is_personal(conversation):
            # what stands there is the line of `_how_to_reach_me`: nothing private may take its place
            raise PermanentError("not_sent_privately")
        await self.connector.put(reference.service, activities(conversation, message_id), activity, Deadline())

    async def delete(self, place: Place, message_id: str) -> None:
        """A message that is gone already is fine."""
        reference, conversation = await self._where(place, message_id)
        try:
            await self.connector.delete(reference.service, activities(conversation, message_id), Deadline())
        except PermanentError as error:
            if error.why not in ("ActivityNotFoundInConversation", "ConversationNotFound", "http_404"):
                raise

    async def find_member(self, activity: Activity, directory_id: str) -> dict[str, Any]:
        """Return what the roster says of somebody in the conversation; nothing when it does not say (in time)."""
        channel = split(activity.conversation.id)[0]
        reference = await self.references.of(room(tenant(activity), channel))
        try:
            return await self.connector.get(reference.service, member(channel, directory_id), Deadline(3))
        except (TemporaryError, PermanentError, OutcomeUnknown):
            return {}

    async def _to_room(self, place: Place, activity: Element, deadline: Deadline) -> Sent:
        reference = await self.references.of(place)
        if place.thread or not is_channel(place.channel):
            conversation = conversation_of(place.channel, place.thread)
            posted = await self.connector.post(reference.service, activities(conversation), activity, deadline)
            return _sent(place, posted.get("id"), place.thread)
        body = {
            "isGroup": True,
            "bot": {"id": reference.bot},
            "tenantId": place.workspace,
            "activity": activity,
            "channelData": {"channel": {"id": place.channel}, "tenant": {"id": place.workspace}},
        }
        posted = await self.connector.post(reference.service, _CREATE, body, deadline)
        root = split(str(posted.get("id", "")))[1]
        return _sent(place, posted.get("activityId") or root, root)

    async def _to_person(self, place: Place, activity: Element, deadline: Deadline) -> Sent:
        """In the personal chat, which is opened when it is not known, or no longer there."""
        reference = await self.references.of(place)
        chat = reference.conversation or await self._open(place, reference, deadline)
        try:
            posted = await self.connector.post(reference.service, activities(chat), activity, deadline)
        except PermanentError as error:
            if error.why != "ConversationNotFound" or not reference.conversation:
                raise
            chat = await self._open(place, reference, deadline)
            posted = await self.connector.post(reference.service, activities(chat), activity, deadline)
        return _sent(room(place.workspace, chat), posted.get("id"), "")

    async def _open(self, place: Place, reference: Reference, deadline: Deadline) -> str:
        chat = await opened(self.connector, reference.service, reference.bot, place.workspace, place.user, deadline)
        await self.references.keep_chat(place, chat)
        return chat

    async def _how_to_reach_me(self, place: Place, deadline: Deadline) -> Sent:
        """Said where they asked, without what was asked: there is no private place for the answer yet."""
        text = self.say(
            "I have an answer for you, but Teams does not let me write to you privately. "
            "Open Apps, find {name} and choose Add. Then ask me again.",
            name=self.arena_name,
        )
        line = message(Card(parts=(Text(text),)), Brush(opens=lambda _: False))
        sent = await self._to_room(Place(place.platform, place.workspace, place.channel, place.thread), line, deadline)
        # the thread is still theirs, not one the bot opened
        return Sent(sent.message, sent.link, "", place.channel)

    async def _where(self, place: Place, message_id: str) -> tuple[Reference, str]:
        reference = await self.references.of(place)
        if place.channel:
            return reference, conversation_of(place.channel, place.thread or message_id)
        if not reference.conversation:
            raise PermanentError("chat_unknown", gone=True)
        return reference, reference.conversation


async def opened(connector: Connector, service: str, bot: str, tenant: str, user: str, deadline: Deadline) -> str:
    """The personal chat with somebody. Opening it twice gives the same, so an unclear answer means: try again."""
    body = {
        "isGroup": False,
        "bot": {"id": bot},
        "members": [{"id": user}],
        "tenantId": tenant,
        "channelData": {"tenant": {"id": tenant}},
    }
    try:
        answer = await connector.post(service, _CREATE, body, deadline)
    except OutcomeUnknown as error:
        raise TemporaryError(f"chat not opened: {error}") from None
    chat = dig(answer, "id")
    if not chat:
        raise TemporaryError("chat not opened: no id")
    return chat


def _sent(place: Place, id: Any, thread: str) -> Sent:
    if not isinstance(id, str) or not id:
        raise OutcomeUnknown("success without an id")
    return Sent(id, link(place.workspace, place.channel, id, thread), thread, place.channel)

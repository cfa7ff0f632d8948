"""Post, change and delete messages.

Finds which conversation a place is, and what to do when it is not there.
"""

from __future__ import annotations

from typing import Any

from bot.platforms import PermanentError, Sent, TemporaryError
from bot.platforms.teams.activities import Activity, read_nested_text, read_tenant
from bot.platforms.teams.addresses import (
    build_conversation_id,
    build_room_place,
    build_teams_link,
    is_personal_chat,
    is_team_channel,
    split_conversation,
)
from bot.platforms.teams.cards import CardStyle, draw_message_activity
from bot.platforms.teams.connector import ConnectorClient, Deadline, build_activities_path, build_member_path
from bot.platforms.teams.conversation_references import TeamsReference, TeamsReferences
from bot.platforms.teams.errors import TeamsOutcomeUnknown
from bot.platforms.teams.texts import Element
from handlers.chat.cards import Card, Text
from handlers.chat.places import Place
from handlers.chat.say import Say

_CREATE = "/v3/conversations"
#: What Teams says of a chat that its person has blocked or taken the app out of. In a room it means something else.
_SHUT_BY_PERSON = dict.fromkeys(("BotNotInConversationRoster", "MessageWritesBlocked"), "ConversationBlockedByUser")


class TeamsMessageSender:
    """Send finished activities; the delivery worker decides when, and whether again."""

    def __init__(self, connector: ConnectorClient, references: TeamsReferences, say: Say, arena_name: str) -> None:
        self.connector = connector
        self.references = references
        self.say = say
        self.arena_name = arena_name

    async def post_activity(self, place: Place, activity: Element) -> Sent:
        """Post an activity.

        Raises TemporaryError, PermanentError or TeamsOutcomeUnknown, like every method of this class.
        """
        deadline = Deadline()
        if not place.user:
            return await self._post_to_room(place, activity, deadline)
        try:
            return await self._post_to_person(place, activity, deadline)
        except PermanentError as error:
            if not error.gone or not place.channel or is_personal_chat(place.channel):
                raise PermanentError(_SHUT_BY_PERSON.get(error.why, error.why), gone=error.gone) from None
        return await self._post_how_to_add_bot(place, deadline)

    async def update_posted_activity(self, place: Place, message_id: str, activity: Element) -> None:
        reference, conversation = await self.find_message_conversation(place, message_id)
        if place.user and not is_personal_chat(conversation):
            # The message is the hint of `_post_how_to_add_bot`. Nothing private may replace it.
            raise PermanentError("not_sent_privately")
        await self.connector.put_to_connector(
            reference.service, build_activities_path(conversation, message_id), activity, Deadline()
        )

    async def delete_posted_activity(self, place: Place, message_id: str) -> None:
        """Delete a message. A message that is already gone is no error."""
        reference, conversation = await self.find_message_conversation(place, message_id)
        try:
            await self.connector.delete_from_connector(
                reference.service, build_activities_path(conversation, message_id), Deadline()
            )
        except PermanentError as error:
            if error.why not in ("ActivityNotFoundInConversation", "ConversationNotFound", "http_404"):
                raise

    async def find_roster_member(self, activity: Activity, directory_id: str) -> dict[str, Any]:
        """Return what the roster says of somebody in the conversation; empty if it does not answer in time."""
        channel = split_conversation(activity.conversation.id)[0]
        reference = await self.references.load_reference(build_room_place(read_tenant(activity), channel))
        try:
            return await self.connector.get_from_connector(
                reference.service, build_member_path(channel, directory_id), Deadline(3)
            )
        except (TemporaryError, PermanentError, TeamsOutcomeUnknown):
            return {}

    async def _post_to_room(self, place: Place, activity: Element, deadline: Deadline) -> Sent:
        reference = await self.references.load_reference(place)
        if place.thread or not is_team_channel(place.channel):
            conversation = build_conversation_id(place.channel, place.thread)
            posted = await self.connector.post_to_connector(
                reference.service, build_activities_path(conversation), activity, deadline
            )
            return _build_teams_sent(place, posted.get("id"), place.thread)
        body = {
            "isGroup": True,
            "bot": {"id": reference.bot},
            "tenantId": place.workspace,
            "activity": activity,
            "channelData": {"channel": {"id": place.channel}, "tenant": {"id": place.workspace}},
        }
        posted = await self.connector.post_to_connector(reference.service, _CREATE, body, deadline)
        root = split_conversation(str(posted.get("id", "")))[1]
        return _build_teams_sent(place, posted.get("activityId") or root, root)

    async def _post_to_person(self, place: Place, activity: Element, deadline: Deadline) -> Sent:
        """Post in the personal chat, and open the chat if it is not known or no longer there."""
        reference = await self.references.load_reference(place)
        chat = reference.conversation or await self._open_known_chat(place, reference, deadline)
        try:
            posted = await self.connector.post_to_connector(
                reference.service, build_activities_path(chat), activity, deadline
            )
        except PermanentError as error:
            if error.why != "ConversationNotFound" or not reference.conversation:
                raise
            chat = await self._open_known_chat(place, reference, deadline)
            posted = await self.connector.post_to_connector(
                reference.service, build_activities_path(chat), activity, deadline
            )
        return _build_teams_sent(build_room_place(place.workspace, chat), posted.get("id"), "")

    async def _open_known_chat(self, place: Place, reference: TeamsReference, deadline: Deadline) -> str:
        chat = await open_personal_chat(
            self.connector, reference.service, reference.bot, place.workspace, place.user, deadline
        )
        await self.references.record_personal_chat(place, chat)
        return chat

    async def _post_how_to_add_bot(self, place: Place, deadline: Deadline) -> Sent:
        """Post how to add the bot where the person asked, without repeating the question.

        There is no private place for the answer yet.
        """
        text = self.say(
            "I have an answer for you, but Teams does not let me write to you privately. "
            "Open Apps, find {name} and choose Add. Then ask me again.",
            name=self.arena_name,
        )
        line = draw_message_activity(Card(parts=(Text(text),)), CardStyle(opens=lambda _: False))
        sent = await self._post_to_room(
            Place(place.platform, place.workspace, place.channel, place.thread), line, deadline
        )
        # The thread remains the one of the people, and was not begun by the bot.
        return Sent(sent.message, sent.link, "", place.channel)

    async def find_message_conversation(self, place: Place, message_id: str) -> tuple[TeamsReference, str]:
        reference = await self.references.load_reference(place)
        if place.channel:
            return reference, build_conversation_id(place.channel, place.thread or message_id)
        if not reference.conversation:
            raise PermanentError("chat_unknown", gone=True)
        return reference, reference.conversation


async def open_personal_chat(
    connector: ConnectorClient, service: str, bot: str, tenant: str, user: str, deadline: Deadline
) -> str:
    """Open the personal chat with somebody and return its id. Raises TemporaryError.

    Opening a chat twice gives the same id, so an unclear answer means: try again.
    """
    body = {
        "isGroup": False,
        "bot": {"id": bot},
        "members": [{"id": user}],
        "tenantId": tenant,
        "channelData": {"tenant": {"id": tenant}},
    }
    try:
        answer = await connector.post_to_connector(service, _CREATE, body, deadline)
    except TeamsOutcomeUnknown as error:
        raise TemporaryError(f"chat not opened: {error}") from None
    chat = read_nested_text(answer, "id")
    if not chat:
        raise TemporaryError("chat not opened: no id")
    return chat


def _build_teams_sent(place: Place, id: Any, thread: str) -> Sent:
    if not isinstance(id, str) or not id:
        raise TeamsOutcomeUnknown("success without an id")
    return Sent(id, build_teams_link(place.workspace, place.channel, id, thread), thread, place.channel)

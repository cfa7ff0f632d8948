"""React to people's messages in Teams."""

from __future__ import annotations

from bot.platforms import PermanentError
from bot.platforms.teams.connector import Deadline, build_reaction_path
from bot.platforms.teams.message_sender import TeamsMessageSender
from handlers.chat.cards import OwnReaction
from handlers.chat.places import Place

#: Teams' names of the bot's reactions
_NAMES = {"👀": "1f440_eyes", "✅": "2705_whiteheavycheckmark"}
_GONE = ("ActivityNotFoundInConversation", "http_404")


async def react_to_activity(posting: TeamsMessageSender, place: Place, reaction: OwnReaction) -> None:
    """Show the reaction and take the others away.

    Raises TemporaryError, PermanentError or TeamsOutcomeUnknown.
    """
    deadline = Deadline()
    reference, conversation = await posting.find_message_conversation(place, reaction.message)
    if reaction.emoji:
        path = build_reaction_path(conversation, reaction.message, _NAMES[reaction.emoji])
        await posting.connector.put_to_connector(reference.service, path, {}, deadline)
    for other in reaction.others:
        path = build_reaction_path(conversation, reaction.message, _NAMES[other])
        try:
            await posting.connector.delete_from_connector(reference.service, path, deadline)
        except PermanentError as error:
            if error.why not in _GONE:
                raise

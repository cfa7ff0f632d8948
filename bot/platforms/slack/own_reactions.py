"""React to people's messages in Slack, where the workspace has granted that."""

from __future__ import annotations

import structlog

from bot.platforms import PermanentError, RateBudget
from bot.platforms.slack.api_client import SlackApi
from bot.platforms.slack.texts import EMOJI
from handlers.chat.cards import OwnReaction
from handlers.chat.places import Place

log = structlog.get_logger()
_NAMES = {emoji: name for name, emoji in EMOJI.items()}
#: Slack takes 20 removals in a minute from a workspace, and 50 additions.
REACTION_BUDGETS = {"reactions": RateBudget(3.0, 5)}
MISSING = "missing_scope"


class SlackReactions:
    """Add and remove the bot's own reactions in one workspace.

    The right for it is a comfort: without it everything else works, and the log says so once.
    """

    def __init__(self, api: SlackApi) -> None:
        self.api = api
        self._told = False

    async def react_to_slack_message(self, place: Place, reaction: OwnReaction) -> None:
        """Show the reaction and take the others away. Raises TemporaryError, PermanentError or SlackOutcomeUnknown."""
        try:
            if reaction.emoji:
                await self._change_reaction("reactions.add", "already_reacted", place, reaction.message, reaction.emoji)
            for other in reaction.others:
                await self._change_reaction("reactions.remove", "no_reaction", place, reaction.message, other)
        except PermanentError as error:
            if error.why == MISSING and not self._told:
                log.warning("no reactions here: the app lacks reactions:write", workspace=place.workspace)
                self._told = True
            raise
        self._told = False

    async def _change_reaction(self, method: str, done: str, place: Place, message: str, emoji: str) -> None:
        """Call the method; that it is so already is no error."""
        try:
            await self.api.post_json(method, channel=place.channel, timestamp=message, name=_NAMES[emoji])
        except PermanentError as error:
            if error.why != done:
                raise

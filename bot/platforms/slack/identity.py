"""Hold who the bot is in a workspace, from auth.test or from its installation.

auth.test is called until Slack answers.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from bot.platforms import PermanentError, TemporaryError
from bot.platforms.slack.api_client import SlackApi
from bot.platforms.slack.errors import DEAD_TOKEN, SlackOutcomeUnknown

log = structlog.get_logger()
#: seconds between tries while Slack does not answer: doubled from the first to the second value
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0


@dataclass
class BotIdentity:
    """Hold the bot's ids. They are empty until Slack has answered, if only a token is given.

    The bot starts without Slack and learns them later.
    """

    api: SlackApi
    team: str = ""
    #: such as "https://nettverket.slack.com/"
    url: str = ""
    user: str = ""
    bot: str = ""
    #: Enterprise Grid organisation of the workspace; the same as `team` if that was installed as a whole
    enterprise: str = ""
    #: True if its own people installed the bot, and may remove it. Otherwise the operator has set the token.
    installed: bool = False

    async def fetch_identity(self) -> bool:
        """Ask Slack once. Returns False if Slack gave no answer."""
        try:
            answer, _ = await self.api.load_token_identity()
        except (TemporaryError, PermanentError, SlackOutcomeUnknown) as error:
            log.warning("slack does not say who the bot is", error=str(error))
            return False
        self.team, self.url = str(answer.get("team_id", "")), str(answer.get("url", ""))
        self.user, self.bot = str(answer.get("user_id", "")), str(answer.get("bot_id", ""))
        self.enterprise = str(answer.get("enterprise_id") or "")
        return True

    async def is_token_revoked(self) -> bool:
        """Return True if Slack says that the token no longer works. Raises if Slack says neither."""
        try:
            await self.api.load_token_identity()
        except PermanentError as error:
            if error.why not in DEAD_TOKEN:
                raise
            return True
        return False

    async def fetch_identity_until_known(self) -> None:
        """Repeat `fetch_identity` until Slack answers."""
        pause = FIRST_PAUSE
        while not await self.fetch_identity():
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def build_message_link(self, channel: str, message: str, thread: str = "") -> str:
        """Return the link that opens the message, as Slack's own "copy link" writes it.

        It is empty while the workspace is unknown.
        """
        if not self.url or not channel:
            return ""
        link = f"{self.url}archives/{channel}/p{message.replace('.', '')}"
        return f"{link}?thread_ts={thread}&cid={channel}" if thread and thread != message else link

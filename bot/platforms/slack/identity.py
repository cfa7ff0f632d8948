"""Who the bot is in a workspace: as auth.test says, asked again until Slack answers, or as it was installed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from bot.platforms import PermanentError, TemporaryError
from bot.platforms.slack.calls import Api
from bot.platforms.slack.errors import DEAD_TOKEN, OutcomeUnknown

log = structlog.get_logger()
#: seconds between tries while Slack does not answer: doubled each time, up to the second
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0


@dataclass
class Identity:
    """Empty until Slack has answered, if only a token is given: the bot starts without Slack and learns it later."""

    api: Api
    team: str = ""
    #: "https://nettverket.slack.com/"
    url: str = ""
    user: str = ""
    bot: str = ""
    #: the organisation (Enterprise Grid) the workspace is part of; the same as `team` if that installed it as a whole
    enterprise: str = ""
    #: by its own people, who may remove it; a token that the operator has set is the operator's to take back
    installed: bool = False

    async def verify(self) -> bool:
        """Ask once; False when Slack gave no answer."""
        try:
            answer, _ = await self.api.whoami()
        except (TemporaryError, PermanentError, OutcomeUnknown) as error:
            log.warning("slack does not say who the bot is", error=str(error))
            return False
        self.team, self.url = str(answer.get("team_id", "")), str(answer.get("url", ""))
        self.user, self.bot = str(answer.get("user_id", "")), str(answer.get("bot_id", ""))
        self.enterprise = str(answer.get("enterprise_id") or "")
        return True

    async def dead(self) -> bool:
        """Whether Slack says that the token is good for nothing any more. Raises where it says neither."""
        try:
            await self.api.whoami()
        except PermanentError as error:
            if error.why not in DEAD_TOKEN:
                raise
            return True
        return False

    async def keep_trying(self) -> None:
        """Until Slack answers."""
        pause = FIRST_PAUSE
        while not await self.verify():
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def link(self, channel: str, message: str, thread: str = "") -> str:
        """Where the message opens, as Slack's own "copy link" writes it; empty while the workspace is unknown."""
        if not self.url or not channel:
            return ""
        link = f"{self.url}archives/{channel}/p{message.replace('.', '')}"
        return f"{link}?thread_ts={thread}&cid={channel}" if thread and thread != message else link

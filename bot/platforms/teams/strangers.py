"""Those whose tenant nobody has let in: told once how to get in, counted, and nothing of them is kept."""

from __future__ import annotations

import time
from datetime import UTC

import structlog

from bot.platforms import Dispatch, PermanentError, TemporaryError
from bot.platforms.teams import invokes
from bot.platforms.teams.activities import Activity, direct, sender, tenant
from bot.platforms.teams.addresses import PLATFORM, happening
from bot.platforms.teams.cards import Brush, message
from bot.platforms.teams.connector import Connector, Deadline, activities
from bot.platforms.teams.errors import OutcomeUnknown
from bot.platforms.teams.invokes import Answer
from bot.platforms.teams.posting import opened
from handlers.chat.cards import Card
from handlers.chat.events import Knocked, Sender
from handlers.chat.places import Place
from handlers.chat.say import Say

log = structlog.get_logger()
#: seconds for which further knocks of a tenant are only counted, and tenants that are counted at a time
QUIET, MOST = 60.0, 1000
#: what somebody does who wants something of the bot
_KNOCKS = frozenset({"message", "invoke", "installationUpdate"})


class Strangers:
    """One door, at which many may knock as often as they like: it costs a write a minute."""

    def __init__(self, dispatch: Dispatch, connector: Connector, app_id: str) -> None:
        self.dispatch = dispatch
        self.connector = connector
        self.bot = f"28:{app_id}"
        #: tenant -> until when it is only counted, and how often it has knocked since
        self._heard: dict[str, tuple[float, int]] = {}

    async def meet(self, activity: Activity) -> Answer | None:
        """The answer of an invoke, else None. Raises only when nothing was stored."""
        if activity.type not in _KNOCKS or activity.action == "remove":
            return None
        card = await self._knock(activity)
        if activity.type == "invoke":
            say = Say(sender(activity).language, UTC)
            waits = say("Your organisation's chat is not let in yet. That waits for the secretariat.")
            return invokes.late(activity.name or "", waits)
        if card is not None:
            await self._tell(activity, card)
        return None

    async def _knock(self, activity: Activity) -> Card | None:
        where, now = tenant(activity), time.monotonic()
        until, times = self._heard.get(where, (0.0, 0))
        if now < until:
            self._heard[where] = (until, times + 1)
            return None
        if len(self._heard) >= MOST:
            self._heard.clear()
        self._heard[where] = (now + QUIET, 0)
        reply = await self.dispatch(
            Knocked(
                id=happening(where, "knocked", activity.id),
                sender=Sender(PLATFORM, where, "", language=sender(activity).language),
                place=Place(PLATFORM, where),
                times=times + 1,
            )
        )
        return reply.card if reply is not None else None

    async def _tell(self, activity: Activity, card: Card) -> None:
        """Privately: in their own chat with the bot, also where they wrote in a channel."""
        service, deadline = activity.service_url, Deadline()
        text = message(Card(card.title, card.parts), Brush(opens=lambda _: False))
        try:
            chat = activity.conversation.id
            if not direct(activity):
                bot = activity.recipient.id if activity.recipient else self.bot
                chat = await opened(self.connector, service, bot, tenant(activity), activity.from_property.id, deadline)
            await self.connector.post(service, activities(chat), text, deadline)
        except (TemporaryError, PermanentError, OutcomeUnknown) as error:
            log.info("a stranger could not be told how to get in", why=str(error))

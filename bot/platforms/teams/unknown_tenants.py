"""Answer people whose tenant has not been accepted.

They are told once how to get in and are counted; nothing else of them is stored.
"""

from __future__ import annotations

import time
from datetime import UTC

import structlog

from bot.platforms import Dispatch, PermanentError, TemporaryError
from bot.platforms.teams import invoke_responses
from bot.platforms.teams.activities import Activity, build_teams_sender, is_direct_activity, read_tenant
from bot.platforms.teams.addresses import PLATFORM, build_teams_event_id
from bot.platforms.teams.cards import CardStyle, draw_message_activity
from bot.platforms.teams.connector import ConnectorClient, Deadline, build_activities_path
from bot.platforms.teams.errors import TeamsOutcomeUnknown
from bot.platforms.teams.invoke_responses import InvokeResponse
from bot.platforms.teams.message_sender import open_personal_chat
from handlers.chat.cards import Card
from handlers.chat.events import Knocked, Sender
from handlers.chat.places import Place
from handlers.chat.say import Say

log = structlog.get_logger()
#: Seconds in which further attempts of a tenant are only counted, and maximum number of tenants counted.
QUIET, MOST = 60.0, 1000
#: activity types of people who want to use the bot
_KNOCKS = frozenset({"message", "invoke", "installationUpdate"})


class UnknownTenants:
    """Limit unknown tenants to one database write a minute, however often they write."""

    def __init__(self, dispatch: Dispatch, connector: ConnectorClient, app_id: str) -> None:
        self.dispatch = dispatch
        self.connector = connector
        self.bot = f"28:{app_id}"
        #: tenant -> (end of the time of counting, attempts since)
        self._heard: dict[str, tuple[float, int]] = {}

    async def answer_unknown_tenant(self, activity: Activity) -> InvokeResponse | None:
        """Return the answer of an invoke, else None. Raises only when nothing was stored."""
        if activity.type not in _KNOCKS or activity.action == "remove":
            return None
        card = await self._record_knock(activity)
        if activity.type == "invoke":
            say = Say(build_teams_sender(activity).language, UTC)
            waits = say("Your organisation's chat has not been let in yet. It is waiting for the secretariat.")
            return invoke_responses.respond_late(activity.name or "", waits)
        if card is not None:
            await self._post_private_notice(activity, card)
        return None

    async def _record_knock(self, activity: Activity) -> Card | None:
        where, now = read_tenant(activity), time.monotonic()
        until, times = self._heard.get(where, (0.0, 0))
        if now < until:
            self._heard[where] = (until, times + 1)
            return None
        if len(self._heard) >= MOST:
            self._heard.clear()
        self._heard[where] = (now + QUIET, 0)
        reply = await self.dispatch(
            Knocked(
                id=build_teams_event_id(where, "knocked", activity.id),
                sender=Sender(PLATFORM, where, "", language=build_teams_sender(activity).language),
                place=Place(PLATFORM, where),
                times=times + 1,
            )
        )
        return reply.card if reply is not None else None

    async def _post_private_notice(self, activity: Activity, card: Card) -> None:
        """Post the card in the person's own chat with the bot, also if they wrote in a channel."""
        service, deadline = activity.service_url, Deadline()
        text = draw_message_activity(Card(card.title, card.parts), CardStyle(opens=lambda _: False))
        try:
            chat = activity.conversation.id
            if not is_direct_activity(activity):
                bot = activity.recipient.id if activity.recipient else self.bot
                chat = await open_personal_chat(
                    self.connector, service, bot, read_tenant(activity), activity.from_property.id, deadline
                )
            await self.connector.post_to_connector(service, build_activities_path(chat), text, deadline)
        except (TemporaryError, PermanentError, TeamsOutcomeUnknown) as error:
            log.info("a stranger could not be told how to get in", why=str(error))

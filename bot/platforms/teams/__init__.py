"""Connect Microsoft Teams: activities come in and cards go out, over a transport of the bot's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
import structlog
from aiohttp import web

from bot.maintenance.outside_connections import build_guarded_connector
from bot.platforms import CannotTell, Dispatch, Finding, RateBudget, Sent
from bot.platforms.teams import checks, forms
from bot.platforms.teams.activity_handler import ArenaActivityHandler
from bot.platforms.teams.addresses import PLATFORM
from bot.platforms.teams.allowed_hosts import AllowedServiceUrls
from bot.platforms.teams.cards import CardStyle, draw_message_activity
from bot.platforms.teams.connector import ConnectorClient
from bot.platforms.teams.conversation_references import TeamsReferences
from bot.platforms.teams.endpoint import ActivityEndpoint
from bot.platforms.teams.inbound_tokens import InboundTokenVerifier, SigningKeys
from bot.platforms.teams.message_sender import TeamsMessageSender
from bot.platforms.teams.outbound_tokens import OutboundTokenSource
from bot.platforms.teams.own_reactions import react_to_activity
from bot.platforms.teams.rate_limits import list_teams_budgets
from bot.platforms.teams.rehearsal import rehearse_teams_message
from bot.platforms.teams.responder import TeamsResponder
from bot.platforms.teams.roster import RosterLookup
from bot.platforms.teams.unknown_tenants import UnknownTenants
from bot.teams_settings import TeamsSettings as Settings
from handlers.chat.cards import Card, OwnReaction, Reply
from handlers.chat.events import Event
from handlers.chat.places import Place
from handlers.chat.say import Say
from storage.directory.tenants import TenantAllowList

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _OpenParts:
    """Hold the parts that live from start to stop."""

    session: aiohttp.ClientSession
    posting: TeamsMessageSender
    answers: TeamsResponder
    endpoint: ActivityEndpoint
    brush: CardStyle


class TeamsPlatform:
    """Implement Platform with one app registration, for any number of admitted tenants."""

    name = PLATFORM

    def __init__(self, settings: Settings, tenants: TenantAllowList, *, arena_name: str, language: str) -> None:
        self.settings = settings
        self.tenants = tenants
        self.arena_name = arena_name
        self.say = Say(language, UTC)
        self.service_urls = AllowedServiceUrls(settings.service_urls)
        self._open: _OpenParts | None = None

    def list_routes(self) -> Iterable[web.RouteDef]:
        return [web.post("/api/messages", self._receive_activity), web.get("/api/messages", self._answer_health_check)]

    async def open_sessions(self, dispatch: Dispatch, *, listen: bool) -> None:
        """Open the session and build the parts.

        All events come in over HTTP, so `listen` opens nothing.
        """
        for prefix, why in self.service_urls.unusable.items():
            log.warning("TEAMS_SERVICE_URLS: neither in nor out", prefix=prefix, why=why)
        await self.tenants.accept_configured_tenants()
        session = self._open_http_session()
        references = TeamsReferences(dispatch, self.settings.app_id)
        connector = ConnectorClient(session, OutboundTokenSource(self.settings, session), self.service_urls)
        posting = TeamsMessageSender(connector, references, self.say, self.arena_name)
        answers = TeamsResponder(dispatch, posting, self.arena_name)
        handler = ArenaActivityHandler(
            dispatch, self.tenants, references, RosterLookup(connector, references), posting, answers
        )
        inbound = InboundTokenVerifier(self.settings, SigningKeys(session, self.settings.openid_url))
        unknown_tenants = UnknownTenants(dispatch, connector, self.settings.app_id)
        endpoint = ActivityEndpoint(
            self.settings, inbound, self.service_urls, self.tenants, handler, unknown_tenants, self.say
        )
        self._open = _OpenParts(session, posting, answers, endpoint, CardStyle(dispatch.is_form_button))

    async def close_sessions(self) -> None:
        if self._open is None:
            return
        await self._open.endpoint.finish_accepted_activities()
        await self._open.answers.clicked_messages.stop_redraws()
        await self._open.session.close()
        self._open = None

    async def send(self, place: Place, card: Card, *, key: str) -> Sent:
        return await self._parts.posting.post_activity(place, draw_message_activity(card, self._parts.brush, key))

    async def update(self, place: Place, message_id: str, card: Card) -> None:
        await self._parts.posting.update_posted_activity(
            place, message_id, draw_message_activity(card, self._parts.brush)
        )

    async def delete(self, place: Place, message_id: str) -> None:
        await self._parts.posting.delete_posted_activity(place, message_id)

    async def find(self, place: Place, key: str, since: datetime) -> Sent | None:
        raise CannotTell("Teams has no call by which a bot reads back what it wrote")

    async def react(self, place: Place, reaction: OwnReaction) -> None:
        await react_to_activity(self._parts.posting, place, reaction)

    async def download_file(self, place: Place, address: str, most: int) -> bytes:
        return await self._parts.posting.connector.download_attachment(address, most)

    def list_budgets(self, place: Place) -> Mapping[str, RateBudget]:
        return list_teams_budgets(place)

    def list_reaction_budgets(self, place: Place) -> Mapping[str, RateBudget]:
        """Return the budgets of a message in a thread there: to Teams a reaction is one more call."""
        return list_teams_budgets(place.move_to_thread(place.thread or place.channel))

    async def rehearse_reply(self, event: Event, reply: Reply | None) -> None:
        await self._parts.endpoint.inbound.keys.prefetch_signing_keys()
        if reply is not None and reply.form is not None:
            forms.draw_adaptive_form(reply.form, self.say, dialog=True)
        elif reply is not None and reply.card is not None:
            draw_message_activity(reply.card, self._parts.brush)

    async def rehearse_first_message(self, dispatch: Dispatch) -> None:
        connector = self._parts.posting.connector
        await rehearse_teams_message(self.settings, self.tenants, connector, dispatch, self.say, self.arena_name)

    async def check_configuration(self) -> list[Finding]:
        async with self._open_http_session() as session:
            return await checks.check_teams_settings(self.settings, self.service_urls, self.tenants, session)

    def _open_http_session(self) -> aiohttp.ClientSession:
        """Open a session that connects to public addresses and configured ones.

        The guard is needed because the sender of an activity chooses the address of the answer.
        """
        own = (*self.settings.service_urls, self.settings.openid_url, self.settings.login_url)
        anywhere = bool(self.service_urls.list_portless_prefixes())
        return aiohttp.ClientSession(connector=build_guarded_connector(own, any_local_port=anywhere))

    @property
    def _parts(self) -> _OpenParts:
        assert self._open is not None, "start() comes first"
        return self._open

    async def _receive_activity(self, request: web.Request) -> web.Response:
        return await self._parts.endpoint.receive_activity(request)

    async def _answer_health_check(self, _request: web.Request) -> web.Response:
        return web.Response(text="ok")

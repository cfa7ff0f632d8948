"""Microsoft Teams: activities in, cards out, over a transport of the bot's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
import structlog
from aiohttp import web

from bot.maintenance.outside_connections import guarded
from bot.platforms import Budget, CannotTell, Dispatch, Finding, Sent
from bot.platforms.teams import checks, forms
from bot.platforms.teams.addresses import PLATFORM
from bot.platforms.teams.answers import Answers
from bot.platforms.teams.cards import Brush, message
from bot.platforms.teams.connector import Connector
from bot.platforms.teams.endpoint import Endpoint
from bot.platforms.teams.handler import ArenaHandler
from bot.platforms.teams.hosts import ServiceUrls
from bot.platforms.teams.paces import budgets
from bot.platforms.teams.posting import Posting
from bot.platforms.teams.references import References
from bot.platforms.teams.roster import Roster
from bot.platforms.teams.strangers import Strangers
from bot.platforms.teams.tokens import Inbound, Keys, Outbound
from bot.settings import Teams as Settings
from handlers.chat.cards import Card, Reply
from handlers.chat.events import Event
from handlers.chat.places import Place
from handlers.chat.say import Say
from storage.directory.tenants import Tenants

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Open:
    """The parts that live from start to stop."""

    session: aiohttp.ClientSession
    posting: Posting
    answers: Answers
    endpoint: Endpoint
    brush: Brush


class Teams:
    """One app registration; any number of tenants that have been let in."""

    name = PLATFORM

    def __init__(self, settings: Settings, tenants: Tenants, *, arena_name: str, language: str) -> None:
        self.settings = settings
        self.tenants = tenants
        self.arena_name = arena_name
        self.say = Say(language, UTC)
        self.service_urls = ServiceUrls(settings.service_urls)
        self._open: _Open | None = None

    def routes(self) -> Iterable[web.RouteDef]:
        return [web.post("/api/messages", self._receive), web.get("/api/messages", self._alive)]

    async def start(self, dispatch: Dispatch, *, listen: bool) -> None:
        """Everything comes in over HTTP, so `listen` opens nothing."""
        for prefix, why in self.service_urls.unusable.items():
            log.warning("TEAMS_SERVICE_URLS: neither in nor out", prefix=prefix, why=why)
        await self.tenants.begin()
        session = self._session()
        references = References(dispatch, self.settings.app_id)
        connector = Connector(session, Outbound(self.settings, session), self.service_urls)
        posting = Posting(connector, references, self.say, self.arena_name)
        answers = Answers(dispatch, posting, self.arena_name)
        handler = ArenaHandler(dispatch, self.tenants, references, Roster(connector, references), posting, answers)
        inbound = Inbound(self.settings, Keys(session, self.settings.openid_url))
        strangers = Strangers(dispatch, connector, self.settings.app_id)
        endpoint = Endpoint(self.settings, inbound, self.service_urls, self.tenants, handler, strangers, self.say)
        self._open = _Open(session, posting, answers, endpoint, Brush(dispatch.opens))

    async def stop(self) -> None:
        if self._open is None:
            return
        await self._open.endpoint.stop()
        await self._open.answers.stop()
        await self._open.session.close()
        self._open = None

    async def send(self, place: Place, card: Card, *, key: str) -> Sent:
        return await self._parts.posting.send(place, message(card, self._parts.brush, key))

    async def update(self, place: Place, message_id: str, card: Card) -> None:
        await self._parts.posting.update(place, message_id, message(card, self._parts.brush))

    async def delete(self, place: Place, message_id: str) -> None:
        await self._parts.posting.delete(place, message_id)

    async def find(self, place: Place, key: str, since: datetime) -> Sent | None:
        raise CannotTell("Teams has no call by which a bot reads back what it wrote")

    def budgets(self, place: Place) -> Mapping[str, Budget]:
        return budgets(place)

    async def rehearse(self, event: Event, reply: Reply | None) -> None:
        await self._parts.endpoint.inbound.keys.prefetch()
        if reply is not None and reply.form is not None:
            forms.draw(reply.form, self.say, dialog=True)
        elif reply is not None and reply.card is not None:
            message(reply.card, self._parts.brush)

    async def check(self) -> list[Finding]:
        async with self._session() as session:
            return await checks.run(self.settings, self.service_urls, self.tenants, session)

    def _session(self) -> aiohttp.ClientSession:
        """Whoever sends an activity says where its answer goes."""
        own = (*self.settings.service_urls, self.settings.openid_url, self.settings.login_url)
        anywhere = bool(self.service_urls.portless())
        return aiohttp.ClientSession(connector=guarded(own, any_local_port=anywhere))

    @property
    def _parts(self) -> _Open:
        assert self._open is not None, "start() comes first"
        return self._open

    async def _receive(self, request: web.Request) -> web.Response:
        return await self._parts.endpoint.receive(request)

    async def _alive(self, _request: web.Request) -> web.Response:
        return web.Response(text="ok")

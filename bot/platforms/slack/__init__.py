"""Slack: one workspace by token, over HTTP or Socket Mode."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp

from bot.platforms import Budget, Dispatch, Finding, Sent
from bot.platforms.slack import checks, listeners
from bot.platforms.slack.answers import Answers
from bot.platforms.slack.background import Background
from bot.platforms.slack.calls import Api
from bot.platforms.slack.envelopes import NAME
from bot.platforms.slack.events import Events
from bot.platforms.slack.gate import Gate, Refused
from bot.platforms.slack.identity import Identity
from bot.platforms.slack.interactions import Interactions
from bot.platforms.slack.outgoing import Outgoing, budgets
from bot.platforms.slack.people import People
from bot.platforms.slack.private import Private
from bot.platforms.slack.sockets import Socket
from bot.settings import Slack as Settings
from handlers.chat.cards import Card
from handlers.chat.places import Place
from handlers.chat.say import Say

PATH = "/slack/events"
#: seconds to wait at start for Slack to say who the bot is, and at the end for what is in hand
START, STOP = 3.0, 10.0


class Slack:
    """The `Platform` of bot.platforms. Errors of Slack become its two; see `errors` for which becomes which."""

    name = NAME

    def __init__(self, settings: Settings, *, arena_name: str, language: str) -> None:
        self.settings = settings
        self.arena_name = arena_name
        self.language = language
        #: None without a signing secret: then everything comes by Socket Mode
        self._gate = Gate(settings.signing_secret) if settings.signing_secret else None
        self._background = Background()
        self._api: Api | None = None
        self._outgoing: Outgoing | None = None
        self._people: People | None = None
        self._app: AsyncApp | None = None
        self._socket: Socket | None = None
        #: what goes on for as long as it takes, and is simply dropped at the end
        self._restless: list[asyncio.Task[None]] = []

    def routes(self) -> Iterable[web.RouteDef]:
        return [web.post(PATH, self._receive)] if self._gate is not None else []

    async def start(self, dispatch: Dispatch, *, listen: bool) -> None:
        """Slack need not be up: who the bot is, is asked until it answers."""
        outgoing = self._open()
        known = asyncio.create_task(outgoing.identity.keep_trying())
        self._restless.append(known)
        await asyncio.wait({known}, timeout=START)
        if listen:
            self._listen(outgoing, dispatch)

    async def stop(self) -> None:
        if self._socket is not None:
            await self._socket.stop()
        if self._people is not None:
            await self._people.stop()
        for task in self._restless:
            task.cancel()
        await asyncio.gather(*self._restless, return_exceptions=True)
        await self._background.finish(STOP)
        if self._api is not None:
            await self._api.close()

    async def send(self, place: Place, card: Card, *, key: str) -> Sent:
        return await self._open().send(place, card, key)

    async def update(self, place: Place, message: str, card: Card) -> None:
        await self._open().update(place, message, card)

    async def delete(self, place: Place, message: str) -> None:
        await self._open().delete(place, message)

    async def find(self, place: Place, key: str, since: datetime) -> Sent | None:
        return await self._open().find(place, key, since)

    def budgets(self, place: Place) -> Mapping[str, Budget]:
        return budgets(place)

    async def check(self) -> list[Finding]:
        if self._api is not None:
            return await checks.look(self._api, self.settings.app_token)
        api = Api(self.settings.bot_token, self.settings.api_url)
        try:
            return await checks.look(api, self.settings.app_token)
        finally:
            await api.close()

    def _open(self) -> Outgoing:
        """The session belongs to the running loop, so it is made when it is first needed."""
        if self._outgoing is None:
            self._api = Api(self.settings.bot_token, self.settings.api_url)
            say = Say(self.language, ZoneInfo("UTC"))
            self._outgoing = Outgoing(self._api, Identity(self._api), say, self.arena_name)
        return self._outgoing

    def _listen(self, outgoing: Outgoing, dispatch: Dispatch) -> None:
        api, identity = outgoing.api, outgoing.identity
        self._people = People(api)
        self._restless.append(asyncio.create_task(self._people.read_ahead()))
        answers = Answers(
            Interactions(identity, self._people),
            self._people,
            Private(api, outgoing),
            dispatch,
            self._background,
            name=self.arena_name,
            language=self.language,
        )
        events = Events(self._people, api)
        handlers = listeners.Listeners(identity, events, answers, dispatch, self._background)
        self._app = listeners.build(api, identity, handlers)
        if self.settings.app_token:
            self._socket = Socket(self._app, api, self.settings.app_token)
            self._socket.start()

    async def _receive(self, request: web.Request) -> web.Response:
        if self._app is None or self._gate is None:
            return web.Response(status=503)
        try:
            admitted = await self._gate.admit(request)
        except Refused as error:
            return web.Response(status=error.status)
        if admitted is None:
            return web.Response()
        return await to_aiohttp_response(await self._app.async_dispatch(admitted))

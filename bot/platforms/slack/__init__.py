"""Slack: one workspace by token, or many that install the bot themselves; over HTTP or Socket Mode."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.platforms import Budget, CannotTell, Dispatch, Finding, PermanentError, Sent, TellAgain
from bot.platforms.slack import checks, connect, listeners
from bot.platforms.slack.background import Background
from bot.platforms.slack.calls import Api
from bot.platforms.slack.envelopes import NAME
from bot.platforms.slack.gate import Gate, Refused
from bot.platforms.slack.identity import Identity
from bot.platforms.slack.modals import Origin, card_view, form_view, home_view, text_view
from bot.platforms.slack.outgoing import budgets
from bot.platforms.slack.pages import BACK, BEGIN
from bot.platforms.slack.people import People
from bot.platforms.slack.sockets import Socket
from bot.platforms.slack.workspaces import One, Workspace, Workspaces
from bot.settings import Slack as Settings
from handlers.chat.cards import Card, Reply
from handlers.chat.events import Event, HomeOpened
from handlers.chat.places import Place
from handlers.chat.say import Say

if TYPE_CHECKING:
    from bot.platforms.slack.installing import Installing
    from storage.directory.installation_stores import Installs

PATH = "/slack/events"
#: the content type of what Slack tells by itself, and of nothing else
EVENTS = "application/json"
#: seconds to wait at the end for what is in hand
STOP = 10.0


class Slack:
    """The `Platform` of bot.platforms. Errors of Slack become its two; see `errors` for which becomes which."""

    name = NAME

    def __init__(self, settings: Settings, *, arena_name: str, language: str, installs: Installs | None = None) -> None:
        """`installs`: where the tokens of workspaces are; None with a token that the operator has set."""
        self.settings = settings
        self.arena_name = arena_name
        self.language = language
        self.installs = installs
        #: None without a signing secret: then everything comes by Socket Mode
        self._gate = Gate(settings.signing_secret) if settings.signing_secret else None
        self._background = Background()
        self._api: Api | None = None
        self._workspaces: Workspaces | None = None
        self._installing: Installing | None = None
        self._app: AsyncApp | None = None
        self._socket: Socket | None = None
        self._dispatch: Dispatch | None = None

    def routes(self) -> Iterable[web.RouteDef]:
        routes = [web.post(PATH, self._receive)] if self._gate is not None else []
        if self.installs is not None:
            routes += [web.get(BEGIN, self._begin, allow_head=False), web.get(BACK, self._finish, allow_head=False)]
        return routes

    async def start(self, dispatch: Dispatch, *, listen: bool) -> None:
        workspaces = self._open()

        async def neighbours(team: str, enterprise: str) -> People | None:
            found = await workspaces.of(team, enterprise)
            return found.people if found is not None else None

        def ready(workspace: Workspace) -> None:
            if listen:
                workspace.people.neighbours = neighbours
                workspace.listen(dispatch, self._background)

        await workspaces.start(ready)
        if listen:
            self._dispatch = dispatch
            self._listen(workspaces, dispatch)

    async def stop(self) -> None:
        if self._socket is not None:
            await self._socket.stop()
        if self._workspaces is not None:
            await self._workspaces.stop()
        await self._background.finish(STOP)
        if self._api is not None:
            await self._api.close()

    async def send(self, place: Place, card: Card, *, key: str) -> Sent:
        async with self._open().serving(place.workspace) as workspace:
            return await workspace.outgoing.send(place, card, key)

    async def update(self, place: Place, message: str, card: Card) -> None:
        async with self._open().serving(place.workspace) as workspace:
            await workspace.outgoing.update(place, message, card)

    async def delete(self, place: Place, message: str) -> None:
        async with self._open().serving(place.workspace) as workspace:
            await workspace.outgoing.delete(place, message)

    async def find(self, place: Place, key: str, since: datetime) -> Sent | None:
        try:
            async with self._open().serving(place.workspace) as workspace:
                return await workspace.outgoing.find(place, key, since)
        except PermanentError as error:
            raise CannotTell(error.why) from None

    def budgets(self, place: Place) -> Mapping[str, Budget]:
        return budgets(place)

    async def rehearse(self, event: Event, reply: Reply | None) -> None:
        say = Say(self.language, ZoneInfo("UTC"))
        text_view(say("Loading …"), self.arena_name, Origin(), say)
        if reply is not None and reply.form is not None:
            form_view(reply.form, Origin(), say)
        elif reply is not None and reply.card is not None and isinstance(event, HomeOpened):
            home_view(reply.card, say, self.arena_name)
        elif reply is not None and reply.card is not None:
            card_view(reply.card, Origin(), say, self.arena_name)

    async def check(self) -> list[Finding]:
        api = self._api or Api(self.settings.bot_token, self.settings.api_url)
        try:
            if self.installs is None:
                return await checks.look(api, self.settings.app_token)
            from bot.platforms.slack.installed_checks import look_everywhere

            return await look_everywhere(api, self.installs, self.settings)
        finally:
            if api is not self._api:
                await api.close()

    def _open(self) -> Workspaces:
        """The session belongs to the running loop, so it is made when it is first needed."""
        if self._workspaces is None:
            self._api = Api(self.settings.bot_token, self.settings.api_url)
            self._workspaces = self._gather(self._api)
        return self._workspaces

    def _gather(self, api: Api) -> Workspaces:
        if self.installs is None:
            return One(self._workspace(Identity(api)))
        from bot.platforms.slack.installed import Installed
        from bot.platforms.slack.rotating import Rotating

        rotating = Rotating(api, self.installs, self.settings.client_id, self.settings.client_secret)
        return Installed(api, self.installs, rotating, self._workspace)

    def _workspace(self, identity: Identity) -> Workspace:
        return Workspace(identity, name=self.arena_name, language=self.language)

    def _listen(self, workspaces: Workspaces, dispatch: Dispatch) -> None:
        assert self._api is not None

        async def find(body: listeners.Payload, context: AsyncBoltContext) -> listeners.Listeners | None:
            found = await workspaces.of(context.team_id or "", context.enterprise_id or "")
            if found is not None and (channel := connect.shared_channel(body)):
                known = await dispatch.known_by(Place(NAME, found.identity.team, channel))
                found = (await workspaces.of(known, "") if known else None) or found
            return found.listeners if found is not None else None

        self._app = listeners.build(self._api.client, find)
        if self.installs is not None:
            self._open_door(workspaces, dispatch)
        if self.settings.app_token:
            self._socket = Socket(self._app, self._api, self.settings.app_token)
            self._socket.start()

    def _open_door(self, workspaces: Workspaces, dispatch: Dispatch) -> None:
        from bot.platforms.slack.installed import Installed
        from bot.platforms.slack.installing import Installing

        assert isinstance(workspaces, Installed)
        say = Say(self.language, ZoneInfo("UTC"))
        self._installing = Installing(self.settings, workspaces, dispatch, say, self.arena_name)

    async def _begin(self, request: web.Request) -> web.Response:
        return await self._installing.begin(request) if self._installing else web.Response(status=503)

    async def _finish(self, request: web.Request) -> web.Response:
        return await self._installing.finish(request) if self._installing else web.Response(status=503)

    async def _receive(self, request: web.Request) -> web.Response:
        if self._app is None or self._gate is None or self._dispatch is None:
            return web.Response(status=503)
        try:
            return await self._let_in(request, self._app, self._gate, self._dispatch)
        except Refused as error:
            return web.Response(status=error.status)
        except TellAgain as error:
            return web.Response(status=503, headers={"Retry-After": str(math.ceil(error.after))})

    async def _let_in(self, request: web.Request, app: AsyncApp, gate: Gate, dispatch: Dispatch) -> web.Response:
        """Raises Refused, and TellAgain for events where too much is inside: whoever presses a button reads why."""

        def check_door() -> None:
            if request.content_type == EVENTS:
                dispatch.check_door()

        admitted = await gate.admit(request, on_signed=check_door)
        if admitted is None:
            return web.Response()
        event = str(admitted.body.get("event_id") or "")
        with dispatch.admit(event) if event else nullcontext():
            return await to_aiohttp_response(await app.async_dispatch(admitted))

"""Connect Slack: one workspace by token, or many that install the bot themselves; over HTTP or Socket Mode."""

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

from bot.platforms import CannotTell, Dispatch, Finding, PermanentError, RateBudget, Sent, TellAgain
from bot.platforms.slack import checks, listeners, slack_connect
from bot.platforms.slack.api_client import SlackApi
from bot.platforms.slack.background_tasks import BackgroundTasks
from bot.platforms.slack.envelopes import NAME
from bot.platforms.slack.identity import BotIdentity
from bot.platforms.slack.installation_pages import BACK, BEGIN
from bot.platforms.slack.message_sender import list_slack_budgets
from bot.platforms.slack.modals import ModalMetadata, draw_card_modal, draw_form_modal, draw_home_view, draw_text_modal
from bot.platforms.slack.own_reactions import REACTION_BUDGETS
from bot.platforms.slack.signature_check import PayloadUnreadable, RequestRefused, RequestVerifier
from bot.platforms.slack.socket_mode import SocketModeConnection
from bot.platforms.slack.user_profiles import UserProfiles
from bot.platforms.slack.workspaces import SingleWorkspace, SlackWorkspace, SlackWorkspaces
from bot.settings import SlackSettings as Settings
from handlers.chat.cards import Card, OwnReaction, Reply
from handlers.chat.events import Event, HomeOpened
from handlers.chat.places import Place
from handlers.chat.say import Say

if TYPE_CHECKING:
    from bot.platforms.slack.installation_flow import InstallationFlow
    from storage.directory.installation_stores import WorkspaceInstallations

PATH = "/slack/events"
#: content type that only the Events API uses
EVENTS = "application/json"
#: seconds to wait for running tasks at the end
STOP = 10.0


class SlackPlatform:
    """Implement `Platform` of bot.platforms. See `errors` for which error of Slack becomes which of the two."""

    name = NAME

    def __init__(
        self, settings: Settings, *, arena_name: str, language: str, installs: WorkspaceInstallations | None = None
    ) -> None:
        """Prepare the platform. `installs` stores the tokens of workspaces; None with one that the operator has set."""
        self.settings = settings
        self.arena_name = arena_name
        self.language = language
        self.installs = installs
        #: None without a signing secret: then all payloads arrive over Socket Mode
        self._gate = RequestVerifier(settings.signing_secret) if settings.signing_secret else None
        self._background = BackgroundTasks()
        self._api: SlackApi | None = None
        self._workspaces: SlackWorkspaces | None = None
        self._installing: InstallationFlow | None = None
        self._app: AsyncApp | None = None
        self._socket: SocketModeConnection | None = None
        self._dispatch: Dispatch | None = None

    def list_routes(self) -> Iterable[web.RouteDef]:
        routes = [web.post(PATH, self._receive_slack_request)] if self._gate is not None else []
        if self.installs is not None:
            routes += [
                web.get(BEGIN, self._begin_installation, allow_head=False),
                web.get(BACK, self._finish_installation, allow_head=False),
            ]
        return routes

    async def open_sessions(self, dispatch: Dispatch, *, listen: bool) -> None:
        workspaces = self._open_workspaces()

        async def find_home_people(team: str, enterprise: str) -> UserProfiles | None:
            found = await workspaces.find_payload_workspace(team, enterprise)
            return found.people if found is not None else None

        def listen_when_ready(workspace: SlackWorkspace) -> None:
            if listen:
                workspace.people.neighbours = find_home_people
                workspace.start_listeners(dispatch, self._background)

        await workspaces.start_workspaces(listen_when_ready)
        if listen:
            self._dispatch = dispatch
            self._start_listening(workspaces, dispatch)

    async def close_sessions(self) -> None:
        if self._socket is not None:
            await self._socket.stop_socket()
        if self._workspaces is not None:
            await self._workspaces.stop_workspaces()
        await self._background.finish_background_tasks(STOP)
        if self._api is not None:
            await self._api.close_api_session()

    async def send(self, place: Place, card: Card, *, key: str) -> Sent:
        async with self._open_workspaces().use_workspace(place.workspace) as workspace:
            return await workspace.outgoing.post_slack_card(place, card, key)

    async def update(self, place: Place, message: str, card: Card) -> None:
        async with self._open_workspaces().use_workspace(place.workspace) as workspace:
            await workspace.outgoing.update_slack_message(place, message, card)

    async def delete(self, place: Place, message: str) -> None:
        async with self._open_workspaces().use_workspace(place.workspace) as workspace:
            await workspace.outgoing.delete_slack_message(place, message)

    async def find(self, place: Place, key: str, since: datetime) -> Sent | None:
        try:
            async with self._open_workspaces().use_workspace(place.workspace) as workspace:
                return await workspace.outgoing.find_slack_message(place, key, since)
        except PermanentError as error:
            raise CannotTell(error.why) from None

    async def react(self, place: Place, reaction: OwnReaction) -> None:
        async with self._open_workspaces().use_workspace(place.workspace) as workspace:
            await workspace.reactions.react_to_slack_message(place, reaction)

    async def download_file(self, place: Place, address: str, most: int) -> bytes:
        async with self._open_workspaces().use_workspace(place.workspace) as workspace:
            return await workspace.api.download_slack_file(address, most)

    def list_budgets(self, place: Place) -> Mapping[str, RateBudget]:
        return list_slack_budgets(place)

    def list_reaction_budgets(self, _place: Place) -> Mapping[str, RateBudget]:
        return REACTION_BUDGETS

    async def rehearse_reply(self, event: Event, reply: Reply | None) -> None:
        say = Say(self.language, ZoneInfo("UTC"))
        draw_text_modal(say("Loading …"), self.arena_name, ModalMetadata(), say)
        if reply is not None and reply.form is not None:
            draw_form_modal(reply.form, ModalMetadata(), say)
        elif reply is not None and reply.card is not None and isinstance(event, HomeOpened):
            draw_home_view(reply.card, say, self.arena_name)
        elif reply is not None and reply.card is not None:
            draw_card_modal(reply.card, ModalMetadata(), say, self.arena_name)

    async def rehearse_first_message(self, dispatch: Dispatch) -> None:
        """Do nothing: what the bot does not know of a sender it asks Slack, not the database."""

    async def check_configuration(self) -> list[Finding]:
        api = self._api or SlackApi(self.settings.bot_token, self.settings.api_url)
        try:
            if self.installs is None:
                return await checks.check_operator_workspace(api, self.settings.app_token)
            from bot.platforms.slack.installed_checks import check_installed_workspaces

            return await check_installed_workspaces(api, self.installs, self.settings)
        finally:
            if api is not self._api:
                await api.close_api_session()

    def _open_workspaces(self) -> SlackWorkspaces:
        """Return the workspaces, created on first use because the session belongs to the running loop."""
        if self._workspaces is None:
            self._api = SlackApi(self.settings.bot_token, self.settings.api_url)
            self._workspaces = self._build_workspaces(self._api)
        return self._workspaces

    def _build_workspaces(self, api: SlackApi) -> SlackWorkspaces:
        if self.installs is None:
            return SingleWorkspace(self._build_workspace(BotIdentity(api)))
        from bot.platforms.slack.installed_workspaces import InstalledWorkspaces
        from bot.platforms.slack.token_rotation import TokenRotation

        rotating = TokenRotation(api, self.installs, self.settings.client_id, self.settings.client_secret)
        return InstalledWorkspaces(api, self.installs, rotating, self._build_workspace)

    def _build_workspace(self, identity: BotIdentity) -> SlackWorkspace:
        return SlackWorkspace(identity, name=self.arena_name, language=self.language)

    def _start_listening(self, workspaces: SlackWorkspaces, dispatch: Dispatch) -> None:
        assert self._api is not None

        async def find_listeners(
            body: listeners.Payload, context: AsyncBoltContext
        ) -> listeners.PayloadListeners | None:
            found = await workspaces.find_payload_workspace(context.team_id or "", context.enterprise_id or "")
            if found is not None and (channel := slack_connect.find_shared_channel(body)):
                known = await dispatch.find_room_workspace(Place(NAME, found.identity.team, channel))
                found = (await workspaces.find_payload_workspace(known, "") if known else None) or found
            return found.listeners if found is not None else None

        self._app = listeners.build_bolt_app(self._api.client, find_listeners, dispatch.count_unreadable_event)
        if self.installs is not None:
            self._open_installation_flow(workspaces, dispatch)
        if self.settings.app_token:
            self._socket = SocketModeConnection(self._app, self._api, self.settings.app_token)
            self._socket.start_socket()

    def _open_installation_flow(self, workspaces: SlackWorkspaces, dispatch: Dispatch) -> None:
        from bot.platforms.slack.installation_flow import InstallationFlow
        from bot.platforms.slack.installed_workspaces import InstalledWorkspaces

        assert isinstance(workspaces, InstalledWorkspaces)
        say = Say(self.language, ZoneInfo("UTC"))
        self._installing = InstallationFlow(self.settings, workspaces, dispatch, say, self.arena_name)

    async def _begin_installation(self, request: web.Request) -> web.Response:
        begin = self._installing and self._installing.begin_slack_installation
        return await begin(request) if begin else web.Response(status=503)

    async def _finish_installation(self, request: web.Request) -> web.Response:
        finish = self._installing and self._installing.finish_slack_installation
        return await finish(request) if finish else web.Response(status=503)

    async def _receive_slack_request(self, request: web.Request) -> web.Response:
        if self._app is None or self._gate is None or self._dispatch is None:
            return web.Response(status=503)
        try:
            return await self._admit_slack_request(request, self._app, self._gate, self._dispatch)
        except PayloadUnreadable as error:
            listeners.log.warning("slack payload refused", why="it cannot be read")
            self._dispatch.count_unreadable_event()
            return web.Response(status=error.status)
        except RequestRefused as error:
            return web.Response(status=error.status)
        except TellAgain as error:
            return web.Response(status=503, headers={"Retry-After": str(math.ceil(error.after))})

    async def _admit_slack_request(
        self, request: web.Request, app: AsyncApp, gate: RequestVerifier, dispatch: Dispatch
    ) -> web.Response:
        """Verify a request and dispatch it. Raises RequestRefused.

        Raises TellAgain for events when the bot is overloaded.
        Clicks get through, and are answered with the reason.
        """

        def validate_event_capacity() -> None:
            if request.content_type == EVENTS:
                dispatch.validate_capacity()

        admitted = await gate.verify_request(request, on_signed=validate_event_capacity)
        if admitted is None:
            return web.Response()
        event = str(admitted.body.get("event_id") or "")
        with dispatch.admit_event(event) if event else nullcontext():
            return await to_aiohttp_response(await app.async_dispatch(admitted))

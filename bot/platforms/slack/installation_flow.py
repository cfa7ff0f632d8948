"""Run Bolt's installation flow with our own pages.

`GET /slack/install` leads to Slack and `GET /slack/oauth_redirect` comes back.
"""

from __future__ import annotations

from urllib.parse import urlencode

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation

from bot.http.client_addresses import AddressCounter
from bot.platforms import Dispatch, PermanentError, TemporaryError
from bot.platforms.slack.checks import load_needed_scopes
from bot.platforms.slack.envelopes import NAME
from bot.platforms.slack.installation_pages import BACK, BEGIN, draw_installation_page
from bot.platforms.slack.installed_workspaces import InstalledWorkspaces
from bot.platforms.slack.listeners import bolt_log
from bot.settings import SlackSettings as Settings
from handlers.chat import events
from handlers.chat.places import Place
from handlers.chat.say import Say
from storage.directory.installation_stores import BEGUN, WorkspaceInstallations, get_installed_workspace_id
from storage.kit.database import UNAVAILABLE

log = structlog.get_logger()
#: Maximum number of installations begun from one address in these seconds. Each is a row, and anybody may begin one.
MOST, WINDOW = 60, 60.0
_COOKIE = "arena-slack-install"
#: The state was used, is too old, or belongs to another browser. The last code is Slack's.
_AGAIN = frozenset({"invalid_browser", "invalid_state", "missing_code", "invalid_code"})
#: Errors while Slack or the database is unavailable. KeyError, AttributeError and ValueError come from incomplete
#: answers.
_AWAY = (*UNAVAILABLE, aiohttp.ClientError, SlackApiError, PermanentError, TemporaryError, OSError, KeyError,
         AttributeError, ValueError)  # fmt: skip


class InstallationFlow:
    """Turn the code into a token at the configured API; nothing is fetched from elsewhere."""

    def __init__(
        self, settings: Settings, workspaces: InstalledWorkspaces, dispatch: Dispatch, say: Say, name: str
    ) -> None:
        self.workspaces = workspaces
        self.dispatch = dispatch
        self.say = say
        self.name = name
        self._begun = AddressCounter(MOST, WINDOW)
        flow = self._build_oauth_settings(settings, workspaces.installs)
        self._flow = _OAuthFlow(client=workspaces.api.client, logger=bolt_log, settings=flow)

    async def begin_slack_installation(self, request: web.Request) -> web.Response:
        if self._begun.count_request(request):
            return await _build_aiohttp_response(self._show_installation_later(429))
        try:
            return await _build_aiohttp_response(await self._flow.handle_installation(_build_bolt_request(request)))
        except UNAVAILABLE as error:
            log.warning("slack installation cannot begin", error=str(error))
            return await _build_aiohttp_response(self._show_installation_later(503))

    async def finish_slack_installation(self, request: web.Request) -> web.Response:
        try:
            return await _build_aiohttp_response(await self._flow.handle_callback(_build_bolt_request(request)))
        except _AWAY as error:
            log.warning("slack installation not finished", error=type(error).__name__)
            return await _build_aiohttp_response(self._show_installation_later(503))

    def _build_oauth_settings(self, settings: Settings, installs: WorkspaceInstallations) -> AsyncOAuthSettings:
        """Set every option. Bolt would read missing ones from the environment, or keep them in files."""
        return AsyncOAuthSettings(
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            scopes=sorted(load_needed_scopes()),
            user_scopes=[],
            redirect_uri=settings.redirect_url,
            install_path=BEGIN,
            install_page_rendering_enabled=False,
            redirect_uri_path=BACK,
            callback_options=AsyncCallbackOptions(self._done, self._failed),
            authorization_url=settings.authorize_url,
            installation_store=installs.keeping,
            state_store=installs.states,
            state_cookie_name=_COOKIE,
            state_expiration_seconds=BEGUN,
            logger=bolt_log,
        )

    async def _done(self, args: AsyncSuccessArgs) -> BoltResponse:
        say, installation = self.say, args.installation
        await self._announce_installation(installation)
        where = installation.team_name or installation.enterprise_name or ""
        query = {"app": installation.app_id or "", "team": installation.team_id or installation.enterprise_id or ""}
        return self._clear_state_cookie(
            draw_installation_page(
                say,
                say("{name} is installed in {workspace}", name=self.name, workspace=where),
                say("I have written to you in Slack. Open the message to continue."),
                link=(say("Open Slack"), f"https://slack.com/app_redirect?{urlencode(query)}"),
            )
        )

    async def _announce_installation(self, installation: Installation) -> None:
        """Dispatch the installation, with the installer's name already known.

        The direct chat is remembered, so that opening it brings no second welcome.
        """
        id, user = get_installed_workspace_id(installation), installation.user_id or ""
        workspace = await self.workspaces.reload_workspace(id)
        await workspace.people.load_user_profile(user)
        chat = Place(NAME, id, user=user)
        await self.dispatch(
            events.Installed(
                id=f"{NAME}:{id}:installed:{installation.installed_at}",
                sender=workspace.people.build_known_sender(user, id),
                place=Place(NAME, id),
                direct=True,
                reply_to=chat if user else None,
                workspace_name=installation.team_name or installation.enterprise_name or "",
            )
        )
        if user:
            await self.dispatch.remember_place(chat, {"channel": ""})

    async def _failed(self, args: AsyncFailureArgs) -> BoltResponse:
        say, status = self.say, 400
        if args.reason == "access_denied":
            title, why, status = say("Nothing was installed"), say("You chose that in Slack."), 200
        elif args.reason in _AGAIN:
            title = say("That did not work")
            why = say("The link has been used, has expired, or was opened in another browser.")
        else:
            title, why = say("That did not work"), say("Slack refused. Show the message below to whoever runs the bot.")
        # Use a fixed path, because the request's URL cannot be trusted.
        return self._clear_state_cookie(
            draw_installation_page(say, title, why, link=(say("Start again"), BEGIN), code=args.reason, status=status)
        )

    def _show_installation_later(self, status: int) -> BoltResponse:
        say = self.say
        return draw_installation_page(say, say("That did not work"), say("Try again in a little while."), status=status)

    def _clear_state_cookie(self, response: BoltResponse) -> BoltResponse:
        response.headers["set-cookie"] = [self._flow.settings.state_utils.build_set_cookie_for_deletion()]
        return response


class _OAuthFlow(AsyncOAuthFlow):
    async def store_installation(self, request: AsyncBoltRequest, installation: Installation) -> None:
        """Store the installation with the workspace's address, by which links to messages are made."""
        answer = await self.client.auth_test(token=installation.bot_token)
        installation.set_custom_value("url", str(answer.get("url") or ""))
        await super().store_installation(request, installation)


def _build_bolt_request(request: web.Request) -> AsyncBoltRequest:
    return AsyncBoltRequest(body="", query=request.query_string, headers=dict(request.headers))


async def _build_aiohttp_response(response: BoltResponse) -> web.Response:
    answer = await to_aiohttp_response(response)
    for cookie in answer.cookies.values():
        cookie["samesite"] = "Lax"  # sent with Slack's redirect, not with other sites' forms
    return answer

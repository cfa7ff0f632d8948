"""Admit requests, limit how long Teams waits, and finish work after Teams has been answered."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
import structlog
from aiohttp import web

from bot.http.request_bodies import BodyRefused, read_request_body
from bot.platforms import Overloaded, TellAgain
from bot.platforms.teams import activities, invoke_responses
from bot.platforms.teams.activities import Activity, NotAnActivity
from bot.platforms.teams.activity_handler import ArenaActivityHandler
from bot.platforms.teams.allowed_hosts import AllowedServiceUrls, read_url_host
from bot.platforms.teams.answer_times import get_answer_time
from bot.platforms.teams.inbound_tokens import CHANNEL, InboundTokenVerifier, RequestDenied
from bot.platforms.teams.invoke_responses import InvokeResponse
from bot.platforms.teams.unknown_tenants import UnknownTenants
from bot.runtime.logs import describe_error_place
from bot.teams_settings import TeamsSettings as Settings
from handlers.chat.say import Say
from storage.directory.tenants import TenantAllowList
from storage.kit.database import UNAVAILABLE

log = structlog.get_logger()

#: maximum number of bytes of one request
LARGEST = 512 * 1024
#: seconds between further tries of a message that could not be stored
PAUSES = (0.5, 1, 2, 4, 8, 15, 30)
#: errors after which nothing was stored, and another try may succeed
_LATER = (TellAgain, *UNAVAILABLE)
#: handles an activity: its handler, or the one for unknown tenants
Take = Callable[[Activity], Coroutine[Any, Any, InvokeResponse | None]]


class ActivityEndpoint:
    """Handle POST /api/messages. Every refusal is a 4xx, and has no effect."""

    def __init__(
        self,
        settings: Settings,
        inbound: InboundTokenVerifier,
        service_urls: AllowedServiceUrls,
        tenants: TenantAllowList,
        handler: ArenaActivityHandler,
        unknown_tenants: UnknownTenants,
        say: Say,
    ) -> None:
        self.settings = settings
        self.inbound = inbound
        self.service_urls = service_urls
        self.tenants = tenants
        self.handler = handler
        self.strangers = unknown_tenants
        self.say = say
        self._tasks: set[asyncio.Task[Any]] = set()

    async def receive_activity(self, request: web.Request) -> web.Response:
        try:
            activity = await self._admit_activity(request)
            known = await self._is_tenant_accepted(activities.read_tenant(activity))
        except RequestDenied as refusal:
            log.info("request refused", status=refusal.status, why=str(refusal))
            return web.Response(status=refusal.status)
        take = self.handler.handle_activity if known else self.strangers.answer_unknown_tenant
        with structlog.contextvars.bound_contextvars(activity=activity.type, invoke=activity.name or ""):
            if activity.type == "invoke":
                return _build_invoke_response(await self._answer_invoke(activity, take))
            return await self._accept_activity(activity, take)

    async def finish_accepted_activities(self, seconds: float = 10.0) -> None:
        """Finish what was accepted.

        Work that cannot be finished in time is given up, and Teams sends it again.
        """
        if self._tasks:
            _, left = await asyncio.wait(self._tasks, timeout=seconds)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def _admit_activity(self, request: web.Request) -> Activity:
        if request.content_type != "application/json":
            raise RequestDenied(415, "not JSON")
        claims = (
            None
            if self.settings.anonymous
            else await self.inbound.verify_bearer_token(request.headers.get("Authorization"))
        )
        try:
            activity = activities.decode_activity(await read_request_body(request, LARGEST))
        except NotAnActivity as error:
            raise RequestDenied(400, str(error)) from None
        except BodyRefused as error:
            raise RequestDenied(error.status, str(error)) from None
        self._validate_activity_claims(activity, claims)
        return activity

    def _validate_activity_claims(self, activity: Activity, claims: dict[str, Any] | None) -> None:
        """Check that the token was made for this activity too, not only for this bot. Raises RequestDenied."""
        if activity.channel_id != CHANNEL:
            raise RequestDenied(403, "not from Teams")
        if claims is not None and (not claims.get("serviceurl") or claims["serviceurl"] != activity.service_url):
            raise RequestDenied(403, "the token is for another service URL")
        if not self.service_urls.is_allowed_url(activity.service_url):
            host = read_url_host(activity.service_url)
            raise RequestDenied(
                403, f"service URL not allowed: {host} is neither Microsoft's nor in TEAMS_SERVICE_URLS"
            )
        if not activities.read_tenant(activity):
            raise RequestDenied(403, "no tenant")
        if not activity.id or not activity.conversation.id or not activity.from_property.id:
            raise RequestDenied(400, "no id, conversation or sender: it could not be told from its repeat")

    async def _is_tenant_accepted(self, tenant: str) -> bool:
        """Return True if the tenant has been accepted. Raises RequestDenied for a blocked tenant."""
        try:
            access = await self.tenants.get_tenant_standing(tenant)
        except UNAVAILABLE as error:
            log.warning("tenant cannot be looked up", error=str(error))
            raise RequestDenied(503, "the database is away") from None
        if access == "out":
            raise RequestDenied(403, "tenant shut out")
        return access == "in"

    async def _accept_activity(self, activity: Activity, take: Take) -> web.Response:
        """Answer 202 when the activity is stored, and before Teams gives up.

        Answers 503 when nothing could be stored: Teams then sends the activity again, and the bot tries again too.
        """
        first = self._track_task(take(activity))
        await asyncio.wait({first}, timeout=get_answer_time(activity))
        error = first.exception() if first.done() and not first.cancelled() else None
        if isinstance(error, Overloaded):  # an overloaded process keeps nothing
            return web.Response(status=503, headers={"Retry-After": str(math.ceil(error.after))})
        self._track_task(self._retry_until_stored(first, activity, take))
        if not first.done():
            return web.Response(status=202)
        if first.cancelled() or isinstance(error, _LATER):
            return web.Response(status=503, headers={"Retry-After": "1"})
        return web.Response(status=202 if error is None else 500)

    async def _retry_until_stored(
        self, first: asyncio.Task[InvokeResponse | None], activity: Activity, take: Take
    ) -> None:
        """Wait for the first try and try again if needed.

        An accepted message must not be lost to a database that is away.
        """
        try:
            for pause in (*PAUSES, 0.0):
                try:
                    await first
                    return
                except _LATER as error:
                    log.warning("activity not stored", error=str(error), where=describe_error_place(error))
                if pause:
                    await asyncio.sleep(pause)
                    first = asyncio.create_task(take(activity))
            log.error("activity given up", conversation=activity.conversation.id)
        except Exception as error:  # a bug in one activity: another try would fail too
            log.error("activity given up", where=describe_error_place(error), exc_info=error)

    async def _answer_invoke(self, activity: Activity, take: Take) -> InvokeResponse:
        """Return the answer as the HTTP response; an invoke that takes too long is still carried out."""
        name, language = activity.name or "", activities.build_teams_sender(activity).language
        say = Say(language, self.say.zone) if language else self.say
        task = self._track_task(take(activity))
        await asyncio.wait({task}, timeout=get_answer_time(activity))
        if not task.done():
            return invoke_responses.respond_late(
                name, say("This is taking longer than usual. Check again in a moment.")
            )
        if task.cancelled() or (error := task.exception()) is not None:
            error = None if task.cancelled() else error
            if isinstance(error, _LATER):
                log.warning("invoke put off", why=str(error), where=describe_error_place(error))
            else:
                log.error("invoke failed", exc_info=error)
            return invoke_responses.respond_late(name, say("That did not work. Try again in a little while."))
        return task.result() or invoke_responses.respond_not_understood(name)

    def _track_task(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._discard_task)
        return task

    def _discard_task(self, task: asyncio.Task[Any]) -> None:
        """Read the outcome, so that asyncio does not complain of an exception that nobody retrieved."""
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()


def _build_invoke_response(answer: InvokeResponse) -> web.Response:
    return web.Response(body=msgspec.json.encode(answer.body), status=answer.status, content_type="application/json")

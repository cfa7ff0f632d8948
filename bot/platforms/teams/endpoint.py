"""The door: what may come in, how long Teams is made to wait, and what is finished after it has been answered."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
import structlog
from aiohttp import web

from bot.http.request_bodies import BodyRefused, read_body
from bot.platforms import Overloaded, TellAgain
from bot.platforms.teams import activities, invokes
from bot.platforms.teams.activities import Activity, NotAnActivity
from bot.platforms.teams.handler import ArenaHandler
from bot.platforms.teams.hosts import ServiceUrls
from bot.platforms.teams.invokes import Answer
from bot.platforms.teams.strangers import Strangers
from bot.platforms.teams.tokens import CHANNEL, Inbound, Refused
from bot.runtime.logs import name_place
from bot.settings import Teams as Settings
from handlers.chat.say import Say
from storage.directory.tenants import Tenants
from storage.kit.database import UNAVAILABLE

log = structlog.get_logger()

#: bytes of one request
LARGEST = 512 * 1024
#: seconds Teams waits: for a message before it is told that it is being worked on, for an invoke, for a search
ACCEPT, INVOKE, SEARCH = 2.5, 9.0, 4.0
#: seconds between further tries of a message that could not be stored
PAUSES = (0.5, 1, 2, 4, 8, 15, 30)
#: what rises when nothing was stored, and another try may go well
_LATER = (TellAgain, *UNAVAILABLE)
#: what answers an activity: its handler, or the door
Take = Callable[[Activity], Coroutine[Any, Any, Answer | None]]


class Endpoint:
    """POST /api/messages. Every refusal is a 4xx, and has no effect."""

    def __init__(
        self,
        settings: Settings,
        inbound: Inbound,
        service_urls: ServiceUrls,
        tenants: Tenants,
        handler: ArenaHandler,
        strangers: Strangers,
        say: Say,
    ) -> None:
        self.settings = settings
        self.inbound = inbound
        self.service_urls = service_urls
        self.tenants = tenants
        self.handler = handler
        self.strangers = strangers
        self.say = say
        self._tasks: set[asyncio.Task[Any]] = set()

    async def receive(self, request: web.Request) -> web.Response:
        try:
            activity = await self._admitted(request)
            known = await self._known(activities.tenant(activity))
        except Refused as refusal:
            log.info("request refused", status=refusal.status, why=str(refusal))
            return web.Response(status=refusal.status)
        take = self.handler.take if known else self.strangers.meet
        with structlog.contextvars.bound_contextvars(activity=activity.type, invoke=activity.name or ""):
            if activity.type == "invoke":
                return _json(await self._invoked(activity, take))
            return await self._accepted(activity, take)

    async def stop(self, seconds: float = 10.0) -> None:
        """Finish what was accepted; what cannot be finished in time is given up, and sent again by Teams."""
        if self._tasks:
            _, left = await asyncio.wait(self._tasks, timeout=seconds)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def _admitted(self, request: web.Request) -> Activity:
        if request.content_type != "application/json":
            raise Refused(415, "not JSON")
        claims = None if self.settings.anonymous else await self.inbound.check(request.headers.get("Authorization"))
        try:
            activity = activities.read(await read_body(request, LARGEST))
        except NotAnActivity as error:
            raise Refused(400, str(error)) from None
        except BodyRefused as error:
            raise Refused(error.status, str(error)) from None
        self._judge(activity, claims)
        return activity

    def _judge(self, activity: Activity, claims: dict[str, Any] | None) -> None:
        """The token was made for this bot; was it also made for this activity?"""
        if activity.channel_id != CHANNEL:
            raise Refused(403, "not from Teams")
        if claims is not None and (not claims.get("serviceurl") or claims["serviceurl"] != activity.service_url):
            raise Refused(403, "the token is for another service URL")
        if not self.service_urls.allow(activity.service_url):
            raise Refused(403, "service URL not allowed")
        if not activities.tenant(activity):
            raise Refused(403, "no tenant")
        if not activity.id or not activity.conversation.id or not activity.from_property.id:
            raise Refused(400, "no id, conversation or sender: it could not be told from its repeat")

    async def _known(self, tenant: str) -> bool:
        """Whether it has been let in; one that is shut out is refused."""
        try:
            standing = await self.tenants.standing(tenant)
        except UNAVAILABLE as error:
            log.warning("tenant cannot be looked up", error=str(error))
            raise Refused(503, "the database is away") from None
        if standing == "out":
            raise Refused(403, "tenant shut out")
        return standing == "in"

    async def _accepted(self, activity: Activity, take: Take) -> web.Response:
        """202 within three seconds. 503 when nothing could be stored: Teams sends it again, and so does this."""
        first = self._keep(take(activity))
        await asyncio.wait({first}, timeout=ACCEPT)
        error = first.exception() if first.done() and not first.cancelled() else None
        if isinstance(error, Overloaded):  # nothing is kept in hand that is too much
            return web.Response(status=503, headers={"Retry-After": str(math.ceil(error.after))})
        self._keep(self._insist(first, activity, take))
        if not first.done():
            return web.Response(status=202)
        if first.cancelled() or isinstance(error, _LATER):
            return web.Response(status=503, headers={"Retry-After": "1"})
        return web.Response(status=202 if error is None else 500)

    async def _insist(self, first: asyncio.Task[Answer | None], activity: Activity, take: Take) -> None:
        """The first try, and more of them: an accepted message must not be lost to a database that is away."""
        try:
            for pause in (*PAUSES, 0.0):
                try:
                    await first
                    return
                except _LATER as error:
                    log.warning("activity not stored", error=str(error), where=name_place(error))
                if pause:
                    await asyncio.sleep(pause)
                    first = asyncio.create_task(take(activity))
            log.error("activity given up", conversation=activity.conversation.id)
        except Exception as error:  # a bug, around one delivery: another try would bring it again
            log.error("activity given up", where=name_place(error), exc_info=error)

    async def _invoked(self, activity: Activity, take: Take) -> Answer:
        """The answer is the HTTP response; one that comes too late is still carried out."""
        name = activity.name or ""
        task = self._keep(take(activity))
        await asyncio.wait({task}, timeout=SEARCH if name == "composeExtension/query" else INVOKE)
        if not task.done():
            return invokes.late(name, self.say("This takes longer than usual. Look again in a moment."))
        if task.cancelled() or (error := task.exception()) is not None:
            error = None if task.cancelled() else error
            if isinstance(error, _LATER):
                log.warning("invoke put off", why=str(error), where=name_place(error))
            else:
                log.error("invoke failed", exc_info=error)
            return invokes.late(name, self.say("That did not work. Try again in a little while."))
        return task.result() or invokes.refused(name)

    def _keep(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        return task

    def _forget(self, task: asyncio.Task[Any]) -> None:
        """Looks at the outcome, so that asyncio does not complain of one that nobody waited for."""
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()


def _json(answer: Answer) -> web.Response:
    return web.Response(body=msgspec.json.encode(answer.body), status=answer.status, content_type="application/json")

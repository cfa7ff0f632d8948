"""Puts all parts together; nothing else makes its own parts."""

from __future__ import annotations

import asyncio
import gc
import secrets
import signal
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from functools import partial
from types import TracebackType
from typing import Self

import structlog

from bot import web as pages
from bot.clock import Clock
from bot.delivery.courier import Courier
from bot.delivery.pacing import buckets
from bot.dispatcher import Dispatcher
from bot.http.health import Health
from bot.http.listening import listen
from bot.maintenance.embedding_worker import Librarian
from bot.maintenance.queue_auditor import Auditor
from bot.maintenance.search_index_repair import Mender
from bot.maintenance.source_poller import Watcher
from bot.maintenance.trainer import Learner
from bot.platforms import Platform
from bot.runtime.bootstrap_data import PATIENCE, meanings_of, prepare_database
from bot.runtime.heartbeat import HeartbeatWriter
from bot.runtime.metrics import Metrics
from bot.runtime.rehearsal import Rehearsal
from bot.runtime.supervision import Supervisor
from bot.settings import Settings
from handlers import capabilities
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.language import Mind
from handlers.language.meanings import Meanings
from storage.kit.database import Database

log = structlog.get_logger()


@dataclass
class Bot:
    """The whole bot of one process. `async with Bot.build(settings) as bot` starts and stops it."""

    settings: Settings
    database: Database
    router: Router
    arena: Arena
    mind: Mind
    meanings: Meanings
    metrics: Metrics
    platforms: dict[str, Platform]
    courier: Courier
    dispatcher: Dispatcher
    clock: Clock
    auditor: Auditor
    learner: Learner
    librarian: Librarian
    mender: Mender
    watcher: Watcher
    health: Health
    #: which halves run in this process
    web: bool = True
    worker: bool = True
    _stack: AsyncExitStack | None = None
    port: int = 0

    @classmethod
    def build(cls, settings: Settings, *, playground: bool = False, web: bool = True, worker: bool = True) -> Bot:
        arena = arena_of(settings, spare=secrets.token_bytes(32) if playground else b"")
        database, metrics, mind = Database(settings.database_url), Metrics(), Mind()
        meanings, router = meanings_of(settings), capabilities()
        platforms = _platforms(settings, database, playground=playground)
        arena = replace(arena, pace=partial(buckets, platforms))
        courier = Courier(database, platforms, router, arena, metrics)
        learner, librarian = Learner(database, mind, meanings, metrics, tries=worker), Librarian(database, meanings)

        def wake() -> None:
            courier.wake()
            learner.wake()
            librarian.wake()

        dispatcher = Dispatcher(database, router, arena, mind, metrics, wake, meanings)
        clock = Clock(database, router, arena)
        doubles = courier.outcomes.doubles
        auditor = Auditor(database, router, arena, metrics, doubles=doubles, clock_was_set=clock.wind)
        return cls(
            settings,
            database,
            router,
            arena,
            mind,
            meanings,
            metrics,
            platforms,
            courier,
            dispatcher,
            clock,
            auditor,
            learner,
            librarian,
            Mender(database, metrics),
            Watcher(database, arena, settings.sources),
            Health(database, metrics, HeartbeatWriter(database, courier, worker=worker)),
            web=web,
            worker=worker,
        )

    async def __aenter__(self) -> Self:
        """Start everything. If a step fails, stop what the steps before it have started, and raise its error."""
        async with AsyncExitStack() as stack:
            await self._start(stack)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop listening, finish what is in hand, give back the rest. Raise TaskDied if a background task died."""
        assert self._stack is not None, "it was started"
        await self._stack.__aexit__(kind, error, traceback)

    async def _start(self, stack: AsyncExitStack) -> None:
        """Each step says first how it is undone; the last step is undone first."""
        stack.push_async_callback(self.database.close)
        host = self.settings.host
        if self.settings.health_port:
            await listen(stack, pages.build_health(self.health), host, self.settings.health_port)
        await prepare_database(self.database, patience=PATIENCE)
        learnt = self.dispatcher.before = asyncio.get_running_loop().create_future()
        for platform in self.platforms.values():
            stack.push_async_callback(platform.stop)
            await platform.start(self.dispatcher, listen=self.web)
        stack.callback(self.meanings.close)
        supervisor = await stack.enter_async_context(Supervisor())
        stack.push_async_callback(self.courier.stop)
        if self.web:
            trusted = self.settings.trusted_proxies
            app = pages.build(self.platforms.values(), self.database, self.arena, self.health, trusted)
            self.port = await listen(stack, app, host, self.settings.port)
        stack.callback(learnt.cancel)  # nobody waits at the door of a start that has failed
        stack.callback(supervisor.expect_end)
        supervisor.start_task("heartbeat", self.health.heartbeat.run())
        if self.worker:
            self._start_worker(supervisor, stack)
        await self.learner.follow()  # the door is open first: who comes in waits there
        learnt.set_result(None)
        await self.librarian.begin()
        supervisor.start_task("librarian", self.librarian.run(worker=self.worker), may_end=True)
        if self.web:
            await Rehearsal(self.dispatcher, self.meanings, self.platforms.values()).run()
        self.health.warm = True
        # what the first lesson needed goes back to the system when the learner begins, so it begins after it
        supervisor.start_task("learner", self.learner.run())

    def _start_worker(self, supervisor: Supervisor, stack: AsyncExitStack) -> None:
        supervisor.start_task("courier", self.courier.run())
        supervisor.start_task("auditor", self.auditor.run())
        supervisor.start_task("mender", self.mender.run())
        supervisor.start_task("watcher", self.watcher.run())
        stack.callback(self.clock.stop)
        self.clock.start()


def arena_of(settings: Settings, *, spare: bytes = b"") -> Arena:
    """`spare` signs where no secret is set: what one process made, no other one knows."""
    secret, *older = [key.encode() for key in settings.secret_keys] or [spare]
    return Arena(
        name=settings.arena_name,
        language=settings.language,
        zone=settings.zone,
        grace_seconds=settings.grace_seconds,
        base_url=settings.base_url,
        gated="teams" if settings.teams is not None and settings.teams.allowed_tenants else "",
        secret=secret,
        older_secrets=tuple(older),
    )


def _platforms(settings: Settings, database: Database, *, playground: bool) -> dict[str, Platform]:
    """Each platform is imported only when it is switched on: start-up and memory stay small."""
    found: list[Platform] = []
    if playground:
        from bot.platforms.playground import Playground

        found.append(Playground(database, arena_name=settings.arena_name, language=settings.language))
    if settings.slack is not None:
        from bot.platforms.slack import Slack

        installs = None
        if settings.slack.client_id:
            from storage.directory.installation_stores import Installs

            installs = Installs(database, settings.slack.client_id, settings.secret_keys)
        found.append(
            Slack(settings.slack, arena_name=settings.arena_name, language=settings.language, installs=installs)
        )
    if settings.teams is not None:
        from bot.platforms.teams import Teams
        from storage.directory.tenants import Tenants

        tenants = Tenants(database, "teams", settings.teams.allowed_tenants)
        found.append(Teams(settings.teams, tenants, arena_name=settings.arena_name, language=settings.language))
    return {platform.name: platform for platform in found}


async def serve(bot: Bot) -> None:
    """Run until SIGTERM or SIGINT, which end a start too. Raise TaskDied when a background task dies before."""
    stop = asyncio.Event()
    loop, task, started = asyncio.get_running_loop(), asyncio.current_task(), False
    assert task is not None

    def end() -> None:
        stop.set()
        if not started:
            task.cancel()

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, end)
    try:
        async with bot:
            started = True
            gc.freeze()  # what has been learnt lasts too: each full collection would hold everybody up to look at it
            await stop.wait()
            log.info("stopping")
    except asyncio.CancelledError:
        if started or not stop.is_set():
            raise
        task.uncancel()
        log.info("stopped before it had started")

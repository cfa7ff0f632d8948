"""Put all parts of the bot together; no part builds the parts that it needs."""

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

from bot.chore_scheduler import ChoreScheduler
from bot.delivery.courier import Courier
from bot.delivery.rate_limiter import list_rate_buckets
from bot.dispatcher import Dispatcher
from bot.http.health import Health
from bot.http.http_listener import listen_for_requests
from bot.http.pages.page_routes import PageServer
from bot.maintenance.embedding_worker import EmbeddingWorker
from bot.maintenance.import_worker import ImportWorker
from bot.maintenance.picture_keeper import PictureKeeper, build_picture_keeper
from bot.maintenance.queue_auditor import QueueAuditor
from bot.maintenance.search_index_repair import SearchIndexRepairer
from bot.maintenance.source_poller import SourcePoller
from bot.maintenance.trainer import TopicTrainer
from bot.platforms import Platform
from bot.platforms.enabled_platforms import build_enabled_platforms, connect_next_day
from bot.runtime.bootstrap_data import PATIENCE, build_meanings, prepare_database
from bot.runtime.heartbeat import HeartbeatWriter
from bot.runtime.metrics import Metrics
from bot.runtime.rehearsal import Rehearsal
from bot.runtime.supervision import Supervisor
from bot.settings import Settings
from bot.web import build_health_application, build_web_application
from handlers import build_capability_router
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.language import TopicClassifier
from handlers.language.text_embeddings import TextEmbeddings
from storage.kit.clocks import MovableClock
from storage.kit.database import Database

log = structlog.get_logger()


@dataclass
class Bot:
    """Hold the whole bot of one process.

    `async with Bot.from_settings(settings) as bot` starts the bot and stops it.
    """

    settings: Settings
    database: Database
    router: Router
    arena: Arena
    classifier: TopicClassifier
    meanings: TextEmbeddings
    metrics: Metrics
    platforms: dict[str, Platform]
    courier: Courier
    dispatcher: Dispatcher
    chores: ChoreScheduler
    queue_auditor: QueueAuditor
    topic_trainer: TopicTrainer
    embedding_worker: EmbeddingWorker
    index_repairer: SearchIndexRepairer
    source_poller: SourcePoller
    picture_keeper: PictureKeeper
    health: Health
    #: which halves of the bot run in this process
    web: bool = True
    worker: bool = True
    _stack: AsyncExitStack | None = None
    port: int = 0

    def __post_init__(self) -> None:
        if "playground" in self.platforms:
            connect_next_day(self.platforms, self.database, self.chores, self.courier)

    @classmethod
    def from_settings(
        cls, settings: Settings, *, playground: bool = False, web: bool = True, worker: bool = True
    ) -> Bot:
        arena = build_arena(settings, spare=secrets.token_bytes(32) if playground else b"")
        movable, metrics, classifier = MovableClock(), Metrics(), TopicClassifier()
        database = Database(settings.database_url, clock=movable if playground else None)
        meanings, router = build_meanings(settings), build_capability_router()
        platforms = build_enabled_platforms(settings, database, playground=playground)
        arena = replace(arena, pace=partial(list_rate_buckets, platforms))
        courier = Courier(database, platforms, router, arena, metrics, movable.read_boot)
        topic_trainer = TopicTrainer(database, classifier, meanings, metrics, tries=worker)
        embedding_worker = EmbeddingWorker(database, meanings)
        picture_keeper = build_picture_keeper(settings, database, platforms)
        wake = partial(_wake_background_tasks, topic_trainer, embedding_worker)
        dispatcher = Dispatcher(database, router, arena, classifier, metrics, wake, meanings)
        chores = ChoreScheduler(database, router, arena, movable.get_lead)
        audit = partial(QueueAuditor, database, router, arena, metrics, boot=movable.read_boot)
        queue_auditor = audit(doubles=courier.outcomes.doubles, clock_was_set=chores.reschedule_jobs)
        return cls(
            settings,
            database,
            router,
            arena,
            classifier,
            meanings,
            metrics,
            platforms,
            courier,
            dispatcher,
            chores,
            queue_auditor,
            topic_trainer,
            embedding_worker,
            SearchIndexRepairer(database, metrics),
            SourcePoller(database, arena, settings.sources),
            picture_keeper,
            Health(database, metrics, HeartbeatWriter(database, courier, worker=worker)),
            web=web,
            worker=worker,
        )

    async def __aenter__(self) -> Self:
        """Start everything. If a step fails, stop what the steps before it have started, and raise its error."""
        async with AsyncExitStack() as stack:
            await self._start_parts(stack)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop listening, finish what is in hand, give back the rest. Raise TaskDied if a background task died."""
        assert self._stack is not None, "it was started"
        await self._stack.__aexit__(kind, error, traceback)

    async def _start_parts(self, stack: AsyncExitStack) -> None:
        """Start all parts in order.

        Each step first registers how it is undone; the last step is undone first.
        """
        stack.push_async_callback(self.database.close)
        stack.push_async_callback(self.dispatcher.spare_copies.finish_discarding)
        host = self.settings.host
        if self.settings.health_port:
            await listen_for_requests(stack, build_health_application(self.health), host, self.settings.health_port)
        await prepare_database(self.database, patience=PATIENCE)
        learnt = self.dispatcher.before = asyncio.get_running_loop().create_future()
        for platform in self.platforms.values():
            stack.push_async_callback(platform.close_sessions)
            await platform.open_sessions(self.dispatcher, listen=self.web)
        stack.callback(self.meanings.close)
        supervisor = await stack.enter_async_context(Supervisor())
        stack.push_async_callback(self.courier.stop_courier)
        if self.web:
            trusted = self.settings.trusted_proxies
            app = build_web_application(self.platforms.values(), self.build_page_server(), self.health, trusted)
            self.port = await listen_for_requests(stack, app, host, self.settings.port)
        stack.callback(learnt.cancel)  # release waiting events when the start fails
        stack.callback(supervisor.allow_task_end)
        supervisor.start_supervised_task("heartbeat", self.health.heartbeat.run_heartbeat_loop())
        if self.worker:
            self._start_worker_tasks(supervisor, stack)
        await self.topic_trainer.train_current_topics()  # the listener is open: events wait for this
        learnt.set_result(None)
        await self.embedding_worker.load_model_and_vectors()
        embedding = self.embedding_worker.run_embedding_loop(worker=self.worker)
        supervisor.start_supervised_task("embedding worker", embedding, may_end=True)
        if self.web:
            await Rehearsal(self.dispatcher, self.meanings, self.platforms.values()).rehearse_first_events()
        # It blocks everything for a moment, and frees the rehearsal's memory too.
        await self.topic_trainer.finish_first_lesson()
        self.health.warm = True
        supervisor.start_supervised_task("topic trainer", self.topic_trainer.run_training_loop())

    def build_page_server(self) -> PageServer:
        room, meaning = self.picture_keeper.room, self.dispatcher.query_meaning
        return PageServer(self.database, self.arena, self.classifier, self.meanings, meaning, room)

    def _start_worker_tasks(self, supervisor: Supervisor, stack: AsyncExitStack) -> None:
        supervisor.start_supervised_task("courier", self.courier.run_delivery_loop())
        supervisor.start_supervised_task("queue auditor", self.queue_auditor.run_audit_loop())
        supervisor.start_supervised_task("index repairer", self.index_repairer.run_repair_loop())
        supervisor.start_supervised_task("source poller", self.source_poller.run_polling_loop())
        supervisor.start_supervised_task("picture keeper", self.picture_keeper.run_picture_loop())
        imports = ImportWorker(self.database, self.arena, self.platforms)
        supervisor.start_supervised_task("import worker", imports.run_import_loop())
        stack.callback(self.chores.stop_scheduler)
        self.chores.start_scheduler()


def _wake_background_tasks(trainer: TopicTrainer, embedder: EmbeddingWorker) -> None:
    trainer.wake_trainer()
    embedder.wake_embedding_worker()


def build_arena(settings: Settings, *, spare: bytes = b"") -> Arena:
    """Build the arena of these settings.

    `spare` signs tokens where no secret is set: no other process knows a key that one process made.
    """
    secret, *older = [key.encode() for key in settings.secret_keys] or [spare]
    return Arena(
        name=settings.arena_name,
        language=settings.language,
        zone=settings.zone,
        grace_seconds=settings.grace_seconds,
        base_url=settings.base_url,
        gated="teams" if settings.teams is not None and settings.teams.allowed_tenants else "",
        tab_platform="teams" if settings.teams is not None and settings.teams.tab else "",
        secret=secret,
        older_secrets=tuple(older),
    )


async def serve_until_stopped(bot: Bot, stop: asyncio.Event | None = None) -> None:
    """Run the bot until SIGTERM or SIGINT, which also end a start, or until `stop` is set.

    Raise TaskDied when a background task dies before.
    """
    stop = stop or asyncio.Event()
    loop, task, started = asyncio.get_running_loop(), asyncio.current_task(), False
    assert task is not None

    def request_stop() -> None:
        stop.set()
        if not started:
            task.cancel()

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, request_stop)
    try:
        async with bot:
            started = True
            gc.freeze()  # exclude the model too: full collections would scan it
            await stop.wait()
            log.info("stopping")
    except asyncio.CancelledError:
        if started or not stop.is_set():
            raise
        task.uncancel()
        log.info("stopped before it had started")
    finally:
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(name)

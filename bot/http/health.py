"""Report the health of one process at `/health/live`, `/health/ready` and `/metrics`.

A web process answers there on its own port. With HEALTH_PORT every process, a worker too, answers there
on that port.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from aiohttp import web
from prometheus_client import Gauge

from bot.runtime.heartbeat import HeartbeatWriter
from bot.runtime.metrics import Metrics
from storage.kit.database import UNAVAILABLE, Database
from storage.kit.schema_revisions import is_schema_served

#: seconds without a round after which a courier counts as stuck
BEAT_TIMEOUT = 60.0


class Health:
    """Report the state of each part; the parts of this process decide whether it is ready."""

    def __init__(self, database: Database, metrics: Metrics, heartbeat: HeartbeatWriter) -> None:
        self.database = database
        self.metrics = metrics
        self.heartbeat = heartbeat
        #: True when all one-time work is done, so that the first event is as fast as later ones
        self.warm = False
        for name, text, value in (
            ("arena_writable", "Whether the database took the last write.", lambda: heartbeat.is_database_writable),
            (
                "arena_last_write_timestamp_seconds",
                "When the database last took a beat of this process.",
                lambda: heartbeat.wrote_time,
            ),
        ):
            Gauge(name, text, registry=metrics.registry).set_function(value)
        if database.is_sqlite:
            free = Gauge("arena_disk_free_bytes", "What the disk of the file has left.", registry=metrics.registry)
            free.set_function(lambda: database.count_free_bytes() or 0)

    def build_health_routes(self) -> Sequence[web.RouteDef]:
        return (
            web.get("/health/live", self._serve_liveness),
            web.get("/health/ready", self._serve_readiness),
            web.get("/metrics", self._serve_metrics),
        )

    async def _serve_liveness(self, _request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def _serve_readiness(self, _request: web.Request) -> web.Response:
        own, others = await self._collect_own_parts(), await self._collect_courier_parts()
        return web.json_response({**own, **others}, status=200 if all(own.values()) else 503)

    async def _serve_metrics(self, _request: web.Request) -> web.Response:
        body = await self.metrics.render_metrics(self.database)
        return web.Response(body=body, content_type="text/plain", charset="utf-8")

    async def _collect_own_parts(self) -> dict[str, bool]:
        parts = {
            "database": await self._is_database_served(),
            "writes": self.heartbeat.is_database_writable,
            "warm": self.warm,
        }
        if self.heartbeat.worker:
            parts["courier"] = _is_recent_round(self.heartbeat.find_round_age())
        return parts

    async def _collect_courier_parts(self) -> dict[str, Any]:
        """Return what is known of any worker.

        A web process stays ready without a worker, for incoming events are kept.
        """
        age = self.heartbeat.find_round_age() if self.heartbeat.worker else await self._find_last_round_age()
        told = {"courier_seconds": None if age is None else round(age, 1)}
        return told if self.heartbeat.worker else {"courier": _is_recent_round(age), **told}

    async def _find_last_round_age(self) -> float | None:
        """Return the seconds since a courier of any process made a round, by the database."""
        try:
            async with self.database.read(patient=True) as store:
                at = await store.heartbeats.find_last_courier_round()
                return None if at is None else max(0.0, (store.now - at).total_seconds())
        except UNAVAILABLE:
            return None

    async def _is_database_served(self) -> bool:
        try:
            return await is_schema_served(self.database)
        except UNAVAILABLE:
            return False


def _is_recent_round(age: float | None) -> bool:
    return (math.inf if age is None else age) < BEAT_TIMEOUT

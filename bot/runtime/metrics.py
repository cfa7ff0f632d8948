"""Count for Prometheus: counts, durations and ages, and never a name or a text."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest

from storage.kit.database import UNAVAILABLE, Database
from storage.questions.training_runs import TrainingRun
from storage.queue.delivery_rows import DEAD, PENDING

#: Seconds. Platforms give up after about three.
_ACK_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
#: Seconds from due to sent. Cards are expected at once; reminders may wait for their turn.
_LAG_BUCKETS = (0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0)


class Metrics:
    """Hold the numbers of one process; those of the database are read when somebody asks."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._declare_event_metrics()
        self._declare_delivery_metrics()
        self.lessons = LessonMetrics(self.registry)
        self.index = IndexMetrics(self.registry)
        self._database = Gauge("arena_database_up", "Whether the database answered just now.", registry=self.registry)

    def _declare_event_metrics(self) -> None:
        self._events = Counter(
            "arena_events", "Events, by kind and by what came of them.", ("kind", "outcome"), registry=self.registry
        )
        self._ack = Histogram(
            "arena_event_seconds", "From event to commit.", ("kind",), buckets=_ACK_BUCKETS, registry=self.registry
        )
        self._meaning = Counter(
            "arena_meaning_failures",
            "Events answered by words alone, for meaning failed or was late.",
            ("why",),
            registry=self.registry,
        )

    def _declare_delivery_metrics(self) -> None:
        self._sends = Counter(
            "arena_sends",
            "Calls that send, change or delete a message, by outcome.",
            ("platform", "outcome"),
            registry=self.registry,
        )
        self._duplicates = Counter(
            "arena_duplicates", "Messages that went out twice.", ("platform",), registry=self.registry
        )
        self._found = Gauge(
            "arena_audit_findings", "What the last audit found that has not moved.", ("audit",), registry=self.registry
        )
        self._audited = Gauge(
            "arena_last_audit_timestamp_seconds", "When the last audit ended.", registry=self.registry
        )
        self._lag = Histogram(
            "arena_delivery_lag_seconds", "From due to sent.", buckets=_LAG_BUCKETS, registry=self.registry
        )
        self._deliveries = Gauge(
            "arena_deliveries", "Deliveries that are not over, and those given up.", ("state",), registry=self.registry
        )
        self._overdue = Gauge(
            "arena_delivery_overdue_seconds", "Age of the oldest delivery that is due.", registry=self.registry
        )
        self._last_round = Gauge(
            "arena_courier_age_seconds", "Since a courier of any process made a round.", registry=self.registry
        )

    def count_event(self, kind: str, outcome: str) -> None:
        self._events.labels(kind, outcome).inc()

    def count_meaning_failure(self, why: str) -> None:
        self._meaning.labels(why).inc()

    @contextmanager
    def time_event(self, kind: str) -> Iterator[None]:
        """Time how long an event of this kind takes, whatever its outcome."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self._ack.labels(kind).observe(time.perf_counter() - start)

    def count_send(self, platform: str, outcome: str) -> None:
        self._sends.labels(platform, outcome).inc()

    def count_duplicate_message(self, platform: str) -> None:
        self._duplicates.labels(platform).inc()

    def set_audit_findings(self, audit: str, count: int) -> None:
        self._found.labels(audit).set(count)

    def record_audit_time(self) -> None:
        self._audited.set_to_current_time()

    def observe_delivery_lag(self, seconds: float) -> None:
        self._lag.observe(max(0.0, seconds))

    async def render_metrics(self, database: Database) -> bytes:
        """Return all metrics in Prometheus' text format.

        A database that is away is a number too, not an error.
        """
        try:
            async with database.read(patient=True) as store:
                counts, oldest, now = (
                    await store.deliveries.count_deliveries_by_state(),
                    await store.deliveries.find_oldest_due_time(),
                    store.now,
                )
                last_round = await store.heartbeats.find_last_courier_round()
        except UNAVAILABLE:
            self._database.set(0)
            return generate_latest(self.registry)
        self._database.set(1)
        for state in (*PENDING, DEAD):
            self._deliveries.labels(state).set(counts.get(state, 0))
        self._last_round.set(max(0.0, (now - last_round).total_seconds()) if last_round else math.inf)
        self._overdue.set(max(0.0, (now - oldest).total_seconds()) if oldest else 0)
        return generate_latest(self.registry)


class LessonMetrics:
    """Hold what routing has learnt from people in this process, and how accurate it is."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._mind = Info("arena_mind", "What routing was learnt from.", registry=registry)
        self._lesson = Gauge("arena_lesson", "The number of the lesson in use; 0: the topics alone.", registry=registry)
        self._confirmed = Gauge("arena_lesson_confirmed", "Confirmed questions when it was taken.", registry=registry)
        self._accuracy = Gauge(
            "arena_lesson_accuracy", "The share of questions kept apart that it guessed right.", registry=registry
        )
        self._tried = Counter("arena_lessons", "Lessons that were tried.", ("outcome",), registry=registry)

    def set_current_lesson(self, version: str, training_run: TrainingRun | None) -> None:
        """Set what the classifier of this process has learnt by now."""
        self._mind.info({"version": version[:12]})
        self._lesson.set(training_run.id if training_run else 0)
        self._confirmed.set(training_run.confirmed_count if training_run else 0)
        self._accuracy.set(training_run.accuracy if training_run else math.nan)

    def count_tried_lesson(self, outcome: str) -> None:
        self._tried.labels(outcome).inc()


class IndexMetrics:
    """Hold whether the search index says what the records say."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._disagreements = Gauge(
            "arena_index_disagreements",
            "Records that the search index does not hold as they are, at the last look.",
            ("how",),
            registry=registry,
        )
        self._mended = Counter("arena_index_mended", "Records that it was mended for.", registry=registry)

    def set_index_disagreements(self, how: str, count: int) -> None:
        self._disagreements.labels(how).set(count)

    def count_repaired_records(self, count: int) -> None:
        self._mended.inc(count)

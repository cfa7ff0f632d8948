"""What the metrics tell: what came of events and deliveries, and what the database holds just now."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from bot.runtime.metrics import Metrics
from storage.kit.database import Database
from storage.queue.delivery_rows import CARD
from storage.queue.outbox import DeliveryDraft
from tests.conftest import Clock


async def samples(metrics: Metrics, database: Database) -> dict[tuple[str, ...], float]:
    text = (await metrics.render_metrics(database)).decode()
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def draft(key: str, due: timedelta, clock: Clock) -> DeliveryDraft:
    return DeliveryDraft(
        key=key, platform="slack", workspace="W", channel="C", template="reply", args={}, language="nb", kind=CARD,
        due_at=clock() + due,
    )  # fmt: skip


async def test_events_and_sends_are_counted_by_what_came_of_them(database: Database) -> None:
    metrics = Metrics()
    metrics.count_event("Command", "answered")
    metrics.count_event("Command", "answered")
    metrics.count_event("Click", "refused")
    metrics.count_send("slack", "temporary")
    metrics.observe_delivery_lag(0.3)
    metrics.observe_delivery_lag(-5)  # a clock that was set back
    with metrics.time_event("Command"):
        pass
    told = await samples(metrics, database)
    assert told["arena_events_total", "Command", "answered"] == 2
    assert told["arena_events_total", "Click", "refused"] == 1
    assert told["arena_sends_total", "temporary", "slack"] == 1
    assert told["arena_event_seconds_count", "Command"] == 1
    assert told["arena_delivery_lag_seconds_count",] == 2
    assert 0 < told["arena_delivery_lag_seconds_sum",] < 1


async def test_deliveries_are_counted_by_state_and_the_oldest_tells_its_age(database: Database, clock: Clock) -> None:
    metrics = Metrics()
    assert (await samples(metrics, database))["arena_deliveries", "ready"] == 0
    async with database.begin() as store:
        await store.outbox.post_deliveries(draft("a", timedelta(), clock), draft("b", timedelta(hours=2), clock))
    clock.forward(minutes=3)
    told = await samples(metrics, database)
    assert told["arena_deliveries", "ready"] == 2
    assert told["arena_deliveries", "dead"] == 0
    assert 180 <= told["arena_delivery_overdue_seconds",] < 240
    assert told["arena_database_up",] == 1


async def test_a_database_that_is_away_is_a_number_and_no_error(tmp_path: Path) -> None:
    away = Database(f"postgresql://arena@/arena?host={tmp_path}")
    told = await samples(Metrics(), away)
    assert told["arena_database_up",] == 0
    await away.close()


async def test_two_bots_in_one_process_count_for_themselves(database: Database) -> None:
    one, other = Metrics(), Metrics()
    one.count_event("Click", "answered")
    assert ("arena_events_total", "Click", "answered") not in await samples(other, database)

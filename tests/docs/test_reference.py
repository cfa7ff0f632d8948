"""The pages on events, metrics, permissions and record kinds tell what is in the code, and nothing else."""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import bot.platforms.slack
import bot.platforms.teams
from bot.courier import Courier
from bot.health import Health
from bot.heartbeat import HeartbeatWriter
from bot.metrics import Metrics
from bot.platforms.teams.package import HEAR_CHANNELS
from handlers import capabilities
from handlers.chat import events
from handlers.chat.records import RecordKind, record_kinds
from handlers.chat.turn import Arena
from storage.database import Database
from storage.delivery_rows import DEAD, PENDING
from tests.docs.pages import ROOT, read_codes, read_names, read_page, read_rows, read_section

EVENTS, METRICS, PERMISSIONS = read_page("events"), read_page("metrics"), read_page("permissions")


def manifest(platform: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(platform.__file__).with_name("manifest.json").read_text("utf-8"))
    return found


def own_fields(kind: type[events.Event]) -> list[str]:
    inherited = {field.name for field in fields(events.Event)} if kind is not events.Event else set()
    return [field.name for field in fields(kind) if field.name not in inherited]


def test_the_page_tells_every_event_with_its_fields() -> None:
    kinds = [kind for _, kind in inspect.getmembers(events, inspect.isclass) if issubclass(kind, events.Event)]
    assert read_names(read_section(EVENTS, "What every event has")) == own_fields(events.Event)
    told = {row[0]: (read_codes(row[1]), row[2]) for row in read_rows(read_section(EVENTS, "The kinds"))}
    assert told == {
        f"`{kind.__name__}`": (own_fields(kind), "yes" if kind in events.TOLD else "")
        for kind in kinds
        if kind is not events.Event
    }


async def test_the_page_tells_every_metric_with_its_labels(sqlite_url: str) -> None:
    metrics, database = Metrics(), Database(sqlite_url)  # of a file, whose disk is measured
    courier = Courier(database, {}, capabilities(), Arena(), metrics)
    Health(database, metrics, HeartbeatWriter(database, courier, worker=True))
    await metrics.render(database)
    await database.close()
    endings = {"counter": "_total", "info": "_info"}
    wanted = {
        f"{one._name}{endings.get(one._type, '')}": (one._type, list(one._labelnames))
        for one in metrics.registry._collector_to_names
    }
    rows = read_rows(read_section(METRICS, "All of them"))
    assert {read_codes(row[0])[0]: (row[1], read_codes(row[2])) for row in rows} == wanted


def test_every_metric_that_a_page_or_an_alert_names_is_there() -> None:
    known = set(read_names(read_section(METRICS, "All of them")))
    texts = [path for ending in ("md", "yml", "yaml") for path in (ROOT / "docs").glob(f"**/*.{ending}")]
    named = {name for path in texts for name in re.findall(r"\barena_[a-z_]+[a-z]\b", path.read_text("utf-8"))}
    assert {re.sub("_(bucket|count|sum)$", "", name) for name in named} - known == set()


def test_the_page_tells_every_outcome_of_an_event() -> None:
    told = re.compile(r'(?:metrics\.event|_count)\([^"]*?"([a-z ]+)"\)')
    said = {outcome for path in (ROOT / "bot").glob("*.py") for outcome in told.findall(path.read_text("utf-8"))}
    assert set(read_names(read_section(METRICS, "Outcomes of events"))) == said


def test_the_page_tells_the_states_and_outcomes_of_deliveries() -> None:
    told = {read_codes(row[0])[0]: row[3] for row in read_rows(read_section(METRICS, "All of them"))}
    sent = re.findall(r'metrics\.send\([^"]*?"([a-z]+)"\)', (ROOT / "bot" / "outcomes.py").read_text("utf-8"))
    assert set(read_codes(told["arena_deliveries"])) == {*PENDING, DEAD}
    assert set(read_codes(told["arena_sends_total"])) == set(sent)


def test_the_page_tells_every_audit() -> None:
    assert sorted(read_names(read_section(METRICS, "Audits"))) == sorted(capabilities().audits)


def row_of(kind: RecordKind) -> list[str]:
    marks = (kind.moderation, kind.find_sending, kind.list_pending, kind.list_under_way, kind.find_shown)
    reported, delivered, waits, under_way, audience = ("yes" if mark is not None else "" for mark in marks)
    searched = f"`{kind.search.mode}`" if kind.search is not None else ""
    handed_over = ", ".join(f"`{one.code}`" for one in kind.ownerships)
    named = [f"`{kind.name}`", f"`{kind.table.__tablename__}`"]
    return [*named, searched, reported, handed_over, delivered, waits, under_way, audience]


def test_the_page_tells_every_record_kind_with_what_it_takes_part_in() -> None:
    page = read_page("record-kinds")
    told = [row for row in read_rows(page) if len(row) > 2]
    assert told == [row_of(kind) for kind in record_kinds().values()]


def test_the_page_tells_every_scope_and_event_of_slack() -> None:
    asked = manifest(bot.platforms.slack)
    scopes = asked["oauth_config"]["scopes"]["bot"]
    assert read_names(read_section(PERMISSIONS, "Slack: scopes of the bot token")) == scopes
    assert set(asked["oauth_config"]["scopes"]) == {"bot"}, "the page says that no person's token is asked for"
    rows = read_rows(read_section(PERMISSIONS, "Slack: events it is told of"))
    assert sorted(read_codes(row[0])[0] for row in rows) == sorted(
        asked["settings"]["event_subscriptions"]["bot_events"]
    )
    assert {scope for row in rows for scope in read_codes(row[1])} <= set(scopes)


def test_the_page_tells_every_right_in_teams() -> None:
    asked = manifest(bot.platforms.teams)
    assert "webApplicationInfo" not in asked, "the page says that no Graph permission is asked for"
    assert "authorization" not in asked
    told = [read_codes(row[0])[0] for row in read_rows(read_section(PERMISSIONS, "Teams"))]
    assert told == [*asked["bots"][0]["scopes"], HEAR_CHANNELS["name"]]

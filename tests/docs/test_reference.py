"""The pages on events, metrics, permissions and record kinds tell what is in the code, and nothing else."""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import MISSING, fields
from importlib import import_module
from pathlib import Path
from typing import Any

import bot.platforms.slack
import bot.platforms.teams
import handlers
from bot.delivery.courier import Courier
from bot.http.health import Health
from bot.maintenance.queue_auditor import DOUBLE
from bot.platforms.teams.app_package import HEAR_CHANNELS
from bot.runtime.heartbeat import HeartbeatWriter
from bot.runtime.metrics import Metrics
from handlers import build_capability_router
from handlers.chat import events
from handlers.chat.record_kinds import RecordKind, list_record_kinds
from handlers.chat.turn import Arena
from storage.kit.database import Database
from storage.queue.delivery_rows import DEAD, PENDING
from tests.docs.pages import ROOT, read_codes, read_names, read_page, read_rows, read_section

EVENTS, METRICS, PERMISSIONS = read_page("events"), read_page("metrics"), read_page("permissions")
KINDS = read_page("record-kinds")


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
    courier = Courier(database, {}, build_capability_router(), Arena(), metrics)
    Health(database, metrics, HeartbeatWriter(database, courier, worker=True))
    await metrics.render_metrics(database)
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
    named = {name for path in texts for name in re.findall(r"(?<![\w/])arena_[a-z_]+[a-z]\b", path.read_text("utf-8"))}
    assert {re.sub("_(bucket|count|sum)$", "", name) for name in named} - known == set()


def test_the_page_tells_every_outcome_of_an_event() -> None:
    told = re.compile(r'(?:metrics\.count_event|_count_event_outcome)\([^"]*?"([a-z ]+)"\)')
    said = {outcome for path in (ROOT / "bot").rglob("*.py") for outcome in told.findall(path.read_text("utf-8"))}
    assert set(read_names(read_section(METRICS, "Outcomes of events"))) == said


def test_the_page_tells_the_states_and_outcomes_of_deliveries() -> None:
    told = {read_codes(row[0])[0]: row[3] for row in read_rows(read_section(METRICS, "All of them"))}
    sent = re.findall(
        r'metrics\.count_send\([^"]*?"([a-z]+)"\)', (ROOT / "bot" / "delivery" / "outcomes.py").read_text("utf-8")
    )
    assert set(read_codes(told["arena_deliveries"])) == {*PENDING, DEAD}
    assert set(read_codes(told["arena_sends_total"])) == set(sent)


def test_the_page_tells_every_audit() -> None:
    assert sorted(read_names(read_section(METRICS, "Audits"))) == sorted({*build_capability_router().audits, DOUBLE})


def read_pairs(title: str) -> list[tuple[str, ...]]:
    return [tuple(code for cell in row for code in read_codes(cell)) for row in read_rows(read_section(KINDS, title))]


def test_the_page_tells_every_record_kind_with_its_table_module_and_facets() -> None:
    modules = {kind.name: name for name in handlers.RECORDS for kind in import_module(f"handlers.{name}").KINDS}
    optional = [field.name for field in fields(RecordKind) if field.default is not MISSING]
    kinds = list_record_kinds().items()
    assert read_pairs("The kinds") == [
        (
            name,
            kind.table.__tablename__,
            f"handlers/{modules[name].replace('.', '/')}.py",
            *(field for field in optional if getattr(kind, field)),
        )
        for name, kind in kinds
    ]
    rows = read_rows(read_section(KINDS, "What a kind may take part in").partition("\n### ")[0])
    assert sorted(read_codes(row[0])[0] for row in rows) == sorted(optional)
    assert read_pairs("Modes of search") == [(name, kind.search.mode) for name, kind in kinds if kind.search]
    assert read_pairs("Ways of looking after one") == [
        (one.code, name) for name, kind in kinds for one in kind.ownerships
    ]


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

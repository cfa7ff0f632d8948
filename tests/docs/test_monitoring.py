"""The rules for Prometheus, and the page that explains them, name what the bot tells and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import generate_latest

from bot.delivery.courier import Courier
from bot.http.health import Health
from bot.runtime.heartbeat import HeartbeatWriter
from bot.runtime.metrics import Metrics
from handlers import build_capability_router
from handlers.chat.turn import Arena
from storage.kit.database import Database
from storage.queue.delivery_rows import DEAD, PENDING

ROOT = Path(__file__).parents[2]
OPERATE = ROOT / "docs" / "operate"
RULES = (OPERATE / "prometheus-rules.yml").read_text("utf-8")
PAGE = (OPERATE / "monitoring.md").read_text("utf-8")
_NAME = re.compile(r"\barena_[a-z_]+")
#: what a histogram is told as
_PARTS = ("", "_bucket", "_count", "_sum")


def read_rules() -> list[dict[str, Any]]:
    return [rule for group in yaml.safe_load(RULES)["groups"] for rule in group["rules"]]


async def list_metrics(url: str) -> set[str]:
    """Every name that `/metrics` of some process tells."""
    database, metrics = Database(url), Metrics()
    Health(
        database,
        metrics,
        HeartbeatWriter(database, Courier(database, {}, build_capability_router(), Arena(), metrics), worker=True),
    )
    await database.close()
    told = re.findall(r"^# TYPE (\w+) (\w+)", generate_latest(metrics.registry).decode(), re.MULTILINE)
    return {name + part for name, kind in told for part in (_PARTS if kind == "histogram" else ("",))}


@pytest.mark.parametrize("text", [RULES, PAGE], ids=["rules", "page"])
async def test_every_number_that_is_named_is_told(text: str, sqlite_url: str) -> None:
    assert set(_NAME.findall(text)) - await list_metrics(sqlite_url) == set()


def test_every_value_of_a_label_is_one_that_the_bot_gives() -> None:
    given = {*PENDING, DEAD}
    for file in (ROOT / "bot").rglob("*.py"):
        given |= set(re.findall(r'"([\w ]+)"', file.read_text("utf-8")))
    for text in (RULES, PAGE):
        assert set(re.findall(r'\b(?:outcome|state|why)="([^"]+)"', text)) - given == set()


def test_each_rule_can_be_read_by_whoever_is_woken() -> None:
    for rule in read_rules():
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}, rule
        assert rule["labels"]["severity"] in ("page", "ticket"), rule
        assert rule["annotations"]["summary"], rule


def test_the_page_explains_each_alert_and_no_other() -> None:
    told = re.findall(r"^\| `(Arena\w+)` \|", PAGE, re.MULTILINE)
    assert told == [rule["alert"] for rule in read_rules()]

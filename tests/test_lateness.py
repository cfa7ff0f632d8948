"""Lateness comes where the bot waits, is the same again with its seed, and only when it is asked for."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import aiohttp
import pytest

from storage.kit.database import Database
from tests.conversation import Conversation
from tests.lateness import ANSWERS, BOTH_ENDS, UNITS, being_late
from tests.made_once import MADE
from tests.processes import run
from tests.standins.slack import SlackStandIn
from tests.standins.teams import Microsoft
from tests.waiting_guard import found

#: so small that no test takes longer for it
LITTLE = 0.001


async def ask_often(times: int = 20) -> None:
    """Ask the stand-ins, whatever they answer."""
    async with SlackStandIn() as slack, Microsoft().listening() as microsoft, aiohttp.ClientSession() as session:
        for _ in range(times):
            for url in (slack.api_url + "auth.test", slack.response_url, microsoft.service_url + "v3/conversations"):
                async with session.post(url, json={}) as answer:
                    await answer.read()


async def open_often(database: Database, times: int = 20) -> None:
    for _ in range(times):
        async with database.begin():
            pass
        async with database.read():
            pass


async def test_each_step_is_late_at_times_and_nothing_waits_in_a_unit_of_work(database: Database) -> None:
    before = {(owner, name): getattr(owner, name) for owner, name in (*BOTH_ENDS, *ANSWERS)}
    with being_late(LITTLE, "1") as late:
        talk = await Conversation(database).begin()
        kari = await talk.person("kari")
        for _ in range(20):
            await kari.says("hjelp")
            await talk.settle()
        await open_often(database)
        await ask_often()
    assert late.keys() == {name for _, name in (*BOTH_ENDS, *ANSWERS)} | {*UNITS}
    assert found == []
    assert {(owner, name): getattr(owner, name) for owner, name in (*BOTH_ENDS, *ANSWERS)} == before


async def test_the_same_seed_is_late_in_the_same_way(database: Database) -> None:
    counted = []
    for seed in ("1", "1", "2"):
        with being_late(LITTLE, seed) as late:
            await open_often(database)
        counted.append(Counter(late))
    assert counted[0] == counted[1] != counted[2]


async def test_a_run_is_late_when_it_asks(
    database: Database, lateness: Counter[str], request: pytest.FixtureRequest
) -> None:
    await open_often(database)
    assert bool(lateness) == bool(request.config.getoption("late"))


@pytest.mark.on_time
async def test_what_measures_time_is_never_late(database: Database, lateness: Counter[str]) -> None:
    """It is marked as all those are."""
    await open_often(database)
    assert not lateness


@pytest.mark.parametrize(
    ("options", "head"),
    [
        ((), ""),
        (("--late-seed", "7"), ""),
        (("--late", str(LITTLE)), rf"--late {LITTLE} --late-seed \d+"),
        (("--late", str(LITTLE), "--late-seed", "7"), rf"--late {LITTLE} --late-seed 7"),
    ],
)
def test_the_head_of_a_run_says_how_to_be_late_again(
    options: tuple[str, ...], head: str, sqlite_template: Path
) -> None:
    names = [test_a_run_is_late_when_it_asks.__name__, test_what_measures_time_is_never_late.__name__]
    tests = [f"{__file__}::{name}[sqlite]" for name in names]
    done = run("-p", "no:cacheprovider", *options, *tests, program="pytest", **{MADE: str(sqlite_template.parent)})
    assert "2 passed" in done.stdout, done.stdout
    (told,) = re.findall(r"^late by chance: (.*)$", done.stdout, re.MULTILINE) or [""]
    assert re.fullmatch(head, told), told

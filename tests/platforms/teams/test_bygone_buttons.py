"""A button of an earlier version, or of a record that is gone: each delivery of one press is told the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.settings import Settings
from tests.platforms.teams.test_pressing import execute, fetch
from tests.scenarios.teams_stage import TeamsStage
from tests.standins.teams import CHANNEL, activity

GONE = "123456789"


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[TeamsStage]:
    async with TeamsStage(Settings(database_url=database_url, port=0, grace_seconds=0, semantic="0")) as stage:
        await stage.tells("kari", "hjelp")
        yield stage


def submit(do: str) -> dict[str, Any]:
    return fetch(do) | {"name": "task/submit", "value": {"data": {"do": do, "id": "9"}}}


@pytest.mark.parametrize("made", [execute, fetch, submit])
async def test_each_copy_of_a_press_is_told_the_same(stage: TeamsStage, made: Callable[..., dict[str, Any]]) -> None:
    first, *copies = [await stage._send(made("bygone.press") | {"id": "p1"}) for _ in range(3)]
    assert "virker ikke lenger" in str(first)
    assert copies == [first, first]


async def test_copies_that_come_at_once_are_told_the_same(stage: TeamsStage) -> None:
    both = await asyncio.gather(*(stage._send(execute("bygone.press") | {"id": "p2"}) for _ in range(4)))
    assert {answer["value"] for answer in both} == {both[0]["value"]}
    assert "virker ikke lenger" in both[0]["value"]


async def test_each_copy_of_a_press_on_a_record_that_is_gone_is_told_the_same(stage: TeamsStage) -> None:
    sent = execute("questions.follow", GONE, conversation=CHANNEL) | {"id": "p3"}
    first, again = [await stage._send(dict(sent)) for _ in range(2)]
    assert "finnes ikke lenger" in first["value"]
    assert again == first


async def test_a_copy_of_a_line_of_old_is_not_answered_again(stage: TeamsStage) -> None:
    """A client that knows no buttons of this kind posts the press: its answer stands in the chat already."""
    for _ in range(2):
        await stage._send(activity(value={"do": "bygone.press", "id": "9"}, conversation="a:chat-of-29:kari", id="l1"))
    told = [seen.text for seen in await stage.private("kari")]
    assert sum("virker ikke lenger" in text for text in told) == 1

"""A pressed card in a direct chat is replaced by Slack's link: what the courier drew meanwhile is newer, and stays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.platforms.slack.private_responses import PrivateResponses
from bot.settings import Settings
from tests.patience import wait_until
from tests.platforms.shelf import Shelf
from tests.scenarios.slack_stage import USERS, SlackStage
from tests.scenarios.stage import texts
from tests.standins.slack import TEAM


class SlackShelf(Shelf):
    stage: SlackStage

    def list_drawn(self) -> list[str]:
        """What the message has shown, in the order in which Slack was told."""
        told = [call for call in self.stage.slack.calls if call.method in ("response_url", "chat.update")]
        return [next(iter(texts(call.arguments["blocks"]))) for call in told]


@pytest.fixture
async def shelf(database_url: str) -> AsyncIterator[SlackShelf]:
    async with SlackStage(Settings(database_url=database_url, port=0, semantic="0")) as stage:
        await stage.tells("kari", "hjelp")
        made = SlackShelf(stage)
        await made.show("slack", TEAM, USERS["kari"])
        yield made


async def test_a_press_that_meets_no_change_is_drawn_once(shelf: SlackShelf) -> None:
    await shelf.change("changed before")
    await shelf.stage.clicks("kari", await shelf.stage.last("kari", "Press"), "Press")
    assert shelf.list_drawn() == ["changed before"]  # the other one is known to be hers by now
    assert [call.method for call in shelf.stage.slack.calls][-1] == f"response_url:{USERS['kari']}"


async def test_an_answer_that_slack_takes_late_is_drawn_over_by_the_courier_once_more(
    shelf: SlackShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrives, left = asyncio.Event(), list[str]()
    show = PrivateResponses.show_private_response

    async def show_late(self: PrivateResponses, url: str, *where: Any, **how: Any) -> None:
        left.append(url)
        await arrives.wait()
        await show(self, url, *where, **how)

    monkeypatch.setattr(PrivateResponses, "show_private_response", show_late)
    card = await shelf.stage.last("kari", "Press")
    pressing = asyncio.create_task(shelf.stage.clicks("kari", card, "Press"))
    await wait_until(lambda: left)
    await shelf.change("changed since")
    arrives.set()
    await pressing
    await shelf.stage.settle()
    assert shelf.list_drawn()[-1] == "changed since"
    assert len(shelf.list_drawn()) == 2

"""A pressed card is drawn again a moment later: what the courier has drawn meanwhile is newer, and stays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.platforms.teams import TeamsPlatform, clicked_messages
from bot.platforms.teams.message_sender import TeamsMessageSender
from bot.settings import Settings
from handlers.chat.places import Place
from tests.patience import wait_until
from tests.platforms.shelf import SUBJECT, Shelf
from tests.scenarios.stage import texts
from tests.scenarios.teams_stage import TeamsStage
from tests.standins.teams import TENANT, Fault

CHAT = "a:chat-of-29:kari"


class TeamsShelf(Shelf):
    stage: TeamsStage
    message = ""

    def stands(self) -> str:
        """The title of the card as Teams keeps it."""
        _, body = self.stage.microsoft.messages[self.message]
        return next(iter(texts(body["attachments"][0]["content"])))


@pytest.fixture
async def shelf(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TeamsShelf]:
    monkeypatch.setattr(clicked_messages, "PAUSES", (0.0, 0.0))
    async with TeamsStage(Settings(database_url=database_url, port=0, semantic="0")) as stage:
        await stage.tells("kari", "hjelp")
        made = TeamsShelf(stage)
        await made.show("teams", TENANT, "29:kari")
        made.message = (await stage.last("kari", "as it was")).raw["id"]
        yield made


async def press(shelf: TeamsShelf) -> None:
    """Kari presses the button of the card in her chat."""
    await shelf.stage.clicks("kari", await shelf.stage.last("kari", "Press"), "Press")


async def finish(shelf: TeamsShelf) -> None:
    """Until nothing is redrawn any more, and the courier rests."""
    teams = shelf.stage.bot.platforms["teams"]
    assert isinstance(teams, TeamsPlatform)
    await wait_until(lambda: not teams._parts.answers.clicked_messages._tasks)
    await shelf.stage.settle()


async def test_what_nobody_changed_stays_as_it_was_pressed(shelf: TeamsShelf) -> None:
    await press(shelf)
    await finish(shelf)
    assert shelf.stands() == "what was pressed"


async def test_a_redraw_that_was_put_off_gives_way_to_what_the_courier_has_drawn(shelf: TeamsShelf) -> None:
    """Teams takes the first try late, and refuses it; by then somebody has changed the record."""
    refused = asyncio.Event()
    shelf.stage.microsoft.faults.append(Fault(429, {}, after=refused, only=f"PUT /v3/conversations/{CHAT}"))
    await press(shelf)
    await wait_until(lambda: not shelf.stage.microsoft.faults)
    await shelf.change("changed since")
    assert shelf.stands() == "changed since"
    refused.set()
    await finish(shelf)
    assert shelf.stands() == "changed since"


async def test_a_redraw_that_teams_takes_late_is_drawn_over_by_the_courier_once_more(
    shelf: TeamsShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It left before the record was changed, and arrives after what the courier drew."""
    arrives, left = asyncio.Event(), list[str]()
    update = TeamsMessageSender.update_posted_activity

    async def update_late(self: TeamsMessageSender, place: Place, message_id: str, activity: Any) -> None:
        left.append(message_id)
        if len(left) == 1:
            await arrives.wait()
        await update(self, place, message_id, activity)

    monkeypatch.setattr(TeamsMessageSender, "update_posted_activity", update_late)
    await press(shelf)
    await wait_until(lambda: left)
    await shelf.change("changed since")
    assert shelf.stands() == "changed since"
    arrives.set()
    await finish(shelf)
    assert len(left) == 3
    assert shelf.stands() == "changed since"


async def test_what_the_courier_drew_before_the_press_is_older(shelf: TeamsShelf) -> None:
    await shelf.change("changed before")
    await press(shelf)
    await finish(shelf)
    assert shelf.stands() == "what was pressed"


async def test_a_message_that_is_taken_back_meanwhile_is_not_drawn_again(shelf: TeamsShelf) -> None:
    refused = asyncio.Event()
    shelf.stage.microsoft.faults.append(Fault(429, {}, after=refused, only=f"PUT /v3/conversations/{CHAT}"))
    await press(shelf)
    await wait_until(lambda: not shelf.stage.microsoft.faults)
    async with shelf.stage.bot.database.begin() as store:
        await store.outbox.withdraw_copies(SUBJECT)
    shelf.stage.bot.courier.wake_courier()
    await shelf.stage.settle()
    assert shelf.message not in shelf.stage.microsoft.messages
    drawn = [call.method for call in shelf.stage.microsoft.calls]
    refused.set()
    await finish(shelf)
    assert [call.method for call in shelf.stage.microsoft.calls] == drawn

"""One network, whichever chat its members use: asked in Teams, answered in Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from bot.app import Bot
from bot.settings import Settings
from tests.scenarios.conftest import furnish
from tests.scenarios.slack_stage import SlackStage
from tests.scenarios.stage import GRID, LOBBY
from tests.scenarios.teams_stage import TeamsStage
from tests.scenarios.test_whole_way import ANSWER, QUESTION
from tests.standins.slack import SlackStandIn
from tests.standins.teams import Microsoft

Houses = tuple[TeamsStage, SlackStage]


@pytest.fixture
async def houses(settings: Settings) -> AsyncIterator[Houses]:
    async with AsyncExitStack() as stack:
        teams, slack = TeamsStage(settings), SlackStage(settings)
        teams._stack = slack._stack = stack
        teams.microsoft = await stack.enter_async_context(Microsoft().listening())
        slack.slack = await stack.enter_async_context(SlackStandIn())
        both = replace(settings, teams=teams.credentials(), slack=slack.credentials())
        bot = await stack.enter_async_context(Bot.from_settings(both))
        await teams.open(bot)
        await slack.open(bot)
        await furnish(teams)
        await furnish(slack)
        yield teams, slack


async def test_asked_in_teams_answered_in_slack_and_found_in_both(houses: Houses) -> None:
    teams, slack = houses
    await teams.mentions("kari", QUESTION, LOBBY)
    (there,), (here,) = await teams.room(GRID), await slack.room(GRID)
    assert QUESTION in there.text
    assert QUESTION in here.text

    await slack.replies("ola", here, ANSWER)
    told = await teams.last("kari", ANSWER)
    (mirrored,) = await teams.room(GRID, there)
    assert ANSWER in mirrored.text
    assert "Ola Hansen, fra Slack" in mirrored.text
    assert len(await slack.room(GRID, here)) == 0, "it is not repeated where it was written"

    await teams.clicks("kari", told, "Dette løste det")
    for stage in houses:
        assert "✅ Løst" in (await stage.room(GRID))[0].text
    await slack.joins("per")
    await slack.tells("per", f"finn {ANSWER}")
    assert QUESTION in (await slack.last("per")).text


async def test_an_edit_in_one_house_reaches_the_other(houses: Houses) -> None:
    teams, slack = houses
    message = await slack.mentions("kari", QUESTION, LOBBY)
    await slack.edits("kari", message, QUESTION + " Gjelder også 132 kV.", LOBBY)
    assert "132 kV" in (await teams.room(GRID))[0].text
    await slack.deletes("kari", message, LOBBY)
    assert await teams.room(GRID) == await slack.room(GRID) == []

"""Reacting to people's messages in Slack, with the right for it and without."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.platforms import PermanentError, TemporaryError
from bot.platforms.slack import SlackPlatform
from bot.settings import SlackSettings as Settings
from handlers.chat.cards import OwnReaction
from handlers.chat.places import Place
from tests.platforms.slack.conftest import Notebook
from tests.platforms.slack.payloads import SECRET
from tests.standins.slack import TEAM, Failure, SlackStandIn

LOBBY, MESSAGE = Place("slack", TEAM, "C3", "80.1"), "90.1"
TAKEN, SOLVED = OwnReaction(MESSAGE, "👀", ("✅",)), OwnReaction(MESSAGE, "✅", ("👀",))
LOUD = "no reactions here: the app lacks reactions:write"


@pytest.fixture
async def slack(workspace: SlackStandIn) -> AsyncIterator[SlackPlatform]:
    platform = SlackPlatform(Settings("xoxb-test", SECRET, "", workspace.api_url), arena_name="Arena", language="nb")
    await platform.open_sessions(Notebook(), listen=False)
    yield platform
    await platform.close_sessions()


async def test_one_reaction_stands_however_often_it_is_set(slack: SlackPlatform, workspace: SlackStandIn) -> None:
    await slack.react(LOBBY, OwnReaction(MESSAGE, "👀"))
    assert workspace.calls[-1].arguments == {"channel": "C3", "timestamp": MESSAGE, "name": "eyes"}
    for reaction, stands in ((TAKEN, ["eyes"]), (SOLVED, ["white_check_mark"]), (SOLVED, ["white_check_mark"])):
        await slack.react(LOBBY, reaction)
        assert workspace.reactions == {MESSAGE: stands}
    await slack.react(LOBBY, OwnReaction(MESSAGE, "", ("👀", "✅")))
    assert workspace.reactions == {MESSAGE: []}


@pytest.mark.parametrize("why", ["message_not_found", "too_many_reactions", "is_archived", "not_reactable"])
async def test_a_message_that_takes_no_reaction_is_a_certain_no(
    slack: SlackPlatform, workspace: SlackStandIn, why: str
) -> None:
    workspace.fail("reactions.add", Failure(why))
    with pytest.raises(PermanentError) as refused:
        await slack.react(LOBBY, TAKEN)
    assert refused.value.why == why


async def test_a_throttled_reaction_is_for_later(slack: SlackPlatform, workspace: SlackStandIn) -> None:
    workspace.fail("reactions.remove", Failure("ratelimited", status=429, retry_after=30))
    with pytest.raises(TemporaryError) as refused:
        await slack.react(LOBBY, SOLVED)
    assert (refused.value.after, refused.value.whole_bucket) == (30, True)


async def test_without_the_right_the_log_says_so_once(slack: SlackPlatform, workspace: SlackStandIn) -> None:
    granted, workspace.scopes = workspace.scopes, workspace.scopes.replace("reactions:write,", "")
    with capture_logs() as lines:
        for _ in range(3):
            with pytest.raises(PermanentError):
                await slack.react(LOBBY, TAKEN)
    assert [line for line in lines if line["event"] == LOUD] == [
        {"event": LOUD, "log_level": "warning", "workspace": TEAM}
    ]
    workspace.scopes = granted
    await slack.react(LOBBY, TAKEN)
    assert workspace.reactions == {MESSAGE: ["eyes"]}


def test_reactions_wait_for_no_message_and_no_message_for_them(slack: SlackPlatform) -> None:
    assert slack.list_reaction_budgets(LOBBY).keys().isdisjoint(slack.list_budgets(LOBBY))

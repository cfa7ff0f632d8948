"""Tokens that end by themselves: renewed ahead of time, once, whichever process needs one."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot.platforms import PermanentError, TemporaryError
from bot.platforms.slack.api_client import SlackApi
from bot.platforms.slack.checks import check_operator_workspace
from bot.platforms.slack.listeners import _answer_bolt_error
from handlers.chat.cards import Card
from handlers.chat.places import Place
from storage.directory.installations import TABLES
from tests.platforms.slack.conftest import SlackStandIn
from tests.platforms.slack.test_installing import Door, opened
from tests.standins.slack import Failure, House

ROTATING = House("T1", "Nord", "U0NORTH", refresh="xoxe-1-first")
ROOM, CARD = Place("slack", "T1", "C1"), Card("Hei")


@pytest.fixture
async def door(workspace: SlackStandIn, sqlite_url: str) -> Door:
    async with opened(workspace, sqlite_url) as found:
        await found.install(ROTATING, "xoxe.xoxb-first")
        yield found


async def lasts(door: Door, seconds: float) -> None:
    """From now on the token is good for so long, and whoever has read it reads it anew."""
    at = (datetime.now(UTC) + timedelta(seconds=seconds)).replace(tzinfo=None)
    async with door.installs.engine.begin() as connection:
        for table in TABLES:
            await connection.execute(sa.update(table).values(bot_token_expires_at=at))
    door.slack._workspaces._kept.clear()


def renewals(workspace: SlackStandIn) -> list[str]:
    return [call["refresh_token"] for call in workspace.called("oauth.v2.access") if "refresh_token" in call]


async def test_a_token_that_lasts_is_left_alone(door: Door, workspace: SlackStandIn) -> None:
    await door.slack.send(ROOM, CARD, key="1")
    assert renewals(workspace) == []
    assert next(one.detail for one in await door.slack.check_configuration() if one.what == "Slack workspace").endswith(
        "by itself"
    )


async def test_ahead_of_its_end_it_is_renewed_once_though_many_need_it_in_several_processes(
    door: Door, workspace: SlackStandIn, sqlite_url: str
) -> None:
    await lasts(door, 3600)
    async with opened(workspace, sqlite_url) as other:
        both = [door.slack, other.slack] * 5
        await asyncio.gather(*(slack.send(ROOM, CARD, key=str(n)) for n, slack in enumerate(both)))
        assert renewals(workspace) == ["xoxe-1-first"]
        await lasts(door, 3600)
        other.slack._workspaces._kept.clear()
        await other.slack.send(ROOM, CARD, key="next")
    newest = await door.installs.find_installation("T1")
    assert newest.token in workspace.houses
    assert workspace.houses[newest.token].refresh == newest.refresh, "what renews it next is kept"
    assert workspace.called("chat.postMessage", newest.token) != []


async def test_one_that_has_ended_waits_for_the_process_that_renews_it(door: Door, workspace: SlackStandIn) -> None:
    await lasts(door, -1)
    await door.installs.claim_token_renewal(await door.installs.find_installation("T1"))
    with pytest.raises(TemporaryError):
        await door.slack.send(ROOM, CARD, key="1")
    assert renewals(workspace) == []


async def test_while_slack_is_away_the_old_one_serves_and_once_it_is_refused_the_workspace_must_install_it_again(
    door: Door, workspace: SlackStandIn
) -> None:
    await lasts(door, 600)
    workspace.fail("oauth.v2.access", Failure(status=500, body="away"))
    await door.slack.send(ROOM, CARD, key="1")
    assert workspace.called("chat.postMessage", "xoxe.xoxb-first") != []
    await lasts(door, -1)
    workspace.fail("oauth.v2.access", Failure("invalid_refresh_token"))
    with pytest.raises(PermanentError, match="not_installed"):
        await door.slack.send(ROOM, CARD, key="2")


async def test_a_single_token_that_ends_by_itself_is_refused_with_what_to_do(workspace: SlackStandIn) -> None:
    api = SlackApi("xoxe.xoxb-1", workspace.api_url)
    (finding,) = await check_operator_workspace(api, "")
    await api.close_api_session()
    assert not finding.ok
    assert "switch token rotation off" in finding.detail


async def test_a_token_that_cannot_be_had_now_is_no_bug() -> None:
    """Such as one whose key is not in SECRET_KEY. Slack tells the event again."""
    with capture_logs() as lines:
        answer = await _answer_bolt_error(TemporaryError("token_sealed"))
    assert answer.status == 500
    assert [(line["log_level"], line["event"], line["why"]) for line in lines] == [
        ("warning", "slack request put off", "token_sealed")
    ]

"""Socket Mode: the same events without a public address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.platforms.slack import SlackPlatform
from bot.settings import SlackSettings as Settings
from handlers.chat.cards import build_text_reply
from tests.platforms.slack.conftest import Notebook
from tests.platforms.slack.payloads import command, message
from tests.standins.slack import BOT, Failure, SlackStandIn


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in (("LOOK", 0.02), ("FIRST_PAUSE", 0.02), ("PATIENCE", 2.0)):
        monkeypatch.setattr(f"bot.platforms.slack.socket_mode.{name}", seconds)


@pytest.fixture
async def dispatch() -> Notebook:
    return Notebook()


@pytest.fixture
async def slack(workspace: SlackStandIn, dispatch: Notebook, quick: None) -> AsyncIterator[SlackPlatform]:
    """Without a signing secret: everything comes over the socket."""
    platform = SlackPlatform(
        Settings("xoxb-test", "", "xapp-test", workspace.api_url), arena_name="Arena", language="nb"
    )
    await platform.open_sessions(dispatch, listen=True)
    yield platform
    await platform.close_sessions()


async def test_without_a_signing_secret_there_is_no_route(slack: SlackPlatform) -> None:
    assert list(slack.list_routes()) == []


async def test_events_and_commands_come_over_the_socket(
    slack: SlackPlatform, workspace: SlackStandIn, dispatch: Notebook
) -> None:
    dispatch.answer = lambda _: build_text_reply("Hei.")
    await workspace.until(lambda: workspace.sockets)
    mention = await workspace.push("events_api", message(f"<@{BOT}> hei", kind="app_mention"))
    line = await workspace.push("slash_commands", command("hjelp"))
    await workspace.until(lambda: {mention, line} <= workspace.acks.keys())
    assert workspace.acks[mention] is None
    assert workspace.acks[line]["text"] == "Hei."
    assert len(dispatch.events) == 2


async def test_an_event_that_was_not_stored_is_not_acknowledged(
    slack: SlackPlatform, workspace: SlackStandIn, dispatch: Notebook
) -> None:
    def fail(_: object) -> None:
        raise OSError("away")

    dispatch.answer = fail
    await workspace.until(lambda: workspace.sockets)
    envelope = await workspace.push("events_api", message(f"<@{BOT}> hei", kind="app_mention"))
    await workspace.until(lambda: dispatch.events)
    await asyncio.sleep(0.05)
    assert envelope not in workspace.acks


async def test_a_lost_connection_is_made_anew(
    slack: SlackPlatform, workspace: SlackStandIn, dispatch: Notebook
) -> None:
    await workspace.until(lambda: workspace.sockets)
    await workspace.sockets[0].close()
    await workspace.until(lambda: len(workspace.sockets) > 1)
    envelope = await workspace.push("events_api", message(f"<@{BOT}> hei", kind="app_mention"))
    await workspace.until(lambda: envelope in workspace.acks)


async def test_slack_may_ask_for_a_new_connection(slack: SlackPlatform, workspace: SlackStandIn) -> None:
    await workspace.until(lambda: workspace.sockets)
    await workspace.sockets[0].send_json({"type": "disconnect", "reason": "refresh_requested"})
    await workspace.until(lambda: len(workspace.sockets) > 1)


async def test_a_slack_that_is_away_is_tried_again(workspace: SlackStandIn, dispatch: Notebook, quick: None) -> None:
    workspace.fail("apps.connections.open", Failure("internal_error"), Failure(status=200, body="<html>"))
    platform = SlackPlatform(
        Settings("xoxb-test", "", "xapp-test", workspace.api_url), arena_name="Arena", language="nb"
    )
    await platform.open_sessions(dispatch, listen=True)
    await workspace.until(lambda: workspace.sockets)
    await platform.close_sessions()


async def test_a_worker_opens_no_socket(workspace: SlackStandIn, dispatch: Notebook, quick: None) -> None:
    platform = SlackPlatform(
        Settings("xoxb-test", "", "xapp-test", workspace.api_url), arena_name="Arena", language="nb"
    )
    await platform.open_sessions(dispatch, listen=False)
    await asyncio.sleep(0.05)
    assert workspace.sockets == []
    await platform.close_sessions()

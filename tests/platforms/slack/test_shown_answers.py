"""The bot hears of each answer that was shown, and of none that Slack has not taken."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.chat.cards import Card, Reply
from handlers.chat.places import Place
from tests.patience import BOUND
from tests.platforms.slack.conftest import Desk
from tests.platforms.slack.forms import shortcut
from tests.platforms.slack.payloads import click, command, view_click
from tests.standins.slack import KARI, TEAM, Failure

REPLY = Reply(Card("Du følger nett"), spare="d1")
ROOM, CHAT = Place("slack", TEAM, "C1", user=KARI), Place("slack", TEAM, user=KARI)
#: what is pressed or typed, the place of an answer that Slack was not shown, and the method by which it is shown
WAYS: dict[str, tuple[dict[str, Any], Place, str]] = {
    "command": (command("tema følg nett"), ROOM, ""),
    "command in the chat": (command("tema følg nett", channel="D1"), CHAT, ""),
    "button": (click("topics.follow", "nett"), ROOM, "chat.postEphemeral"),
    "button in the chat": (click("topics.follow", "nett", channel="D1"), CHAT, "chat.postMessage"),
    "button in a modal": (view_click("topics.follow", {"id": "V1", "type": "modal"}), CHAT, "views.push"),
    "button on the home page": (view_click("topics.follow", {"id": "V1", "type": "home"}), CHAT, "views.open"),
    "shortcut": (shortcut("topics.follow"), CHAT, "chat.postMessage"),
}


async def play(desk: Desk, payload: dict[str, Any]) -> None:
    desk.dispatch.answer = lambda event: REPLY if event.name in ("topics", "topics.follow") else None
    desk.api.views["V1"] = {}
    await desk.answer(payload)
    await desk.slack._background.finish_background_tasks(BOUND)


@pytest.mark.parametrize("way", WAYS)
async def test_an_answer_that_was_shown_needs_no_copy(desk: Desk, way: str) -> None:
    payload, place, method = WAYS[way]
    await play(desk, payload)
    assert desk.dispatch.events[0].spare_at == place
    assert desk.dispatch.shown == [REPLY]
    assert not method or len(desk.api.called(method)) == 1


@pytest.mark.parametrize("way", [way for way, (_, _, method) in WAYS.items() if method])
async def test_an_answer_that_slack_does_not_take_keeps_its_copy(desk: Desk, way: str) -> None:
    for method in ("chat.postEphemeral", "chat.postMessage", "views.push", "views.open", "views.update"):
        desk.api.fail(method, Failure("internal_error", status=500))
    await play(desk, WAYS[way][0])
    assert desk.dispatch.shown == []


@pytest.mark.usefixtures("impatient")
async def test_a_late_command_needs_its_copy_until_the_link_has_taken_the_answer(desk: Desk) -> None:
    go_on = desk.dispatch.slowly(REPLY)
    await desk.answer(command("tema følg nett", response_url=desk.api.response_url))
    assert desk.dispatch.shown == []
    go_on.set()
    await desk.slack._background.finish_background_tasks(BOUND)
    assert [response["text"] for response in desk.api.responses] == ["Du følger nett"]
    assert desk.dispatch.shown == [REPLY]

"""Replies below messages of a time that a restored database has forgotten: Teams does not say whose they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.chat.events import Message
from handlers.chat.places import Place
from tests.platforms.teams.conftest import Door
from tests.platforms.teams.desk import Desk
from tests.platforms.teams.test_receiving import in_channel
from tests.standins.teams import CHANNEL, TENANT, mention

POSTED = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ROOT = str(int(POSTED.timestamp() * 1000))
HOUR = timedelta(hours=1)


@pytest.fixture
def restored(desk: Desk) -> Desk:
    """The backup was made an hour before the message above, and put back an hour after it."""
    desk.forgotten = [(POSTED - HOUR, POSTED + HOUR)]
    return desk


async def test_a_reply_that_names_the_bot_is_heard_as_one_below_what_is_gone(door: Door, restored: Desk) -> None:
    await door.send(in_channel("<at>Arena</at> Vi gjorde slik.", root=ROOT, entities=[mention()]))
    (said,) = restored.events
    assert isinstance(said, Message)
    assert (said.orphaned, said.text, said.place.thread) == (True, "Vi gjorde slik.", ROOT)
    assert said.reply_to == Place("teams", TENANT, CHANNEL, ROOT, "29:kari")


async def test_a_reply_that_names_nobody_is_told_once_where_cards_of_the_bot_come(door: Door, restored: Desk) -> None:
    for id in ("10", "11"):
        await door.send(in_channel("Vi gjorde slik.", id=id, root=ROOT))
    assert restored.events == [], "in a channel that the bot has no card in"
    restored.linked = {CHANNEL}
    for id in ("12", "13"):
        await door.send(in_channel("Vi gjorde slik.", id=id, root=ROOT))
    await door.send(in_channel("Vi også.", id="14", root=ROOT, user="29:ola"))
    assert [(one.sender.user, one.orphaned) for one in restored.events] == [("29:kari", True), ("29:ola", True)]


@pytest.mark.parametrize("away", [-2 * HOUR, 2 * HOUR])
async def test_what_the_database_remembers_is_told_as_before(door: Door, restored: Desk, away: timedelta) -> None:
    """Below somebody's message of another time: what names the bot is said to it, the rest is not for it."""
    restored.linked = {CHANNEL}
    root = str(int((POSTED + away).timestamp() * 1000))
    await door.send(in_channel("Vi gjorde slik.", id="15", root=root))
    assert restored.events == []
    await door.send(in_channel("<at>Arena</at> hjelp", id="16", root=root, entities=[mention()]))
    (said,) = restored.events
    assert not said.orphaned


async def test_below_a_message_that_is_known_nothing_is_gone(door: Door, restored: Desk) -> None:
    restored.messages = {ROOT}
    await door.send(in_channel("Vi gjorde slik.", root=ROOT))
    (said,) = restored.events
    assert not said.orphaned

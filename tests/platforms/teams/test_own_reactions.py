"""Reacting to people's messages in Teams."""

from __future__ import annotations

import pytest

from bot.platforms import PermanentError
from bot.platforms.teams.errors import TeamsOutcomeUnknown
from handlers.chat.cards import OwnReaction
from handlers.chat.places import Place
from tests.standins.teams import BOT, CHANNEL, TENANT, Fault

LOBBY, MESSAGE = Place("teams", TENANT, CHANNEL), "500"
TAKEN, SOLVED = OwnReaction(MESSAGE, "👀", ("✅",)), OwnReaction(MESSAGE, "✅", ("👀",))


@pytest.fixture(autouse=True)
async def heard(desk, microsoft) -> None:
    desk.memory[Place("teams", TENANT)] = {"service": microsoft.service_url, "bot": BOT}


async def test_one_reaction_stands_however_often_it_is_set(teams, microsoft) -> None:
    await teams.react(LOBBY, OwnReaction(MESSAGE, "👀"))
    (call,) = microsoft.calls
    where = f"/v3/conversations/{CHANNEL};messageid={MESSAGE}/activities/{MESSAGE}/reactions/1f440_eyes"
    assert (call.method, call.path, call.body) == ("PUT", where, {})
    for reaction, stands in ((TAKEN, "1f440_eyes"), (SOLVED, "2705_whiteheavycheckmark")):
        await teams.react(LOBBY, reaction)
        assert microsoft.reactions == {MESSAGE: [stands]}
    await teams.react(LOBBY, OwnReaction(MESSAGE, "", ("👀", "✅")))
    assert microsoft.reactions == {MESSAGE: []}


async def test_a_reply_is_reacted_to_in_its_thread(teams, microsoft) -> None:
    await teams.react(LOBBY.move_to_thread("400"), OwnReaction(MESSAGE, "👀"))
    assert microsoft.calls[0].path.startswith(f"/v3/conversations/{CHANNEL};messageid=400/activities/{MESSAGE}/")


@pytest.mark.parametrize(
    ("status", "error"),
    [(403, PermanentError), (404, PermanentError), (405, PermanentError), (502, TeamsOutcomeUnknown)],
)
async def test_a_tenant_that_takes_none_is_told_from_one_that_does_not_answer(teams, microsoft, status, error) -> None:
    microsoft.faults.append(Fault(status))
    with pytest.raises(error):
        await teams.react(LOBBY, TAKEN)

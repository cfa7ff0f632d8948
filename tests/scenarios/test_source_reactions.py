"""Below a message in a channel that asked something stands how it goes: taken, solved, or nothing any more."""

from __future__ import annotations

from tests.scenarios.stage import GRID, LOBBY, Stage
from tests.scenarios.test_whole_way import ANSWER, QUESTION


async def test_everybody_in_the_channel_sees_that_it_is_taken_and_solved(stage: Stage) -> None:
    message = await stage.mentions("kari", QUESTION, LOBBY)
    assert await stage.reactions(message, LOBBY) == {"👀"}
    (card,) = await stage.room(GRID)
    await stage.replies("ola", card, ANSWER)
    assert await stage.reactions(message, LOBBY) == {"👀"}
    await stage.clicks("kari", await stage.last("kari", ANSWER), "Dette løste det")
    assert await stage.reactions(message, LOBBY) == {"✅"}
    await stage.replies("ola", card, "Fristen er flyttet til fredag, så dette gjelder ikke lenger.")
    assert await stage.reactions(message, LOBBY) == {"👀"}


async def test_what_is_undone_has_no_sign(stage: Stage) -> None:
    message = await stage.mentions("kari", "Hvor lenge må vi vente på svar fra dem nå?", LOBBY)
    assert await stage.reactions(message, LOBBY) == set()
    await stage.clicks("kari", await stage.last("kari", "Ingen av disse"), "Ingen av disse")
    assert await stage.reactions(message, LOBBY) == {"👀"}
    await stage.clicks("kari", await stage.last("kari", "Angre"), "Angre")
    assert await stage.reactions(message, LOBBY) == set()

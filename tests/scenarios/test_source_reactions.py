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


async def test_the_message_that_a_shortcut_was_used_on_has_the_sign(stage: Stage) -> None:
    await stage.tells("ola", "hjelp")
    await stage.tells("kari", "hjelp")
    form = await stage.points("kari", "questions.write", "ola", QUESTION, LOBBY)
    assert form is not None
    await stage.fills("kari", form, topic="nett")
    assert await stage.reactions(form.message, LOBBY) == set(), "ola is asked first"
    request = await stage.last("ola", QUESTION)
    await stage.clicks("ola", request, request.labels[0])
    assert await stage.reactions(form.message, LOBBY) == {"👀"}
    (card,) = await stage.room(GRID)
    await stage.replies("per", card, ANSWER)
    await stage.clicks("kari", await stage.last("kari", ANSWER), "Dette løste det")
    assert await stage.reactions(form.message, LOBBY) == {"✅"}

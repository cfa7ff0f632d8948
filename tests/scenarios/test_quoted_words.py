"""*Spør nettverket* on a message of somebody else: its author is asked first, quoted and named."""

from __future__ import annotations

from tests.scenarios.stage import GRID, LOBBY, Asked, Stage
from tests.scenarios.test_whole_way import QUESTION


async def test_the_author_agrees_first_and_is_named(stage: Stage) -> None:
    await stage.fills("kari", await pointed(stage), topic="nett")
    assert await stage.room(GRID) == []
    request = await stage.last("ola", QUESTION)
    assert "Kari" in request.text
    await stage.clicks("ola", request, request.labels[0])
    (card,) = await stage.room(GRID)
    assert QUESTION in card.text
    assert "sitert av" in card.text
    assert "Ola" in card.text
    assert QUESTION in (await stage.last("kari", "ligger i nett")).text


async def test_a_no_removes_the_words_and_tells_who_asked(stage: Stage) -> None:
    await stage.fills("kari", await pointed(stage), topic="nett")
    await stage.clicks("ola", await stage.last("ola", QUESTION), "Nei")
    assert await stage.room(GRID) == []
    assert "egne ord" in (await stage.last("kari", "sa nei")).text


async def test_ones_own_words_need_no_yes(stage: Stage) -> None:
    form = await pointed(stage)
    errors = await stage.fills("kari", form, topic="nett", words="mine")
    assert list(errors) == ["text"]
    mine = "Hva er riktig neste steg i kapasitetskøen når nettselskapet ikke svarer?"
    await stage.fills("kari", form, topic="nett", words="mine", text=mine)
    (card,) = await stage.room(GRID)
    assert mine in card.text
    assert "sitert av" not in card.text


async def pointed(stage: Stage) -> Asked:
    """The form that kari gets on ola's message."""
    await stage.tells("ola", "hjelp")
    await stage.tells("kari", "hjelp")
    form = await stage.points("kari", "questions.write", "ola", QUESTION, LOBBY)
    assert form is not None
    assert form.fields["text"] == QUESTION
    return form

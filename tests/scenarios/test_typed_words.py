"""A form that meets a bug keeps what was written in it, on every platform."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Reply
from handlers.chat.events import Submission
from tests.scenarios.stage import GRID, LOBBY, Stage
from tests.scenarios.test_whole_way import QUESTION


async def break_down(*_: object) -> Reply:
    raise RuntimeError("a bug")


async def test_a_form_that_fails_stays_open_with_its_words(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await stage.tells("ola", "hjelp")
    form = await stage.points("kari", "questions.write", "kari", QUESTION, LOBBY)
    assert form is not None
    with monkeypatch.context() as broken:
        broken.setitem(stage.bot.router.handlers, (Submission, "questions.send"), break_down)
        errors = await stage.fills("kari", form, topic="nett")
    assert "Ingenting av det du skrev, er borte" in "".join(errors.values())
    assert form.fields["text"] == QUESTION
    await stage.fills("kari", form, topic="nett")
    (card,) = await stage.room(GRID)
    assert QUESTION in card.text

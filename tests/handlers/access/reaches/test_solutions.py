"""Conversations about who may see a solution: chosen where it is written, and no wider than the question unasked."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Reply
from tests.conversation import Conversation, Someone
from tests.handlers.access.reaches.conftest import GRID, asks
from tests.handlers.library.solutions.conftest import NIGHT, button, has, stored, text
from tests.houses import houses

OURS = {"title": "Spør skriftlig", "done": "Be om skriftlig svar innen fire uker."}


@pytest.fixture
async def vera(talk: Conversation) -> Someone:
    return await talk.person("vera", organisation="gamma", contact=True)


@pytest.fixture
async def kept(talk: Conversation, kari: Someone, vera: Someone) -> None:
    """Kari's question to Gamma alone."""
    await asks(talk, kari, reach="chosen", organisations=("gamma",))


def where(talk: Conversation) -> set[str]:
    return {
        room
        for room in ("alfa", "beta", "gamma", "common", "desk")
        if any("L-001" in at.text for at in talk.room(room))
    }


async def key(talk: Conversation) -> str:
    async with talk.database.read() as store:
        reach = await store.audiences.find((await store.solutions.find_solution_by_code("L-001")).reach_id)  # type: ignore[union-attr]
        return reach.kind if reach else "all"


async def test_it_is_chosen_in_the_form_and_told_before_and_after(talk: Conversation, kari: Someone) -> None:
    form = await kari.commands("", "solution")
    assert form.form is not None
    assert [field.name for field in form.form.fields][-2:] == ["reach", "organisations"]
    assert "Visible to 3 organisations" in form.form.note
    reply = await kari.submits(form, **NIGHT, reach="own")
    assert "Visible to 1 organisation" in text(reply)
    assert (where(talk), await key(talk)) == ({"alfa"}, "own")


async def test_which_organisations_is_asked_for_at_its_field(talk: Conversation, kari: Someone) -> None:
    form = await kari.does("solutions.write")
    reply = await kari.submits(form, **NIGHT, reach="chosen")
    assert set(reply.errors) == {"organisations"}


async def test_it_begins_where_the_question_is(talk: Conversation, kari: Someone, kept: None) -> None:
    form = await kari.does("solutions.write", "question:1")
    reply = await kari.submits(form, **OURS)
    assert has(reply, "solutions.extend")
    assert where(talk) == {"alfa", "gamma"}
    async with talk.database.read() as store:
        question, solution = await store.questions.find(1), await store.solutions.find_solution_by_code("L-001")
        assert question is not None
        assert solution is not None
        assert solution.reach_id == question.reach_id


async def test_fewer_may_be_chosen_without_a_word(talk: Conversation, kari: Someone, kept: None) -> None:
    reply = await kari.submits(await kari.does("solutions.write", "question:1"), **OURS, reach="own")
    assert has(reply, "solutions.extend")
    assert where(talk) == {"alfa"}


async def test_more_than_the_question_are_asked_about_first(talk: Conversation, kari: Someone, kept: None) -> None:
    reply = await kari.submits(await kari.does("solutions.write", "question:1"), **OURS, reach="all")
    assert "Only Alfa and Gamma" in text(reply)
    assert where(talk) == set()
    assert "Wider audience" in text(await kari.does("solutions.save_anyway", "1")), "no other way round it"
    assert where(talk) == set()
    shared = await kari.presses(button(reply, "solutions.widen"))
    assert has(shared, "solutions.extend")
    assert where(talk) == {"alfa", "beta", "gamma", "common"}
    assert "no longer" in text(await kari.presses(button(reply, "solutions.widen")))


async def test_what_was_chosen_is_there_when_it_is_written_again(talk: Conversation, kari: Someone, kept: None) -> None:
    reply = await kari.submits(await kari.does("solutions.write", "question:1"), **OURS, reach="all")
    form = await kari.presses(button(reply, "solutions.redo"))
    assert form.form is not None
    assert next(field.value for field in form.form.fields if field.name == "reach") == "all"
    (gamma,) = await houses(talk.database, "gamma")
    await kari.submits(form, reach="chosen", organisations=(str(gamma),))
    assert where(talk) == {"alfa", "gamma"}


@pytest.fixture
async def words_of_vera(talk: Conversation, kari: Someone, vera: Someone, kept: None) -> Reply:
    await vera.replies(talk.room("gamma")[0], "Ring dem hver uke.")
    return await kari.submits(await kari.does("solutions.write", "answer:1"), title="Ring")


async def test_whoever_wrote_the_text_reads_who_will_see_it_and_may_choose_fewer(
    talk: Conversation, vera: Someone, words_of_vera: Reply
) -> None:
    asked = vera.last
    assert "Visible to 2 organisations" in asked.text
    form = await vera.presses(button(asked, "consent.edit"), asked.id)
    await vera.submits(form, reach="own")
    assert where(talk) == {"gamma"}


async def test_whoever_wrote_the_text_is_asked_too_before_more_see_it(
    talk: Conversation, vera: Someone, words_of_vera: Reply
) -> None:
    asked = vera.last
    reply = await vera.submits(await vera.presses(button(asked, "consent.edit"), asked.id), reach="all")
    assert where(talk) == set()
    assert (await stored(talk)).problem == GRID
    await vera.presses(button(reply, "consent.yes"))
    assert where(talk) == {"alfa", "beta", "gamma", "common"}

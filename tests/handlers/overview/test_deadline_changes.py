"""A typed line that moves a deadline gives the form with the new day; who may not move it reads who may."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from handlers.chat.cards import Form
from storage.kit.database import Database
from tests.conftest import Clock
from tests.consultations import opened
from tests.conversation import Conversation, Someone
from tests.input import asks, drafts
from tests.meetings import MONDAY
from tests.parks import kari, ola, sara
from tests.policy import published, said

__all__ = ["kari", "ola", "sara"]

ANYWAY = "Ask the network anyway"


@pytest.fixture
async def talk(sqlite_url: str, clock: Clock) -> AsyncIterator[Conversation]:
    clock.set(MONDAY)
    database = Database(sqlite_url, clock=clock)
    yield await Conversation(database).begin()
    await database.close()


def preset(form: Form | None, name: str) -> str | tuple[str, ...]:
    assert form is not None
    return next(field.value for field in form.fields if field.name == name)


@pytest.mark.parametrize(
    "line",
    [
        "endre fristen på H-1 til 21. juni",
        "utset H-1 til 21. juni",
        "Can you move the deadline of H-1 to 21 June?",
    ],
)
async def test_the_deadline_of_a_consultation_is_moved_by_a_line(sara: Someone, line: str) -> None:
    await opened(sara)
    await sara.says(line)
    assert "H-1 Tariffs for the grid" in sara.last.text
    assert "with 21 June 2027 as the new deadline" in sara.last.text
    assert sara.last.labels == ["Change", "Show", ANYWAY]
    form = await sara.clicks(sara.last, "Change")
    assert preset(form.form, "deadline") == "2027-06-21"
    assert preset(form.form, "title") == "Tariffs for the grid"
    assert "21 June 2027" in said(await sara.submits(form))


async def test_who_may_not_move_it_reads_the_record_and_who_may(sara: Someone, kari: Someone) -> None:
    await opened(sara)
    await kari.says("endre fristen på H-1 til 21. juni")
    assert "Tariffs for the grid" in kari.last.text
    assert "Only its owner and the secretariat can do this." in kari.last.text
    assert "Change" not in kari.last.labels
    assert ANYWAY in kari.last.labels
    assert (await kari.does("consultations.edit", "1:2027-06-21")).form is None


async def test_the_deadline_of_an_issue_is_moved_by_who_raised_it(sara: Someone, kari: Someone, ola: Someone) -> None:
    await published(kari, sara)
    await kari.says("flytt fristen for S-1 til 1. juli")
    form = await kari.clicks(kari.last, "Change S-1")
    assert preset(form.form, "deadline") == "2027-07-01"
    await kari.submits(form)
    assert preset((await kari.does("issues.edit", "1")).form, "deadline") == "2027-07-01"
    await ola.says("flytt fristen for S-1 til 2. juli")
    assert "Only the author, its owner and the secretariat can do this." in ola.last.text


async def test_a_round_is_extended_by_the_secretariat(sara: Someone, kari: Someone) -> None:
    await asks(sara)
    await sara.says("utsett R-1 til 30. april")
    form = await sara.clicks(sara.last, "Extend")
    assert preset(form.form, "deadline") == "2027-04-30"
    assert "R-1 can be answered until" in said(await sara.submits(form))
    await kari.says("utsett R-1 til 7. mai")
    assert "Only the secretariat can do this. Ask Sara." in kari.last.text
    assert "Extend" not in kari.last.labels


async def test_the_day_of_a_joint_task_is_moved_by_who_leads_it(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    async with talk.database.read() as store:
        asked = await store.organisations.find_organisation_by_code("dømeøyra")
    assert asked is not None
    form = await kari.clicks(await kari.clicks(await kari.does("actions.mine"), "Joint tasks"), "Do something together")
    await kari.submits(form, text="Measure", organisations=str(asked.id), step="Choose a meter", due="16 March")
    await kari.says("ny frist for O-1: 23. mars")
    form = await kari.clicks(kari.last, "Next step")
    assert (preset(form.form, "due"), preset(form.form, "step")) == ("2027-03-23", "Choose a meter")
    assert "23 March" in said(await kari.submits(form))
    await ola.says("ny frist for O-1: 24. mars")
    assert "Only its owner and the secretariat can do this." in ola.last.text


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("endre fristen på H-1 til 31. februar", "There is no such day: “31. februar”."),
        ("endre fristen på H-1 til 1. januar 2020", "“1. januar 2020” has already passed."),
        ("endre fristen på H-1 til når vi er klare", "I do not understand “når vi er klare”."),
        ("endre fristen på H-1", "A form opens."),
        ("utsett H-1 med noen uker", "A form opens."),
        ("framskund H-1 med ni månader", "has already passed."),
    ],
)
async def test_a_day_that_cannot_be_is_named_and_the_form_has_the_old_one(sara: Someone, line: str, told: str) -> None:
    await opened(sara)
    await sara.says(line)
    assert told in sara.last.text
    assert preset((await sara.clicks(sara.last, "Change")).form, "deadline") == "2027-06-15"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("utsett H-1 med to uker", "2027-06-29"),
        ("to veker til på H-1", "2027-06-29"),
        ("extend H1 by a month", "2027-07-15"),
        ("framskynd H1 med en uke", "2027-06-08"),
    ],
)
async def test_how_far_it_is_moved_counts_from_the_deadline_that_it_has(sara: Someone, line: str, day: str) -> None:
    await opened(sara)
    await sara.says(line)
    assert preset((await sara.clicks(sara.last, "Change")).form, "deadline") == day


async def test_a_round_gets_two_more_weeks(sara: Someone, kari: Someone) -> None:
    await asks(sara)
    await sara.says("two more weeks for R-1")
    assert preset((await sara.clicks(sara.last, "Extend")).form, "deadline") == "2027-03-26"


async def test_what_only_looks_like_a_code_is_none_where_there_is_no_such_record(sara: Someone, kari: Someone) -> None:
    await kari.says("kan vi utsette fristen på H2 til fredag?")
    assert "I cannot find" not in kari.last.text
    await kari.says("kan vi utsette fristen på H-2 til fredag?")
    assert "I cannot find H-2." in kari.last.text


@pytest.mark.usefixtures("kari")
async def test_what_is_called_off_is_told_to_be_so(sara: Someone) -> None:
    round = await asks(sara)
    await sara.does("rounds.cancel", str(round))
    await sara.says("utsett R-1 til 30. april")
    assert "R-1 is called off." in sara.last.text


async def test_a_record_that_one_may_not_see_is_one_that_there_is_not(sara: Someone, kari: Someone) -> None:
    await kari.says("please extend the deadline for R-1 until 3 March")
    none = kari.last.text
    assert "I cannot find R-1." in none
    await drafts(sara)
    await kari.says("please extend the deadline for R-1 until 3 March")
    assert kari.last.text == none


async def test_a_slash_command_opens_the_form_at_once(sara: Someone) -> None:
    await opened(sara)
    reply = await sara.commands("endre fristen på H-1 til 21. juni", name="asked")
    assert preset(reply.form, "deadline") == "2027-06-21"
    assert "There is no such day" in said(await sara.commands("endre fristen på H-1 til 31. februar", name="asked"))

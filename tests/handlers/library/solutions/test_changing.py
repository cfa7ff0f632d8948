"""Conversations about change: versions, levels, topics, and what is retired or deleted."""

from __future__ import annotations

import pytest

from storage.library.solutions import PUBLISHED, RETIRED, WORDS
from tests.conversation import Conversation, Someone
from tests.handlers.library.solutions.conftest import NIGHT, button, has, saves, stored, text


async def test_an_edit_redraws_every_copy_and_keeps_what_was_said_before(
    talk: Conversation, kari: Someone, siri: Someone
) -> None:
    await saves(kari)
    form = await siri.does("solutions.edit", "1")
    await siri.submits(form, done="Two meters and a contract until 2030")
    for card in (talk.room("grid")[0], talk.room("grid-there", "other")[0]):
        assert "until 2030" in card.text
    assert "L-001" in text(await kari.commands("contract two meters", "find"))
    shown = await kari.commands("L-001", "solution")
    assert "Version 2" in text(shown)
    assert "Siri" in text(shown)
    versions = await kari.presses(button(shown, "solutions.versions"))
    assert NIGHT["done"] in text(versions)
    assert "Siri" in text(versions)


async def test_an_edit_without_a_change_makes_no_version(talk: Conversation, kari: Someone) -> None:
    await saves(kari)
    reply = await kari.submits(await kari.does("solutions.edit", "1"))
    assert "Nothing was changed" in text(reply)
    assert (await stored(talk)).version == 1
    assert "has not been changed" in text(await kari.does("solutions.versions", "1"))


async def test_a_new_topic_brings_it_to_new_rooms_and_says_so_in_the_old(talk: Conversation, kari: Someone) -> None:
    await saves(kari)
    await kari.submits(await kari.does("solutions.edit", "1"), topic="virkemidler")
    assert "moved" in talk.room("grid")[0].text
    assert NIGHT["done"] in talk.room("grants")[0].text
    await kari.submits(await kari.does("solutions.edit", "1"), topic="nett")
    assert len(talk.room("grid")) == 1
    assert NIGHT["done"] in talk.room("grid")[0].text


async def test_a_solution_for_the_circle_leaves_the_rooms_and_comes_back_when_it_is_opened(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await saves(kari)
    await kari.submits(await kari.does("solutions.extend", "1"), level="circle")
    assert talk.room("grid") == []
    assert await ola.does("solutions.open", "1") == await ola.does("solutions.open", "999")
    assert "L-001" in text(await kari.does("solutions.open", "1"))
    await kari.submits(await kari.does("solutions.extend", "1"), level="members")
    (card,) = talk.room("grid")
    assert NIGHT["done"] in card.text
    await ola.does("solutions.used", "1")
    assert "used by 1" in card.text


async def test_a_retired_solution_is_no_longer_found_and_can_be_brought_back(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await saves(kari)
    reply = await kari.does("solutions.retire", "1")
    assert (await stored(talk)).state == RETIRED
    assert "retired" in talk.room("grid")[0].text
    assert NIGHT["done"] not in talk.room("grid")[0].text
    assert "Found nothing" in text(await ola.commands("joint agreement with a meter", "find"))
    assert "retired" in text(await ola.does("solutions.used", "1"))
    assert "retired" in text(await kari.does("solutions.edit", "1"))
    await kari.presses(button(reply, "solutions.restore"))
    assert (await stored(talk)).state == PUBLISHED
    assert NIGHT["done"] in talk.room("grid")[0].text
    assert "L-001" in text(await ola.commands("joint agreement with a meter", "find"))


async def test_a_deleted_solution_leaves_no_word_behind(
    talk: Conversation, kari: Someone, ola: Someone, siri: Someone
) -> None:
    await saves(kari)
    await kari.submits(await kari.does("solutions.edit", "1"), done="Two meters and a contract until 2030")
    assert has(await kari.does("solutions.open", "1"), "solutions.manage")
    assert has(await kari.does("solutions.manage", "1"), "solutions.delete")
    assert "Only" in text(await siri.does("solutions.delete", "1"))
    await kari.does("solutions.delete", "1")
    assert talk.room("grid") == talk.room("grid-there", "other") == []
    solution = await stored(talk)
    assert all(getattr(solution, name) == "" for name in WORDS)
    async with talk.database.read() as store:
        assert await store.solutions.list_solution_versions(solution.id) == []
    assert "Found nothing" in text(await ola.commands("contract two meters", "find"))
    for someone in (kari, ola, siri):
        assert await someone.does("solutions.open", "1") == await someone.does("solutions.open", "999")
    await saves(kari)
    assert (await stored(talk, "L-002")).state == PUBLISHED


async def test_forms_say_whether_they_save_or_change_and_what(talk: Conversation, kari: Someone) -> None:
    new = await kari.does("solutions.write")
    await saves(kari)
    forms = [new.form, *[(await kari.does(f"solutions.{name}", "1")).form for name in ("edit", "extend")]]
    assert [form.title for form in forms if form] == ["Save a solution", "Change L-001", "More about L-001"]


async def test_how_far_it_has_come_can_be_taken_back_unless_the_form_does_not_know_it(
    talk: Conversation, kari: Someone
) -> None:
    await saves(kari)
    await kari.submits(await kari.does("solutions.extend", "1"), maturity="pilot")
    await kari.submits(await kari.does("solutions.extend", "1"), maturity="")
    assert (await stored(talk)).maturity == ""
    async with talk.database.begin() as store:
        found = await store.solutions.lock(1)
        assert found is not None
        found.maturity = "Prosjekt 2"
    await kari.submits(await kari.does("solutions.extend", "1"), pitfall="Støv")
    assert (await stored(talk)).maturity == "Prosjekt 2"


async def test_its_keywords_find_it_are_shown_and_go_with_it(talk: Conversation, kari: Someone, ola: Someone) -> None:
    await saves(kari)
    form = await kari.does("solutions.extend", "1")
    assert set((await kari.submits(form, keywords=",".join(f"ord {n}" for n in range(130)))).errors) == {"keywords"}
    await kari.submits(form, keywords="gratisgløden, nabohjelp;  Nabohjelp ")
    found = await ola.commands("gratisgløden", "find")
    assert "gratisgløden, nabohjelp" in text(await ola.presses(button(found, "solutions.open")))
    assert (await kari.does("solutions.extend", "1")).form.fields[-1].value == "gratisgløden, nabohjelp"
    await kari.does("solutions.delete", "1")
    assert (await stored(talk)).keywords == []
    assert "Found nothing" in text(await ola.commands("gratisgløden", "find"))


@pytest.mark.parametrize("by", ["form", "table"])
async def test_an_organisation_of_another_name_is_called_so_on_its_solutions(
    talk: Conversation, kari: Someone, ola: Someone, siri: Someone, by: str
) -> None:
    await saves(kari)
    if by == "form":
        await siri.submits(await siri.does("admin.organisation", "1"), name="Nordre Park")
    else:
        await siri.commands("import\nid;name;kind\neksempel;Nordre Park;park", "admin")
    for shown in (talk.room("grid")[0].text, text(await ola.commands("joint agreement with a meter", "find"))):
        assert "Nordre Park" in shown
        assert "Eksempel ·" not in shown
    assert len(talk.room("grid")) == 1
    assert "L-001" in text(await ola.commands("Nordre Park", "find"))

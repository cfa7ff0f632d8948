"""Conversations about what several organisations do together: led by one, with an answer of each, and an outcome."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.directory.organisations import Organisation
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.input import deputy
from tests.meetings import MONDAY
from tests.parks import kari, nils, ola, sara
from tests.policy import passes, said

__all__ = ["kari", "nils", "ola", "sara"]


@pytest.fixture
async def talk(sqlite_url: str, clock: Clock) -> AsyncIterator[Conversation]:
    """On SQLite alone: what engines make different is tested where they meet."""
    clock.set(MONDAY)
    database = Database(sqlite_url, clock=clock)
    yield await Conversation(database).begin()
    await database.close()


async def _find_house(talk: Conversation, code: str) -> str:
    async with talk.database.read() as store:
        found = await store.organisations.find_organisation_by_code(code)
        assert found is not None
        return str(found.id)


async def test_from_a_plan_to_a_solution(
    talk: Conversation, sara: Someone, kari: Someone, nils: Someone, ola: Someone, clock: Clock
) -> None:
    eva = await talk.person("eva", organisation="utenfor", contact=True)
    form = await kari.clicks(await kari.clicks(await kari.does("actions.mine"), "Joint tasks"), "Do something together")
    wrong = await kari.submits(form, text="", due="1 January 2020")
    assert set(wrong.errors) == {"text", "organisations", "due"}
    asked = await _find_house(talk, "dømeøyra")
    begun = await kari.submits(
        form, text="Measure waste heat", organisations=asked, step="Choose a meter", due="16 March"
    )
    for line in ("O-1 Measure waste heat", "Kari", "Not answered yet: Dømeøyra", "Next step: Choose a meter"):
        assert line in said(begun)
    await passes(talk, clock, minutes=5)
    assert "Dømeøyra is asked to take part." in ola.last.text
    assert "I cannot find that task." in said(await eva.does("tasks.open", "1"))
    assert "Only the contact" in said(await sara.does("tasks.join", "1"))
    await ola.clicks(ola.last, "We take part")
    assert [post.text.count("O-1") for post in ola.sees] == [1], "answered where it was pressed"
    assert "Not us" in ola.last.labels, "until it is over"
    await passes(talk, clock, minutes=5)
    assert "Dømeøyra: takes part" in kari.last.text
    assert "Takes part: Dømeøyra" in ola.last.text
    assert "Takes part: Dømeøyra" in said(await nils.does("tasks.open", "1")), "people of its organisations see it"
    assert "O-1" in said(await nils.does("tasks.list"))
    for do in ("tasks.step", "tasks.finish", "tasks.ask"):
        assert (await ola.does(do, "1")).form is None, "whoever leads it says what comes next"

    # another day starts the reminders again, and late it is told to those who take part
    await kari.submits(await kari.does("tasks.step", "1"), step="Measure for a week", due="9 March")
    assert "Next step: Measure for a week" in ola.last.text
    for _ in range(16):
        await passes(talk, clock, days=1)
    assert [post for post in kari.sees if "Your commitments" in post.text], "as of other actions"
    assert "Kari" in ola.last.text
    assert "is late. Can you help?" in ola.last.text

    done = await kari.clicks(await kari.does("tasks.open", "1"), "It is done")
    assert (await kari.submits(done, outcome=" ")).errors == {"outcome": "Say in a few words what came of it."}
    await kari.submits(done, outcome="4 GWh found, half of it used.")
    await passes(talk, clock, minutes=5)
    assert "4 GWh found, half of it used." in ola.last.text
    solution = (await ola.clicks(ola.last, "Save a solution")).form
    assert solution is not None
    filled = {field.name: field.value for field in solution.fields}
    assert (filled["problem"], filled["done"]) == ("Measure waste heat", "4 GWh found, half of it used.")
    assert "O-1 is over." in said(await ola.does("tasks.decline", "1"))
    assert "Nothing is done together yet." in said(await kari.does("tasks.list"))


async def test_an_organisation_answers_once_and_changes_its_mind(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    tor = await deputy(talk, "tor", "dømeøyra")
    form = await kari.does("tasks.write")
    asked = await _find_house(talk, "dømeøyra")
    await kari.submits(form, text="Measure waste heat", organisations=asked, due="16 March")
    await ola.does("tasks.join", "1")
    told = said(await tor.does("tasks.decline", "1"))
    assert "Does not take part: Dømeøyra" in told
    assert "Takes part" not in told
    await passes(talk, clock, minutes=5)
    assert "Tor has changed the position of Dømeøyra." in [post.text for post in ola.sees][-1]
    again = await kari.submits(await kari.does("tasks.ask", "1"), organisations=asked)
    assert "Does not take part: Dømeøyra" in said(again), "asked once"
    done = await kari.does("actions.done", "1")
    assert "What came of it" in [button.label for button in done.card.list_buttons()] if done.card else False
    form = await sara.does("privacy.house_leaves", asked)
    await sara.submits(form, what="leave")
    assert "Dømeøyra" not in said(await sara.does("tasks.open", "1"))


async def test_nobody_asks_the_others_without_end(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    asked = await _find_house(talk, "dømeøyra")
    form = await kari.does("tasks.write")

    async def begin_tasks(many: int) -> str:
        for n in range(many):
            told = await kari.submits(
                form, text=f"Measure waste heat {clock()} {n}", organisations=asked, due="16 March"
            )
        return said(told)

    assert "Try again from" in await begin_tasks(6), "five within an hour, as of questions"
    await passes(talk, clock, minutes=61)
    assert "O-10" in await begin_tasks(5)
    await passes(talk, clock, minutes=61)
    assert "You lead 10 joint tasks that are not done." in await begin_tasks(1)
    await kari.submits(await kari.does("tasks.finish", "1"), outcome="4 GWh found.")
    assert "O-11" in await begin_tasks(1)
    async with talk.database.begin() as store:
        parks = [
            await store.organisations.add(Organisation(code=f"park{n}", name=f"Park{n}", kind="park"))
            for n in range(30)
        ]
    more = await kari.submits(await kari.does("tasks.ask", "11"), organisations="\n".join(park.name for park in parks))
    assert more.errors == {"organisations": "Choose 29 at most."}


async def test_what_becomes_of_its_action_is_seen_by_those_who_take_part(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    asked = await _find_house(talk, "dømeøyra")
    await kari.submits(await kari.does("tasks.write"), text="Measure waste heat", organisations=asked, due="16 March")
    await passes(talk, clock, minutes=5)
    await ola.clicks(ola.last, "We take part")
    (card,) = [post for post in ola.sees if "O-1" in post.text]
    await kari.submits(await kari.does("actions.postpone", "1"), due="25 March")
    assert "Due 25 March 2027 · postponed 1 time" in card.text
    await kari.does("actions.done", "1")
    assert "When: Done" in card.text
    assert card.labels == []
    await kari.does("actions.reopen", "1")
    assert card.labels == ["Not us"]
    await sara.submits(await sara.does("actions.drop", "1"), why="No meter.")
    assert card.labels == []
    (told,) = [post for post in ola.sees if "Dropped: Measure waste heat" in post.text]
    assert "Reason: No meter." in told.text


async def test_whoever_leads_it_hears_of_each_change_of_mind(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    asked = await _find_house(talk, "dømeøyra")
    await kari.submits(await kari.does("tasks.write"), text="Measure waste heat", organisations=asked, due="16 March")
    for n, do in enumerate(("tasks.join", "tasks.decline", "tasks.join"), 1):
        await ola.does(do, "1")
        await passes(talk, clock, days=1)
        assert len([post for post in kari.sees if "Dømeøyra:" in post.text]) == n


async def test_what_came_of_it_is_told_to_whoever_acts_for_an_organisation_by_then(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    asked = await _find_house(talk, "dømeøyra")
    await kari.submits(await kari.does("tasks.write"), text="Measure waste heat", organisations=asked, due="16 March")
    await ola.does("tasks.join", "1")
    tor = await deputy(talk, "tor", "dømeøyra")
    await sara.submits(await sara.does("departures.leave", f"{asked}:{ola.person_id}"))
    await kari.submits(await kari.does("tasks.finish", "1"), outcome="4 GWh found.")
    await passes(talk, clock, minutes=5)
    assert any("4 GWh found." in post.text for post in tor.sees)


async def test_an_organisation_that_nobody_acts_for_is_asked_once_somebody_does(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    """«Ingenting skal dø i stillhet»"""
    eva = await talk.person("eva", organisation="utenfor")
    asked = (await _find_house(talk, "utenfor"), await _find_house(talk, "dømeøyra"))
    begun = said(
        await kari.submits(await kari.does("tasks.write"), text="Measure", organisations=asked, due="16 March")
    )
    assert "Nobody acts for them yet: Utenfor" in begun
    for _ in range(3):
        await passes(talk, clock, days=1)
    told = [post for post in sara.sees if "nobody acts for it who can be reached" in post.text]
    assert ["Utenfor is asked to take part" in post.text for post in told] == [True]
    assert told[0].labels == ["Name a contact", "Show"]
    assert "Measure" not in "".join(post.text for post in eva.sees), "she answers for nobody"
    assert [post.text.count("is asked to take part") for post in ola.sees if "O-1" in post.text] == [1]
    async with talk.database.begin() as store:
        await store.organisations.appoint_representative(int(asked[0]), eva.person_id, "contact")
    for _ in range(3):
        await passes(talk, clock, days=1)
    (request,) = [post for post in eva.sees if "Utenfor is asked to take part." in post.text]
    await eva.clicks(request, "We take part")
    told = said(await kari.does("tasks.open", "1"))
    assert "Takes part: Utenfor" in told
    assert "Nobody acts for them yet" not in told


async def test_nobody_is_told_of_one_that_is_over_before(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    await talk.person("eva", organisation="utenfor")
    clock.set(clock().replace(hour=22))
    asked = await _find_house(talk, "utenfor")
    await kari.submits(await kari.does("tasks.write"), text="Measure", organisations=asked, due="16 March")
    await kari.submits(await kari.does("tasks.finish", "1"), outcome="Done at once.")
    for _ in range(3):
        await passes(talk, clock, days=1)
    assert [post for post in sara.sees if "nobody acts" in post.text] == []

"""Parks and topics: rounds and trials count beside solutions and questions, and lead to what one may see."""

from __future__ import annotations

import html
import re
from datetime import date

from storage.library.adoption_followup import SolutionTrial
from storage.library.solutions import MEMBERS, PUBLISHED, Solution
from tests.adoption import asks_adoption
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.pages.conftest import Browser
from tests.handlers.pages.test_exchange_pages import add_companies
from tests.meetings import MONDAY
from tests.policy import said

_MARK = re.compile(r'<a href="(/web/map/topics/cell[^"]*)" aria-label="([^"]*)"')


async def _read_marks(browser: Browser, who: Someone) -> dict[str, str]:
    """What this reader is told of rounds and trials, with the address of each."""
    await browser.signs_in(who)
    page = await browser.get("/web/map/topics")
    return {html.unescape(label): html.unescape(address) for address, label in _MARK.findall(page.text)}


async def _tries(talk: Conversation, houses: list[int], people: list[Someone]) -> None:
    """One solution that all of these try."""
    async with talk.database.begin() as store:
        topic = await store.topics.find_topic_by_slug("nett")
        assert topic is not None
        row = Solution(
            code="L-1", title="Felles måling", problem="P", done="D", level=MEMBERS, topic_id=topic.id, language="nb",
            state=PUBLISHED,
        )  # fmt: skip
        await store.solutions.add(row)
        for house, who in zip(houses, people, strict=True):
            trial = SolutionTrial(
                solution_id=row.id, person_id=who.person_id, organisation_id=house, ask_on=date(2027, 6, 1)
            )
            await store.solution_trials.add(trial)


async def test_rounds_and_trials_count_and_lead_to_what_one_may_see(
    talk: Conversation, browser: Browser, clock: Clock
) -> None:
    clock.set(MONDAY)
    sol = await talk.person("sol", role="secretariat")
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    ola = await talk.person("ola", organisation="annet", contact=True)
    eva = await talk.person("eva", organisation="utenfor", contact=True)
    houses = await add_companies(talk, 3)
    people = [await talk.person(f"p{n}", organisation=f"c{n}") for n in range(3)]
    async with talk.database.begin() as store:
        asked = [
            str(house.id)
            for code in ("eksempel", "annet")
            if (house := await store.organisations.find_organisation_by_code(code)) is not None
        ]
    round = await asks_adoption(sol, topic="nett", who="chosen", organisations=tuple(asked))
    await kari.does("rounds.done", round)
    assert await _read_marks(browser, ola) == {}
    empty = await browser.get("/web/map/topics")
    assert "No solution, question or round comes from a park yet." in empty.text, "an empty map says so"
    (told,) = await _read_marks(browser, sol)
    assert told.startswith("Eksempel, ")
    assert told.endswith(": 1 round"), "the secretariat reads what nobody else may"
    await kari.does("rounds.named", round)
    marks = await _read_marks(browser, ola)
    page = await browser.get(marks[told])
    assert "Has anyone replaced gas with a heat pump?" in page.text
    assert "Eksempel" in (await browser.get("/web/rounds/R-1")).text
    assert await _read_marks(browser, eva) == {}, "her organisation is not asked"
    assert (await browser.get("/web/rounds/R-1")).status == 404
    assert (await browser.get("/web/map/topics/cell?park=none&topic=nett")).status == 404

    # trials name nobody: fewer than three organisations of a park are not told of
    await _tries(talk, houses[:2], people[:2])
    assert set(await _read_marks(browser, ola)) == {told}
    async with talk.database.begin() as store:
        row = await store.solutions.find_solution_by_code("L-1")
        assert row is not None
        await store.solution_trials.add(
            SolutionTrial(
                solution_id=row.id, person_id=people[2].person_id, organisation_id=houses[2], ask_on=date(2027, 6, 1)
            )
        )
    marks = await _read_marks(browser, ola)
    tried = next(label for label in marks if label.endswith(": 1 trial"))
    assert "Felles måling" in (await browser.get(marks[tried])).text

    # and the same in chat
    card = await ola.clicks(await ola.commands("map", "exchange"), "Parks and topics")
    topics = await ola.clicks(card, "Show")
    assert "1 round · 1 trial" in said(topics)
    records = await ola.clicks(topics, "Show")
    assert "R-1 Has anyone replaced gas with a heat pump?" in said(records)
    assert "L-1 Felles måling" in said(records)
    assert "R-1" not in said(await eva.commands("map", "exchange"))
    hers = await eva.clicks(await eva.clicks(await eva.commands("map", "exchange"), "Parks and topics"), "Show")
    assert "1 trial" in said(hers)
    assert "round" not in said(hers)

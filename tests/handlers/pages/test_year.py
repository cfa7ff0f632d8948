"""The year of an organisation: for its contact and deputy, each number as long as its list, shared by a link."""

from __future__ import annotations

import html
import random
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import DummyCookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from bot.http.shared_years import build_shared_year_routes
from handlers.chat.turn import Arena
from storage.directory.organisations import DEPUTY
from storage.exchange.matches import GRID_TALK, RUNNING, ListingMatch
from storage.kit.database import Store
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.pages.conftest import BASE, Browser
from tests.handlers.pages.years import OSLO, YEAR, Member, Network
from tests.waiting import plan

_CELL = re.compile(r'<td>(?:<a href="([^"]*)" aria-label="([^"]*), (\d+): [^"]*">)?([^<]*)')
_ROW = re.compile(r'<tr><th scope="row">([^<]*)<span class="soft">[^<]*</span></th>(.*?)</tr>')
_COUNT = re.compile(r'class="count" role="status">([\d,]+) record')
_HIDDEN = re.compile(r'class="soft">(\d+) more that you may not see')
_ENTRY = re.compile(r"<li>\s<h2>")
#: figure -> those that it falls into
PARTS = {
    "Questions we asked": ("– answered", "– without an answer"),
    "Issues we support": ("– still open", "– decided", "– put aside"),
    "Input rounds we were asked in": ("– answered", "– without an answer"),
    "Actions we promised": ("– done", "– not done yet", "– dropped"),
}


@pytest.fixture
async def people(talk: Conversation, clock: Clock, arena: Arena) -> dict[str, Someone]:
    """In March of the year after."""
    clock.set(datetime(YEAR + 1, 3, 10, 9, tzinfo=UTC))
    found = {
        "kari": await talk.person("kari", organisation="eksempel", contact=True),
        "dag": await talk.person("dag", organisation="eksempel"),
        "mia": await talk.person("mia", organisation="eksempel"),
        "ola": await talk.person("ola", organisation="annet", contact=True),
        "eva": await talk.person("eva", organisation="tredje", contact=True),
        "sol": await talk.person("sol", role="secretariat"),
        "gry": await talk.person("gry", role="guest"),
    }
    async with talk.database.begin() as store:
        for code in ("eksempel", "annet", "tredje"):
            organisation = await store.organisations.find_organisation_by_code(code)
            assert organisation is not None
            organisation.created_at = datetime(YEAR - 1, 2, 1, tzinfo=UTC)
        await store.organisations.appoint_representative(
            await find_id(store, "eksempel"), found["dag"].person_id, DEPUTY
        )
    return found


@pytest.fixture
async def visitor(talk: Conversation, arena: Arena) -> AsyncIterator[Browser]:
    """Somebody outside, who has a link."""
    app = web.Application()
    app.add_routes(build_shared_year_routes(talk.database, arena))
    async with TestClient(TestServer(app), cookie_jar=DummyCookieJar()) as client:
        yield Browser(client)


async def find_id(store: Store, code: str) -> int:
    found = await store.organisations.find_organisation_by_code(code)
    assert found is not None
    return found.id


async def make_network(talk: Conversation, store: Store, people: dict[str, Someone], seed: int) -> Network:
    members = [
        Member(await find_id(store, code), people[who].person_id)
        for who, code in (("kari", "eksempel"), ("ola", "annet"), ("eva", "tredje"))
    ]
    topic = await store.topics.find_topic_by_slug("nett")
    assert topic is not None
    return Network(store, members, topic.id, random.Random(seed))


async def read_year(browser: Browser, path: str) -> list[tuple[str, list[str]]]:
    """Each figure in the order of the page, with its values; each count is that of the list it leads to."""
    found = []
    for label, cells in _ROW.findall((await browser.get(path)).text):
        values = []
        for address, _, _, value in _CELL.findall(cells):
            values.append(value)
            if not address:
                assert value in ("0", "–"), f"{label}: {value} leads nowhere"
                continue
            shown = await browser.get(html.unescape(address))
            count, hidden = _COUNT.search(shown.text), _HIDDEN.search(shown.text)
            assert count is not None, address
            assert value == count[1] or not value.isdecimal(), f"{label} of {address}"
            entries, later = len(_ENTRY.findall(shown.text)), "page=2" in shown.text
            assert later or entries == int(count[1]) - (int(hidden[1]) if hidden else 0), address
        found.append((html.unescape(label), values))
    return found


@pytest.mark.both_engines
async def test_each_number_of_a_year_is_its_list_and_parts_make_up_the_whole(
    talk: Conversation, browser: Browser, people: dict[str, Someone]
) -> None:
    """In a network made by chance, in which nearly every figure counts something."""
    await browser.signs_in(people["kari"])
    async with talk.database.begin() as store:
        await (await make_network(talk, store, people, 11)).add_records(200)
    rows = await read_year(browser, f"/web/year?period={YEAR}")
    assert len(rows) == 28
    for at, (label, values) in enumerate(rows):
        parts = rows[at + 1 : at + 1 + len(PARTS.get(label, ()))]
        assert tuple(part for part, _ in parts) == PARTS.get(label, ())
        for column in (0, 1) if parts else ():
            assert int(values[column]) == sum(int(part[column]) for _, part in parts), label
    assert len([label for label, values in rows if set(values) <= {"0", "–"}]) < 2, "nearly all are looked at"


async def test_a_year_ends_at_midnight_and_amounts_apart_are_not_confirmed(
    talk: Conversation, browser: Browser, people: dict[str, Someone]
) -> None:
    kari, ola = people["kari"], people["ola"]
    async with talk.database.begin() as store:
        network = await make_network(talk, store, people, 1)
        mine, theirs, _ = network.members
        for at in ((YEAR, 12, 31, 23, 59), (YEAR + 1, 1, 1, 0, 0), (YEAR, 1, 1, 0, 0), (YEAR - 1, 12, 31, 23, 59)):
            network.some_day = lambda at=at: datetime(*at, tzinfo=OSLO)  # type: ignore[method-assign, misc]
            await network._add_action()
        network.some_day = lambda: datetime(YEAR, 5, 1, tzinfo=UTC)  # type: ignore[method-assign]
        await network.add_match(mine, theirs, RUNNING, {"offer": "12 GWh", "need": "11 GWh"})
        await network.add_match(mine, theirs, RUNNING, {"offer": "30 GWh", "need": "300 GWh"})
        await network.add_match(theirs, mine, RUNNING, {"need": "700 t"})
        await network.add_match(theirs, mine, RUNNING, {"offer": "9 GWh"})
        agreed = ListingMatch(
            code="", offer_organisation_id=mine.organisation, need_organisation_id=theirs.organisation, facts_key="g",
            named=True, score=1.0, first_side="both", stage=RUNNING, purpose=GRID_TALK,
        )  # fmt: skip
        await store.matches.add(agreed)
        agreed.known_at = agreed.stage_at = network.some_day()
    for who in (kari, ola):
        await browser.signs_in(who)
        rows = dict(await read_year(browser, f"/web/year?period={YEAR}"))
        if who is kari:
            assert rows["Amounts, both sides agree"] == ["12 GWh", "–"]
            assert rows["Amounts, not confirmed"] == ["30 GWh + 700 t", "–"], "each unit by itself"
            assert rows["Exchanges without an amount"] == ["1", "0"]
        else:
            assert rows["Amounts, both sides agree"] == ["11 GWh", "–"], "as each side gave it"
            assert rows["Amounts, not confirmed"] == ["309 GWh", "–"]
    card = (await kari.commands(str(YEAR), name="year")).card
    assert card is not None
    assert "Exchanges running: 4 (2025: 0)" in card.fallback, "nothing flows by what was agreed with a grid company"
    assert "300" not in card.fallback.replace("300 GWh", "x") or "x" not in card.fallback, "nobody else's figure"


async def test_a_year_is_for_contact_and_deputy_and_for_nobody_else(
    talk: Conversation, browser: Browser, people: dict[str, Someone]
) -> None:
    async with talk.database.begin() as store:
        await (await make_network(talk, store, people, 4)).add_records(24)
        id = await find_id(store, "eksempel")
    for who, someone in people.items():
        asked = (await someone.does("year.show", f"{id}:{YEAR}")).card
        written = (await someone.commands("", name="year")).card
        assert asked is not None
        assert written is not None
        assert (f"Eksempel in {YEAR}" == asked.title) == (who in ("kari", "dag")), who
        assert ("Eksempel in" in written.title) == (who in ("kari", "dag")), who
        await browser.signs_in(someone)
        pages = [await browser.get(f"/web/year{path}") for path in ("", "/our-questions")]
        others = [await browser.get(f"/web/year{path}?organisation=eksempel") for path in ("", "/our-questions")]
        mine = who in ("kari", "dag", "ola", "eva")
        assert [page.status for page in pages] == [200 if mine else 404] * 2, who
        assert [page.status for page in others] == [200 if who in ("kari", "dag") else 404] * 2, who
        missing = await browser.get("/web/year?organisation=none")
        assert all(page.text == missing.text for page in others if page.status == 404)
    await browser.signs_in(people["kari"])
    for nonsense in ("/web/year?period=1999", "/web/year/none", "/web/year/our-questions?page=9", "/web/year?period=x"):
        assert (await browser.get(nonsense)).status == 404, nonsense


async def test_a_shared_year_has_numbers_alone_and_ends_when_somebody_says_so(
    talk: Conversation, visitor: Browser, people: dict[str, Someone], clock: Clock
) -> None:
    kari, dag = people["kari"], people["dag"]
    async with talk.database.begin() as store:
        await (await make_network(talk, store, people, 5)).add_records(40)

    async def share() -> str:
        card = (await kari.commands(str(YEAR), name="year")).card
        assert card is not None
        made = (await kari.submits(await kari.clicks(card, "Share it"), label="Styret")).card
        assert made is not None
        (url,) = {button.url for button in made.list_buttons() if button.url}
        return url.removeprefix(BASE)

    first, second = await share(), await share()
    page = await visitor.get(first, **{"Accept-Language": "nb"})
    assert page.status == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    assert f"Eksempel i {YEAR}" in page.text
    shown = re.findall(r"<td>(\d+)", page.text)
    assert sum(map(int, shown)) > 10
    for private in ("/web/year", "Hvem vet", "Kari", "Annet", "Nett"):
        assert private not in page.text, private
    listed = await dag.clicks(await dag.commands(str(YEAR), name="year"), "Who has a link")
    assert listed.card is not None
    assert listed.card.fallback.count(f"Styret · {YEAR}") == 2
    await dag.presses(next(iter(listed.card.list_buttons())))
    statuses = [(await visitor.get(path)).status for path in (first, second)]
    assert sorted(statuses) == [200, 404], "one is closed at once"
    gone = await visitor.get("/data/year/" + "x" * 43)
    assert (gone.status, gone.text) == (404, (await visitor.get("/data/year/" + "y" * 300)).text)
    left = first if statuses[0] == 200 else second
    async with talk.database.begin() as store:
        await store.organisations.dismiss_representative(await find_id(store, "eksempel"), kari.person_id)
    assert (await visitor.get(left)).status == 404, "who made it acts for the organisation no more"
    async with talk.database.begin() as store:
        await store.organisations.appoint_representative(await find_id(store, "eksempel"), kari.person_id, DEPUTY)
    assert (await visitor.get(left)).status == 200
    clock.forward(days=31)
    assert (await visitor.get(left)).status == 404
    async with talk.database.begin() as store:
        await store.year_shares.delete_expired_links(store.now)
        assert await store.year_shares.list_open_shares(await find_id(store, "eksempel")) == []


async def test_the_year_comes_by_itself_in_january_once(
    talk: Conversation, people: dict[str, Someone], clock: Clock
) -> None:
    """To those who act for an organisation with something to tell; one that has just joined is told since when."""
    clock.set(datetime(YEAR, 12, 20, 9, tzinfo=UTC))
    async with talk.database.begin() as store:
        network = await make_network(talk, store, people, 6)
        network.some_day = lambda: datetime(YEAR, 11, 20, tzinfo=UTC)  # type: ignore[method-assign]
        network.members = network.members[:2]
        await network.add_records(24)
        joined = await store.organisations.find_organisation_by_code("eksempel")
        assert joined is not None
        joined.created_at = datetime(YEAR, 11, 14, tzinfo=UTC)
    for _ in range(2):
        clock.forward(days=7)
        await plan(talk, "year")
    await talk.settle()
    clock.set(datetime(YEAR + 1, 1, 12, 12, tzinfo=OSLO))
    for _ in range(2):
        await plan(talk, "year")
        await talk.settle()
    told = {who: [post for post in one.sees if f"in {YEAR}" in post.text] for who, one in people.items()}
    assert {who: len(posts) for who, posts in told.items()} == dict.fromkeys(people, 0) | {
        "kari": 1,
        "dag": 1,
        "ola": 1,
    }
    assert f"Eksempel joined on 14 November {YEAR}." in told["kari"][0].text
    shown = (await people["kari"].clicks(told["kari"][0], "Show the year")).card
    assert shown is not None
    assert "(2025: –)" in shown.fallback, "it was not here then"
    clock.set(datetime(YEAR + 1, 2, 3, 12, tzinfo=OSLO))
    eva = await talk.person("siv", organisation="annet", contact=True)
    await plan(talk, "year")
    clock.forward(days=2)
    await talk.settle()
    assert [post for post in eva.sees if f"in {YEAR}" in post.text] == []
    unread = (await people["eva"].commands(str(YEAR), name="year")).card
    assert unread is not None
    assert "Nothing was registered in these two years." in unread.fallback

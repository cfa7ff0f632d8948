"""The exchange and the map on the web: what the chat shows, and each link leads to what it says."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import date

import pytest

from handlers.exchange.listings.listing_publication import announce_listing
from storage.access.audiences import CHOSEN
from storage.directory.organisations import Organisation
from storage.exchange.listings import DOWN, NEED
from storage.exchange.matches import RUNNING, ListingMatch
from storage.exchange.planned_stops import PlannedStop
from storage.exchange.streams import IN
from storage.library.solutions import MEMBERS, PUBLISHED, Solution
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import HERE, THERE, contact_of, propose
from tests.handlers.pages.conftest import Browser
from tests.handlers.pages.plants import BLIND, REGION_NAME, add_listing, add_stream
from tests.handlers.pages.test_lists import titles

_COUNT = re.compile(r'class="count" role="status">([\d,]+) ')
_CHIP = re.compile(r'<li><a href="(/web/exchange\?[^"]*)"[^>]*>[^<]* \((\d+)\)</a></li>')
_CELL = re.compile(r'<td><a href="([^"]*)" aria-label="([^"]*)"')


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel", contact=True)


async def add_companies(talk: Conversation, count: int = 6) -> list[int]:
    """Companies within Kari's park, with heat to spare of 8, 9, 10 ... GWh, which goes to the fjord."""
    found = []
    async with talk.database.begin() as store:
        park = await store.organisations.find_organisation_by_code("eksempel")
        assert park is not None
        park.kind = "park"
        for n in range(count):
            company = Organisation(code=f"c{n}", name=f"C{n}", kind="company", parent_id=park.id, region=REGION_NAME)
            found.append((await store.organisations.add(company)).id)
            await add_stream(store, found[-1], f"{8 + n} GWh/år", destination="Storefjorden")
    return found


async def read_count(browser: Browser, address: str) -> str:
    found = _COUNT.search((await browser.get(html.unescape(address))).text)
    assert found is not None, address
    return found[1]


async def test_listings_are_narrowed_taken_out_and_opened(talk: Conversation, browser: Browser, kari: Someone) -> None:
    (own, *others) = await add_companies(talk, 5)
    async with talk.database.begin() as store:
        person = await store.people.load_person(kari.person_id)
        assert person.organisation_id is not None
        down = await add_listing(store, person.organisation_id, amount="2 MW", text="Tatt ned")
        down.state = DOWN
        await add_listing(store, own, amount="7 MW", text="=1+1 <b>ovn</b>")
        await add_listing(store, others[0], type_="water", direction=NEED, amount="3000 m3/h")
        (await add_listing(store, others[1], text="Over")).state = DOWN
        circle = await store.audiences.ensure_audience(CHOSEN, [own])
        for n, id in enumerate(others):
            await add_listing(store, id, amount=f"{5 + n} MW", reach_id=circle.id, text=f"Hemmelig {n}")
    page = await browser.signs_in(kari)
    assert 'href="/web/exchange"' in page.text
    page = await browser.get("/web/exchange")
    assert titles(page.text) == [
        "Needed: water, 3,000 m³/h",
        "Offered: heat, 7 MW, 65 °C",
        "Offered: heat, 2 MW, 65 °C",
    ]
    assert "Taken down" in page.text
    assert "Hemmelig" not in page.text
    assert page.text.count(f"<h3>Offered: {BLIND}</h3>") == 4, "five share it, and four are of a circle"
    assert page.text.count(f"<li>{REGION_NAME}</li>") == 4
    for address, count in _CHIP.findall(page.text):
        assert await read_count(browser, address) == count
    assert titles((await browser.get("/web/exchange?state=mine")).text) == ["Offered: heat, 2 MW, 65 °C"]
    needs = await browser.get("/web/exchange?state=needs&park=eksempel")
    assert (titles(needs.text), BLIND in needs.text) == (["Needed: water, 3,000 m³/h"], False)
    assert BLIND not in (await browser.get("/web/exchange?organisation=c0")).text, "nor by whose it is"
    table = (await browser.get("/web/exchange.csv")).text.removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(table)))
    assert [row[0] for row in rows] == ["Code", "B-3", "B-2", "B-1"]
    assert [row[3] for row in rows] == ["Amount", "3 000 m³/h", "7 MW", "2 MW"], "as an import reads it"
    assert rows[2][8].startswith("'="), "a spreadsheet would run it"
    assert "&lt;b&gt;ovn" in (await browser.get("/web/exchange/B-2")).text
    async with talk.database.begin() as store:
        found = await store.listings.find_listing_by_code("B-2")
        assert found is not None
        await announce_listing(store, talk.arena, found)
    assert '<h2><a href="/web/exchange/B-2">B-2 Offered: heat' in (await browser.get("/web/find?q=ovn")).text


async def list_rests(browser: Browser) -> dict[str, str]:
    """Return direction -> what the table says of the rest of the one listing of it."""
    table = (await browser.get("/web/exchange.csv")).text.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert all(row["Amount"] for row in rows), "the whole of it"
    return {row["Direction"]: row["What is left"] for row in rows}


async def test_the_list_tells_what_an_exchange_leaves_of_an_offer(
    talk: Conversation, browser: Browser, kari: Someone, clock: Clock
) -> None:
    form = await kari.does("sites.write")
    await kari.submits(form, name="Karis verk", municipality="Testvik", position=HERE)
    await propose(talk, clock, kari, await contact_of(talk, "ola", "annet", THERE))
    async with talk.database.begin() as store:
        (match,) = await store.matches.list_all_matches()
        match.stage, match.amount = RUNNING, "1 MW"
    await browser.signs_in(kari)
    own = (await browser.get("/web/exchange?state=mine")).text
    assert re.search(r"<li>1 MW in use \(T-1\), [\d.]+ MW left</li>", own)
    assert (await list_rests(browser))["Offered"] in own
    await browser.signs_in(await talk.person("per", organisation="tredje"))
    others = (await browser.get("/web/exchange?state=offers")).text
    assert re.search(r"<li>[^<]* MW left</li>", others)
    assert "in use" not in others
    rests = await list_rests(browser)
    assert f"<li>{rests['Offered']}</li>" in others
    assert "in use" not in "".join(rests.values())


async def test_matches_stand_there_without_names_and_are_answered_in_the_chat(
    talk: Conversation, browser: Browser, kari: Someone, clock: Clock
) -> None:
    await browser.signs_in(kari)
    assert "No match waits for you." in (await browser.get("/web/matches")).text
    form = await kari.does("sites.write")
    await kari.submits(form, name="Karis verk", municipality="Testvik", position=HERE)
    await propose(talk, clock, kari, await contact_of(talk, "ola", "annet", THERE))
    waiting = await browser.get("/web/matches")
    assert "1 match · 1 waits for you" in waiting.text
    assert "<h2>Match for B-2</h2>" in waiting.text
    assert "Write “exchange matches” to Arena in the chat to answer them." in waiting.text
    assert "Annet" not in waiting.text
    for path in ("/web/desk", "/web/desk?stage=proposed"):
        assert (await browser.get(path)).status == 404, "for the secretariat alone"
    await browser.signs_in(await talk.person("sol", role="secretariat"))
    assert await read_count(browser, "/web/desk?stage=proposed") == "1"
    assert "<h2>T-1 Eksempel – Annet</h2>" in (await browser.get("/web/desk?stage=proposed")).text
    assert await read_count(browser, "/web/desk") == "0"
    start = (await browser.get("/web/start")).text
    assert '<a href="/web/desk?stage=proposed"><b>1</b> Proposed</a>' in start
    assert '<a href="/web/desk?part=urgent"><b>0</b> Ring these</a>' in start
    for path in ("/web/desk?stage=x", "/web/desk?part=near&stage=pilot", "/web/desk?page=2"):
        assert (await browser.get(path)).status == 404
    await kari.clicks(await kari.does("matches.page"), "Interesting")
    await browser.signs_in(kari)
    answered = (await browser.get("/web/matches")).text
    assert "1 match" in answered, "what is answered stands there, and waits for nobody"
    assert "for you" not in answered


async def test_each_cell_of_the_map_leads_to_what_it_tells(talk: Conversation, browser: Browser, kari: Someone) -> None:
    (own, *others) = await add_companies(talk, 4)
    async with talk.database.begin() as store:
        await add_stream(store, own, "", type="water", direction=IN)
        await add_listing(store, others[0], type_="material", amount="900 t/år")
        topic = await store.topics.find_topic_by_slug("nett")
        assert topic is not None
        for n, id in enumerate((own, others[0], None)):
            row = Solution(
                code=f"L-{n}", title=f"T{n}", problem="P", done="D", level=MEMBERS, topic_id=topic.id, language="nb",
                state=PUBLISHED, organisation_id=id,
            )  # fmt: skip
            await store.solutions.add(row)
    ola, sol = await talk.person("ola", organisation="annet"), await talk.person("sol", role="secretariat")
    seen = {}
    for who in (ola, kari, sol):
        await browser.signs_in(who)
        page = await browser.get("/web/map")
        cells = {html.unescape(label): address for address, label in _CELL.findall(page.text)}
        seen[who.user] = set(cells)
        material = cells["Eksempel, material: Has to spare"]
        assert titles((await browser.get(html.unescape(material))).text) == ["Offered: material, 900 t/yr"]
        topics = await browser.get("/web/map/topics")
        (cell,) = _CELL.findall(topics.text)
        assert cell[1].endswith(": 2 solutions")
        assert await read_count(browser, cell[0]) == "2"
    both = {"Eksempel, heat: Has to spare", "Eksempel, material: Has to spare"}
    assert seen == {"ola": both, "kari": both | (water := {"Eksempel, water: Needs or uses"}), "sol": both | water}
    assert "Fewer than 3 have answered" in (await browser.get("/web/map")).text
    rows = list(csv.reader(io.StringIO((await browser.get("/web/map.csv")).text.removeprefix("\ufeff"))))
    assert (rows[0][:2], rows[2][:3]) == (["Park", "Heat"], ["Eksempel", "Has to spare", "Nobody has answered"])
    rows = list(csv.reader(io.StringIO((await browser.get("/web/map/topics.csv")).text.removeprefix("\ufeff"))))
    assert [row[1] for row in rows[1:]] == ["Nothing yet", "2 solutions"]


async def test_what_flows_is_drawn_in_classes_for_members_and_exactly_for_the_secretariat(
    talk: Conversation, browser: Browser, kari: Someone
) -> None:
    companies = await add_companies(talk)
    async with talk.database.begin() as store:
        running = await add_stream(store, companies[0], "90 GWh/år")
        offer = await add_listing(store, companies[0])
        running.listing_id = offer.id
        need = await add_listing(store, companies[1], direction=NEED)
        match = ListingMatch(
            offer_id=offer.id, need_id=need.id, offer_organisation_id=companies[0], need_organisation_id=companies[1],
            facts_key="k", named=True, score=1.0, factors={}, first_side="both", stage=RUNNING,
        )  # fmt: skip
        await store.matches.add(match)
        match.stage = RUNNING
        await store.planned_stops.add(
            PlannedStop(
                match_id=match.id, side="offer", organisation_id=companies[0], first_day=date(2099, 3, 8),
                last_day=date(2099, 3, 20), share=0, by_id=None,
            )
        )  # fmt: skip
        await add_stream(store, companies[2], "4 MW", type="steam")
    sol = await talk.person("sol", role="secretariat")
    await browser.signs_in(kari)
    for path in ("/web/map/flows", "/web/parks/eksempel"):
        page = await browser.get(path)
        assert '<tr><th scope="row">Heat</th><td>Elsewhere</td><td class="amount">30-100 GWh/yr</td></tr>' in page.text
        assert "<title>Heat → Elsewhere: 30-100 GWh/yr</title>" in page.text
        for kept in ("Storefjorden", "90 GWh", "63 GWh", "An exchange that runs", "8–20 March 2099"):
            assert kept not in page.text, (path, kept)
    assert "Have answered" in page.text, "of her own park"
    await browser.signs_in(sol)
    for path in ("/web/map/flows", "/web/parks/eksempel"):
        page = await browser.get(path)
        assert '<td>Storefjorden</td><td class="amount">63 GWh/yr</td>' in page.text
        assert '<td>An exchange that runs</td><td class="amount">90 GWh/yr</td>' in page.text
        assert "1 stream has no amount of a year and is left out." in page.text
    assert "8–20 March 2099: stop" in page.text, "on the page of the park"
    rows = list(csv.reader(io.StringIO((await browser.get("/web/map/flows.csv")).text.removeprefix("\ufeff"))))
    assert ["", "Heat", "Storefjorden", "63 GWh/yr"] in rows
    streams = await browser.get("/web/streams?park=eksempel&type=heat&state=out")
    assert len(titles(streams.text)) == 7
    gry = await talk.person("gry", role="guest")
    await browser.signs_in(gry)
    for path in (
        "/web/map",
        "/web/map/topics",
        "/web/map/flows",
        "/web/parks/eksempel",
        "/web/streams",
        "/web/matches",
    ):
        assert (await browser.get(path)).status == 404

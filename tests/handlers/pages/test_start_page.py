"""The start page: everybody's own, the topics that they lead, and the network for the secretariat."""

from __future__ import annotations

import re

from tests.conversation import Conversation
from tests.handlers.pages.conftest import Browser
from tests.handlers.pages.plants import add_stream
from tests.handlers.pages.test_lists import stocked

_TABLE = re.compile(r"<h2>([^<]*)</h2>|<caption>([^<]*)</caption>")
_TILE = re.compile(r'<li><a href="([^"]*)"><b>([^<]*)</b> ([^<]*)</a>')


async def test_each_role_has_its_own(talk: Conversation, browser: Browser) -> None:
    kari = await talk.person("kari", organisation="eksempel", leads="nett", contact=True)
    ola = await talk.person("ola", organisation="annet")
    sol = await talk.person("sol", role="secretariat", organisation="foreningen")
    await stocked(talk, kari.person_id)
    async with talk.database.begin() as store:
        topic = await store.topics.find_topic_by_slug("nett")
        person = await store.people.load_person(kari.person_id)
        assert topic is not None
        assert person.organisation_id is not None
        await add_stream(store, person.organisation_id, "4 GWh/år")
        name, year = topic.get_name("en"), store.now.year
    seen = {}
    for who in (kari, ola, sol):
        await browser.signs_in(who)
        page = await browser.get("/web/start")
        seen[who.user] = ["".join(title) for title in _TABLE.findall(page.text)]
        years = [path for path in ("/web/year", "/web/reports") if f'<li><a href="{path}">' in page.text]
        assert years == {"kari": ["/web/year"], "ola": [], "sol": ["/web/reports"]}[who.user]
        assert [(await browser.get(path)).status for path in years] == [200] * len(years)
        tiles = {label: (address, value) for address, value, label in reversed(_TILE.findall(page.text))}
        assert tiles["Questions asked"][1] == {"kari": "2", "ola": "0", "sol": "3"}[who.user], "one is anonymous"
    assert seen["kari"] == [f"Eksempel, {year}", f"{name}, {year}"]
    assert seen["ola"] == [f"Annet, {year}"]
    months = "Questions asked and solved, by month"
    coverage = "Parks that have answered what flows there"
    desk = ["The facilitator&#39;s list", "All matches, by stage"]
    assert seen["sol"] == [f"The network, {year}", *desk, f"Foreningen, {year}", coverage, months]
    assert '<td><a href="/web/parks/eksempel" aria-label="Eksempel: 1 of 1">1 of 1</a></td>' in page.text
    assert '<td><a href="/web/parks/annet" aria-label="Annet: 0 of 1">0 of 1</a></td>' in page.text
    for who in (await talk.person("gry", role="guest"), await talk.person("nils")):
        await browser.signs_in(who)
        assert (await browser.get("/web/start")).status == 404
        assert "/web/start" not in (await browser.get("/web")).text

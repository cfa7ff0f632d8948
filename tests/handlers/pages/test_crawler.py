"""Whoever follows every link, and tries every address, finds what the chat shows them and nothing more."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from aiohttp import DummyCookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from bot.http.pages.page_routes import PageServer
from bot.intake.query_meaning import QueryMeaning
from bot.runtime.metrics import Metrics
from handlers.chat.turn import Arena
from storage.directory.organisations import DEPUTY
from storage.meetings.meetings import ORGANISATIONS
from tests.conftest import Clock
from tests.conversation import WORKSPACE, Someone
from tests.handlers.access.reaches.input import SECRET
from tests.handlers.access.reaches.worlds import World, world
from tests.handlers.pages.conftest import BASE, Browser
from tests.handlers.pages.plants import BLIND, keep_plant
from tests.handlers.pages.test_numbers import read_numbers
from tests.houses import houses
from tests.meetings import add_meeting
from tests.statement_meter import statements

_LINK = re.compile(r'href="(/web[^"#]*)"')
#: pages of what other pages hold: another order, two choices at once, and the figures, whose lists are read with them
_CHOICES = "(?:topic|state|organisation|type|park)="
_AS_OTHERS = re.compile(rf"[?&](?:sort=|period=|figure=)|{_CHOICES}.*{_CHOICES}")
#: what a page is asked for that is not there
NONSENSE = (
    "/web/solutions/L-999", "/web/questions/99999", "/web/issues/S-99999", "/web/consultations/H-99999", "/web/nowhere",
    "/web/meetings/99999", "/web/questions/1%27--", "/web?topic=none", "/web?page=10000", "/web?page=0", "/web?page=x",
    "/web/questions?state=draft", "/web/issues?sort=secret", "/web/find?q=nett&page=99", "/web//issues",
    "/web/issues.csv?state=x", "/web/exchange/B-999", "/web/streams/F-999", "/web/plots/P-999",
    "/web/plots/pictures/99", "/web/parks/none",
    "/web/exchange?type=gold", "/web/exchange?park=none", "/web/matches?page=9",
)  # fmt: skip
#: what is there, and is hidden from Beta: addresses of the records of Alfa
HIDDEN = (
    *(f"/web/solutions/L-{id}" for id in (201, 202, 203)),
    *(f"/web/questions/{id}" for id in range(4, 8)),
    *(
        f"/web/{kind}-{id}"
        for kind in ("issues/S", "consultations/H", "exchange/B", "streams/F", "plots/P")
        for id in (101, 102, 103)
    ),
)  # fmt: skip
#: and of the pictures of its plots
PICTURES = tuple(f"/web/plots/pictures/{id}" for id in (1, 2, 3))
#: three whose rights differ: the figures of each are looked at
DIFFERENT = ("member", "unconfirmed", "secretariat")
#: who is not to see any of it
KEPT_FROM = ("contact and lead", "member", "deputy", "guest", "unconfirmed")


#: what is hidden, and what is not there: both take the same statements
SAME_WORK = (
    ("/web/solutions/L-201", "/web/solutions/L-999"), ("/web/questions/4", "/web/questions/99999"),
    ("/web/issues/S-101", "/web/issues/S-99999"), ("/web/consultations/H-101", "/web/consultations/H-99999"),
    ("/web/exchange/B-101", "/web/exchange/B-99999"), ("/web/streams/F-101", "/web/streams/F-99999"),
    ("/web/plots/P-101", "/web/plots/P-99999"),
)  # fmt: skip


async def work_of(made: World, browser: Browser, path: str) -> list[str]:
    """What the database is told for this address."""
    with statements(made.talk.database) as said:
        await browser.get(path)
    return [statement for statement, _ in said]


async def people_of(made: World) -> dict[str, Someone]:
    """Six kinds of people who are not to see what Alfa keeps from Beta, and one who sees all."""
    talk = made.talk
    await houses(talk.database, "etat", kind="public")
    found = {
        "contact and lead": made.people["bea"],
        "member": await talk.person("mia", organisation="beta"),
        "deputy": await talk.person("dag", organisation="beta"),
        "guest": await talk.person("gry", role="guest"),
        "unconfirmed": await talk.person("nils"),
        "public body": await talk.person("pia", organisation="etat"),
        "secretariat": await talk.person("sol", role="secretariat"),
    }
    async with talk.database.begin() as store:
        beta, alfa = [await store.organisations.find_organisation_by_code(code) for code in ("beta", "alfa")]
        kari = await store.people.find_person_by_account("fake", WORKSPACE, "kari")
        assert beta is not None
        assert alfa is not None
        assert kari is not None
        await store.organisations.appoint_representative(beta.id, found["deputy"].person_id, DEPUTY)
        held = await add_meeting(
            store, kari[0].id, title=f"Møte om {SECRET}", starts="2027-03-16T10:00", minutes=60, audience=ORGANISATIONS
        )
        await store.meetings.set_meeting_audience(held.meeting_id, (), [alfa.id])
        gamma = await store.organisations.find_organisation_by_code("gamma")
        assert gamma is not None
        await keep_plant(store, alfa.id, gamma.id, kari[0].id, SECRET)
    return found


async def crawl(browser: Browser) -> dict[str, str]:
    """Every page that links lead to, with its text."""
    found: dict[str, str] = {}
    waiting = ["/web", f"/web/find?q={SECRET}", "/web/find?q=nettk%C3%B8"]
    while waiting:
        path = waiting.pop()
        if path in found or path.startswith("/web/style.css") or _AS_OTHERS.search(path):
            continue
        answer = await browser.get(path)
        assert answer.status == 200, path
        found[path] = answer.text
        waiting += [link.replace("&amp;", "&") for link in _LINK.findall(answer.text)]
    return found


def secrets_in(path: str, text: str) -> list[str]:
    """Where a page tells what Alfa keeps, beside what its reader has typed."""
    found = text if SECRET not in path else text.replace(f'value="{SECRET}"', "").replace(f"“{SECRET}”", "")
    return [f"{path}: {found[max(0, at.start() - 60) : at.end() + 20]}" for at in re.finditer(SECRET, found)]


async def test_a_crawler_finds_what_the_chat_shows_its_reader_and_nothing_more(
    tmp_path: Path, clock: Clock, sqlite_template: Path
) -> None:
    path = tmp_path / "arena.db"
    shutil.copyfile(sqlite_template, path)
    made = await world(path, clock, secrets=True)
    people, arena = await people_of(made), Arena(base_url=BASE, secret=b"x" * 32)
    made.talk.dispatcher.arena = arena
    server = PageServer(made.talk.database, arena, made.talk.classifier, None, QueryMeaning(frozenset(), Metrics()))
    app = web.Application()
    app.add_routes(server.build_page_routes())
    pages = {}
    async with TestClient(TestServer(app), cookie_jar=DummyCookieJar()) as client:
        for kind, who in people.items():
            browser = Browser(client)
            await browser.signs_in(who)
            pages[kind] = await crawl(browser)
            assert kind not in DIFFERENT or len(await read_numbers(browser)) > 10, "each is as long as its list"
            missing = [await browser.get(one) for one in NONSENSE]
            assert {(one.status, one.text) for one in missing} == {(404, missing[0].text)}, kind
            for there, not_there in SAME_WORK if kind in KEPT_FROM else ():
                assert await work_of(made, browser, there) == await work_of(made, browser, not_there), there
            for one in (*HIDDEN, *PICTURES) if kind in KEPT_FROM else ():
                assert await browser.get(one) == missing[0], f"{kind}: {one} can be told from what is not there"
    await made.talk.database.close()
    told = {who: [one for path, text in pages[who].items() for one in secrets_in(path, text)] for who in people}
    assert {who: told[who] for who in KEPT_FROM} == {who: [] for who in KEPT_FROM}
    numbers = {number for one in told["public body"] for number in re.findall(rf"{SECRET}\D{{1,13}}(\d{{3}})", one)}
    assert numbers == {"101", "201"}, "all but Beta see these two"
    assert [one for one in HIDDEN if one not in pages["secretariat"]] == [], "what is planted is there to be found"
    knows = {who for who in people if f"Offered: {BLIND}" in pages[who].get("/web/exchange", "")}
    assert knows == {"contact and lead", "member", "deputy", "public body"}, (
        "without a name, and confirmed members alone"
    )
    assert any(f"Møte om {SECRET}" in text for text in pages["secretariat"].values())

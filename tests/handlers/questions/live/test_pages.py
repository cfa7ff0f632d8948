"""Live pages over HTTP: what each link shows to whom, and everything it does not."""

from __future__ import annotations

import asyncio
import re
from html.parser import HTMLParser

import pytest

from handlers.chat.turn import Arena
from handlers.questions.live.page_links import build_live_page_link
from storage.directory.rooms import LOST, Room
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.questions.live.conftest import Client

GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"


class Elements(HTMLParser):
    """Which elements a page has, and all of its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        led = ("src", "style") if tag == "link" else ("src", "href", "style")
        assert not [name for name, _ in attrs if name.startswith("on") or name in led]

    def handle_data(self, data: str) -> None:
        self.text += data


def path(arena: Arena, talk: Conversation, kind: str, id: int, **reader: int) -> str:
    return build_live_page_link(arena, kind, id, talk.database.get_time(), **reader).removeprefix("https://arena.test")


async def asked(talk: Conversation, kari: Someone) -> Room:
    """A question with an answer, in a room about the grid."""
    room = await talk.carries("grid", "nett")
    await kari.commands(GRID)
    ola = await talk.person("ola", organisation="øyra")
    await ola.replies(talk.room("grid")[0], "Be om <b>ny</b> vurdering & en dato.")
    return room


async def test_a_question_is_shown_with_its_answers_in_the_language_of_its_reader(
    talk: Conversation, kari: Someone, web_client: Client, arena: Arena
) -> None:
    room = await asked(talk, kari)
    answer = await web_client.get(path(arena, talk, "question", 1, room_id=room.id))
    shown = Elements(await answer.text())
    assert answer.status == 200
    assert shown.tags.isdisjoint({"script", "style", "a", "img", "form", "b", "iframe"})
    links = re.findall(r"<link [^>]*>", await answer.text())
    assert [re.sub(r"\?\w+", "", one) for one in links] == [
        '<link rel="icon" href="/web/icon.svg" type="image/svg+xml">',
        '<link rel="stylesheet" href="/web/style.css">',
        # waits for the end of the page itself, and loads nothing
        '<link rel="expect" href="#end" blocking="render">',
    ]
    for words in (GRID, "Kari, Eksempel", "Be om <b>ny</b> vurdering & en dato.", "Ola, Øyra", "1 answer"):
        assert words in shown.text
    told = {name: answer.headers[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")}
    assert told == {
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex, nofollow",
        "Referrer-Policy": "no-referrer",
    }
    assert (
        "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors"
        in answer.headers["Content-Security-Policy"]
    )
    async with talk.database.begin() as store:
        (await store.people.load_person(kari.person_id)).language = "nn"
    own = await (await web_client.get(path(arena, talk, "question", 1, person_id=kari.person_id))).text()
    assert '<html lang="nn">' in own
    assert "Spørsmål om" in own


async def test_a_link_shows_what_its_reader_may_see_now_and_no_more(
    talk: Conversation, kari: Someone, web_client: Client, arena: Arena, clock: Clock
) -> None:
    room, other = await asked(talk, kari), await talk.carries("land", "areal")
    guest = await talk.person("gry", role="guest")
    good = path(arena, talk, "question", 1, room_id=room.id)
    mine = path(arena, talk, "question", 1, person_id=kari.person_id)
    wrong = [
        path(arena, talk, "question", 1, room_id=other.id),
        path(arena, talk, "question", 1, room_id=99),
        path(arena, talk, "question", 2, room_id=room.id),
        path(arena, talk, "question", 1, person_id=guest.person_id),
        path(arena, talk, "question", 1),
        path(arena, talk, "question", 1, room_id=room.id, person_id=kari.person_id),
        good.replace("/q/", "/l/"),
        good[:-1],
        "/q/1",
        "/l/x",
    ]
    answers = [await web_client.get(one) for one in wrong]
    assert {answer.status for answer in answers} == {404}
    assert len({await answer.text() for answer in answers}) == 1, "nobody can tell foreign from missing"
    assert [(await web_client.get(one)).status for one in (good, mine)] == [200, 200]
    async with talk.database.begin() as store:
        found = await store.rooms.find(room.id)
        found.state = LOST
    assert (await web_client.get(good)).status == 404
    assert (await web_client.get(mine)).status == 200
    clock.forward(days=91)
    assert (await web_client.get(mine)).status == 404


async def test_what_is_taken_back_is_shown_to_nobody(
    talk: Conversation, kari: Someone, web_client: Client, arena: Arena
) -> None:
    room = await asked(talk, kari)
    good = path(arena, talk, "question", 1, room_id=room.id)
    await kari.submits(await kari.does("questions.more", "1"), what="withdraw")
    assert (await web_client.get(good)).status == 404


async def test_a_solution_is_shown_and_what_is_for_the_circle_is_not(
    talk: Conversation, kari: Someone, web_client: Client, arena: Arena
) -> None:
    room = await talk.carries("grid", "nett")
    form = await kari.does("solutions.write")
    await kari.submits(
        form, title="<i>Heat", problem="Too hot\nin May", done="A pump", result="12 % less", topic="nett"
    )
    in_room = path(arena, talk, "solution", 1, room_id=room.id)
    mine = path(arena, talk, "solution", 1, person_id=kari.person_id)
    text = await (await web_client.get(in_room)).text()
    assert "<title>L-001 &lt;i&gt;Heat · Arena</title>" in text
    shown = Elements(text).text
    assert [
        word for word in ("<i>Heat", "Too hot\nin May", "A pump", "12 % less", "verified") if word not in shown
    ] == []
    async with talk.database.begin() as store:
        (await store.solutions.find(1)).level = "circle"
    assert [(await web_client.get(one)).status for one in (in_room, mine)] == [404, 200]


async def test_who_guesses_is_told_to_stop(web_client: Client) -> None:
    answers = await asyncio.gather(*(web_client.get(f"/q/{n}") for n in range(22)))
    assert sorted(answer.status for answer in answers) == [404] * 20 + [429] * 2


@pytest.mark.parametrize(("language", "title"), [("nb", "Her er det ingenting"), ("en", "There is nothing here")])
async def test_an_old_link_is_answered_in_the_language_of_its_reader(
    web_client: Client, language: str, title: str
) -> None:
    async with web_client.get("/q/gone", headers={"Accept-Language": language}) as answer:
        page = await answer.text()
    assert (answer.status, f'lang="{language}"' in page, title in page) == (404, True, True)

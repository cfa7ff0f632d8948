"""Lists on the web: narrowed, sorted and taken out, each by an address that says the same to whoever may see it."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import timedelta

from storage.library.solutions import MEMBERS, OPEN, PUBLISHED, Solution
from storage.questions.questions import ANSWERED, SOLVED, Question
from storage.questions.questions import OPEN as WAITING
from tests.conversation import Conversation
from tests.handlers.pages.conftest import Browser

#: more than two pages of a list
SOLUTIONS = 45
_CHIP = re.compile(r'<li><a href="([^"]*topic=[^"]*)"[^>]*>[^<]* \((\d+)\)</a></li>')
_TITLE = re.compile(r"<h2><a href=\"[^\"]*\">([^<]*)</a></h2>")


async def stocked(talk: Conversation, owner: int) -> None:
    """Solutions of three topics, every third verified, and questions in each state, one of them of two topics."""
    async with talk.database.begin() as store:
        slugs = ("nett", "energi", "hms")
        topics = [topic.id for slug in slugs if (topic := await store.topics.find_topic_by_slug(slug))]
        for n in range(SOLUTIONS):
            row = Solution(
                code=f"L-{n:03d}", title=f"={SOLUTIONS - n:02d} <b>varme</b>", problem='Kaldt; og "vått"', done="Ja",
                level=OPEN if n % 2 else MEMBERS, topic_id=topics[n % 3], language="nb", state=PUBLISHED,
                owner_id=owner, verified_at=None if n % 3 else store.now,
            )  # fmt: skip
            await store.solutions.add(row)
            row.created_at = store.now - timedelta(days=SOLUTIONS - n)
        for n, state in enumerate((WAITING, ANSWERED, SOLVED)):
            asked = Question(
                asker_id=owner, topic_id=topics[n], second_topic_id=topics[0] if n else None, language="nb",
                text=f"Hva gjør dere {n}?", organisation_id=(await store.people.load_person(owner)).organisation_id,
                 state=state, origin={}, suggested=[], guess=[], anonymous=n == 1,
                solved_at=store.now if state == SOLVED else None,
            )  # fmt: skip
            await store.questions.add(asked)


def titles(text: str) -> list[str]:
    return [html.unescape(title) for title in _TITLE.findall(text)]


async def test_a_list_is_what_its_address_says(talk: Conversation, browser: Browser) -> None:
    kari, _ola = await talk.person("kari", organisation="eksempel"), await talk.person("ola", organisation="annet")
    await stocked(talk, kari.person_id)
    first = await browser.signs_in(kari)
    assert "45 solutions" in first.text
    assert titles(first.text)[0] == "=01 <b>varme</b>", "the newest, as it was typed"
    assert (len(titles(first.text)), "Next page" in first.text) == (20, True)
    assert '<span aria-current="page">Page 1 of 3</span>' in first.text
    assert "<b>" not in first.text
    pages = [titles((await browser.get(f"/web?sort=title&page={n}")).text) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    every = [title for page in pages for title in page]
    assert every == sorted(set(every))
    chips = _CHIP.findall(first.text) + _CHIP.findall((await browser.get("/web/questions")).text)
    assert len(chips) == 6
    for address, count in chips:
        narrowed = await browser.get(html.unescape(address))
        assert re.search(rf'class="count" role="status">{count} (solution|question)', narrowed.text), address
    for address, n in (("/web/questions?organisation=eksempel", 2), ("/web/questions?organisation=annet", 0)):
        of_one = await browser.get(address)
        assert f'role="status">{n} question' in of_one.text, "one is anonymous"
    assert (
        '<a href="/web/questions?organisation=eksempel">Eksempel (2)</a>' in (await browser.get("/web/questions")).text
    )
    assert (await browser.get("/web/questions?organisation=none")).status == 404
    verified = await browser.get("/web?state=verified")
    assert "Page 1" not in verified.text, "there is no other"
    assert "15 solutions" in verified.text
    solved = await browser.get("/web/questions?state=solved")
    assert titles(solved.text) == ["Hva gjør dere 2?"]
    assert "Eksempel" not in (await browser.get("/web/questions?state=answered")).text, "that one was asked anonymously"


async def test_a_table_is_its_list_in_the_language_of_its_reader_and_runs_nothing(
    talk: Conversation, browser: Browser, other_browser: Browser
) -> None:
    kari, gry = await talk.person("kari", organisation="eksempel"), await talk.person("gry", role="guest")
    await stocked(talk, kari.person_id)
    async with talk.database.begin() as store:
        (await store.people.load_person(kari.person_id)).language = "nb"
    page = await browser.signs_in(kari)
    assert 'href="/web/solutions.csv"' in page.text
    table = await browser.get("/web/solutions.csv?topic=nett&sort=title")
    assert table.headers["Content-Disposition"] == 'attachment; filename="solutions.csv"'
    assert table.headers["Cache-Control"] == "private, no-store"
    rows = list(csv.reader(io.StringIO(table.text.removeprefix("\ufeff")), delimiter=";"))
    assert rows[0][:4] == ["Kode", "Tittel", "Tema", "Organisasjon"]
    assert len(rows) == 1 + SOLUTIONS // 3
    assert rows[1][1].startswith("'="), "a spreadsheet would run it"
    assert rows[1][5] == 'Kaldt; og "vått"'
    asked = list(csv.reader(io.StringIO((await browser.get("/web/questions.csv")).text), delimiter=";"))
    assert [row[3] for row in asked[1:]] == ["Eksempel", "", "Eksempel"]

    for one in (
        "/web/questions/99999999999999",
        "/web/meetings/9999999999999999",
        "/web/solutions/L-%00",
        "/web/issues/%FF",
    ):
        assert (await browser.get(one)).status == 404, one
    assert (await browser.get("/web/find?q=%00varme%FF")).status == 200

    guest = await other_browser.signs_in(gry)
    assert "22 solutions" in guest.text
    assert re.findall(r'<li><a href="(/web[^"?]*)"', guest.text)[0] == "/web"
    assert "/web/questions" not in guest.text
    for one in ("/web/questions.csv", "/web?organisation=eksempel", "/web/numbers"):
        assert (await other_browser.get(one)).status == 404


async def test_what_is_not_there_answers_alike_however_it_is_asked_for(talk: Conversation, browser: Browser) -> None:
    asked = (
        "/web/", "/web//issues", "/web/issues/", "/web/issues?page=10000", "/web/issues/S-99999", "/web/issues/S-1/x",
        "/web?organisation=none", "/web/plots/P-9", "/web/pictures/9", "/web/plots/pictures/9", "/web/%ff", "/web/%00",
    )  # fmt: skip
    for signed_in in (False, True):
        if signed_in:
            await browser.signs_in(await talk.person("kari", organisation="eksempel"))
        for method in ("GET", "HEAD"):
            missing = await browser.get("/web/nowhere", method)
            assert (missing.status, missing.text == "") == (404, method == "HEAD")
            for path in asked:
                browser.asked = ""
                told = await browser.get(path, method)
                assert (told.status, told.text) == (404, missing.text), (signed_in, method, path)

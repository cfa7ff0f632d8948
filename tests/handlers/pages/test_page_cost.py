"""A page asks the database as often for many records as for a few."""

from __future__ import annotations

import re

from tests.conversation import Conversation
from tests.handlers.pages.conftest import Browser
from tests.handlers.pages.generated_networks import NetworkMaker
from tests.statement_meter import statements

#: records of each kind, first and then
FEW, MANY = 2, 20
LINK = re.compile(r'href="(/web/[a-z/-]+)"')


async def count_statements(talk: Conversation, browser: Browser) -> dict[str, int]:
    """Return page -> the statements that it takes, of each page that the first ones lead to."""
    found = {}
    first = [(await browser.get(path)).text for path in ("/web", "/web/exchange")]
    for path in sorted({"/web", *(link for text in first for link in LINK.findall(text))}):
        with statements(talk.database) as said:
            assert (await browser.get(path)).status == 200, path
        found[path] = len(said)
    return found


async def test_no_page_asks_once_for_each_record(talk: Conversation, browser: Browser) -> None:
    maker = NetworkMaker(talk, 1, fewest=FEW, most=FEW)
    people = await maker.make_network()
    await browser.signs_in(people["secretariat"])
    few = await count_statements(talk, browser)
    assert {"/web/issues", "/web/consultations", "/web/questions", "/web/exchange", "/web/map"} <= few.keys()
    maker.fewest = maker.most = MANY
    await maker.add_records()
    many = await count_statements(talk, browser)
    assert {path: n for path, n in many.items() if n > few[path] + 1} == {}

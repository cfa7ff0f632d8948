"""Long tables: a card says how far they are, all rows come in or none, and a process that ends takes nothing along."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.maintenance.import_worker import ImportWorker
from handlers.exchange.imports.import_claims import TRIES
from handlers.exchange.imports.table_reading import TableReading
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import contact_of
from tests.handlers.exchange.test_table_import import build_rows, list_listings, write_lines

LONG = 230


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await contact_of(talk, "kari", "eksempel", "59,14 9,66")


async def works(talk: Conversation) -> bool:
    """One table is worked on, and its card is drawn again."""
    worked = await ImportWorker(talk.database, talk.arena, talk.platforms).work_on_next_table()
    await talk.settle()
    return worked


def break_reading(monkeypatch: pytest.MonkeyPatch, at: int) -> Callable[[], None]:
    """The process ends where so many rows are read; what comes back lets the next one live."""
    read = TableReading.read_rows

    def read_rows(self: TableReading, most: int) -> None:
        if self.count >= at:
            raise RuntimeError("killed")
        read(self, most)

    monkeypatch.setattr(TableReading, "read_rows", read_rows)
    return lambda: monkeypatch.setattr(TableReading, "read_rows", read)


async def test_a_long_table_says_how_far_it_is_and_survives_the_end_of_a_process(
    talk: Conversation, clock: Clock, kari: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await kari.says(f"bytte import\n{write_lines(build_rows(LONG), ';')}")
    card = kari.last
    assert "0 of 230 rows are checked." in card.text
    assert "Nothing comes in before you say yes." in card.text
    restart = break_reading(monkeypatch, 200)
    with pytest.raises(RuntimeError, match="killed"):
        await works(talk)
    await talk.settle()
    assert "200 of 230 rows are checked." in card.text
    assert not await works(talk), "another is at it"
    restart()
    clock.forward(minutes=2)
    assert await works(talk)
    assert "230 are new · 0 are changed" in card.text
    assert await list_listings(talk.database) == [], "nothing before a yes"

    await kari.clicks(card, "Bring it in")
    await talk.settle()
    assert "Bringing in the table" in card.card.title
    restart = break_reading(monkeypatch, 200)
    with pytest.raises(RuntimeError, match="killed"):
        await works(talk)
    await talk.settle()
    assert "200 of 230 rows are checked." in card.text
    assert await list_listings(talk.database) == []
    restart()
    clock.forward(minutes=2)
    assert await works(talk)
    assert (len(await list_listings(talk.database)), card.card.title) == (LONG, "The table is brought in")
    assert not await works(talk)
    assert [post for post in kari.sees if "table" in post.card.title] == [card], "one message, from first to last"


async def test_what_changes_meanwhile_is_read_anew_and_what_nobody_gets_through_is_given_up(
    talk: Conversation, clock: Clock, kari: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = write_lines(build_rows(LONG), ";")
    await kari.says(f"bytte import\n{lines}")
    card = kari.last
    await works(talk)
    await kari.clicks(card, "Bring it in")
    async with talk.database.read() as store:
        site = (await store.sites.list_all_sites())[0]
    await kari.submits(await kari.does("sites.write", str(site.id)), name="nytt navn", municipality="Testvik")
    await works(talk)
    assert "“kari verk” is none of your sites." in card.text
    assert await list_listings(talk.database) == []

    await kari.says(f"bytte import\n{lines.replace('kari verk', 'nytt navn')}")
    card = kari.last
    break_reading(monkeypatch, 0)
    for _ in range(TRIES):
        with pytest.raises(RuntimeError, match="killed"):
            await works(talk)
        clock.forward(minutes=2)
    await works(talk)
    assert "I could not get through that table." in card.text
    clock.forward(hours=25)
    async with talk.database.begin() as store:
        await talk.courier.router.chores["imports.forget"][1](store, talk.arena)

"""Follow each number of a page to its list, and count that list; a median stands where something is measured."""

from __future__ import annotations

import gc
import re
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.pages.exchange_tabs import PARKS
from handlers.pages.figure_tables import NOTHING
from handlers.pages.list_choices import PAGE
from handlers.pages.page_parts import FigureRow, PageRequest, WebPage
from handlers.pages.sections import PAGES
from storage.kit.database import Database, Store
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.pages.generated_networks import NetworkMaker

NOW = datetime(2027, 3, 10, 9, tzinfo=UTC)
NUMBERS = ("/web/numbers", "/web/numbers?period=2026", "/web/start")
_COUNT = re.compile(r"[\d,]+")


class FigureChecks:
    """Hold what is wrong, and how many numbers were followed."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.followed = 0

    async def check_networks(self, template: Path, folder: Path, seeds: range) -> None:
        for seed in seeds:
            path = folder / f"network{seed}.db"
            shutil.copyfile(template, path)
            clock = Clock()
            clock.set(NOW)
            database = Database(f"sqlite:///{path}", clock=clock)
            talk = await Conversation(database).begin()
            people = await NetworkMaker(talk, seed).make_network()
            async with database.read() as store:
                for kind, who in people.items():
                    await self._check_pages(store, talk, who, f"network {seed}, {kind}")
            await database.close()
            path.unlink()
            gc.collect()  # a network is a world of its own, which refers to itself

    async def _check_pages(self, store: Store, talk: Conversation, who: Someone, name: str) -> None:
        person = await store.people.load_person(who.person_id)
        account = (await store.people.list_reachable_accounts(person.id))[0]
        turn = Turn(store, person, account, Say("en", UTC), talk.arena, talk.classifier)
        for address in NUMBERS:
            page = await _draw_page(turn, address)
            for row in [row for table in (*page.tiles, *page.figures) for row in table.rows] if page else []:
                if not row.address.startswith(PARKS):
                    await self._follow_number(turn, row, f"{name}: {row.label} on {address}")
            for chart in page.lines if page else ():
                self._compare_lines(page, chart.lines, f"{name}: {chart.title} on {address}")

    async def _follow_number(self, turn: Turn, row: FigureRow, name: str) -> None:
        self.followed += 1
        page = await _draw_page(turn, row.address)
        if page is None or page.listing is None:
            self.wrong.append(f"{name}: {row.address} has no list")
            return
        said = _COUNT.match(page.listing.summary)
        count, listed = int(said[0]) if said else 0, len(page.listing.entries)
        for n in range(2, 2 + count // PAGE):
            more = await _draw_page(turn, f"{row.address}&page={n}")
            listed += len(more.listing.entries) if more and more.listing else 0
        if not row.value.isdecimal():
            right = (row.value == NOTHING) == (count == 0)
        else:
            right = int(row.value) == count == listed
        if not right:
            self.wrong.append(f"{name}: {row.value}, and its list has {count}, of which {listed} are shown")

    def _compare_lines(self, page: WebPage | None, lines: object, name: str) -> None:
        tables = (*page.figures, *page.tiles[:1]) if page else ()
        values = {row.label: row.value for table in tables for row in table.rows}
        for line in lines if isinstance(lines, tuple) else ():
            if line.name in values and str(sum(line.values)) != values[line.name]:
                self.wrong.append(f"{name}: {line.name} sums up to {sum(line.values)}, not {values[line.name]}")


async def _draw_page(turn: Turn, address: str) -> WebPage | None:
    parts = urlsplit(address)
    drawn = await PAGES[parts.path](turn, PageRequest(parts.path, query=dict(parse_qsl(parts.query))))
    return drawn if isinstance(drawn, WebPage) else None


def say_verdict(checks: FigureChecks) -> bool:
    """Print what was found; True where each number is as long as its list."""
    print(f"figures: {checks.followed} numbers followed, {len(checks.wrong)} wrong", *checks.wrong[:20], sep="\n  ")
    sys.stdout.flush()
    return checks.followed > 0 and not checks.wrong

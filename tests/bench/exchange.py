"""Tables of the exchange brought in whole, plots found in words, and what almost fits, in a network of many rows.

An import is what the button does: the table is read and compared once more, and all of it stored in one unit of work.
"""

from __future__ import annotations

import asyncio
import gc
import random
import time
from datetime import UTC, datetime

from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.documents.tables.delimited_text import read_delimited_text
from handlers.exchange.asking.open_answers import SettledPairs, find_open_answers
from handlers.exchange.flow_types import FLOW_TYPES
from handlers.exchange.imports.import_plan import plan_table_import
from handlers.exchange.imports.import_scope import ImportScope
from handlers.exchange.imports.listing_import import LISTINGS
from handlers.exchange.imports.plot_import import PLOTS
from handlers.exchange.imports.table_kinds import TableKind
from handlers.exchange.matches.listing_sight import ListingSights
from handlers.exchange.matches.near_pairs import find_near_pairings
from handlers.exchange.plots.plot_facts import read_plot_values
from handlers.exchange.plots.plot_hits import PlotSight, find_plots
from handlers.exchange.plots.plot_wishes import read_plot_query
from storage.directory.organisations import Organisation
from storage.exchange.plots import Plot
from storage.exchange.sites import Site
from storage.kit.database import Database
from tests.bench.benches import ENGINES, Bench
from tests.bench.matching import NETWORK, TODAY, draw_candidates
from tests.bench.tables import Row, middle, ms

#: rows of a table, and seconds in which it has to be in
ROWS, IMPORT = 2_000, 10.0
#: seconds of processor of one search among so many plots, and of all near pairs or all questions of a network
SEARCH, NEAR = 0.050, 10.0
WISH = "over 100 da med kai og 20 MW før 2029 i Vest"
PLACES = 40


def measure(bench: Bench) -> list[Row]:
    rows = []
    for engine in ENGINES:
        rows += asyncio.run(_measure_imports(bench, engine))
    return [*rows, _measure_near_pairs(bench), _measure_questions(bench)]


async def _measure_imports(bench: Bench, engine: str) -> list[Row]:
    database, chance = Database(bench.database(engine)), random.Random(1)
    try:
        await _add_organisation(database)
        plots = await _import_table(database, PLOTS, _write_plots(chance))
        listings = await _import_table(database, LISTINGS, _write_listings(chance))
        again = await _import_table(database, PLOTS, _write_plots(random.Random(1)), same=True)
        async with database.read() as store:
            found = await store.plots.list_all_plots()
        search = [] if engine == "postgresql" else [_measure_search(bench, list(found))]
    finally:
        await database.close()
    return [
        _tell_import(engine, "plots", plots),
        _tell_import(engine, "offers and needs", listings),
        _tell_import(engine, "plots that are there already", again),
        *search,
    ]


async def _add_organisation(database: Database) -> None:
    async with database.begin() as store:
        park = await store.organisations.add(Organisation(code="park", name="Park", kind="park", region="Vest"))
        for number in range(PLACES):
            site = Site(organisation_id=park.id, name=f"Verk {number}", municipality="Testvik", latitude=5900 + number,
                        longitude=900)  # fmt: skip
            await store.sites.add(site)


async def _import_table(database: Database, kind: TableKind, text: str, *, same: bool = False) -> float:
    """Return the seconds until the table is in and its unit of work is over."""
    start = time.perf_counter()
    async with database.begin() as store:
        sites, parks = await store.sites.list_all_sites(), await store.organisations.list_all_organisations()
        scope = ImportScope(sites, parks, store.now, Arena().zone)
        plan = await plan_table_import(store, kind, read_delimited_text(text), scope)
        assert not plan.faults, plan.faults[0].translate_fault(Say("en", UTC))
        assert len(plan.same if same else plan.new) == ROWS
        await kind.store_plan(store, scope, plan)
    return time.perf_counter() - start


def _write_plots(chance: random.Random) -> str:
    lines = ["Id;Navn;Kommune;Areal (da);Ledig areal (da);Kai;Ledig MW;Spenning (kV);Nettselskap"]
    for number in range(ROWS):
        area = chance.randint(20, 900)
        cells = (f"t{number}", f"Felt {number}", f"Kommune {chance.randrange(PLACES)}", area, chance.randint(5, area),
                 chance.choice(("ja", "nei", "")), chance.choice(("", 5, 20, 60)), chance.choice(("", 22, 132)),
                 "Vestnett")  # fmt: skip
        lines.append(";".join(map(str, cells)))
    return "\n".join(lines)


def _write_listings(chance: random.Random) -> str:
    lines = ["Id;Sted;Tilbud eller behov;Type;Beskrivelse;Mengde"]
    for number in range(ROWS):
        side, (type_, said) = (
            chance.choice(("tilbud", "behov")),
            chance.choice((("varme", "GWh/år"), ("vann", "m³/år"))),
        )
        cells = (f"r{number}", f"Verk {chance.randrange(PLACES)}", side, type_, f"Flyt nummer {number} fra kjelen",
                 f"{chance.randint(1, 900)} {said}")  # fmt: skip
        lines.append(";".join(map(str, cells)))
    return "\n".join(lines)


def _tell_import(engine: str, what: str, seconds: float) -> Row:
    return Row(
        f"import of {ROWS} {what}, {ENGINES[engine]}",
        f"{seconds:.1f} s",
        goal=f"<= {IMPORT:.0f} s",
        met=seconds <= IMPORT,
        figures={"seconds": seconds},
    )


def _measure_search(bench: Bench, plots: list[Plot]) -> Row:
    """Time one search in words: what is read of the words, and all plots compared with it."""
    sights = [PlotSight(one.id, read_plot_values(one), frozenset({one.municipality.lower(), "vest"})) for one in plots]
    places, seconds, hits = {place for sight in sights for place in sight.places}, list[float](), 0
    gc.collect()
    gc.freeze()
    for _ in range(bench.rounds * 10 + 1):
        start = time.process_time()
        hits = len(find_plots(sights, read_plot_query(WISH, places).wishes))
        seconds.append(time.process_time() - start)
    return Row(
        f"one search in words among {len(sights)} plots",
        f"{ms(middle(seconds))}, at the most {ms(max(seconds[1:]))} CPU; {hits} found",
        goal=f"<= {ms(SEARCH)}",
        met=max(seconds[1:]) <= SEARCH and hits > 0,  # the first one reads the words and units
        figures={"p50_ms": middle(seconds) * 1000},
    )


def _measure_near_pairs(bench: Bench) -> Row:
    candidates, seconds, found = draw_candidates(random.Random(2), NETWORK, tuple(FLOW_TYPES)), list[float](), 0
    for _ in range(bench.rounds):
        start = time.process_time()
        found = len(asyncio.run(find_near_pairings(candidates, ListingSights({}), TODAY, datetime.now(UTC))))
        seconds.append(time.process_time() - start)
    return Row(
        f"what almost fits among {NETWORK} offers and {NETWORK} needs of all types",
        f"{middle(seconds):.1f} s CPU; {found} kept",
        goal=f"<= {NEAR:.0f} s",
        met=max(seconds) <= NEAR and found > 0,
        figures={"seconds": middle(seconds)},
    )


def _measure_questions(bench: Bench) -> Row:
    """Time what all owners together could be asked, which is worked out once a night."""
    candidates, seconds, found = draw_candidates(random.Random(2), NETWORK, tuple(FLOW_TYPES)), list[float](), 0
    for _ in range(bench.rounds):
        start = time.process_time()
        answers = asyncio.run(find_open_answers(candidates, ListingSights({}), SettledPairs(), TODAY))
        seconds.append(time.process_time() - start)
        found = len(answers)
    return Row(
        f"what owners are asked among {NETWORK} offers and {NETWORK} needs of all types",
        f"{middle(seconds):.1f} s CPU; {found} organisations",
        goal=f"<= {NEAR:.0f} s",
        met=max(seconds) <= NEAR and found > 0,
        figures={"seconds": middle(seconds)},
    )

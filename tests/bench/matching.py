"""Offers against many needs: how long one takes, whether that grows with their number alone, and all against all.

The listings are of all types, over a country. Reading them is left out: the bot holds what it has read. Beside one
offer stands the same number of great circles, which no matching by distance does without.
"""

from __future__ import annotations

import asyncio
import gc
import random
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from bot.cli.match_command import answer_offer
from handlers.exchange.flow_types import FLOW_TYPES
from handlers.exchange.matches.combination_finder import find_together, list_near_listings
from handlers.exchange.matches.listing_sight import ListingSights
from handlers.exchange.matches.night_matching import find_pairs_of_listings
from handlers.exchange.matches.pair_finder import Candidate
from handlers.exchange.matching.distance_factor import compute_straight_km
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.listing_reader import read_listing
from handlers.exchange.matching.offer_matching import NeedIndex
from storage.exchange.listings import MEMBERS_LEVEL
from tests.bench.benches import Bench
from tests.bench.tables import Row, middle, ms, quantile

TODAY = date(2026, 11, 28)
#: needs that one offer is matched with, and a fourth of them
NEEDS, FEWER = 10_000, 2_500
#: offers and needs of the whole network
NETWORK = 2_000
#: offers of a round
OFFERS = 100
#: seconds of processor; and how many times longer four times as many needs may take
P95, ALL, GROWTH, TOGETHER = 0.050, 20.0, 5.0, 0.400
#: seconds of each pause of the loop beside the night, and by which one may be too long
PAUSE, HELD_UP = 0.001, 0.020
#: what a row begins with
FIRST = ("id", "organisation")
UNITS = {"area": "da", "capacity": "timer", "people": "plasser"}


def measure(bench: Bench) -> list[Row]:
    rows = [_one(bench, "of all types", tuple(FLOW_TYPES)), _one(bench, "of heat alone", ("heat",))]
    return [*rows, _together(bench), _network(bench)]


def draw_listings(chance: random.Random, count: int, types: Sequence[str], direction: str) -> list[ListingFacts]:
    return [read_listing(_draw_row(chance, number, types, direction)) for number in range(count)]


def _draw_row(chance: random.Random, number: int, types: Sequence[str], direction: str) -> dict[str, Any]:
    type_ = chance.choice(types)
    months = chance.choice(([100] * 12, [100, 100, 90, 60, 20, 0, 0, 0, 20, 60, 90, 100], None))
    return {
        "id": f"{direction}-{number}",
        "organisation": f"organisation {number % 900}",
        "direction": direction,
        "type": type_,
        "amount": round(10 ** chance.uniform(0, 4), 1),
        "unit": UNITS.get(type_, "GWh/år" if "power" in FLOW_TYPES[type_].measures and type_ != "steam" else "t/år"),
        "months": months,
        "kind": chance.choice(("slag", "gypsum", None)) if type_ == "material" else None,
        "valid_from": "2026-10-01",
        "valid_to": chance.choice(("2027-02-01", "2027-05-01", "2026-11-01")),
        "temperature": chance.randint(5, 140) if type_ in ("heat", "steam", "water", "cooling") else None,
        "lat": chance.uniform(58, 69),
        "lon": chance.uniform(6, 16),
    }


def _one(bench: Bench, what: str, types: Sequence[str]) -> Row:
    chance = random.Random(1)
    offers = draw_listings(chance, OFFERS, types, "offer")
    needs = draw_listings(chance, NEEDS, types, "need")
    gc.collect()
    gc.freeze()
    seconds, fewer, circles = [], [], []
    for _ in range(bench.rounds):
        seconds += _time_offers(offers, NeedIndex(needs))
        fewer += _time_offers(offers, NeedIndex(needs[:FEWER]))
        circles.append(_time_circles(needs))
    p95, growth = quantile(seconds, 0.95), sum(seconds) / sum(fewer)
    return Row(
        f"one offer against {NEEDS} needs {what}",
        f"p50 {ms(middle(seconds))}, p95 {ms(p95)} CPU; {growth:.1f} times that of {FEWER}",
        f"{NEEDS} great circles: {ms(middle(circles))}",
        f"{p95 / middle(circles):.1f}",
        f"p95 <= {ms(P95)}, growth <= {GROWTH:.0f}",
        p95 <= P95 and growth <= GROWTH,
        figures={"p95_ms": p95 * 1000, "growth": growth},
    )


def _time_offers(offers: Sequence[ListingFacts], index: NeedIndex) -> list[float]:
    seconds = []
    for offer in offers:
        start = time.process_time()
        answer_offer(offer, index, TODAY, blind=False)
        seconds.append(time.process_time() - start)
    return seconds


def _time_circles(needs: Sequence[ListingFacts]) -> float:
    places = [need.position for need in needs if need.position is not None]
    start = time.process_time()
    for place in places:
        compute_straight_km(places[0], place)
    return time.process_time() - start


def _network(bench: Bench) -> Row:
    """All pairs of a network by name, with an event loop that goes on beside it, and how long that is held up."""
    candidates = draw_candidates(random.Random(2), NETWORK, tuple(FLOW_TYPES))
    seconds, waits = [], []
    for _ in range(bench.rounds):
        taken, held = asyncio.run(_find_beside_a_loop(candidates))
        seconds.append(taken)
        waits += held
    worst = quantile(waits, 0.999)
    return Row(
        f"nightly: {NETWORK} offers against {NETWORK} needs of all types",
        f"{middle(seconds):.1f} s, the loop held up {ms(middle(waits))} / {ms(worst)} / {ms(max(waits))}",
        goal=f"<= {ALL:.0f} s, 99.9 % of waits <= {ms(HELD_UP)}",
        met=middle(seconds) <= ALL and worst <= HELD_UP,
        figures={"seconds": middle(seconds), "held_up_ms": worst * 1000},
    )


def draw_candidates(chance: random.Random, count: int, types: Sequence[str]) -> list[Candidate]:
    """So many offers, and then so many needs."""
    return [
        _read_candidate(number, side, _draw_row(chance, number, types, side))
        for side in ("offer", "need")
        for number in range(count)
    ]


def _read_candidate(number: int, side: str, row: dict[str, Any]) -> Candidate:
    fields = tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in row.items())
    id, organisation = number + NETWORK * (side == "need"), number % 900
    fields = (("id", id), ("organisation", str(organisation)), *(one for one in fields if one[0] not in FIRST))
    return Candidate(id, organisation, side, row["type"], MEMBERS_LEVEL, None, datetime.now(UTC), fields)


def _together(bench: Bench) -> Row:
    """One need with what covers it together and what almost fits, where every offer is near and of the right type."""
    chance = random.Random(3)
    beside = {"lat": 59.0, "lon": 9.6, "unit": "GWh/år", "valid_from": None, "valid_to": "2027-05-01"}
    rows = [_draw_row(chance, number, ("heat",), "offer") | beside for number in range(NEEDS)]
    offers = [
        _read_candidate(
            number, "offer", row | {"amount": chance.choice((1, 20, 25)), "temperature": chance.choice((20, 90))}
        )
        for number, row in enumerate(rows)
    ]
    wanted = {"amount": 100, "temperature": 60, "months": None, "organisation": "none"}
    need = _read_candidate(2 * NEEDS, "need", _draw_row(chance, 0, ("heat",), "need") | beside | wanted)
    sights, industries, seconds = ListingSights({}), {one.organisation_id: "" for one in offers}, []
    gc.collect()
    gc.freeze()
    for _ in range(bench.rounds + 1):
        start = time.process_time()
        together = find_together(need, offers, sights, industries, TODAY)
        near = list_near_listings(need, offers, sights, TODAY)
        seconds.append(time.process_time() - start)
    worst, covered = max(seconds[1:]), together is not None and bool(near)  # the first one reads them all
    return Row(
        f"what covers one need together, and what almost fits, among {NEEDS} offers beside it",
        f"{ms(middle(seconds[1:]))}, at the most {ms(worst)} CPU",
        goal=f"<= {ms(TOGETHER)}",
        met=worst <= TOGETHER and covered,
        figures={"worst_ms": worst * 1000},
    )


async def _find_beside_a_loop(candidates: Sequence[Candidate]) -> tuple[float, list[float]]:
    """Return the seconds until all pairs were found, and those by which each pause of a millisecond was too long."""
    start, waits = time.perf_counter(), []
    everything = {candidate.id for candidate in candidates}
    finding = asyncio.create_task(find_pairs_of_listings(candidates, everything, ListingSights({}), TODAY))
    while not finding.done():
        before = time.perf_counter()
        await asyncio.sleep(PAUSE)
        waits.append(time.perf_counter() - before - PAUSE)
    await finding
    return time.perf_counter() - start, waits

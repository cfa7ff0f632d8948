"""Two needs for grid capacity have a grid company to talk to together if they hardly overlap, or one gives way."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handlers.exchange.matching.class_facts import build_class_facts
from handlers.exchange.matching.grid_talks import GIVES_WAY, compute_grid_talk_key, find_grid_talk
from handlers.exchange.matching.listing_facts import FlowAmount, ListingFacts
from handlers.language.name_folding import fold_name

TODAY = date(2026, 11, 30)
YEAR = (100.0,) * 12
WINTER = tuple(100.0 if month in (1, 2, 3, 10, 11, 12) else 0.0 for month in range(1, 13))
SUMMER = tuple(100.0 - share for share in WINTER)
JANUARY = (100.0, *(0.0,) * 11)


def need(organisation: str = "one", **facts: Any) -> ListingFacts:
    grid = {"is_offer": False, "type": "power", "grid_company": fold_name("Eksempelnett")}
    return ListingFacts(id=organisation, organisation=organisation, **(grid | {"months": WINTER} | facts))


@pytest.mark.parametrize(
    ("here", "there", "found"),
    [
        ({}, {"months": SUMMER}, True),
        ({}, {}, False),
        ({}, {"months": YEAR}, False),
        ({"months": JANUARY}, {"months": YEAR}, False),
        ({}, {"conditional": True}, True),
        ({"conditional": True}, {"months": None}, True),
        ({}, {"months": None}, False),
        ({}, {"months": SUMMER, "grid_company": "another"}, False),
        ({"grid_company": None}, {"months": SUMMER, "grid_company": None}, False),
        ({}, {"months": SUMMER, "is_offer": True}, False),
        ({}, {"months": SUMMER, "type": "heat"}, False),
        ({}, {"months": SUMMER, "organisation": "one"}, False),
        ({"price_area": "NO1"}, {"months": SUMMER, "price_area": "NO5"}, False),
        ({"never": frozenset(("two",))}, {"months": SUMMER}, False),
        ({}, {"months": SUMMER, "valid_to": date(2026, 11, 29)}, False),
    ],
)
def test_what_is_a_talk(here: dict[str, Any], there: dict[str, Any], *, found: bool) -> None:
    one, other = need(**here), need(**{"organisation": "two"} | there)
    assert (find_grid_talk(one, other, TODAY) is not None) is found
    assert (find_grid_talk(other, one, TODAY) is not None) is found, "it is the same from either side"


def test_the_overlap_is_that_of_the_need_that_is_needed_less() -> None:
    mostly = tuple(100.0 if month in (3, 4, 5, 6, 7, 8, 9) else 0.0 for month in range(1, 13))
    talk = find_grid_talk(need(), need("two", months=mostly), TODAY)
    assert talk is not None
    assert talk.overlap == pytest.approx(1 / 6)
    assert find_grid_talk(need(months=(30.0,) * 12), need("two", months=WINTER), TODAY) is None


def test_the_nearer_and_the_more_apart_come_first() -> None:
    here, near, far = (1.0, 0.0, 0.0), (0.999999, 0.001, 0.0), (0.995, 0.1, 0.0)
    one = need(position=here)
    talks = [
        find_grid_talk(one, need("two", **facts), TODAY)
        for facts in (
            {"months": SUMMER, "position": near}, {"months": SUMMER, "position": far},
            {"conditional": True, "position": near}, {"conditional": True, "months": None},
        )
    ]  # fmt: skip
    scores = [talk.score for talk in talks if talk is not None]
    assert len(scores) == 4
    assert scores[0] > scores[2] > scores[1]
    assert scores[3] == GIVES_WAY


def test_facts_are_new_when_a_class_is_and_not_within_one() -> None:
    def key(amount: float, **facts: Any) -> str:
        told = FlowAmount("energy", amount * 1000, None, is_rate=True)
        one = need(amount=told, **facts)
        return compute_grid_talk_key(build_class_facts(one), build_class_facts(need("two", months=SUMMER)))

    assert key(4) == key(9) == key(4, position=(1.0, 0.0, 0.0))
    assert len({key(4), key(11), key(4, conditional=True), key(4, months=YEAR)}) == 4

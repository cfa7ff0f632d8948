"""Whatever stands in a listing, it is read or named as unread, and every answer keeps its bounds."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli.match_command import answer_offer
from handlers.exchange.flow_types import FLOW_TYPES
from handlers.exchange.matching.listing_reader import read_listing
from handlers.exchange.matching.offer_matching import NeedIndex

TODAY = date(2026, 11, 28)
FACTORS = ("amount", "time", "temperature", "distance", "quality")
BRIDGES = {"heat_pump", "storage", "drying", "crushing", "neutralising", "compressing", "together", "lorry", None}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=4,
)
SAID = {
    "amount": st.floats(0.1, 1e6) | st.sampled_from(["3,5 GWh", "5-10 MW", "1 200 t/år", ">5 MW", "1.200 t"]),
    "unit": st.sampled_from(["MW", "GWh/år", "t/år", "m3/h", "Nm3/h", "da", "plasser"]),
    "hours": st.integers(1, 8784),
    "per": st.sampled_from(["year", "month", "day", "hour"]),
    "months": st.sampled_from([[100] * 12, [0] * 6 + [50] * 6, "okt-apr", "hele året"]),
    "day": st.sampled_from(["round", "day", "working_days", "batches"]),
    "temperature": st.integers(-20, 400) | st.just("65 grader"),
    "back": st.integers(0, 60),
    "pressure": st.floats(0, 40),
    "lat": st.floats(58, 60),
    "lon": st.floats(9, 11),
    "quality": st.sampled_from([{"moisture": 12}, {"moisture": {"max": 11, "must": True}}, {"purity": {"min": 99}}]),
    "hazardous": st.booleans(),
    "waste_code": st.sampled_from(["100207*", "10 02 08"]),
    "modes": st.sampled_from([["pipe"], ["truck", "ship"], []]),
    "quay": st.booleans(),
    "max_km": st.floats(0, 100),
    "kind": st.sampled_from(["slag", "gypsum"]),
    "valid_to": st.sampled_from(["2027-01-01", "2026-01-01"]),
}
LISTING = st.fixed_dictionaries(
    {"type": st.sampled_from(list(FLOW_TYPES))}, optional={name: said | ANYTHING for name, said in SAID.items()}
)


def list_need(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"id": "n", "organisation": "taker", "direction": "need"}


@settings(max_examples=150, deadline=None)
@given(LISTING, LISTING, st.booleans(), st.booleans())
def test_every_pair_is_answered_within_bounds(
    offer: dict[str, Any], need: dict[str, Any], alike: bool, blind: bool
) -> None:
    need = offer | need if alike else need
    index = NeedIndex([read_listing(list_need(need))])
    giver = read_listing(offer | {"id": "o", "organisation": "giver", "direction": "offer"})
    answer = answer_offer(giver, index, TODAY, blind=blind)
    for _, score, factors, sentence in answer["matches"]:
        assert 0.70 <= score <= 1
        assert all(0.40 <= factor <= 1 for factor in factors.values())
        assert [name for name in FACTORS if name in factors] == list(factors)
        assert sentence.startswith(("Mulig treff: ", "Godt treff: "))
        assert sentence.endswith(".")
    for _, failing, bridge in answer["near"]:
        assert failing in (*FACTORS, "hazardous")
        assert bridge in BRIDGES
    assert len(answer["matches"]) + len(answer["near"]) <= 1


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["type", "text", "kind", *SAID, "park", "never", "basis", "language"]), ANYTHING)
)
def test_any_value_of_any_field_is_read_or_named(fields: dict[str, Any]) -> None:
    row = {"type": "heat"} | {name: value for name, value in fields.items() if (name, value) != ("type", None)}
    listing = read_listing(row | {"id": "n", "organisation": "taker", "direction": "need"})
    quality = fields.get("quality")
    named = {f"quality.{name}" for name in quality} if isinstance(quality, dict) else set()
    assert set(listing.unread) <= {*fields, *named}

"""Put what a listing says into classes before it is matched with what its owner may not know by name.

A member may change a listing step by step, or move a site. They learn of the other side its classes and no more.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from math import sqrt

from handlers.exchange.matching.blind_classes import CLASS_UNITS, classify_amount, classify_temperature
from handlers.exchange.matching.listing_facts import FlowAmount, ListingFacts
from handlers.exchange.matching.quality_factor import QualityRequirement

#: degrees of latitude and longitude of a cell: about two kilometres, the narrowest band of distance
CELL_LATITUDE, CELL_LONGITUDE = 0.02, 0.04
#: what stands for the class below the smallest bound, in its unit
_BELOW = 0.5
#: per cent between which shares are not told apart
SHARE_STEP = 5.0
#: per cent of the peak between which the months of what is left are not told apart
_MONTH_STEP = 50.0


def snap_position(latitude: float, longitude: float) -> tuple[float, float]:
    """Return the middle of the cell in which the position is."""
    return (
        round(round(latitude / CELL_LATITUDE) * CELL_LATITUDE, 6),
        round(round(longitude / CELL_LONGITUDE) * CELL_LONGITUDE, 6),
    )


def build_class_facts(facts: ListingFacts) -> ListingFacts:
    """Return the facts with the middle of its class for each amount and temperature. The position stays."""
    return replace(
        facts,
        amount=_move_to_class(facts.amount),
        heat=_move_to_class(facts.heat),
        written=None,
        temperature=_move_to_step(facts.temperature),
        temperature_max=_move_to_step(facts.temperature_max),
        back=_move_to_step(facts.back),
        pressure=_move_to_bound(facts.pressure),
        values={name: _move_to_share(value) for name, value in facts.values.items()},
        wishes={name: _move_wish(wish) for name, wish in facts.wishes.items()},
        max_km=_move_to_bound(facts.max_km),
    )


def build_rest_classes(classes: ListingFacts, rest: ListingFacts) -> ListingFacts:
    """Return the classes of a listing of which so much is left. Shares of a month would tell how much is taken."""
    months = rest.months and tuple(_MONTH_STEP * round(month / _MONTH_STEP) for month in rest.months)
    return replace(
        classes,
        amount=_move_to_class(rest.amount),
        heat=_move_to_class(rest.heat),
        months=rest.months if months == rest.months else months,
    )


def classify_flow(amount: FlowAmount | None) -> list[int | str | None] | None:
    """Return the measure and the bounds of the class that holds the amount; None where it is not known."""
    value = None if amount is None else _pick_value(amount)
    if amount is None or value is None:
        return None
    return [amount.measure, "hour" if amount.is_rate else "year", *classify_amount(value / _find_size(amount))]


def compute_facts_key(offer: ListingFacts, need: ListingFacts) -> str:
    """Return the hash of what the two are in classes: a change inside them is no new fact."""
    return hash_classes([_list_classes(offer), _list_classes(need)])


def compute_listing_key(facts: ListingFacts) -> str:
    """Return the hash of what a listing is in classes."""
    return hash_classes(_list_classes(facts))


def hash_classes(classes: list[object]) -> str:
    return hashlib.sha256(json.dumps(classes).encode()).hexdigest()[:32]


def _list_classes(facts: ListingFacts) -> list[object]:
    """Return what decides a match, in classes. The position has been snapped."""
    steps = (facts.temperature, facts.temperature_max, facts.back)
    return [
        facts.type,
        facts.kind,
        classify_flow(facts.amount),
        [None if celsius is None else list(classify_temperature(celsius)) for celsius in steps],
        facts.months,
        facts.day,
        facts.position and list(facts.position),
        sorted(facts.modes),
        [facts.hazardous, facts.waste_code, facts.price_area, facts.grid_company],
        # what is not said is left out, so that the keys of listings without it stay as they are
        *([[_list_quality(facts)]] if facts.values or facts.wishes or facts.pressure or facts.max_km else []),
    ]


def _list_quality(facts: ListingFacts) -> list[object]:
    wishes = [(name, *_move_wish(wish)) for name, wish in sorted(facts.wishes.items())]
    values = [(name, _move_to_share(value)) for name, value in sorted(facts.values.items())]
    return [values, wishes, _move_to_bound(facts.pressure), _move_to_bound(facts.max_km)]


def _pick_value(amount: FlowAmount) -> float | None:
    return amount.hourly if amount.is_rate else amount.yearly


def _find_size(amount: FlowAmount) -> float:
    units = CLASS_UNITS.get(amount.measure)
    return 1.0 if units is None else units[0 if amount.is_rate else 1][1]


def _move_to_class(amount: FlowAmount | None) -> FlowAmount | None:
    value = None if amount is None else _pick_value(amount)
    if amount is None or not value:
        return amount
    size = _find_size(amount)
    low, high = classify_amount(value / size)
    middle = (_BELOW if low is None else low if high is None else sqrt(low * high)) * size
    share = middle / value
    return replace(
        amount,
        hourly=None if amount.hourly is None else amount.hourly * share,
        yearly=None if amount.yearly is None else amount.yearly * share,
    )


def _move_to_share(value: float) -> float:
    """Return the share in steps, half of one for what is nearly pure or nearly nothing."""
    return round(value / SHARE_STEP) * SHARE_STEP


def _move_wish(wish: QualityRequirement) -> QualityRequirement:
    least = None if wish.least is None else _move_to_share(wish.least)
    return QualityRequirement(least, None if wish.most is None else _move_to_share(wish.most), wish.must)


def _move_to_bound(value: float | None) -> float | None:
    """Return the middle of the class of 1, 3, 10, 30 ... that the value is in."""
    if value is None or value <= 0:
        return value
    low, high = classify_amount(value)
    return _BELOW if low is None else low if high is None else sqrt(low * high)


def _move_to_step(celsius: float | None) -> float | None:
    return None if celsius is None else sum(classify_temperature(celsius)) / 2

"""Choose the amount of a listing of all quantities that a text names, and the time that it is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from handlers.exchange.describing.amount_doubts import has_rival, has_sides, is_bare_amount, is_share_of, leave_asides
from handlers.exchange.describing.amount_periods import HABITS, find_periods
from handlers.exchange.describing.counted_amounts import counts_unknown
from handlers.exchange.describing.counted_things import count_in_pieces, find_thing_count
from handlers.exchange.describing.description import Asked
from handlers.exchange.describing.flow_choice import is_amount_of, is_beside, is_store
from handlers.exchange.describing.person_counts import (
    find_person_count,
    has_further_persons,
    is_countable,
    names_one_person,
    widen_count,
)
from handlers.exchange.describing.word_finder import FlowMention
from handlers.exchange.flow_types import PIECE_MEASURES, STREAM_MEASURES
from handlers.exchange.size_limits import is_size_doubtful
from handlers.quantities.quantity import Quantity
from handlers.quantities.text_folding import TextToken, fold_words
from handlers.quantities.unit_table import WEEKS
from handlers.quantities.units import MeasurementUnit, find_listed_unit, raise_unit_figures

#: what is no amount, and takes no time from the amount before it
_NO_AMOUNT = frozenset(
    ("temperature", "other temperature", "pressure", "absolute pressure", "share", "length", "voltage", "frost")
)
_POWER_WORDS = fold_words("effekt effekten capacity kapasitet ytelse yting power")
_NEAR_WORD = 3
#: words between a flow and an area right beside it are fewer: "hydrogen, 12 m2"
_NEXT = 1
#: gases whose cubic metres tell no amount
_WEIGHED_GASES = ("co2", "hydrogen", "oxygen")
#: what is measured in kilowatts, and never in kilovolts
_THERMAL = ("heat", "steam", "cooling")
#: beginnings of words for places that are counted: "pallet spaces wanted, 800"
_PALLETS = ("pall",)
#: who offers or needs something is named by these as well, and what they count has words of its own
PLACES = ("area", "capacity", "people")


@dataclass(frozen=True, slots=True)
class ReadAmount:
    """Hold the amount of a listing, and which of its parts have to be asked about."""

    amount: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    per: str | None = None
    asks: tuple[Asked, ...] = ()
    #: said of a time for which there is no unit
    weekly: bool = False


def list_amounts(quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return the quantities that may be the amount of something."""
    return [
        said for said in quantities
        if not said.money and said.measures not in _NO_AMOUNT and (said.unit is not None or said.problem == "unit")
    ]  # fmt: skip


def read_amount(
    tokens: Sequence[TextToken], quantities: Sequence[Quantity], type_key: str, mention: FlowMention | None
) -> ReadAmount:
    """Return the amount that belongs to the type: of those that fit, the one nearest to where it is named."""
    if (count := find_thing_count(tokens, quantities, type_key, mention)) is not None:
        things = count_in_pieces(count)
        return build_read_amount(tokens, [things if one is count else one for one in quantities], things, [things])
    fitting = [said for said in list_amounts(quantities) if _fits_type(tokens, said, type_key, mention)]
    if not fitting:
        return _read_other(tokens, quantities, type_key, mention)
    fitting = leave_asides(tokens, fitting)
    place = mention.start if mention is not None else 0
    beside = [said for said in fitting if _stands_beside(tokens, mention, said)]
    chosen = min(beside, key=lambda said: abs(said.start - place)) if beside else fitting[0]
    return doubt_rivals(tokens, mention, chosen, fitting, build_read_amount(tokens, quantities, chosen, fitting))


def doubt_rivals(
    tokens: Sequence[TextToken], mention: FlowMention | None, chosen: Quantity, fitting: Sequence[Quantity],
    read: ReadAmount,
) -> ReadAmount:  # fmt: skip
    """Return an amount without its figure where another may be meant as well."""
    if read.amount is not None and has_rival(tokens, mention, chosen, fitting):
        return replace(read, amount=None, low=None, high=None, asks=(*read.asks, "amount"))
    return read


def _stands_beside(tokens: Sequence[TextToken], mention: FlowMention | None, said: Quantity) -> bool:
    return mention is not None and is_beside(tokens, mention, said)


def _fits_type(tokens: Sequence[TextToken], said: Quantity, type_key: str, mention: FlowMention | None) -> bool:
    """Return True for an amount of the type. Cubic metres may be of the oil that a gas is to replace."""
    if type_key == "fuel_gas" and said.measures.startswith("volume"):
        return mention is not None and is_beside(tokens, mention, said, 2)
    return is_amount_of(type_key, said)


def _read_other(
    tokens: Sequence[TextToken], quantities: Sequence[Quantity], type_key: str, mention: FlowMention | None
) -> ReadAmount:
    """Return what a text says of an amount without a unit that fits: persons are counted, the rest is asked about."""
    for said in quantities:
        if said.problem == "unit":
            return ReadAmount(asks=("unit",))
    if mention is None:
        return ReadAmount()
    if type_key in _WEIGHED_GASES and any(_is_volume_beside(tokens, mention, said) for said in quantities):
        return ReadAmount(asks=("unit",))
    if type_key == "people" and (count := find_person_count(tokens, quantities, mention)) is not None:
        read = _write_persons(widen_count(tokens, quantities, count))
        return replace(read, amount=None, asks=("amount",)) if has_further_persons(tokens, quantities, count) else read
    if type_key == "people" and names_one_person(tokens, mention):
        return ReadAmount(Decimal(1), unit="plasser")
    for said in sorted(quantities, key=lambda one: abs(one.start - mention.start)):
        is_paired = tokens[mention.first].text.startswith(_PALLETS)
        if is_bare_amount(tokens, mention, said, named=is_paired or type_key not in PLACES):
            if (
                said.measures in ("", *PIECE_MEASURES)
                and said.value
                and tokens[mention.first].text.startswith(_PALLETS)
            ):
                return ReadAmount(said.value, said.low, said.high, "paller")
            return ReadAmount(asks=("amount" if said.problem == "ambiguous" else "unit",))
    if type_key == "area" and has_sides(tokens):
        return ReadAmount(asks=("amount",))
    if type_key != "people" and counts_unknown(tokens, quantities, named=type_key not in PLACES):
        return ReadAmount(asks=("unit",))
    volts = [said for said in quantities if said.measures == "voltage" and type_key in _THERMAL]
    if volts or any(_is_foreign_amount(tokens, said, mention) for said in list_amounts(quantities)):
        return ReadAmount(asks=("unit",))
    return ReadAmount()


def _is_foreign_amount(tokens: Sequence[TextToken], said: Quantity, mention: FlowMention) -> bool:
    """Return True for an amount in a unit that the flow has not: "nitrogen, 250 kW", "lagerplass, 2500 tonn".

    A mass tells what a crane lifts.
    """
    if mention.flow.type_key in PLACES:
        held = ("volume", "mass") if is_store(tokens, mention) else ("volume",)
        return mention.flow.type_key != "people" and said.measures in held
    return said.measures in STREAM_MEASURES or (said.measures == "area" and is_beside(tokens, mention, said, _NEXT))


def _is_volume_beside(tokens: Sequence[TextToken], mention: FlowMention, said: Quantity) -> bool:
    """Return True for "1200 m3/h CO2": how much that is depends on its pressure, so only Nm³ say it."""
    return said.measures.startswith("volume") and is_beside(tokens, mention, said)


def _write_persons(said: Quantity) -> ReadAmount:
    if said.problem == "ambiguous" or not is_countable(said):
        return ReadAmount(asks=("amount",))
    return ReadAmount(said.value, said.low, said.high, "plasser")


def build_read_amount(
    tokens: Sequence[TextToken], quantities: Sequence[Quantity], said: Quantity, fitting: Sequence[Quantity]
) -> ReadAmount:
    """Return a quantity as the amount of a listing, with the time that the text says of it elsewhere."""
    asks: list[Asked] = []
    unclear = said.problem in ("ambiguous", "order", "zero", "negative") or is_share_of(tokens, said)
    said = _take_period(tokens, quantities, said)
    unit = raise_unit_figures(said.unit.name) if said.unit is not None else None
    if unclear:
        asks.append("amount")
        said = replace(said, value=None, low=None, high=None)
    if said.problem in ("unit", "either") or is_size_doubtful(said) or _is_unit_doubtful(tokens, said, fitting):
        return ReadAmount(said.value, said.low, said.high, None, None, (*asks, "unit"))
    per = _find_hours_period(tokens, quantities, said) if said.measures == "hours" else said.per
    if said.weekly or said.measures == "energy" or per == "":
        # an energy of no time cannot be told from one of a year; a mass of none may be a lot
        asks.append("per")
    return ReadAmount(said.value, said.low, said.high, unit, per or None, tuple(asks), said.weekly)


def _find_hours_period(tokens: Sequence[TextToken], quantities: Sequence[Quantity], said: Quantity) -> str | None:
    """Return the time that hours of a machine are of: "60 hours a month", "60 h/mnd". It is empty for a week."""
    behind = next((token.text for token in tokens if token.start >= said.end), "")
    if behind in WEEKS.split():
        return ""
    if len(behind) > 1 and (found := find_listed_unit(f"t/{behind}")) is not None:
        return found.per
    for start, end, _, ending in find_periods(tokens):
        if _find_owner(quantities, start, end) is said:
            found = find_listed_unit(f"t/{ending}") if ending else None
            return found.per if found is not None else ""
    return None


def _is_unit_doubtful(tokens: Sequence[TextToken], said: Quantity, fitting: Sequence[Quantity]) -> bool:
    """Return True for an energy that is called a power. A power "i året" has lost its unit before."""
    if said.measures != "energy" or any(one.measures == "power" for one in fitting):
        return False
    before = [token.text for token in tokens if token.end <= said.start][-_NEAR_WORD:]
    behind = [token.text for token in tokens if token.start >= said.end][:_NEAR_WORD]
    # "30 GWh of surplus power" is electricity
    return bool(_POWER_WORDS.intersection(before) or (_POWER_WORDS - {"power"}).intersection(behind))


def _take_period(tokens: Sequence[TextToken], quantities: Sequence[Quantity], chosen: Quantity) -> Quantity:
    """Return the amount in a unit of the time that stands elsewhere in the text: "3000 t slagg i året"."""
    if chosen.unit is None or chosen.per is not None or chosen.weekly:
        return chosen
    if (unit := _find_unit_around_name(tokens, chosen)) is not None:
        return replace(chosen, unit=unit)
    for start, end, words, ending in find_periods(tokens):
        if _find_owner(quantities, start, end) is not chosen or chosen.measures == "hours":
            continue
        if chosen.measures == "power":
            habit = words in HABITS or ending != "år"
            return chosen if habit else replace(chosen, unit=None, problem="unit")
        if not ending:
            return replace(chosen, weekly=True)
        unit = find_listed_unit(f"{chosen.unit.name}/{ending}")
        return replace(chosen, unit=unit) if unit is not None else chosen
    return chosen


def _find_unit_around_name(tokens: Sequence[TextToken], chosen: Quantity) -> MeasurementUnit | None:
    """Return the unit whose time stands behind the name of what flows: "600 kg H2/døgn"."""
    behind = [token for token in tokens if token.start >= chosen.end][:2]
    if chosen.unit is None or len(behind) < 2 or len(behind[1].text) < 2:
        return None
    joined = behind[0].start == chosen.end + 1 and behind[1].start == behind[0].end + 1
    joined = joined and find_listed_unit(f"{chosen.unit.name}/{behind[0].text}") is None
    return find_listed_unit(f"{chosen.unit.name}/{behind[1].text}") if joined else None


def _find_owner(quantities: Sequence[Quantity], start: int, end: int) -> Quantity | None:
    """Return the quantity that a time is said of: the nearest before it without one, else the nearest after it."""
    able = [said for said in quantities if said.measures not in _NO_AMOUNT and (said.unit is not None or said.money)]
    if any(said.start <= start < said.end for said in able):
        return None
    before = [said for said in able if said.end <= start]
    if before:
        return before[-1] if before[-1].per is None else None
    return next((said for said in able if said.start >= end), None)

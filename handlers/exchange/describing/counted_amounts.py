"""Find amounts that are one of several: "2 x 750 kW", "3 tankar på 50 m3", "15 loads, 18 t each"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.exchange.describing.amount_periods import SPANS, find_periods
from handlers.exchange.flow_types import PIECE_MEASURES
from handlers.language.direction_words import find_direction_cues
from handlers.language.late_patterns import compile_later
from handlers.quantities.quantity import Quantity
from handlers.quantities.text_folding import TextToken, fold_words

#: between a count and the size of each, where a sign or a word says so
_TIMES = compile_later(r" ?(?:[x*×@] ?|\w{1,20} ?@ ?|(?:[\w-]{1,20} ){0,2}?a )")
#: the same behind the name of what is counted, which is a plural
_PLURAL_OF = compile_later(r" [\w-]{1,20}[rs] (?:pa|of|med|with) ")
#: behind the size of each
_EACH = compile_later(
    r",? ?(?:each|apiece|hver|hvert|kvar|kvart|stykket|(?:per|pr\.?) stk\.?)(?=$|[.,;:!?)]| (?:og|and)\b)"
)
#: before what grows or falls from one amount to another, which is no range
_CHANGE = compile_later(
    r"\b(?:ok|auk|increas|rais|hev|reduser|reduc|utvid|expand|grow|rampe)\w{0,10}\b[^.;!?]{0,60} (?:fra|from) $"
)
#: what is counted, and is no amount
_NO_THINGS = SPANS | fold_words(
    "skift skifter shift shifts gang ganger gongar times time timer timar hours min minutt x"
)


def mark_counted(folded: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return the quantities; the amount of one of several is unclear, unless another of its kind tells the sum."""
    counted = [said for at, said in enumerate(quantities) if _is_one_of_several(folded, quantities, at)]
    sums = {said.measures for said in quantities if said not in counted}
    return [
        replace(said, problem="ambiguous") if said in counted else said
        for said in quantities
        if said not in counted or said.measures not in sums
    ]


def counts_unknown(tokens: Sequence[TextToken], quantities: Sequence[Quantity], *, named: bool) -> bool:
    """Return True for a number of what is no unit: "40 samples a day", and "har 300 brukte" of what is named."""
    periods = [start for start, *_ in find_periods(tokens)]
    handed = [tokens[cue.last - 1].end + 1 for cue in find_direction_cues([*tokens])] if named else []
    for said in quantities:
        behind = [token for token in tokens if token.start >= said.end][:2]
        if said.unit is not None or said.money or not said.value or not behind or behind[0].text in _NO_THINGS:
            continue
        timed = len(behind) > 1 and behind[1].start in periods and behind[0].start == said.end + 1
        if timed or (said.figures and said.start in handed and behind[0].start == said.end + 1):
            return True
    return False


def _is_one_of_several(folded: str, quantities: Sequence[Quantity], at: int) -> bool:
    said = quantities[at]
    if said.unit is None or said.money or said.problem is not None:
        return False
    if said.low is not None and said.high is not None and _CHANGE.search(folded, 0, said.start) is not None:
        return True
    if _EACH.match(folded, said.end) is not None:
        return True
    before = quantities[at - 1] if at else None
    if (
        before is None
        or before.measures not in ("", *PIECE_MEASURES)
        or before.money
        or not before.value
        or before.value <= 1
    ):
        return False
    between = folded[before.end : said.start]
    return _TIMES.fullmatch(between) is not None or _PLURAL_OF.fullmatch(between) is not None

"""Score the values of an offer's quality by what a need asks of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

#: factors of a value that is met, and of one that is missed by less than the margin; others give 0
MET, NARROWLY_MISSED, MISSED = 1.0, 0.5, 0.0
#: the share of its bound by which a value may miss it narrowly
NARROW_MARGIN = 0.1


class QualityRequirement(NamedTuple):
    """Hold what a need asks of one value. `must`: a pair that breaks it is impossible."""

    least: float | None
    most: float | None
    must: bool


def score_value(value: float, least: float | None, most: float | None) -> float:
    """Return 1 for a met value, 0.5 for one missed by less than a tenth, else 0."""
    missed, bound = 0.0, 0.0
    if least is not None and value < least:
        missed, bound = least - value, least
    elif most is not None and value > most:
        missed, bound = value - most, most
    if missed <= 0:
        return MET
    return NARROWLY_MISSED if missed < NARROW_MARGIN * abs(bound) else MISSED


def score_quality(offered: Mapping[str, float], needed: Mapping[str, QualityRequirement]) -> float | None:
    """Return the mean over the values that should be met. Return None if no side's value meets a wish."""
    scores = [
        score_value(offered[name], wish.least, wish.most)
        for name, wish in needed.items()
        if not wish.must and name in offered
    ]
    return sum(scores) / len(scores) if scores else None


def list_broken_musts(offered: Mapping[str, float], needed: Mapping[str, QualityRequirement]) -> list[str]:
    """Return the names of values that must be met and are not. A value that only one side has breaks nothing."""
    return [name for name in list_missed_values(offered, needed) if needed[name].must]


def list_missed_values(offered: Mapping[str, float], needed: Mapping[str, QualityRequirement]) -> list[str]:
    """Return the names of all values that are outside their bounds, however little."""
    return [
        name
        for name, wish in needed.items()
        if name in offered and score_value(offered[name], wish.least, wish.most) < MET
    ]

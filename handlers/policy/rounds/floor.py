"""Floor: what may be published of many answers, so that nobody can work out what one organisation has answered.

Three rules, each against another way of working it out.

1. *Counted once.* An organisation's answer to a question comes into one edition, and never into another; an edition
   counts only those that none before it has counted. What is published of a question are therefore sums over sets of
   organisations that do not overlap. Whatever is added or subtracted of them - two editions one after the other, a
   total and its parts, an average times its number - holds every answer of at least one whole set, or none at all. An
   answer that is changed, or taken back, after it was counted changes no total: so there is no difference to look at.
   To let totals follow changes, even of five at a time, would not do: who goes back to an earlier answer, or to none,
   gives the same number with the other sign, and several such differences add up to one organisation's. What two
   rounds within a year ask for by the same name is one question (`alike`); a year later it is another fact.

2. *Totals of numbers.* A set holds at least five answers other than nought, and none of them is more than a quarter of
   its sum (`holds`). Nought counts for nothing: a sum of noughts would tell everybody's. With exactly five none is less
   than an eighth either: who gave next to nothing would know that the other four share the rest, none of them more than
   a quarter, so that each has a quarter. With six that conclusion is gone. The parts of a total (by kind of
   organisation) are such sets themselves, and what is left over when some are told is one too (`parted`). Neither the
   smallest nor the largest is told, which would be one organisation's number; answers below nought are not taken.

3. *Counts of choices.* Of a count it is not enough that it is large: when all have chosen the same, it tells what each
   has chosen. So one is told exactly only where five or more have chosen it and at least five have not, and fewer than
   five are "few", be they none. What is left over must not give away what "few" hides: while that is under five, the
   smallest of the others is blurred as well ("five or more"), and where even this would tell, that option is not told
   (`spread`). Whatever one knows of oneself, each of the others may then have chosen one of two. Of fewer than nine
   answers no option could be told at all, however they are divided: so they wait, and are not used up.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

#: answers that a total needs, and the largest part of it that one of them may be
LEAST, SHARE = 5, Decimal("0.25")
#: answers that the counts of a choice need: with fewer, none of its options could be told
LEAST_OF_CHOICE = 2 * LEAST - 1
#: with no more than LEAST: the smallest part
SMALLEST = Decimal("0.125")
#: what may be told of a choice instead of its count: nothing; that it is under LEAST; that it is LEAST or more
Word = Literal["untold", "few", "many"]
UNTOLD: Word = "untold"
FEW: Word = "few"
MANY: Word = "many"
Told = int | Word
#: why the sum of some numbers must not be told
Obstacle = Literal["too_few", "too_large", "too_small"]
TOO_FEW: Obstacle = "too_few"
TOO_LARGE: Obstacle = "too_large"
TOO_SMALL: Obstacle = "too_small"


@dataclass(frozen=True, slots=True)
class Block:
    """A total of some kinds of organisations; of all of them where it names none."""

    kinds: tuple[str, ...]
    #: organisations that have answered, with nought too
    n: int
    total: Decimal


def holds(values: Collection[Decimal]) -> bool:
    """Whether their sum may be told."""
    return find_obstacle(values) is None


def find_obstacle(values: Collection[Decimal]) -> Obstacle | None:
    """Return why the sum of these numbers must not be told; None where it may be."""
    given = [value for value in values if value]
    if len(given) < LEAST or min(given) < 0:
        return TOO_FEW
    total = sum(given, Decimal())
    if max(given) > total * SHARE:
        return TOO_LARGE
    return None if len(given) > LEAST or min(given) >= total * SMALLEST else TOO_SMALL


def parted(values: Mapping[str, Sequence[Decimal]]) -> list[Block]:
    """Kind -> its answers, as totals: that of all, and those of kinds as far as each of them and the rest hold.

    Empty where not even the total of all may be told.
    """
    every = [value for group in values.values() for value in group]
    if not holds(every):
        return []
    standing = {kind: list(group) for kind, group in values.items() if holds(group)}
    rest = [kind for kind, group in values.items() if group and kind not in standing]
    pool = [value for kind in rest for value in values[kind]]
    while pool and standing and not holds(pool):
        nearest = min(standing, key=lambda kind: (len(standing[kind]), kind))
        rest.append(nearest)
        pool += standing.pop(nearest)
    parts = [_block((kind,), group) for kind, group in sorted(standing.items())]
    if pool:
        parts.append(_block(tuple(sorted(rest)), pool))
    return [_block((), every), *(parts if len(parts) > 1 else ())]


def _block(kinds: tuple[str, ...], values: Sequence[Decimal]) -> Block:
    return Block(kinds, len(values), sum(values, Decimal()))


def spread(counts: Mapping[str, int]) -> dict[str, Told] | None:
    """Option -> how many have chosen it, as far as it may be told; None where too few have answered.

    All options must be there, chosen or not. How many have answered in all may be told beside it.
    """
    if sum(counts.values()) < LEAST_OF_CHOICE:
        return None
    told: dict[str, Told] = dict(counts)
    pool = [option for option, count in counts.items() if count < LEAST]
    large = [option for option in counts if option not in pool]
    left = sum(counts[option] for option in pool)
    nearest = min(large, key=lambda option: counts[option]) if pool and left < LEAST else None
    if nearest is not None:
        pool.append(nearest)
        left += counts[nearest]
    # below that, or when nothing else is there, the pool itself would say how it is divided
    wide = left >= LEAST_OF_CHOICE
    for option in pool:
        told[option] = UNTOLD if not wide else MANY if option == nearest else FEW
    return told

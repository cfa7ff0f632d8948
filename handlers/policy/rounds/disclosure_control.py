"""Limit what may be published of many answers, so that nobody can work out what one organisation has answered.

Four rules, each against another way of working it out.

1. *Counted once.* An organisation's answer to a question comes into one edition, and never into another. An
   edition counts only answers that no earlier edition has counted. Published results of a question are therefore
   sums over sets of organisations that do not overlap. Results may be added or subtracted: two editions, a total
   and its parts, an average times its number. Each combination holds every answer of at least one whole set, or
   none at all. An answer that is changed or withdrawn after it was counted changes no total. So there is no
   difference to look at. Totals that follow changes, even of five at a time, would not do. Whoever goes back to an
   earlier answer, or to none, gives the same number with the other sign. Several such differences add up to one
   organisation's answer. Questions of the same name in two rounds within a year are one question
   (`question_matching`). A year later the same question asks for another fact.

2. *Totals of numbers.* A set holds at least five answers other than nought. None of them is more than a quarter of
   its sum (`may_disclose_sum`). Nought counts for nothing: a sum of noughts would disclose everybody's answer.
   With exactly five answers none is less than an eighth either. An organisation with next to nothing would know
   that the other four share the rest. None of those has more than a quarter, so each would have a quarter. With
   six answers that conclusion is gone. The parts of a total, by kind of organisation, are such sets themselves.
   The remainder when some parts are told is one too (`divide_total`). Neither the smallest nor the largest answer
   is told: it would be one organisation's number. Answers below nought are not accepted.

3. *Counts of choices.* A large count is not enough: if all have chosen the same, it discloses what each has
   chosen. A count is exact only where five or more have chosen the option, and at least five have not. Fewer than
   five are "few", even none. The remainder must not give away what "few" hides. While the remainder is under five,
   the smallest of the other counts is blurred as well ("five or more"). Where even this would disclose something,
   that option is not told (`blur_counts`). Whatever one knows of oneself, each of the others may then have chosen
   one of two. With fewer than nine answers no option could be told at all, however they are divided. Such answers
   wait, and are not used up.

4. *Names that are shown.* How far somebody has come is counted as a choice is. Who shows its name, to all or to
   others that plan, is in no count. Neither is who has shown it, because others would subtract it. Who is counted
   shows no name in that round any more. So a count is always of organisations that only the secretariat knows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

#: minimum number of answers in a total, and maximum share of one answer
LEAST, SHARE = 5, Decimal("0.25")
#: Minimum number of answers to count a choice. With fewer answers no option could be disclosed.
LEAST_OF_CHOICE = 2 * LEAST - 1
#: minimum share of one answer where there are exactly LEAST answers
SMALLEST = Decimal("0.125")
#: what is disclosed instead of a count: nothing; fewer than LEAST; LEAST or more
Word = Literal["untold", "few", "many"]
UNTOLD: Word = "untold"
FEW: Word = "few"
MANY: Word = "many"
Told = int | Word
#: reason why a sum must not be disclosed
Obstacle = Literal["too_few", "too_large", "too_small"]
TOO_FEW: Obstacle = "too_few"
TOO_LARGE: Obstacle = "too_large"
TOO_SMALL: Obstacle = "too_small"


@dataclass(frozen=True, slots=True)
class TotalBlock:
    """Hold a total of some kinds of organisations, or of all if `kinds` is empty."""

    kinds: tuple[str, ...]
    #: number of organisations that answered, including those with zero
    n: int
    total: Decimal


def may_disclose_sum(values: Collection[Decimal]) -> bool:
    """Return True if the sum of the numbers may be disclosed."""
    return find_disclosure_obstacle(values) is None


def find_disclosure_obstacle(values: Collection[Decimal]) -> Obstacle | None:
    """Return why the sum of these numbers must not be disclosed. Return None if it may be."""
    given = [value for value in values if value]
    if len(given) < LEAST or min(given) < 0:
        return TOO_FEW
    total = sum(given, Decimal())
    if max(given) > total * SHARE:
        return TOO_LARGE
    return None if len(given) > LEAST or min(given) >= total * SMALLEST else TOO_SMALL


def divide_total(values: Mapping[str, Sequence[Decimal]]) -> list[TotalBlock]:
    """Return the total of all answers and totals of kinds, from `values` of kind -> answers. A kind gets its own
    total as far as that and the remainder may be disclosed.

    Return an empty list if not even the total of all may be disclosed.
    """
    every = [value for group in values.values() for value in group]
    if not may_disclose_sum(every):
        return []
    disclosed = {kind: list(group) for kind, group in values.items() if may_disclose_sum(group)}
    rest = [kind for kind, group in values.items() if group and kind not in disclosed]
    pool = [value for kind in rest for value in values[kind]]
    while pool and disclosed and not may_disclose_sum(pool):
        nearest = min(disclosed, key=lambda kind: (len(disclosed[kind]), kind))
        rest.append(nearest)
        pool += disclosed.pop(nearest)
    parts = [_build_block((kind,), group) for kind, group in sorted(disclosed.items())]
    if pool:
        parts.append(_build_block(tuple(sorted(rest)), pool))
    return [_build_block((), every), *(parts if len(parts) > 1 else ())]


def _build_block(kinds: tuple[str, ...], values: Sequence[Decimal]) -> TotalBlock:
    return TotalBlock(kinds, len(values), sum(values, Decimal()))


def blur_counts(counts: Mapping[str, int]) -> dict[str, Told] | None:
    """Return option -> its count, or a word where the count must be blurred. Return None if too few have answered.

    `counts` must have all options, chosen or not. The number of all answers may be told beside the result.
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
    # In a smaller pool, or one with no other option, the pool itself would disclose how it is divided.
    wide = left >= LEAST_OF_CHOICE
    for option in pool:
        told[option] = UNTOLD if not wide else MANY if option == nearest else FEW
    return told


def anonymise_words(text: str, names: Iterable[str], instead: str) -> str:
    """Replace the names in words that are shared without a name, the longest first, whatever their case.

    The s of a genitive stays behind: "Prøvedals kai" becomes "et medlems kai".
    """
    known = sorted({name for name in names if name}, key=len, reverse=True)
    pattern = "|".join(rf"(?<!\w){re.escape(name)}(?=s?(?!\w))" for name in known)
    return re.sub(pattern, instead, text, flags=re.IGNORECASE) if known else text

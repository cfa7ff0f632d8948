"""Decide which sums of the parties' amounts may be told. Nobody may work out what one of them gave.

An amount is one side's word for a match and a year. Both sides of a match know both words. So an organisation may
know many amounts of others. Four rules:

1. *Each by its giver and by its other side.* Sums are made over givers, and over their other sides. Both keep to the
   floor of `handlers.policy.rounds.disclosure_control`. At least five give, and none of them more than a quarter.
2. *Against insiders.* Each organisation of a match knows some of the amounts. What it does not know is nothing at
   all, or comes from at least four others. None of these has more than a third of it.
3. *Counted once.* A later version tells the sum of the one before. It may add the sum of new amounts, where these
   keep to the rules by themselves. An amount that is changed or goes afterwards changes no sum.
4. *No other sum.* A member's own page sums up its own amounts alone, which it knows. So what is told can be combined
   at will. Each combination holds all amounts of at least one such set, or only what is known already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import NamedTuple

from handlers.policy.rounds.disclosure_control import LEAST, may_disclose_sum

#: an insider knows one of five; of what is left none may be more than this share
INSIDE_SHARE = Decimal(1) / 3


class GivenAmount(NamedTuple):
    """Hold one side's amount of a year, in the carrier of its measure."""

    id: int
    giver: int
    #: organisation of the other side of the match, which knows the amount, too
    other: int
    value: Decimal


class ToldSum(NamedTuple):
    """Hold what is told of one measure, and of which amounts."""

    total: Decimal
    counted: frozenset[int]
    #: how many amounts are in no sum: too few for one of their own
    left_out: int


def may_tell_sum(amounts: Collection[GivenAmount]) -> bool:
    """Return True if the sum of these amounts gives nobody away, to whoever knows those of their own matches."""
    if not all(may_disclose_sum(list(_sum_by(amounts, side).values())) for side in ("giver", "other")):
        return False
    insiders = {one.giver for one in amounts} | {one.other for one in amounts}
    return all(_keeps_secret_from(amounts, insider) for insider in insiders)


def _keeps_secret_from(amounts: Iterable[GivenAmount], insider: int) -> bool:
    unknown = list(_sum_by([one for one in amounts if insider not in (one.giver, one.other)], "giver").values())
    return not unknown or (len(unknown) >= LEAST - 1 and max(unknown) <= sum(unknown) * INSIDE_SHARE)


def _sum_by(amounts: Iterable[GivenAmount], side: str) -> dict[int, Decimal]:
    found = defaultdict[int, Decimal](Decimal)
    for one in amounts:
        found[getattr(one, side)] += one.value
    return found


def extend_told_sum(before: ToldSum | None, amounts: Collection[GivenAmount]) -> ToldSum | None:
    """Return what a version tells after the one before it; None as long as nothing may be told."""
    counted = before.counted if before is not None else frozenset[int]()
    new = [one for one in amounts if one.id not in counted]
    if new and may_tell_sum(new):
        total = sum((one.value for one in new), before.total if before is not None else Decimal())
        return ToldSum(total, counted | {one.id for one in new}, 0)
    return before._replace(left_out=len(new)) if before is not None else None

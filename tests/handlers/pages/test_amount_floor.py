"""What is told of the parties' amounts, over all versions: nobody can work out what one of them gave."""

from __future__ import annotations

import random
from decimal import Decimal

from handlers.pages.outcomes.amount_floor import GivenAmount, ToldSum, extend_told_sum, may_tell_sum


def amounts(*pairs: tuple[int, int, int]) -> list[GivenAmount]:
    """Of (giver, other side, value)."""
    return [GivenAmount(n, giver, other, Decimal(value)) for n, (giver, other, value) in enumerate(pairs)]


def test_a_sum_is_told_where_givers_and_other_sides_are_many_and_alike() -> None:
    alike = [(n, n + 10, 10) for n in range(6)]
    assert may_tell_sum(amounts(*alike))
    assert not may_tell_sum(amounts(*alike[:4])), "four are too few"
    assert not may_tell_sum(amounts(*alike, (6, 16, 100))), "ten times the others: it is nearly the whole"
    assert not may_tell_sum(amounts(*[(n, 99, 10) for n in range(6)])), "it is what one of them received"
    assert not may_tell_sum(amounts(*[(n, 90 + n % 4, 10) for n in range(8)])), "or four"
    hub = [(n, 50, 10) for n in range(3)]
    assert not may_tell_sum(amounts(*hub, *[(n, n + 10, 10) for n in range(3, 6)])), "50 knows half, and three are left"


def test_what_was_told_is_told_again_and_more_only_where_it_may_be_told_by_itself() -> None:
    first = extend_told_sum(None, amounts(*[(n, n + 10, 10) for n in range(6)]))
    assert first == ToldSum(Decimal(60), frozenset(range(6)), 0)
    changed = amounts(*[(n, n + 10, 500) for n in range(6)])
    assert extend_told_sum(first, changed) == first, "a change would be told by the difference"
    one_more = [*changed, GivenAmount(6, 7, 17, Decimal(3))]
    assert extend_told_sum(first, one_more) == first._replace(left_out=1)
    more = [*changed, *[GivenAmount(10 + n, n, n + 10, Decimal(7)) for n in range(6)]]
    assert extend_told_sum(first, more) == ToldSum(Decimal(102), frozenset({*range(6), *range(10, 16)}), 0)
    assert extend_told_sum(first, []) == first, "what has gone is no reason to tell the rest"


def test_no_organisation_learns_another_ones_amount_in_generated_networks() -> None:
    """Each knows all of its own matches, its own page and every version; what is left are many, and none stands out."""
    told_of, chance = 0, random.Random(7)
    for _ in range(300):
        organisations, given, last = chance.randrange(4, 16), list[GivenAmount](), None
        for _version in range(4):
            for _ in range(chance.randrange(14)):
                giver, other = chance.sample(range(organisations), 2)
                value = Decimal(chance.choice((9, 10, 11, 12, 100)))
                given.append(GivenAmount(len(given), giver, other, value))
            now = extend_told_sum(last, given)
            if now is not None and now != last and (last is None or now.total != last.total):
                told_of += 1
                new = [one for one in given if one.id in now.counted - (last.counted if last else frozenset())]
                assert now.total - (last.total if last else 0) == sum(one.value for one in new)
                for insider in range(organisations):
                    check_unknown([one for one in new if insider not in (one.giver, one.other)])
            assert last is None or (now is not None and last.counted <= now.counted)
            last = now
            given = [one._replace(value=one.value * 10) if chance.random() < 0.1 else one for one in given]
    assert told_of > 30, "else nothing is proved"


def check_unknown(unknown: list[GivenAmount]) -> None:
    by_giver = {one.giver: sum(two.value for two in unknown if two.giver == one.giver) for one in unknown}
    assert not by_giver or len(by_giver) >= 4
    assert all(3 * value <= sum(by_giver.values()) for value in by_giver.values())

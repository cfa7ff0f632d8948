"""The floor under what is published: whatever is added, subtracted or known, no answer of one comes out of it."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.policy.rounds import disclosure_control, round_totals
from storage.policy.rounds import CHOICE, NUMBER, RoundField

KINDS = ("park", "cluster", "company")
#: mostly of one size, so that totals are told, and now and then nought or far too large
VALUES = st.sampled_from([*(Decimal(n) / 4 for n in range(32, 56)), Decimal(0), Decimal(1), Decimal(1000)])
#: who changes or joins, and with which answer, before the next edition is made
Changes = list[dict[int, Decimal]]
HISTORIES: st.SearchStrategy[Changes] = st.lists(
    st.dictionaries(st.integers(0, 29), VALUES, min_size=5, max_size=18), min_size=1, max_size=6
)
#: to what somebody goes who goes back to an earlier answer
SWINGS: st.SearchStrategy[Changes] = st.lists(
    st.dictionaries(st.integers(0, 15), st.sampled_from([Decimal(10), Decimal(12)]), min_size=4, max_size=14),
    min_size=3,
    max_size=8,
)
FIELD = RoundField(id=1, kind=NUMBER, label="Effekt", unit="MW", options=[])


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("10 10 10 10 10", True),
        ("10 10 10 10", False),
        ("10 10 10 10 0", False),
        ("10 10 10 10 10 0", True),
        ("0 0 0 0 0", False),
        ("20 10 10 10 10", False),
        ("20 20 20 20 20 1", True),
        # whoever gave 1 would know that each other has a quarter
        ("25 25 25 24 1", False),
        ("25 20 20 20 15", True),
        # an eighth, and just under it
        ("20 20 20 10 10", True),
        ("20 20 20 10.1 9.9", False),
        ("20 20 20 11 9 0", False),
        ("100 1 1 1 1 1", False),
        ("-5 10 10 10 10 10", False),
    ],
)
def test_a_total_needs_five_of_which_none_is_more_than_a_quarter(values: str, told: bool) -> None:
    assert disclosure_control.may_disclose_sum([Decimal(value) for value in values.split()]) == told


def test_what_is_left_over_takes_kinds_until_it_holds() -> None:
    """One answer of 30 is more than a quarter beside five of ten, and not beside eleven."""
    ten = [Decimal(10)]
    told = disclosure_control.divide_total(
        {"company": [Decimal(30)], "park": ten * 5, "cluster": ten * 6, "school": ten * 7}
    )
    assert [(block.kinds, block.n) for block in told] == [
        ((), 19),
        (("school",), 7),
        (("cluster", "company", "park"), 12),
    ]


def test_parts_are_told_as_far_as_the_rest_cannot_be_worked_out() -> None:
    ten = [Decimal(10)]
    told = disclosure_control.divide_total({"park": ten * 6, "cluster": ten * 2})
    assert [(block.kinds, block.n) for block in told] == [((), 8)], "two clusters would be the difference"
    told = disclosure_control.divide_total({"park": ten * 6, "cluster": ten * 5})
    assert [(block.kinds, block.n) for block in told] == [((), 11), (("cluster",), 5), (("park",), 6)]
    told = disclosure_control.divide_total({"park": ten * 6, "cluster": ten * 5, "company": ten * 2})
    assert [(block.kinds, block.n) for block in told] == [((), 13), (("park",), 6), (("cluster", "company"), 7)]
    assert disclosure_control.divide_total({"park": ten * 3}) == []


class Published:
    """The editions of one number, made as a round makes them: (organisation -> what was counted of it, told total)."""

    def __init__(self) -> None:
        self.now: dict[int, Decimal] = {}
        self.counted: set[int] = set()
        self.rows: list[tuple[dict[int, Decimal], Decimal]] = []

    def change(self, changes: dict[int, Decimal]) -> None:
        self.now |= changes

    def edition(self) -> None:
        new = {who: value for who, value in self.now.items() if who not in self.counted}
        kinds = {who: KINDS[who % len(KINDS)] for who in new}
        cell = round_totals.build_number_cell(FIELD, {who: (kinds[who], str(value)) for who, value in new.items()})
        if cell is None:
            return
        self.counted |= new.keys()
        for names, n, total in cell["blocks"]:
            block = {who: value for who, value in new.items() if not names or kinds[who] in names}
            assert n == len(block)
            assert Decimal(total) == sum(block.values())
            self.rows.append((block, Decimal(total)))


#: numbers are divided modulo this prime, which finds the same rows as fractions do, and sooner
PRIME = 2**61 - 1


def reduced(rows: list[list[int]]) -> list[list[int]]:
    """The simplest rows from which the same follow (in row echelon form)."""
    rows, done = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(done, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        inverse = pow(rows[done][column], -1, PRIME)
        rows[done] = [value * inverse % PRIME for value in rows[done]]
        for n in range(done + 1, len(rows)):
            if times := rows[n][column]:
                rows[n] = [(a - times * b) % PRIME for a, b in zip(rows[n], rows[done], strict=True)]
        done += 1
    return rows[:done]


def unknowns(published: Published) -> tuple[list[tuple[int, Decimal]], list[list[int]]]:
    """Each answer that was counted, and what each total adds up of them; answers that are alike are one unknown."""
    names = sorted({(who, value) for block, _ in published.rows for who, value in block.items()})
    rows = [[int((who, value) in block.items()) for who, value in names] for block, _ in published.rows]
    return names, rows


@given(st.one_of(HISTORIES, SWINGS))
@settings(deadline=None, max_examples=60)
def test_nobodys_number_follows_from_all_editions_together(history: Changes) -> None:
    """By any sum and difference of them: what is left holds at least five, and the one who looks knows their own."""
    published = Published()
    for changes in history:
        published.change(changes)
        published.edition()
    names, rows = unknowns(published)
    people = sorted({who for who, _ in names})
    for who in people:
        theirs = [n for n, (one, _) in enumerate(names) if one == who]
        for reader in (None, *people):
            if reader == who:
                continue
            # what the reader knows is taken out; does a row remain that speaks of this one alone?
            known = [n for n, (one, _) in enumerate(names) if one == reader]
            others = [n for n in range(len(names)) if n not in {*theirs, *known}]
            simple = reduced([[row[n] for n in (*others, *theirs)] for row in rows])
            alone = [row for row in simple if not any(row[: len(others)])]
            assert alone == [], f"{who} follows for {reader}"


@given(st.one_of(HISTORIES, SWINGS))
@settings(deadline=None, max_examples=60)
def test_every_difference_of_published_totals_holds_five_and_none_over_a_quarter(history: Changes) -> None:
    """Of two editions one after the other, of a total and its parts, of whatever is beside each other."""
    published = Published()
    for changes in history:
        published.change(changes)
        published.edition()
    rows = [(block, total) for block, total in published.rows]
    running: list[tuple[dict[int, Decimal], Decimal]] = [({}, Decimal())]
    for block, total in rows:
        before, sum_before = running[-1]
        if set(block).isdisjoint(before):  # totals one has added up so far
            running.append((before | block, sum_before + total))
    for one, other in product([*rows, *running], repeat=2):
        moved = {who: abs(one[0].get(who, Decimal()) - other[0].get(who, Decimal())) for who in {*one[0], *other[0]}}
        apart = [value for value in moved.values() if value]
        if one[1] == other[1] and not apart:
            continue
        assert len(apart) >= 5
        if set(one[0]) <= set(other[0]) or set(other[0]) <= set(one[0]):
            assert max(apart) <= abs(one[1] - other[1]) / 4


def test_to_follow_changes_five_at_a_time_would_give_an_answer_away() -> None:
    """Why an answer is counted once: each edition differs from each other in five or more, and yet one comes out."""
    first, second = Decimal(10), Decimal(12)
    changed = [set(), {1, 2, 3, 4, 5}, {6, 7, 8, 9, 10}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}]
    for one, other in product(changed, repeat=2):
        assert one == other or len(one ^ other) >= 5
    names = sorted((who, value) for who in range(1, 13) for value in (first, second))
    rows = [[int(value == (second if who in those else first)) for who, value in names] for those in changed]
    # the fourth less the second less the third, and the first
    left = [d - b - c + a for a, b, c, d in zip(*rows, strict=True)]
    assert {who for (who, _), times in zip(names, left, strict=True) if times} == {11}
    # counted once, only the first twelve answers are ever told
    published = Published()
    for those in changed:
        published.change({who: second if who in those else first for who in range(1, 13)})
        published.edition()
    assert len({total for block, total in published.rows if len(block) == 12}) == 1


def told(counts: tuple[int, ...]) -> tuple[object, ...] | None:
    found = disclosure_control.blur_counts({str(n): count for n, count in enumerate(counts)})
    return None if found is None else tuple(found.values())


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((4, 0), None),
        ((5, 0), None),
        ((3, 2), None),
        ((8, 0), None),
        ((9, 0), ("many", "few")),
        ((9, 2), ("many", "few")),
        ((5, 5), (5, 5)),
        ((20, 6), (20, 6)),
        ((9, 6, 1), (9, "untold", "untold")),
        ((12, 10, 1), (12, "many", "few")),
        ((9, 3, 3), (9, "untold", "untold")),
        ((6, 4, 4, 4), (6, "few", "few", "few")),
    ],
)
def test_a_choice_is_counted_as_far_as_it_names_nobody(counts: tuple[int, ...], expected: object) -> None:
    assert told(counts) == expected


@pytest.mark.parametrize(("options", "most"), [(2, 22), (3, 14), (4, 11)])
def test_whoever_knows_the_rules_and_up_to_three_answers_cannot_tell_any_other(options: int, most: int) -> None:
    """Every count there can be: of all that are told alike, each other member may have chosen one of two at least."""
    for n in range(disclosure_control.LEAST, most):
        alike: dict[object, list[tuple[int, ...]]] = defaultdict(list)
        for counts in product(range(n + 1), repeat=options):
            if sum(counts) == n:
                alike[told(counts)].append(counts)
        for worlds in alike.values():
            for size in range(4):
                for known in combinations_with_replacement(range(options), size):
                    mine = [known.count(option) for option in range(options)]
                    left = [[c - m for c, m in zip(world, mine, strict=True)] for world in worlds]
                    left = [world for world in left if min(world) >= 0]
                    possible = {option for world in left for option in range(options) if world[option]}
                    assert not left or len(possible) > 1


@pytest.mark.parametrize(("options", "most"), [(2, 22), (3, 14), (4, 11)])
def test_whether_anything_is_told_of_a_choice_depends_on_the_number_of_answers_alone(options: int, most: int) -> None:
    """Else that nothing is told would tell how they are divided; and no edition is without a figure."""
    for counts in product(range(most), repeat=options):
        found = told(counts)
        assert (found is None) == (sum(counts) < disclosure_control.LEAST_OF_CHOICE)
        assert found is None or any(one != "untold" for one in found)


def test_a_choice_of_a_round_is_told_with_its_options() -> None:
    field = RoundField(id=1, kind=CHOICE, label="Søkt", unit="", options=["Ja", "Nei"])
    cell = round_totals.build_choice_cell(field, {n: ("park", "0" if n < 6 else "1") for n in range(11)})
    assert cell is not None
    assert (cell["n"], cell["options"]) == (11, [["Ja", 6], ["Nei", 5]])
    assert round_totals.build_choice_cell(field, dict.fromkeys(range(4), ("park", "0"))) is None

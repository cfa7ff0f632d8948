"""What people say of topics is parted in what is learnt and what is judged by, and nobody's word turns a topic."""

from __future__ import annotations

from collections import Counter

import pytest

from handlers.language.training_samples import (
    ALONE,
    FEWEST_QUESTIONS,
    is_held_out,
    select_evaluation_questions,
    select_training_questions,
    weigh_confirmed_questions,
)
from storage.questions.training_runs import ConfirmedQuestion


def said(slug: str, count: int, by: int = 1, first: int = 1) -> list[ConfirmedQuestion]:
    return [ConfirmedQuestion(id, f"spørsmål {id}", slug, by) for id in range(first, first + count)]


def test_a_fifth_is_kept_apart_the_same_for_ever() -> None:
    kept = [id for id in range(1, 5001) if is_held_out(id)]
    assert len(kept) == pytest.approx(1000, rel=0.1)
    assert kept[:5] == [1, 4, 10, 14, 20]


def test_what_is_learnt_and_what_is_judged_by_have_nothing_in_common() -> None:
    confirmed = said("nett", 50)
    by_learning, by_judging = (
        {one.id for one in select_training_questions(confirmed)},
        {one.id for one, _ in select_evaluation_questions(confirmed)},
    )
    assert by_learning | by_judging == set(range(1, 51))
    assert not by_learning & by_judging


def test_a_topic_is_learnt_from_eight_questions_on() -> None:
    assert select_training_questions(said("nett", FEWEST_QUESTIONS - 1)) == []
    assert {
        one.slug
        for one in select_training_questions(
            [*said("nett", FEWEST_QUESTIONS), *said("hms", FEWEST_QUESTIONS - 1, first=20)]
        )
    } == {"nett"}


def test_a_few_questions_of_one_person_count_in_full() -> None:
    assert [weight for _, weight in weigh_confirmed_questions(said("nett", 4))] == [1.0] * 4


def test_the_word_of_one_person_counts_no_more_than_a_few_questions_or_half_of_what_all_others_say() -> None:
    confirmed = [*said("nett", 200, by=1), *said("nett", 30, by=2, first=300), *said("hms", 100, by=1, first=400)]
    counts: Counter[tuple[str, int]] = Counter()
    for one, weight in weigh_confirmed_questions(confirmed):
        counts[one.slug, one.by] += weight  # type: ignore[assignment]
    assert counts["nett", 1] == pytest.approx(15)
    assert counts["nett", 2] == pytest.approx(30)
    assert counts["hms", 1] == pytest.approx(ALONE)


def test_nobody_is_judge_of_more_than_all_others() -> None:
    confirmed = [*said("nett", 60, by=1), *said("nett", 20, by=2, first=100), *said("hms", 100, by=3, first=200)]
    counts: Counter[int] = Counter()
    for one, weight in select_evaluation_questions(confirmed):
        counts[one.by] += weight  # type: ignore[assignment]
    assert all(count <= sum(counts.values()) - count for count in counts.values())


def test_who_judges_alone_judges_all() -> None:
    assert sum(weight for _, weight in select_evaluation_questions(said("nett", 20))) > 0
    assert select_evaluation_questions([]) == []

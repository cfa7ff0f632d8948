"""Select the confirmed questions to train on, those held out for evaluation, and the weight of each."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from storage.questions.training_runs import ConfirmedQuestion

#: minimum number of confirmed questions of a topic to train on them
FEWEST_QUESTIONS = 8
#: one question in this many is held out for evaluation
HELD = 5
#: Maximum weight of one person's confirmations of a topic, in questions. It rises when others confirm as much.
ALONE = 4.0
#: maximum weight of one person, as a share of the weight of all others together
BESIDE_OTHERS = 0.5

Weighed = tuple[ConfirmedQuestion, float]


def is_held_out(id: int) -> bool:
    """Return True if the question is for evaluation only; the same for ever, in every process."""
    return int.from_bytes(hashlib.sha256(f"question:{id}".encode()).digest()[:4]) % HELD == 0


def select_training_questions(confirmed: Sequence[ConfirmedQuestion]) -> list[ConfirmedQuestion]:
    """Return the questions to train on: not held out, and of topics with enough questions."""
    sizes = Counter(one.slug for one in confirmed)
    return [one for one in confirmed if sizes[one.slug] >= FEWEST_QUESTIONS and not is_held_out(one.id)]


def select_evaluation_questions(confirmed: Sequence[ConfirmedQuestion]) -> list[Weighed]:
    """Return the held-out questions of all topics, weighted so that nobody counts for more than all others."""
    held = [(one, weight) for one, weight in weigh_confirmed_questions(confirmed) if is_held_out(one.id)]
    said: dict[int, float] = {}
    for one, weight in held:
        said[one.by] = said.get(one.by, 0.0) + weight
    whole = sum(said.values())
    most = {by: BESIDE_OTHERS * (whole - mine) or mine for by, mine in said.items()}
    return [(one, weight * min(1.0, most[one.by] / said[one.by])) for one, weight in held]


def weigh_confirmed_questions(confirmed: Sequence[ConfirmedQuestion]) -> Iterator[Weighed]:
    """Yield each question with its weight, 0..1: a careless person cannot turn a topic by doing much."""
    topics = Counter(one.slug for one in confirmed)
    people = Counter((one.slug, one.by) for one in confirmed)
    for one in confirmed:
        mine = people[one.slug, one.by]
        most = max(ALONE, BESIDE_OTHERS * (topics[one.slug] - mine))
        yield one, min(1.0, most / mine)

"""What people say of topics: which questions are learnt, which are kept apart to judge by, and how much each counts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from storage.questions.training_runs import Confirmed

#: questions of a topic from which on it is learnt from people
FEW = 8
#: one question in so many is kept apart
HELD = 5
#: how many questions one person's word about a topic counts for, however many it are; more when others say as much
ALONE = 4.0
#: and for how much of what all others say together
BESIDE_OTHERS = 0.5

Weighed = tuple[Confirmed, float]


def held_out(id: int) -> bool:
    """Whether the question is never learnt, but judged by; the same for ever, in every process."""
    return int.from_bytes(hashlib.sha256(f"question:{id}".encode()).digest()[:4]) % HELD == 0


def learnt(confirmed: Sequence[Confirmed]) -> list[Confirmed]:
    """What is learnt: questions that are not kept apart, of topics with enough of them."""
    sizes = Counter(one.slug for one in confirmed)
    return [one for one in confirmed if sizes[one.slug] >= FEW and not held_out(one.id)]


def kept_apart(confirmed: Sequence[Confirmed]) -> list[Weighed]:
    """What is judged by, of whatever topic. Nobody is to be judge of more than all others."""
    held = [(one, weight) for one, weight in weighed(confirmed) if held_out(one.id)]
    said: dict[int, float] = {}
    for one, weight in held:
        said[one.by] = said.get(one.by, 0.0) + weight
    whole = sum(said.values())
    most = {by: BESIDE_OTHERS * (whole - mine) or mine for by, mine in said.items()}
    return [(one, weight * min(1.0, most[one.by] / said[one.by])) for one, weight in held]


def weighed(confirmed: Sequence[Confirmed]) -> Iterator[Weighed]:
    """Each question and what it counts, 0..1: a careless person cannot turn a topic by doing much."""
    topics = Counter(one.slug for one in confirmed)
    people = Counter((one.slug, one.by) for one in confirmed)
    for one in confirmed:
        mine = people[one.slug, one.by]
        most = max(ALONE, BESIDE_OTHERS * (topics[one.slug] - mine))
        yield one, min(1.0, most / mine)

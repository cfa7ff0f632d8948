"""Learning from people without getting worse: what is newly learnt is judged on questions that nobody learnt from."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from handlers.language.evidence import FEW, Weighed, kept_apart, learnt
from handlers.language.learning import MOST_CONFIRMED, Teaching, lesson_for, teaching
from handlers.language.routing import Mind
from storage.kit.database import Store
from storage.questions.training_runs import Lesson

#: another lesson is tried when confirmed topics have changed for more questions than this share, and a few
GROWTH, SOME = 0.05, 2
#: the least probability a topic is given when a guess is judged: one gross error must not outweigh all else
LEAST = 0.001
#: figures that differ by less are the same
EQUAL = 1e-9


@dataclass(frozen=True)
class Figures:
    """How well a mind guesses: the share of questions it puts in their topic, and its log loss."""

    accuracy: float
    loss: float

    def no_worse_than(self, other: Figures) -> bool:
        """A higher share of right guesses decides; when it is the same, how sure they are."""
        if abs(self.accuracy - other.accuracy) > EQUAL:
            return self.accuracy > other.accuracy
        return self.loss <= other.loss + EQUAL


@dataclass(frozen=True)
class Trial:
    """A lesson that may be taken: what to teach, and what to judge it by."""

    #: the attempt before this one, 0 for none
    after: int
    teaching: Teaching
    confirmed: Mapping[str, int]
    held: Sequence[Weighed]

    def run(self, mind: Mind) -> tuple[Mind, Lesson]:
        """A mind that has learnt it, and what that is worth. Needs no database; takes a second or two, in a thread."""
        other = copy(mind)
        other.learn(self.teaching.topics)
        before, now = judged(mind, self.held), judged(other, self.held)
        lesson = Lesson(
            version=self.teaching.version,
            taken=now.no_worse_than(before),
            confirmed=dict(self.confirmed),
            questions=list(self.teaching.questions),
            held=len(self.held),
            accuracy=now.accuracy,
            loss=now.loss,
            accuracy_before=before.accuracy,
            loss_before=before.loss,
        )
        return other, lesson


def judged(mind: Mind, held: Sequence[Weighed]) -> Figures:
    """Each question counts as much as the word of whoever confirmed it. Without questions nothing speaks against it."""
    right = loss = total = 0.0
    for one, weight in held:
        guess = mind.guess(one.text).topics
        total += weight
        right += weight * (bool(guess) and guess[0][0] == one.slug)
        loss -= weight * math.log(max(LEAST, dict(guess).get(one.slug, 0.0)))
    return Figures(right / total, loss / total) if total else Figures(1.0, 0.0)


async def trial_for(store: Store) -> Trial | None:
    """None while nothing more has been confirmed that would be worth trying."""
    counts, last = await store.lessons.counts(), await store.lessons.last()
    today = await store.topics.today()
    if not _worth_trying(counts, _now(last.confirmed if last else {}, today)):
        return None
    confirmed = await store.lessons.confirmed(MOST_CONFIRMED)
    taught = await teaching(store, learnt(confirmed))
    return Trial(last.id if last else 0, taught, counts, kept_apart(confirmed))


async def keep(store: Store, trial: Trial, lesson: Lesson) -> bool:
    """Write down what came of it, unless another process was first. Whether it was kept."""
    last = await store.lessons.last()
    if (last.id if last else 0) != trial.after:
        return False
    await store.lessons.add(lesson)
    return True


async def learn_from(mind: Mind, store: Store) -> None:
    """All at once: the topics, what people taught them, and what more they have confirmed since."""
    known = await lesson_for(mind, store)
    if known is not None:
        known.teach(mind)
    trial = await trial_for(store)
    if trial is None:
        return
    other, lesson = trial.run(mind)
    if await keep(store, trial, lesson) and lesson.taken:
        mind.become(other, (trial.teaching.known_by[0], lesson.id))


def _worth_trying(counts: Mapping[str, int], before: Mapping[str, int]) -> bool:
    """A topic has come to be known from people, or much has been confirmed, moved or taken back."""
    if _known(counts) != _known(before):
        return True
    changed = sum(abs(counts.get(slug, 0) - before.get(slug, 0)) for slug in counts.keys() | before.keys())
    return bool(_known(counts)) and changed > sum(counts.values()) * GROWTH + SOME


def _known(counts: Mapping[str, int]) -> set[str]:
    return {slug for slug, count in counts.items() if count >= FEW}


def _now(counts: Mapping[str, int], today: Mapping[str, str]) -> dict[str, int]:
    """The same by what topics are called today: those that were merged count together."""
    found: dict[str, int] = {}
    for slug, count in counts.items():
        heir = today.get(slug, slug)
        found[heir] = found.get(heir, 0) + count
    return found

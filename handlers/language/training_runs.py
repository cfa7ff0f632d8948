"""Train on confirmed questions without getting worse: compare with the old model on held-out questions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from handlers.language.topic_classifier import TopicClassifier
from handlers.language.training_data import MOST_CONFIRMED, TrainingSet, build_training_set, find_training_set
from handlers.language.training_samples import (
    FEWEST_QUESTIONS,
    Weighed,
    select_evaluation_questions,
    select_training_questions,
)
from storage.kit.database import Store
from storage.questions.training_runs import TrainingRun

#: A new run needs more changed confirmations than this share of all, plus SOME.
GROWTH, SOME = 0.05, 2
#: Lower bound of probabilities in the log loss, so that one gross error does not outweigh everything.
LEAST = 0.001
#: differences below this count as equal
EQUAL = 1e-9


@dataclass(frozen=True)
class ClassifierFigures:
    """Hold how well a classifier guesses: the share of questions it puts in their topic, and its log loss."""

    accuracy: float
    loss: float

    def is_no_worse_than(self, other: ClassifierFigures) -> bool:
        """Return True if accuracy is higher, or equal with a log loss that is not higher."""
        if abs(self.accuracy - other.accuracy) > EQUAL:
            return self.accuracy > other.accuracy
        return self.loss <= other.loss + EQUAL


@dataclass(frozen=True)
class TrainingCandidate:
    """Hold a training run that may be adopted: the training set and the evaluation questions."""

    #: number of the previous run, 0 for none
    after: int
    teaching: TrainingSet
    confirmed: Mapping[str, int]
    held: Sequence[Weighed]

    def train_candidate(self, classifier: TopicClassifier) -> tuple[TopicClassifier, TrainingRun]:
        """Return a trained copy and the record of the run. Takes a second or two, in a thread, without
        database.
        """
        other = copy(classifier)
        other.train_model(self.teaching.topics)
        before, now = evaluate_classifier(classifier, self.held), evaluate_classifier(other, self.held)
        training_run = TrainingRun(
            version=self.teaching.version,
            taken=now.is_no_worse_than(before),
            confirmed=dict(self.confirmed),
            questions=list(self.teaching.questions),
            held=len(self.held),
            accuracy=now.accuracy,
            loss=now.loss,
            accuracy_before=before.accuracy,
            loss_before=before.loss,
        )
        return other, training_run


def evaluate_classifier(classifier: TopicClassifier, held: Sequence[Weighed]) -> ClassifierFigures:
    """Weigh each question by the word of whoever confirmed it. Return perfect figures without questions."""
    right = loss = total = 0.0
    for one, weight in held:
        guess = classifier.guess_topics(one.text).topics
        total += weight
        right += weight * (bool(guess) and guess[0][0] == one.slug)
        loss -= weight * math.log(max(LEAST, dict(guess).get(one.slug, 0.0)))
    return ClassifierFigures(right / total, loss / total) if total else ClassifierFigures(1.0, 0.0)


async def find_training_candidate(store: Store) -> TrainingCandidate | None:
    """Return None while too little has been confirmed to be worth another run."""
    counts, last = (
        await store.training_runs.count_confirmed_by_topic(),
        await store.training_runs.find_last_training_run(),
    )
    today = await store.topics.map_current_slugs()
    if not _is_worth_training(counts, _count_by_current_topic(last.confirmed if last else {}, today)):
        return None
    confirmed = await store.training_runs.list_confirmed_questions(MOST_CONFIRMED)
    training_set = await build_training_set(store, select_training_questions(confirmed))
    return TrainingCandidate(last.id if last else 0, training_set, counts, select_evaluation_questions(confirmed))


async def save_training_run(store: Store, candidate: TrainingCandidate, training_run: TrainingRun) -> bool:
    """Store the result unless another process was first. Return True if it was stored."""
    last = await store.training_runs.find_last_training_run()
    if (last.id if last else 0) != candidate.after:
        return False
    await store.training_runs.add_training_run(training_run)
    return True


async def train_from_people(classifier: TopicClassifier, store: Store) -> None:
    """Train on the topics and what people taught, then evaluate a run on what they confirmed since."""
    known = await find_training_set(classifier, store)
    if known is not None:
        known.train_classifier(classifier)
    candidate = await find_training_candidate(store)
    if candidate is None:
        return
    other, training_run = candidate.train_candidate(classifier)
    if await save_training_run(store, candidate, training_run) and training_run.taken:
        classifier.adopt_model(other, (candidate.teaching.known_by[0], training_run.id))


def _is_worth_training(counts: Mapping[str, int], before: Mapping[str, int]) -> bool:
    """Return True if a topic has newly got enough questions, or many confirmations were added, moved or
    removed.
    """
    if _list_trained_topics(counts) != _list_trained_topics(before):
        return True
    changed = sum(abs(counts.get(slug, 0) - before.get(slug, 0)) for slug in counts.keys() | before.keys())
    return bool(_list_trained_topics(counts)) and changed > sum(counts.values()) * GROWTH + SOME


def _list_trained_topics(counts: Mapping[str, int]) -> set[str]:
    return {slug for slug, count in counts.items() if count >= FEWEST_QUESTIONS}


def _count_by_current_topic(counts: Mapping[str, int], today: Mapping[str, str]) -> dict[str, int]:
    """Return the counts by the present topics: those that were merged count together."""
    found: dict[str, int] = {}
    for slug, count in counts.items():
        current_slug = today.get(slug, slug)
        found[current_slug] = found.get(current_slug, 0) + count
    return found

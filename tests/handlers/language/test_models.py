"""The two classifiers say what their formulas say, however they keep what they have learnt."""

from __future__ import annotations

import math
from collections import defaultdict

import pytest

from handlers.language.classifiers import FeatureCosine, FeatureCounts, NaiveBayes

#: features, class, and what the row counts; classes come by turns, and the last one has no row
ROWS = (
    ({"kraft": 1.0, "nett": 0.5}, 0, 1.0),
    ({"kraft": 0.4, "pris": 1.0}, 1, 2.0),
    ({"nett": 1.0, "kø": 0.8}, 0, 0.4),
    ({"vern": 1.0}, 2, 1.0),
)
CLASSES = 4
ASKED = {"kraft": 0.9, "kø": 0.5, "nobody's": 1.0}


@pytest.fixture
def counts() -> FeatureCounts:
    counts = FeatureCounts()
    for features, place, weight in ROWS:
        counts.count_row(features, place, weight)
    return counts


def seen() -> dict[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for features, place, weight in ROWS:
        for feature, value in features.items():
            found[feature][place] += weight * value
    return found


def rarity(feature: str) -> float:
    return math.log(1 + len(ROWS) / sum(feature in features for features, _, _ in ROWS))


def test_bayes_is_the_logarithm_of_how_often_centred_over_the_classes(counts: FeatureCounts) -> None:
    known = seen()
    totals = [
        NaiveBayes.SMOOTH * (len(known) + 1) + sum(one[place] for one in known.values()) for place in range(CLASSES)
    ]
    expected = [0.0] * CLASSES
    for feature in ("kraft", "kø"):
        logs = [math.log((known[feature][place] + NaiveBayes.SMOOTH) / totals[place]) for place in range(CLASSES)]
        for place in range(CLASSES):
            expected[place] += (
                NaiveBayes.RARITY * rarity(feature) * ASKED[feature] * (logs[place] - sum(logs) / CLASSES)
            )
    assert NaiveBayes.train_on_counts(counts, CLASSES).compute_evidence(ASKED) == pytest.approx(expected, rel=1e-5)
    assert sum(expected) == pytest.approx(0)


def test_cosine_is_the_share_of_what_both_hold_in_what_each_holds(counts: FeatureCounts) -> None:
    known = seen()
    asked = {feature: ASKED[feature] * rarity(feature) for feature in ("kraft", "kø")}
    expected = []
    for place in range(CLASSES):
        held = {feature: math.sqrt(one[place]) * rarity(feature) for feature, one in known.items() if one[place]}
        lengths = math.hypot(*asked.values()) * (math.hypot(*held.values()) or 1.0)
        expected.append(FeatureCosine.SCALE * sum(asked[one] * held.get(one, 0.0) for one in asked) / lengths)
    assert FeatureCosine.train_on_counts(counts, CLASSES).compute_similarities(ASKED) == pytest.approx(
        expected, rel=1e-5
    )


def test_what_was_never_seen_says_nothing(counts: FeatureCounts) -> None:
    assert NaiveBayes.train_on_counts(counts, CLASSES).compute_evidence({"nobody's": 1.0}) == [0.0] * CLASSES
    assert FeatureCosine.train_on_counts(FeatureCounts(), 2).compute_similarities(ASKED) == [0.0, 0.0]

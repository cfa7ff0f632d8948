"""Train the two small models of topic routing, on the words and on the letters of each topic's texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.language.classifiers import FeatureCosine, FeatureCounts, NaiveBayes
from handlers.language.features import extract_features

#: for each topic its texts, each with its weight
TrainingRows = Sequence[Sequence[tuple[str, float]]]


@dataclass(frozen=True)
class FeatureModel:
    """Hold the two models; their classes are the topics in the order of the training rows."""

    words: NaiveBayes
    letters: FeatureCosine


def train_feature_model(rows: TrainingRows) -> FeatureModel:
    """Train both models. Takes about a second for the bundled topics."""
    words, letters = FeatureCounts(), FeatureCounts()
    for place, texts in enumerate(rows):
        for text, weight in texts:
            of_words, of_letters = extract_features(text)
            words.count_row(of_words, place, weight)
            letters.count_row(of_letters, place, weight)
    size = max(1, len(rows))
    return FeatureModel(NaiveBayes.train_on_counts(words, size), FeatureCosine.train_on_counts(letters, size))

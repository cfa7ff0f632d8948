"""Guess the topic of a question, and how sure the guess is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.language.bundled_model import load_bundled_model
from handlers.language.classifiers import compute_probabilities
from handlers.language.feature_model import TrainingRows, train_feature_model
from handlers.language.features import extract_features
from handlers.language.text_analysis import analyse_text

if TYPE_CHECKING:
    from handlers.language.embedders import Numbers

    #: vector of a question -> log probability of each topic
    Sense = Callable[[Numbers], Sequence[float]]

#: below this probability of the best topic, the asker chooses
SURE = 0.8
#: minimum probability of a second topic, and the minimum if the text has a keyword of it
SECOND, NAMED = 0.3, 0.1
#: Weights of the models and sharpness of their sum. All are measured, see tests/evaluation.
BAYES, COSINE, SHARPNESS = 0.6, 2.0, 1.1
#: weight of words and letters where the meaning is known too
BESIDE_SENSE = 0.8
#: weights of training rows: keyword, head word, trade word, name or description, example, confirmed question
KEYWORD, HEAD, WORD, NAME, EXAMPLE, CONFIRMED = 1.5, 2.0, 1.0, 1.0, 0.4, 0.25


@dataclass(frozen=True)
class TopicWords:
    """Hold what is known about one topic."""

    slug: str
    names: Sequence[str]
    description: str
    #: (keyword, True if it is a head word)
    keywords: Sequence[tuple[str, bool]]
    #: (question, its topics, best first)
    examples: Sequence[tuple[str, Sequence[str]]] = ()
    #: (question whose topic people chose or confirmed, its weight)
    confirmed: Sequence[tuple[str, float]] = ()
    #: single words that hint at the topic, but are not keywords
    hints: Sequence[str] = ()


@dataclass(frozen=True)
class TopicGuess:
    """Hold where a question probably belongs."""

    #: (slug, probability), best first; the probabilities add up to one
    topics: tuple[tuple[str, float], ...]
    #: True if the guess is uncertain and the asker must choose
    ask: bool
    #: slug of a probable second topic, or ""
    second: str


class TopicClassifier:
    """Classify questions by topic, one per process; empty until it is trained."""

    def __init__(self) -> None:
        #: `known_by` of the training set it was trained on
        self.learnt: tuple[str, int] = ("", 0)
        #: True if topics have changed since it was trained
        self.stale = False
        self._model = _TopicModel(())

    @property
    def is_trained(self) -> bool:
        """Return True if any topic has been learnt."""
        return bool(self._model.slugs)

    def train_model(self, topics: Sequence[TopicWords]) -> None:
        """Replace the model by one of these topics. Takes some tenths of a second; a thread may guess
        meanwhile.
        """
        self._model = _TopicModel(topics)

    def adopt_model(self, other: TopicClassifier, trained_on: tuple[str, int]) -> None:
        """Take over the model of the other classifier."""
        self._model, self.learnt = other._model, trained_on

    @property
    def topics(self) -> Sequence[TopicWords]:
        """Return the topics of the model."""
        return self._model.topics

    @property
    def has_meaning_model(self) -> bool:
        """Return True if it compares the meaning of questions, beside their words."""
        return self._model.sense is not None

    def set_meaning_model(self, meaning_model: Sense, topics: Sequence[TopicWords]) -> None:
        """Let the meaning of questions count too, unless other topics have been learnt meanwhile."""
        if self._model.topics is topics:
            self._model.sense = meaning_model

    def guess_topics(self, text: str, meant: Numbers | None = None) -> TopicGuess:
        """Return a guess and never raise; without a meaningful word all topics are equal, and the asker
        chooses.

        `meant`: the vector of the text, of length one and centred
        (`handlers.language.vector_matrix.centre_vectors`).
        """
        return self._model.guess_with_cache(text, meant)


class _TopicModel:
    """Hold the immutable model of these topics."""

    def __init__(self, topics: Sequence[TopicWords]) -> None:
        self.topics = topics
        #: meaning model, which is trained later on the topics' questions
        self.sense: Sense | None = None
        self.slugs = [topic.slug for topic in topics]
        #: stem of a one-word keyword -> its topics
        self._named = _index_keyword_stems(topics)
        rows = list_training_rows(topics)
        self._features = load_bundled_model(rows) or train_feature_model(rows)
        #: cache of the last guess: an event asks for the same text more than once
        self._last: tuple[object, TopicGuess] = None, TopicGuess((), ask=True, second="")

    def guess_with_cache(self, text: str, meant: Numbers | None) -> TopicGuess:
        last, meaning_model = self._last, None if meant is None else self.sense
        asked = (text, meaning_model)
        if last[0] != asked:
            self._last = last = (
                asked,
                self._compute_guess(text, meaning_model(meant) if meaning_model and meant is not None else ()),
            )
        return last[1]  # not `self._last`: another thread may have replaced it

    def _compute_guess(self, text: str, sensed: Sequence[float]) -> TopicGuess:
        if not self.slugs:
            return TopicGuess((), ask=True, second="")
        words, letters = extract_features(text)
        scores = [
            BAYES * word + COSINE * letter
            for word, letter in zip(
                self._features.words.compute_evidence(words),
                self._features.letters.compute_similarities(letters),
                strict=True,
            )
        ]
        if sensed:
            scores = [BESIDE_SENSE * score + meaning_model for score, meaning_model in zip(scores, sensed, strict=True)]
        ranked = sorted(zip(self.slugs, compute_probabilities(scores, SHARPNESS), strict=True), key=lambda one: -one[1])
        return TopicGuess(tuple(ranked), ask=ranked[0][1] < SURE, second=self._find_second_topic(ranked[1:3], words))

    def _find_second_topic(self, others: Sequence[tuple[str, float]], words: Mapping[str, float]) -> str:
        for slug, share in others:
            if share >= SECOND or (share >= NAMED and any(slug in self._named.get(word, ()) for word in words)):
                return slug
        return ""


def list_training_rows(topics: Sequence[TopicWords]) -> TrainingRows:
    """Return for each topic its texts, each with its weight."""
    return [list(_list_topic_rows(topic)) for topic in topics]


def _list_topic_rows(topic: TopicWords) -> Iterator[tuple[str, float]]:
    yield from ((term, HEAD if head else KEYWORD) for term, head in topic.keywords)
    yield from ((word, WORD) for word in topic.hints)
    yield from ((name, NAME) for name in (*topic.names, topic.description))
    yield from ((text, EXAMPLE) for text, _ in topic.examples)
    yield from ((text, CONFIRMED * share) for text, share in topic.confirmed)


def _index_keyword_stems(topics: Sequence[TopicWords]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for topic in topics:
        for term, _ in topic.keywords:
            words = analyse_text(term)
            if len(words) == 1:
                found.setdefault(words[0].stem, set()).add(topic.slug)
    return found

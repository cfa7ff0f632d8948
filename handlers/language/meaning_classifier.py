"""Classify questions by meaning: softmax regression over the vectors of the topics' questions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from handlers.language.language_detection import detect_language
from handlers.language.lexicon import FOLDER
from handlers.language.text_embeddings import TextEmbeddings, guard_meaning
from handlers.language.topic_classifier import TopicClassifier, TopicGuess, TopicWords

if TYPE_CHECKING:
    from handlers.language.embedders import Numbers

#: vectors of the bundled examples, made by `python -m tests.evaluation.means`
FILE = FOLDER / "examples.npy"
#: maximum number of confirmed questions of a topic that are embedded, and number of texts embedded together
CONFIRMED, BATCH = 100, 16

#: L2 regularisation and number of gradient steps; measured, see tests/evaluation
HELD_BACK, STEPS = 3e-4, 120
#: learning rate, and the constant of Nesterov momentum: step / (step + SLOWNESS)
PACE, SLOWNESS = 4.0, 3


class MeaningClassifier:
    """Hold immutable weights per topic. Vectors have length one and are centred by language."""

    def __init__(self, slugs: Sequence[str], weights: Numbers) -> None:
        self.slugs = tuple(slugs)
        self._weights = weights

    def compute_log_probabilities(self, vector: Numbers) -> list[float]:
        """Return the logarithm of each topic's probability."""
        import numpy as np

        found = np.append(vector, np.float32(1)) @ self._weights
        found -= found.max()
        return [float(one) for one in found - np.log(np.exp(found).sum())]


def fit_meaning_classifier(
    slugs: Sequence[str], vectors: Numbers, places: Sequence[int], counts: Sequence[float]
) -> MeaningClassifier:
    """Fit the weights; takes a second or two.

    `places`: the topic of each vector's question; `counts`: its weight.
    """
    import numpy as np

    rows = np.hstack([vectors, np.ones((len(vectors), 1), np.float32)])
    wanted = np.eye(len(slugs), dtype=np.float32)[list(places)]
    share = np.asarray(counts, np.float32)[:, None]
    pace, whole = PACE * len(rows) / share.sum(), np.float32(len(rows))
    weights = ahead = np.zeros((rows.shape[1], len(slugs)), np.float32)
    for step in range(STEPS):
        guessed = rows @ ahead
        guessed -= guessed.max(1, keepdims=True)
        guessed = np.exp(guessed)
        guessed /= guessed.sum(1, keepdims=True)
        updated = ahead - pace * (rows.T @ ((guessed - wanted) * share) / whole + HELD_BACK * ahead)
        ahead = updated + step / (step + SLOWNESS) * (updated - weights)
        weights = updated
    return MeaningClassifier(slugs, weights)


def guess_topics_by_meaning(classifier: TopicClassifier, meanings: TextEmbeddings | None, text: str) -> TopicGuess:
    """Return the guess by words, and by meaning where that is known. Raises MeaningError."""
    if meanings is None or not classifier.has_meaning_model:
        return classifier.guess_topics(text)
    read = meanings.get_meaning(text)
    if read is None:
        return classifier.guess_topics(text)
    with guard_meaning("routing"):
        from handlers.language.vector_matrix import centre_vectors

        return classifier.guess_topics(
            text, centre_vectors(read.vector[None, :], [detect_language(text) == "en"], meanings.model)[0]
        )


async def train_meaning_classifier(classifier: TopicClassifier, meanings: TextEmbeddings) -> None:
    """Train on the meaning of the topics' questions, if there is a model and it is not trained yet."""
    topics = classifier.topics
    if not meanings.ready or classifier.has_meaning_model or not topics:
        return
    asked = [
        (text, place, count) for place, topic in enumerate(topics) for text, count in _list_weighted_questions(topic)
    ]
    if not asked:
        return
    vectors = await _embed_questions(meanings, [text for text, _, _ in asked])
    slugs, places = [topic.slug for topic in topics], [place for _, place, _ in asked]
    fitted = await meanings.run_in_thread(
        fit_meaning_classifier, slugs, vectors, places, [count for _, _, count in asked]
    )
    classifier.set_meaning_model(fitted.compute_log_probabilities, topics)


def _list_weighted_questions(topic: TopicWords) -> Iterator[tuple[str, float]]:
    """Yield questions of the topic with their weights."""
    yield from ((text, 1.0) for text, _ in topic.examples)
    yield from topic.confirmed[:CONFIRMED]


async def _embed_questions(meanings: TextEmbeddings, texts: Sequence[str]) -> Numbers:
    """Return a centred row for each text; most vectors are bundled with the bot."""
    import numpy as np

    from handlers.language.vector_matrix import centre_vectors

    known = await meanings.run_in_thread(_load_bundled_vectors, meanings.model)
    new = list(dict.fromkeys(text for text in texts if hash_text(text) not in known))
    for first in range(0, len(new), BATCH):
        batch = new[first : first + BATCH]
        known |= dict(zip(map(hash_text, batch), await meanings.embed_in_background(batch, "query"), strict=True))
    english = [detect_language(text) == "en" for text in texts]
    rows = np.stack([known[hash_text(text)] for text in texts]).astype(np.float32)
    return centre_vectors(rows, english, meanings.model)


def _load_bundled_vectors(model: str) -> dict[bytes, Numbers]:
    """Return the bundled vectors by the keys of their texts; none for another model."""
    import numpy as np

    from handlers.language.vector_matrix import is_measured_model

    if not is_measured_model(model):
        return {}
    rows = np.load(FILE)
    return dict(zip(rows["key"].tolist(), rows["codes"], strict=True))


def hash_text(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:8]

"""Which topic a question is about by what it means: softmax regression over the vectors of the topics' questions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from handlers.language.languages import language_of
from handlers.language.lexicon import FOLDER
from handlers.language.meanings import Meanings, guard_meaning
from handlers.language.routing import Guess, Mind, TopicWords

if TYPE_CHECKING:
    from handlers.language.embedders import Numbers

#: the vectors of the examples that come with the bot, as `python -m tests.evaluation.means` has made them
FILE = FOLDER / "examples.npy"
#: questions of a topic that people confirmed, and that are embedded for it; texts that are embedded together
CONFIRMED, BATCH = 100, 16

#: how far weights are held back, and how often they are mended; measured, see tests/evaluation
HELD_BACK, STEPS = 3e-4, 120
#: how far a step goes, and what is added to the number of a step to say how much of the last one goes on (Nesterov)
PACE, SLOWNESS = 4.0, 3


class Sense:
    """Made of the topics' questions once, and never changed. Vectors have length one and are centred by tongue."""

    def __init__(self, slugs: Sequence[str], weights: Numbers) -> None:
        self.slugs = tuple(slugs)
        self._weights = weights

    def scores(self, vector: Numbers) -> list[float]:
        """The logarithm of each topic's probability."""
        import numpy as np

        found = np.append(vector, np.float32(1)) @ self._weights
        found -= found.max()
        return [float(one) for one in found - np.log(np.exp(found).sum())]


def fitted(slugs: Sequence[str], vectors: Numbers, places: Sequence[int], counts: Sequence[float]) -> Sense:
    """`places`: which topic each vector's question belongs to; `counts`: what it counts. Takes a second or two."""
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
        mended = ahead - pace * (rows.T @ ((guessed - wanted) * share) / whole + HELD_BACK * ahead)
        ahead = mended + step / (step + SLOWNESS) * (mended - weights)
        weights = mended
    return Sense(slugs, weights)


def considered(mind: Mind, meanings: Meanings | None, text: str) -> Guess:
    """The mind's guess: by words, and by what the text means where that is known. Raises MeaningError."""
    if meanings is None or not mind.senses:
        return mind.guess(text)
    read = meanings.known(text)
    if read is None:
        return mind.guess(text)
    with guard_meaning("routing"):
        from handlers.language.matrices import centred

        return mind.guess(text, centred(read.vector[None, :], [language_of(text) == "en"], meanings.model)[0])


async def make_sense(mind: Mind, meanings: Meanings) -> None:
    """What the topics' questions mean is learnt beside their words, where there is a model and it is not known yet."""
    topics = mind.topics
    if not meanings.ready or mind.senses or not topics:
        return
    asked = [(text, place, count) for place, topic in enumerate(topics) for text, count in _questions(topic)]
    if not asked:
        return
    vectors = await _vectors(meanings, [text for text, _, _ in asked])
    slugs, places = [topic.slug for topic in topics], [place for _, place, _ in asked]
    sense = await meanings.in_thread(fitted, slugs, vectors, places, [count for _, _, count in asked])
    mind.sense(sense.scores, topics)


def _questions(topic: TopicWords) -> Iterator[tuple[str, float]]:
    """Questions of the topic, and what each counts."""
    yield from ((text, 1.0) for text, _ in topic.examples)
    yield from topic.confirmed[:CONFIRMED]


async def _vectors(meanings: Meanings, texts: Sequence[str]) -> Numbers:
    """A centred row for each; most come with the bot."""
    import numpy as np

    from handlers.language.matrices import centred

    known = await meanings.in_thread(_kept, meanings.model)
    new = list(dict.fromkeys(text for text in texts if key(text) not in known))
    for first in range(0, len(new), BATCH):
        batch = new[first : first + BATCH]
        known |= dict(zip(map(key, batch), await meanings.embed(batch, "query"), strict=True))
    english = [language_of(text) == "en" for text in texts]
    rows = np.stack([known[key(text)] for text in texts]).astype(np.float32)
    return centred(rows, english, meanings.model)


def _kept(model: str) -> dict[bytes, Numbers]:
    """The vectors that come with the bot, by the keys of their texts; none for another model."""
    import numpy as np

    from handlers.language.matrices import is_measured

    if not is_measured(model):
        return {}
    rows = np.load(FILE)
    return dict(zip(rows["key"].tolist(), rows["codes"], strict=True))


def key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:8]

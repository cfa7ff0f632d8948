"""Embed texts and compare them with the library, where this process has a model.

Without a model nothing is known and nothing breaks.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import structlog

from handlers.language.embedders import Embedder, EmbedderNotInstalled, EmbedderUnusable, Kind
from handlers.language.language_detection import detect_language

if TYPE_CHECKING:
    from handlers.language.embedders import Numbers
    from handlers.language.vector_matrix import VectorComparison, VectorMatrix

log = structlog.get_logger()
T = TypeVar("T")
#: Below this cosine two texts are unrelated. Of correct answers, 5 in 100 are below.
UNRELATED = 0.1
#: Number of cached question vectors, so that search, routing and suggestions of one event embed the text once.
REMEMBERED = 200
#: Number of cached comparisons with the library. Each takes eight bytes a document.
COMPARED = 64


class MeaningError(Exception):
    """Report that search by meaning failed; begin the unit of work anew, by words alone.

    The unit of work in which it failed may be broken.
    """


@contextmanager
def guard_meaning(step: str) -> Iterator[None]:
    """Raise MeaningError for whatever goes wrong in this step."""
    try:
        yield
    except Exception as error:
        raise MeaningError(f"{step}: {type(error).__name__}") from error


class MeaningNotRead(MeaningError):
    """Report that this text must be embedded before the unit of work that searches with it."""

    def __init__(self, text: str) -> None:
        super().__init__("not read")
        self.text = text


@dataclass(frozen=True, slots=True)
class TextMeaning:
    """Hold the vector of a text and its distance to the documents of the library."""

    vector: Numbers
    #: None while the library has no vectors
    comparison: VectorComparison | None


class TextEmbeddings:
    """Embed texts and keep the matrix; one per process. `ready` is False until `load_model` finds a model.

    All that takes long runs in two threads: one for what people wait for, one for background work. The engine
    uses several processors by itself, and keeps a thread pool for every thread that calls it.
    """

    def __init__(self, load: Callable[[], Embedder] | None = None) -> None:
        self._load = load
        self._embedder: Embedder | None = None
        self._asking, self._background = (ThreadPoolExecutor(1, f"meanings-{name}") for name in ("asked", "work"))
        self._vectors: OrderedDict[str, Numbers] = OrderedDict()
        self._read: OrderedDict[str, TextMeaning] = OrderedDict()
        self._reading: dict[str, asyncio.Task[None]] = {}
        #: vectors of the library when they were last loaded
        self.matrix: VectorMatrix | None = None
        #: reason why there is no model, after `load_model` found none
        self.trouble = "" if load else "switched off"

    async def load_model(self) -> bool:
        """Load the model in the thread, once; return True if there is one."""
        if self._load is None or self.ready:
            return self.ready
        try:
            self._embedder = await self.run_in_thread(self._load)
        except EmbedderUnusable as error:
            self.trouble = str(error)
            if not isinstance(error, EmbedderNotInstalled):
                log.warning("searching by words only", why=self.trouble)
        self._load = None
        return self.ready

    @property
    def ready(self) -> bool:
        return self._embedder is not None

    @property
    def model(self) -> str:
        """Return the id of the model, under which vectors are stored."""
        return self._embedder.id if self._embedder else ""

    @property
    def dimension(self) -> int:
        return self._embedder.dimension if self._embedder else 0

    async def embed_in_background(self, texts: Sequence[str], kind: Kind) -> Numbers:
        """Return one row for each text, of length one; needs a model. Other work gets its turn between."""
        assert self._embedder is not None
        return await self.run_in_thread(self._embedder.embed_texts, texts, kind)

    async def read_meaning(self, text: str) -> None:
        """Embed a text and compare it with the library, before a unit of work begins. Raise MeaningError.

        Two callers with one text wait for one computation. A caller that stops waiting leaves it to later
        callers.
        """
        text = _normalise_spaces(text)
        if not self.ready or self._is_meaning_current(text):
            return
        task = self._reading.get(text)
        if task is None:
            task = self._reading[text] = asyncio.create_task(self._compute_meaning(text))
            task.add_done_callback(lambda done: self._finish_reading(text, done))
        with guard_meaning("reading"):
            await asyncio.shield(task)

    def get_meaning(self, text: str) -> TextMeaning | None:
        """Return what was computed for the text, without waiting; None without a model. Raise MeaningNotRead."""
        if not self.ready:
            return None
        found = self._read.get(_normalise_spaces(text))
        if found is None:
            raise MeaningNotRead(text)
        return found

    def replace_matrix(self, matrix: VectorMatrix) -> None:
        """Compare with these vectors from now on.

        Comparisons with the previous matrix are kept for callers that have begun; older ones are dropped.
        """
        before, self.matrix = self.matrix, matrix
        old = [text for text, read in self._read.items() if read.comparison and read.comparison.matrix is not before]
        for text in old:
            del self._read[text]

    def _is_meaning_current(self, text: str) -> bool:
        found = self._read.get(text)
        return found is not None and (found.comparison.matrix if found.comparison else None) is self.matrix

    async def _compute_meaning(self, text: str) -> None:
        """Embed and compare in the thread for questions; use the stored vector of the text if there is one."""
        assert self._embedder is not None
        work = partial(_embed_and_compare, self._embedder, self.matrix, text, self._vectors.get(text))
        read = self._read[text] = await asyncio.get_running_loop().run_in_executor(self._asking, work)
        self._vectors[text] = read.vector
        for kept, most in ((self._vectors, REMEMBERED), (self._read, COMPARED)):
            while len(kept) > most:
                kept.popitem(last=False)

    def _finish_reading(self, text: str, done: asyncio.Task[None]) -> None:
        self._reading.pop(text, None)
        if not done.cancelled():
            done.exception()  # mark as retrieved: perhaps nobody waits any more

    async def embed_passage(self, text: str) -> bytes:
        """Return the vector of a searchable text, as it is stored; needs a model."""
        from handlers.language.vector_matrix import pack_vectors

        return pack_vectors(await self.embed_in_background([text], "passage"))[0]

    async def run_in_thread(self, work: Callable[..., T], *arguments: object) -> T:
        """Run this in the background thread, outside every unit of work, since it may take its time."""
        return await asyncio.get_running_loop().run_in_executor(self._background, work, *arguments)

    def close(self) -> None:
        """Shut the threads down without waiting; running work ends by itself."""
        for thread in (self._asking, self._background):
            thread.shutdown(wait=False, cancel_futures=True)


def _embed_and_compare(
    embedder: Embedder, matrix: VectorMatrix | None, text: str, vector: Numbers | None
) -> TextMeaning:
    if vector is None:
        (vector,) = embedder.embed_texts([text], "query")
    english = detect_language(text) == "en"
    return TextMeaning(vector, matrix.compare_question(vector, english=english, floor=UNRELATED) if matrix else None)


def _normalise_spaces(text: str) -> str:
    return " ".join(text.split())

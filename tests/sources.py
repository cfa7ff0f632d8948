"""Read and parse each file of code once, for every test that asks something of it."""

from __future__ import annotations

import ast
import gc
import io
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
CODE = ("bot", "handlers", "storage")


class Source:
    """Hold one file of code with its syntax tree."""

    def __init__(self, path: Path) -> None:
        self.path = path.relative_to(ROOT)
        self.name = str(self.path)
        self.text = path.read_text()
        self.tree = ast.parse(self.text)
        self.nodes = list(ast.walk(self.tree))

    @property
    def comments(self) -> Iterator[str]:
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.COMMENT:
                yield token.string


@cache
def load_sources(*folders: str) -> list[Source]:
    """Return every file of these folders, but for migrations, which are never changed after release."""
    return [source for folder in folders for source in _load_folder(folder)]


@cache
def _load_folder(folder: str) -> list[Source]:
    """Parse without the garbage collector: nothing of the trees is rubbish, and to look takes as long as to parse."""
    gc.disable()
    try:
        return [Source(path) for path in _list_paths(folder)]
    finally:
        gc.freeze()
        gc.enable()


def list_texts(*folders: str) -> Iterator[tuple[str, str]]:
    """Name and text of the same files, for who need not parse them."""
    return ((str(path.relative_to(ROOT)), path.read_text()) for folder in folders for path in _list_paths(folder))


def _list_paths(folder: str) -> list[Path]:
    return [path for path in sorted((ROOT / folder).rglob("*.py")) if "versions" not in path.parts]

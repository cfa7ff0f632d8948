"""What may be found, as text: what its vector is made of, some time after it was saved."""

from __future__ import annotations

from collections.abc import Iterable

from handlers import indexing
from handlers.solutions import publishing
from handlers.understanding.finding import Document
from storage.database import Store


async def passages(store: Store, records: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The kind and id of each record that is there -> its text, as it is now."""
    found = {}
    for kind, id in records:
        document = await _document(store, kind, id)
        if document is not None:
            found[kind, id] = document.meant
    return found


async def _document(store: Store, kind: str, id: int) -> Document | None:
    if kind == "solution":
        solution = await store.solutions.find(id)
        return publishing.document(solution) if solution else None
    question = await store.questions.find(id)
    return await indexing.document(store, question) if question else None

"""Build the texts that are embedded, some time after their records were saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from handlers.chat.record_kinds import list_record_kinds
from storage.kit.database import Store


async def collect_embedding_texts(store: Store, records: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Return the present text of each searchable record, by its kind and id."""
    ids: dict[str, list[int]] = defaultdict(list)
    for name, id in records:
        ids[name].append(id)
    found = {}
    for name, some in ids.items():
        kind = list_record_kinds()[name]
        assert kind.search is not None, f"{name} is in the index"
        rows = [row for id in some if (row := await kind.find(store, id)) is not None]
        for document in await kind.search.write_documents(store, rows):
            found[name, document.id] = document.embedding_text
    return found

"""What may be found, as text: what its vector is made of, some time after it was saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from handlers.chat.records import record_kinds
from storage.kit.database import Store


async def passages(store: Store, records: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Return the text of each record that may be found, as it is now, by its kind and id."""
    ids: dict[str, list[int]] = defaultdict(list)
    for name, id in records:
        ids[name].append(id)
    found = {}
    for name, some in ids.items():
        kind = record_kinds()[name]
        assert kind.search is not None, f"{name} is in the index"
        rows = [row for id in some if (row := await kind.find(store, id)) is not None]
        for document in await kind.search.write_documents(store, rows):
            found[name, document.id] = document.meant
    return found

"""Map solutions to rows, as `handlers.library.solutions.import_export` does."""

from __future__ import annotations

from typing import Any

from handlers.library.solutions import import_export
from storage.kit.database import Store

seed_rows = import_export.import_solutions


async def export_all_solution_rows(store: Store) -> list[dict[str, Any]]:
    return [dict(row) async for row in import_export.export_solutions(store)]

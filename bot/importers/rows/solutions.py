"""Solutions as rows: `handlers.library.solutions.records` says how."""

from __future__ import annotations

from typing import Any

from handlers.library.solutions import records
from storage.kit.database import Store

seed_rows = records.seed_rows


async def export_rows(store: Store) -> list[dict[str, Any]]:
    return [dict(row) async for row in records.export_rows(store)]

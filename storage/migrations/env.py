"""Prepare Alembic for every command: the expected tables, on the connection it was handed."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.kit.base import Instant
from storage.kit.tables import metadata


def render_column_type(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column type by its name in a drafted revision, and leave the rest to Alembic."""
    return "Instant()" if kind == "type" and isinstance(item, Instant) else False


connection: sa.Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render_column_type,
)
context.run_migrations()

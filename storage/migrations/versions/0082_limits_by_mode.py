"""A limit of matching holds for one mode of transport; one that was set before holds for all of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _rebuild(("type", "mode", "factor"), "SELECT *, '' AS mode FROM matching_limits")


def downgrade() -> None:
    _rebuild(("type", "factor"), "SELECT * FROM matching_limits WHERE mode = ''")


def _rebuild(key: tuple[str, ...], kept: str) -> None:
    """Make the table anew with this key and the rows that are kept; it has some dozens at the most."""
    columns = ("type", "mode", "factor", "stretch", "changed_by_id", "changed_at")
    rows = [dict(row) for row in op.get_bind().execute(sa.text(kept)).mappings()]
    op.drop_table("matching_limits")
    mode = [sa.Column("mode", sa.String(length=8), nullable=False, server_default="")] if "mode" in key else []
    table = op.create_table(
        "matching_limits",
        sa.Column("type", sa.String(length=16), nullable=False),
        *mode,
        sa.Column("factor", sa.String(length=8), nullable=False),
        sa.Column("stretch", sa.Double(), nullable=False),
        sa.Column("changed_by_id", KEY, nullable=True),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.CheckConstraint("factor IN ('distance','amount')", name=op.f("ck_matching_limits_factor")),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["people.id"], name=op.f("fk_matching_limits_changed_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_matching_limits")),
    )
    left = [name for name in columns if name in table.columns]
    raw = sa.text(f"INSERT INTO matching_limits ({', '.join(left)}) VALUES ({', '.join(f':{one}' for one in left)})")
    for row in rows:
        op.get_bind().execute(raw, {name: row[name] for name in left})

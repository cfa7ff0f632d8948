"""Houses: tenants that knock and are let in or shut out, and what the administrator of a workspace sets up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.base import Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("blocked", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("knocks", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("claimed_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("proposed", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("contact_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("deputy_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("tested_at", Instant(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_workspaces_claimed_id"), "organisations", ["claimed_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_workspaces_contact_id"), "people", ["contact_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_workspaces_deputy_id"), "people", ["deputy_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_workspaces_deputy_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_workspaces_contact_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_workspaces_claimed_id"), type_="foreignkey")
        for name in ("tested_at", "deputy_id", "contact_id", "proposed", "claimed_id", "knocks", "blocked"):
            batch_op.drop_column(name)

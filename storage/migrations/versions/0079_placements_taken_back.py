"""What is taken back of a plot's placements leaves its row, without amounts, so that no report counts it twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

_TABLE, _CHECK = "plot_placements", "ck_plot_placements_something"
#: the tables that it refers to have indexes of expressions, which are not reflected
_ALONE = {"resolve_fks": False}


def upgrade() -> None:
    with op.batch_alter_table(_TABLE, reflect_kwargs=_ALONE) as table:
        table.drop_constraint(op.f(_CHECK), type_="check")


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM plot_placements WHERE area IS NULL AND power IS NULL"))
    with op.batch_alter_table(_TABLE, reflect_kwargs=_ALONE) as table:
        table.create_check_constraint(op.f(_CHECK), "area > 0 OR power > 0")

"""Tables that are attached to messages: the message until its file is fetched, and what its person is asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

_CHECK = "ck_import_drafts_state"
_STATES = "'asked', 'fetching', 'reading', 'shown', 'storing', 'ended'"
_BEFORE = "'reading','shown','storing','ended'"


def upgrade() -> None:
    with op.batch_alter_table("import_drafts") as drafts:
        drafts.add_column(sa.Column("message", sa.JSON(none_as_null=True), nullable=True))
        drafts.drop_constraint(op.f(_CHECK), type_="check")
        drafts.create_check_constraint(op.f(_CHECK), f"state IN ({_STATES})")


def downgrade() -> None:
    op.execute("DELETE FROM import_drafts WHERE state IN ('asked', 'fetching')")
    with op.batch_alter_table("import_drafts") as drafts:
        drafts.drop_constraint(op.f(_CHECK), type_="check")
        drafts.create_check_constraint(op.f(_CHECK), f"state IN ({_BEFORE})")
        drafts.drop_column("message")

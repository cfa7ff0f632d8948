"""Inquiries about land: rounds that ask for a sheet, and in whose name they ask."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
#: kinds of fields and of rounds before
KINDS, FORMS = "'number','choice','text','scheme','adoption'", "'fields','adoption'"


def upgrade() -> None:
    with op.batch_alter_table("rounds") as rounds:
        rounds.add_column(sa.Column("inquirer_id", KEY, nullable=True))
        rounds.create_foreign_key(
            op.f("fk_rounds_inquirer_id"), "organisations", ["inquirer_id"], ["id"], ondelete="SET NULL"
        )
        rounds.create_index(op.f("ix_rounds_inquirer_id"), ["inquirer_id"])
    _allow("round_fields", "kind", f"{KINDS},'sheet'")
    _allow("rounds", "form", f"{FORMS},'inquiry'")


def downgrade() -> None:
    """Remove inquiries: the version before cannot draw them."""
    op.execute("DELETE FROM round_answers WHERE round_id IN (SELECT id FROM rounds WHERE form = 'inquiry')")
    op.execute("DELETE FROM round_fields WHERE round_id IN (SELECT id FROM rounds WHERE form = 'inquiry')")
    op.execute("DELETE FROM rounds WHERE form = 'inquiry'")
    _allow("round_fields", "kind", KINDS)
    _allow("rounds", "form", FORMS)
    with op.batch_alter_table("rounds") as rounds:
        rounds.drop_index(op.f("ix_rounds_inquirer_id"))
        rounds.drop_constraint(op.f("fk_rounds_inquirer_id"), type_="foreignkey")
        rounds.drop_column("inquirer_id")


def _allow(table: str, column: str, values: str) -> None:
    with op.batch_alter_table(table) as rows:
        rows.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
        rows.create_check_constraint(op.f(f"ck_{table}_{column}"), f"{column} IN ({values})")

"""A search reads less: weights stand in the index of postings, and common terms are counted now and then."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.search_rows import TERM

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_counts",
        sa.Column("term", TERM, nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term", name=op.f("pk_search_counts")),
        sqlite_with_rowid=False,
    )
    _key("(term, document_id) INCLUDE (weight)")


def downgrade() -> None:
    _key("(term, document_id)")
    op.drop_table("search_counts")


def _key(of: str) -> None:
    """SQLite keeps the rows of this table in the order of their key, with all that is in them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE search_postings DROP CONSTRAINT pk_search_postings")
        op.execute(f"ALTER TABLE search_postings ADD CONSTRAINT pk_search_postings PRIMARY KEY {of}")

"""Documents say what they were made of and by which rules; a search reads less; common terms are counted in advance.

All documents are of version 0 now, and indexed anew by the first worker that starts.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.search.search_rows import TERM

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
    for column in (
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("seal", sa.String(16), nullable=False, server_default=""),
        sa.Column("terms", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("search_documents", column)


def downgrade() -> None:
    with op.batch_alter_table("search_documents") as documents:
        for name in ("version", "seal", "terms"):
            documents.drop_column(name)
    _key("(term, document_id)")
    op.drop_table("search_counts")


def _key(of: str) -> None:
    """SQLite keeps the rows of this table in the order of their key, with all that is in them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE search_postings DROP CONSTRAINT pk_search_postings")
        op.execute(f"ALTER TABLE search_postings ADD CONSTRAINT pk_search_postings PRIMARY KEY {of}")

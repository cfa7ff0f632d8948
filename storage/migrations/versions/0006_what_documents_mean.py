"""What documents mean is kept beside the index of their words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_vectors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["search_documents.id"], name=op.f("fk_search_vectors_document_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_vectors")),
        sa.UniqueConstraint("document_id", name=op.f("uq_search_vectors_document_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("search_vectors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_vectors_model"), ["model"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("search_vectors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_vectors_model"))
    op.drop_table("search_vectors")

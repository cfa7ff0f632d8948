"""The index keeps letters apart from documents, so that looking at many documents is quick."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_letters",
        sa.Column("document_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("grams", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["search_documents.id"], name=op.f("fk_search_letters_document_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_search_letters")),
    )
    op.execute("INSERT INTO search_letters (document_id, marks, grams) SELECT id, marks, grams FROM search_documents")
    with op.batch_alter_table("search_documents", schema=None) as batch_op:
        batch_op.drop_column("grams")
        batch_op.drop_column("marks")
        batch_op.drop_constraint(batch_op.f("uq_search_documents_kind_record_id"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_search_documents_record_id_kind"), ["record_id", "kind"])


def downgrade() -> None:
    op.add_column("search_documents", sa.Column("marks", sa.Text(), nullable=False, server_default=""))
    op.add_column("search_documents", sa.Column("grams", sa.LargeBinary(), nullable=True))
    copied = "(SELECT {0} FROM search_letters WHERE document_id = search_documents.id)"
    for name in ("marks", "grams"):
        op.execute(f"UPDATE search_documents SET {name} = " + copied.format(name))
    with op.batch_alter_table("search_documents", schema=None) as batch_op:
        batch_op.alter_column("marks", server_default=None, existing_type=sa.Text(), existing_nullable=False)
        batch_op.alter_column("grams", nullable=False, existing_type=sa.LargeBinary())
        batch_op.drop_constraint(batch_op.f("uq_search_documents_record_id_kind"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_search_documents_kind_record_id"), ["kind", "record_id"])
    op.drop_table("search_letters")

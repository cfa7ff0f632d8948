"""Look up the solutions of a question by an index.

Whoever saves an answer is shown the solution that it has become, and a question is kept while a solution was made of
it. Both read all solutions.
"""

from __future__ import annotations

from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

_INDEX = "ix_solutions_question_id"


def upgrade() -> None:
    op.create_index(op.f(_INDEX), "solutions", ["question_id"])


def downgrade() -> None:
    op.drop_index(op.f(_INDEX), "solutions")

"""Look up by an index what chores, plans and clicks read of tables that grow.

Which deliveries may be forgotten, whose words, and what erased people received; the highest code of a kind; actions
that are due, meetings to come, cards of theirs to redraw, items proposed and carried over, decisions of issues, the
secretariat, and what led to a record.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None

_ENDED = "state NOT IN ('ready', 'leased', 'sending', 'unknown')"
_WORDY = "template = 'reply' AND CAST(args AS TEXT) <> '{}' OR template = 'questions.passed' AND args ->> 'word' <> ''"
#: name, table, columns, and which rows
_PARTIAL = (
    (
        "ix_deliveries_passing",
        "deliveries",
        "due_at",
        f"{_ENDED} AND (op <> 'post' OR room_id IS NULL OR subject = '')",
    ),
    ("ix_deliveries_wordy", "deliveries", "created_at", f"{_ENDED} AND ({_WORDY})"),
    ("ix_deliveries_received", "deliveries", "person_id", f"{_ENDED} AND person_id IS NOT NULL"),
    ("ix_people_erased", "people", "erased_at", "erased_at IS NOT NULL"),
    ("ix_people_secretariat", "people", "role", "role = 'secretariat'"),
    ("ix_occurrences_planned", "occurrences", "state end_at", "state = 'planned'"),
    ("ix_agenda_items_proposed", "agenda_items", "state occurrence_id", "state = 'proposed'"),
    ("ix_actions_open", "actions", "due", "state = 'open'"),
    ("ix_occurrences_undrawn", "occurrences", "start_at", "state <> 'cancelled' AND shown <> 'over'"),
    ("ix_agenda_items_carried", "agenda_items", "carried_to_id", "carried_to_id IS NOT NULL"),
    ("ix_issue_notes_item", "issue_notes", "item_id", "item_id IS NOT NULL"),
)
_CHOSEN = "ix_searches_chosen_record"
_CODED = (
    "cases", "consultations", "issues", "listings", "matches", "plots", "rounds", "sites", "solutions",
    "streams", "tasks",
)  # fmt: skip


def upgrade() -> None:
    for name, table, columns, which in _PARTIAL:
        op.create_index(name, table, columns.split(), sqlite_where=sa.text(which), postgresql_where=sa.text(which))
    op.create_index(_CHOSEN, "searches_chosen", ["record_id", "kind"])
    for table in _CODED:
        op.create_index(f"ix_{table}_highest", table, [sa.text("length(code)"), "code"])


def downgrade() -> None:
    for table in _CODED:
        op.drop_index(f"ix_{table}_highest", table)
    op.drop_index(_CHOSEN, "searches_chosen")
    for name, table, _columns, _which in reversed(_PARTIAL):
        op.drop_index(name, table)

"""Ids that are never given out twice: PostgreSQL holds them in 64 bits, as SQLite does anyway, and makes none itself.

Rows keep the ids they have, so buttons that are out still work.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.kit.schema_revisions import MigrationError

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

#: the columns that hold ids of records; where `id` is among them, it is the key
COLUMNS = {
    "accounts": "id person_id",
    "actions": "id occurrence_id item_id owner_id organisation_id",
    "agenda_items": "id occurrence_id owner_id proposed_by_id question_id issue_id carried_to_id",
    "allowances": "person_id",
    "answers": "id question_id author_id organisation_id room_id",
    "chains": "record_id",
    "consultation_notes": "id consultation_id person_id organisation_id",
    "consultation_steps": "consultation_id",
    "consultation_topics": "consultation_id topic_id",
    "consultation_voices": "consultation_id organisation_id person_id",
    "consultations": "id registered_by_id owner_id reach_id",
    "corrections": "id occurrence_id person_id",
    "counted": "organisation_id edition_id",
    "deliveries": "person_id room_id",
    "editions": "id round_id scheme_id made_by_id",
    "feeds": "id person_id",
    "handed_over": "handover_id record_id to_id",
    "handovers": "id person_id organisation_id by_id",
    "held_posts": "id person_id account_id settled_by_id",
    "hidings": "id record_id hidden_by_id restored_by_id",
    "issue_evidence": "id issue_id person_id organisation_id",
    "issue_followers": "issue_id person_id",
    "issue_notes": "id issue_id person_id organisation_id item_id",
    "issue_supports": "issue_id organisation_id person_id",
    "issue_topics": "issue_id topic_id",
    "issue_versions": "issue_id changed_by_id",
    "issues": "id raised_by_id organisation_id owner_id reach_id question_id other_id",
    "link_tries": "account_id",
    "links": "id account_id other_id",
    "meeting_drafts": "id person_id meeting_id occurrence_id",
    "meeting_organisations": "meeting_id organisation_id",
    "meeting_topics": "meeting_id topic_id",
    "meetings": "id organiser_id approved_by_id",
    "memberships": "person_id organisation_id",
    "minutes": "occurrence_id keeper_id approved_by_id",
    "occurrences": "id meeting_id",
    "organisation_topics": "organisation_id topic_id",
    "organisations": "id parent_id",
    "people": "id organisation_id",
    "question_followers": "question_id person_id",
    "questions": "id asker_id account_id organisation_id topic_id second_topic_id reach_id topic_by_id solved_by_id accepted_answer_id solved_by_solution_id duplicate_of_id taken_by_id",
    "reach_organisations": "reach_id organisation_id",
    "reaches": "id",
    "reactions": "person_id question_id answer_id",
    "reports": "id record_id by_id settled_by_id",
    "representatives": "organisation_id person_id",
    "room_topics": "room_id topic_id",
    "rooms": "id organisation_id linked_by_id",
    "round_answers": "round_id organisation_id person_id",
    "round_fields": "id round_id scheme_id",
    "rounds": "id issue_id consultation_id made_by_id",
    "rsvps": "occurrence_id person_id organisation_id substitute_id by_id",
    "scheme_reports": "scheme_id organisation_id round_id person_id",
    "schemes": "id",
    "search_documents": "record_id topic_id second_topic_id organisation_id reach_id",
    "searches_chosen": "id record_id",
    "searches_missed": "id topic_id",
    "solution_doubts": "id solution_id person_id",
    "solution_trials": "id solution_id person_id organisation_id",
    "solution_uses": "id solution_id person_id organisation_id",
    "solution_versions": "solution_id changed_by_id",
    "solutions": "id organisation_id reach_id topic_id owner_id author_id question_id verified_by_id",
    "topic_followers": "topic_id person_id",
    "topic_leads": "topic_id person_id",
    "topic_news": "person_id question_id",
    "topics": "id merged_into_id",
    "trail": "actor_id",
    "watched_sources": "id added_by_id",
    "workspaces": "organisation_id installed_by_id claimed_id contact_id deputy_id",
}
LARGEST = 2**31 - 1


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in COLUMNS:
        _alter(table, "BIGINT")
    for table in _keyed():
        op.execute(f"ALTER TABLE {table} ALTER COLUMN id DROP DEFAULT")
        op.execute(f"DROP SEQUENCE {table}_id_seq")


def downgrade() -> None:
    """Refused where there are ids that the version before cannot read."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    highest = {table: connection.scalar(sa.text(f"SELECT max(id) FROM {table}")) or 0 for table in _keyed()}
    if max(highest.values()) > LARGEST:
        raise MigrationError(
            "The version before this one cannot read the ids of new records: restore a backup from then."
        )
    for table in COLUMNS:
        _alter(table, "INTEGER")
    for table, last in highest.items():
        op.execute(f"CREATE SEQUENCE {table}_id_seq AS integer OWNED BY {table}.id")
        op.execute(f"SELECT setval('{table}_id_seq', {last + 1}, false)")
        op.execute(f"ALTER TABLE {table} ALTER COLUMN id SET DEFAULT nextval('{table}_id_seq')")


def _alter(table: str, to: str) -> None:
    """All columns at once: each change writes the whole table anew."""
    changes = (f"ALTER COLUMN {column} TYPE {to}" for column in COLUMNS[table].split())
    op.execute(f"ALTER TABLE {table} {', '.join(changes)}")


def _keyed() -> list[str]:
    return [table for table, columns in COLUMNS.items() if "id" in columns.split()]

"""Import every table, for code that creates, migrates or empties a whole database."""

from __future__ import annotations

import sqlalchemy as sa

from storage.access import audiences
from storage.directory import (
    account_links,
    handovers,
    installations,
    memberships,
    organisations,
    people,
    rooms,
    topic_followers,
    topics,
    workspaces,
)
from storage.kit import code_numbers, heartbeats, restores
from storage.kit.base import Base
from storage.library import adoption_followup, search_terms, solution_feedback, solutions
from storage.meetings import actions, agenda, calendar_feeds, meetings, minutes, occurrences, rsvps
from storage.moderation import held_messages, hidings, reports
from storage.notifications import escalations, topic_digest_queue
from storage.overview import audit_trail
from storage.playground import playground_chat
from storage.policy import (
    consultation_responses,
    consultation_sources,
    consultations,
    issue_followers,
    issue_log,
    issue_stances,
    issues,
    published_editions,
    rounds,
    schemes,
)
from storage.questions import answers, question_followers, questions, reactions, training_runs
from storage.queue import broadcast_quota, conversation_references, delivery_rows, early_changes, inbox
from storage.search import search_rows

#: modules that define tables; `Base.metadata` is complete when they are imported
MODULES = (
    actions,
    agenda,
    broadcast_quota,
    answers,
    escalations,
    code_numbers,
    consultations,
    conversation_references,
    solution_feedback,
    delivery_rows,
    early_changes,
    published_editions,
    calendar_feeds,
    topic_followers,
    handovers,
    heartbeats,
    issue_log,
    held_messages,
    hidings,
    inbox,
    issue_followers,
    installations,
    training_runs,
    account_links,
    issues,
    meetings,
    memberships,
    minutes,
    topic_digest_queue,
    occurrences,
    organisations,
    people,
    playground_chat,
    question_followers,
    questions,
    reactions,
    audiences,
    reports,
    restores,
    rooms,
    rounds,
    rsvps,
    schemes,
    search_rows,
    search_terms,
    solutions,
    consultation_sources,
    issue_stances,
    topics,
    audit_trail,
    adoption_followup,
    consultation_responses,
    workspaces,
)

metadata = Base.metadata

for table in metadata.tables.values():
    for index in table.indexes:
        for engine in ("sqlite", "postgresql") if "where" in index.info else ():
            index.dialect_options[engine]["where"] = sa.text(index.info["where"])
    # PostgreSQL stores these columns in the index: otherwise each row would need another page of the table.
    if "include" in table.primary_key.info:
        table.primary_key.dialect_options["postgresql"]["include"] = table.primary_key.info["include"]

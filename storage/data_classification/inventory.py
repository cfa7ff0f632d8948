"""List what each column holds, by data class. A column that no line names fails a test.

Three things read this list: what a person may export, and what goes when a person or an organisation goes.
So a new column cannot be forgotten.
"""

from __future__ import annotations

from storage.data_classification.consultation_columns import CONSULTATIONS
from storage.data_classification.data_classes import (
    ACCOUNT,
    AUTHOR,
    CLASSES,
    KEY,
    NAMED,
    ORGANISATION,
    OWN,
    PERSONAL,
    SECRET,
    STATE,
    TEXT,
)
from storage.data_classification.input_columns import INPUT
from storage.data_classification.issue_columns import ISSUES
from storage.data_classification.moderation_columns import MODERATION
from storage.data_classification.platform_columns import PLATFORMS

__all__ = [
    "ACCOUNT",
    "AUTHOR",
    "CLASSES",
    "INVENTORY",
    "KEY",
    "NAMED",
    "ORGANISATION",
    "OWN",
    "PERSONAL",
    "SECRET",
    "STATE",
    "TEXT",
    "list_classified_columns",
]

INVENTORY: dict[str, dict[str, str]] = {
    "people": {
        KEY: "id",
        PERSONAL: "code name language language_open role confirmed zone push_from push_to paused_until digest",
        ORGANISATION: "organisation_id",
        STATE: "asked_where_at created_at left_at erased_at",
    },
    "accounts": {OWN: "person_id", KEY: "id", ACCOUNT: "platform workspace user", PERSONAL: "name guest away seen_at"},
    "representatives": {OWN: "person_id", ORGANISATION: "organisation_id", PERSONAL: "role"},
    "links": {KEY: "id account_id other_id", STATE: "state expires_at", SECRET: "code_hash"},
    "link_tries": {KEY: "account_id", STATE: "since tries"},
    "memberships": {OWN: "person_id", ORGANISATION: "organisation_id", PERSONAL: "confirmed since"},
    "handovers": {
        OWN: "person_id",
        NAMED: "by_id",
        KEY: "id",
        ORGANISATION: "organisation_id",
        PERSONAL: "role acted last at undone_at",
    },
    "handed_over": {NAMED: "to_id", KEY: "handover_id record_id", STATE: "what detail"},
    "organisations": {
        KEY: "id code parent_id",
        ORGANISATION: "name kind place region industry employees",
        STATE: "created_at",
    },
    "reaches": {KEY: "id key", TEXT: "region", STATE: "kind"},
    # Audience rows belong to the record. That an audience excludes an organisation is no data of that organisation.
    "reach_organisations": {KEY: "reach_id organisation_id"},
    "organisation_topics": {ORGANISATION: "organisation_id", KEY: "topic_id"},
    "topic_news": {OWN: "person_id", KEY: "question_id", STATE: "slot at"},
    "topics": {
        KEY: "id slug merged_into_id",
        TEXT: "name_nb name_nn name_en description description_nn description_en keywords examples",
    },
    "topic_leads": {OWN: "person_id", KEY: "topic_id", PERSONAL: "deputy"},
    "topic_followers": {OWN: "person_id", KEY: "topic_id", PERSONAL: "follows helps asked_at pace"},
    "questions": {
        AUTHOR: "asker_id",
        NAMED: "topic_by_id solved_by_id taken_by_id",
        KEY: "reach_id id number account_id topic_id second_topic_id accepted_answer_id solved_by_solution_id "
        "duplicate_of_id",
        ACCOUNT: "source origin",
        ORGANISATION: "organisation_id",
        TEXT: "text files outcome keywords",
        STATE: "language state anonymous suggested guess topic_confirmed sendings publish_at created_at edited_at "
        "published_at solved_at escalation resting everywhere",
    },
    "question_followers": {OWN: "person_id", KEY: "question_id"},
    "answers": {
        AUTHOR: "author_id",
        KEY: "id question_id room_id",
        ACCOUNT: "source",
        ORGANISATION: "organisation_id",
        TEXT: "text files",
        STATE: "platform created_at edited_at deleted_at hidden_at",
    },
    **MODERATION,
    **PLATFORMS,
    "reactions": {OWN: "person_id", ACCOUNT: "source", KEY: "question_id answer_id", PERSONAL: "emoji times"},
    "early_changes": {ACCOUNT: "source", TEXT: "text", STATE: "at seen_at"},
    "solutions": {
        AUTHOR: "owner_id author_id",
        NAMED: "verified_by_id",
        KEY: "reach_id id code topic_id question_id",
        ORGANISATION: "organisation_id park",
        TEXT: "title problem done result cost_time preconditions pitfall failed keywords contact seeded",
        STATE: "maturity level language state version sendings dated verify_by asked_for verified_at doubted_at "
        "created_at",
    },
    "solution_versions": {NAMED: "changed_by_id", KEY: "solution_id version", TEXT: "data", STATE: "changed_at"},
    "solution_uses": {NAMED: "person_id", KEY: "id solution_id", ORGANISATION: "organisation_id", STATE: "at"},
    "solution_doubts": {AUTHOR: "person_id", KEY: "id solution_id", TEXT: "reason", STATE: "at settled_at"},
    "solution_trials": {
        OWN: "person_id",
        KEY: "id solution_id",
        ORGANISATION: "organisation_id",
        TEXT: "note",
        STATE: "ask_on outcome at answered_at",
    },
    "lessons": {
        KEY: "id version",
        STATE: "at taken confirmed questions held accuracy loss accuracy_before loss_before",
    },
    "searches_missed": {TEXT: "words", KEY: "id topic_id", STATE: "times last_day state"},
    "searches_chosen": {TEXT: "words missing", KEY: "id record_id", STATE: "kind times last_day state"},
    "search_documents": {
        KEY: "reach_id id record_id topic_id second_topic_id",
        ORGANISATION: "organisation_id",
        STATE: "kind level language verified_until unanswered version seal terms",
    },
    "search_letters": {KEY: "document_id", TEXT: "marks grams"},
    "search_postings": {KEY: "document_id", TEXT: "term", STATE: "weight"},
    "search_vectors": {KEY: "id document_id model", TEXT: "vector"},
    "search_counts": {TEXT: "term", STATE: "documents"},
    "meetings": {
        AUTHOR: "organiser_id",
        NAMED: "approved_by_id",
        KEY: "id code uid",
        TEXT: "title text place link why",
        STATE: "seeded state zone starts minutes rule audience capacity seats_each signup_days signup_time offsets "
        "sequence version created_at changed_at",
    },
    "meeting_topics": {KEY: "meeting_id topic_id"},
    "meeting_organisations": {KEY: "meeting_id", ORGANISATION: "organisation_id"},
    "meeting_drafts": {
        OWN: "person_id",
        KEY: "id meeting_id occurrence_id version",
        TEXT: "data",
        STATE: "changed_at saved_at",
    },
    "occurrences": {
        KEY: "id meeting_id",
        TEXT: "title place link why papers",
        STATE: "original starts start_at end_at signup_by capacity state moves sequence shown agenda_sent_at closed_at",
    },
    "rsvps": {
        OWN: "person_id",
        NAMED: "substitute_id by_id",
        KEY: "occurrence_id",
        ORGANISATION: "organisation_id",
        TEXT: "substitute_name",
        STATE: "answer waiting_since moves remind attended answered_at",
    },
    **ISSUES,
    **INPUT,
    **CONSULTATIONS,
    "agenda_items": {
        AUTHOR: "proposed_by_id",
        NAMED: "owner_id",
        KEY: "id occurrence_id question_id issue_id carried_to_id number year",
        TEXT: "title text decision note why",
        STATE: "kind minutes position state version created_at changed_at",
    },
    "agenda_numbers": {KEY: "year last"},
    "minutes": {
        AUTHOR: "keeper_id",
        NAMED: "approved_by_id",
        KEY: "occurrence_id",
        TEXT: "text others",
        STATE: "state counted review_until approved_at version created_at",
    },
    "corrections": {OWN: "person_id", KEY: "id occurrence_id", TEXT: "text answer", STATE: "at taken draft_hash"},
    "actions": {
        AUTHOR: "owner_id",
        KEY: "id occurrence_id item_id",
        ORGANISATION: "organisation_id",
        TEXT: "text why",
        STATE: "due state postponed done_at set_at created_at",
    },
    "feeds": {OWN: "person_id", KEY: "id", PERSONAL: "name titles created_at revoked_at", SECRET: "token_hash"},
    "rooms": {
        NAMED: "linked_by_id",
        KEY: "id code workspace channel",
        ORGANISATION: "organisation_id",
        TEXT: "name",
        STATE: "platform language triage state lost_why created_at",
    },
    "room_topics": {KEY: "room_id topic_id"},
    "workspaces": {
        NAMED: "installed_by_id contact_id deputy_id",
        KEY: "workspace",
        ORGANISATION: "name organisation_id claimed_id proposed",
        STATE: "platform accepted installed blocked knocks tested_at created_at",
    },
    "conversations": {ACCOUNT: "channel data", KEY: "workspace", STATE: "platform seen_at"},
    "deliveries": {
        OWN: "person_id",
        ACCOUNT: "user channel thread sent_channel sent_thread message link dedupe_key args",
        KEY: "id target_id room_id workspace subject told_in_id",
        STATE: "op kind platform language template local_time tzid tzdata_version early due_at next_at expires_at "
        "state attempts claims owner lease_until started_at last_error cancel_requested stale created_at sent_at",
    },
    "delivery_events": {KEY: "id delivery_id", STATE: "at from_state to_state owner reason"},
    "rate_slots": {ACCOUNT: "bucket", STATE: "next_free"},
    "restores": {STATE: "since until"},
    "code_floors": {KEY: "kind last"},
    "heartbeats": {KEY: "process", STATE: "beat_at round_at ballast"},
    "inbox": {ACCOUNT: "id", STATE: "seen_at"},
    "chains": {KEY: "record_id", STATE: "kind since behind told_at next_at"},
    "trail": {NAMED: "actor_id", KEY: "id subject", STATE: "action at"},
}


def list_classified_columns(table: str, *classes: str) -> tuple[str, ...]:
    """Return the names of the table's columns that have one of these classes."""
    return tuple(name for one in classes for name in INVENTORY[table].get(one, "").split())

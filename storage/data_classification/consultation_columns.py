"""Classify each column about consultations, as a part of the inventory."""

from __future__ import annotations

from storage.data_classification.data_classes import AUTHOR, KEY, NAMED, ORGANISATION, STATE, TEXT

CONSULTATIONS: dict[str, dict[str, str]] = {
    "consultations": {
        AUTHOR: "registered_by_id",
        NAMED: "owner_id",
        KEY: "reach_id id code origin",
        TEXT: "title sender link text draft_link draft_text sent_link sent_text outcome source_says",
        STATE: "strength deadline language state sendings version final sent_on seal created_at opened_at "
        "announced_at closed_at",
    },
    "consultation_topics": {KEY: "consultation_id topic_id"},
    "consultation_voices": {
        NAMED: "person_id",
        KEY: "consultation_id",
        ORGANISATION: "organisation_id mw tonnes",
        STATE: "affected signs version given_at",
    },
    "consultation_notes": {
        AUTHOR: "person_id",
        KEY: "id consultation_id",
        ORGANISATION: "organisation_id",
        TEXT: "text",
        STATE: "kind what at hidden_at",
    },
    "consultation_steps": {KEY: "consultation_id", STATE: "name day late done_at"},
    "watched_sources": {
        NAMED: "added_by_id",
        KEY: "id",
        TEXT: "link",
        STATE: "tried_at read_at failure kills entries created_at",
    },
}

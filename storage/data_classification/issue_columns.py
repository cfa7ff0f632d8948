"""Classify each column about policy issues, as a part of the inventory."""

from __future__ import annotations

from storage.data_classification.data_classes import AUTHOR, KEY, NAMED, ORGANISATION, OWN, STATE, TEXT

ISSUES: dict[str, dict[str, str]] = {
    "issues": {
        AUTHOR: "raised_by_id",
        NAMED: "owner_id",
        KEY: "reach_id id code question_id other_id",
        ORGANISATION: "organisation_id",
        TEXT: "title problem affected wanted addressee why outcome",
        STATE: "seeded addressee_kind deadline language state version sendings next_on review_on news_at created_at "
        "submitted_at published_at closed_at",
    },
    "issue_followers": {OWN: "person_id", KEY: "issue_id"},
    "issue_topics": {KEY: "issue_id topic_id"},
    "issue_supports": {
        NAMED: "person_id",
        KEY: "issue_id",
        ORGANISATION: "organisation_id",
        TEXT: "reason",
        STATE: "stance version given_at",
    },
    "issue_notes": {
        AUTHOR: "person_id",
        KEY: "id issue_id item_id",
        ORGANISATION: "organisation_id",
        TEXT: "text",
        STATE: "kind what at",
    },
    "issue_versions": {NAMED: "changed_by_id", KEY: "issue_id version", TEXT: "data", STATE: "changed_at"},
    "issue_evidence": {
        AUTHOR: "person_id",
        KEY: "id issue_id",
        ORGANISATION: "organisation_id",
        TEXT: "text figure",
        STATE: "level created_at",
    },
}

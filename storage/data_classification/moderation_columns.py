"""Classify the columns of held messages, reports and hidings, in the words of the inventory."""

from __future__ import annotations

MODERATION: dict[str, dict[str, str]] = {
    "held_posts": {
        "own": "person_id",
        "named": "settled_by_id",
        "key": "id account_id",
        "text": "event",
        "state": "why state created_at settled_at",
    },
    "reports": {
        "own": "by_id",
        "named": "settled_by_id",
        "key": "id record_id",
        "text": "why",
        "state": "kind objection created_at settled_at",
    },
    "hidings": {
        "named": "hidden_by_id restored_by_id",
        "key": "id record_id",
        "state": "kind ground was hidden_at restored_at",
    },
    "allowances": {"own": "person_id", "state": "used"},
}

"""Classify each column about input rounds and schemes, as a part of the inventory."""

from __future__ import annotations

from storage.data_classification.data_classes import AUTHOR, KEY, NAMED, ORGANISATION, STATE, TEXT

INPUT: dict[str, dict[str, str]] = {
    "rounds": {
        AUTHOR: "made_by_id",
        KEY: "id code issue_id consultation_id",
        TEXT: "title why",
        STATE: "deadline state audience created_at opened_at closed_at",
    },
    "round_fields": {KEY: "id round_id scheme_id", TEXT: "label options", STATE: "position kind unit"},
    "round_answers": {
        AUTHOR: "person_id",
        KEY: "round_id",
        ORGANISATION: "organisation_id",
        TEXT: "given reason",
        STATE: "state shared said_at",
    },
    "schemes": {KEY: "id", TEXT: "name about", STATE: "retired_at created_at"},
    "scheme_reports": {
        AUTHOR: "person_id",
        KEY: "scheme_id round_id",
        ORGANISATION: "organisation_id",
        TEXT: "reason",
        STATE: "year verdict shared given_at",
    },
    "editions": {NAMED: "made_by_id", KEY: "id round_id scheme_id number", TEXT: "data", STATE: "made_at"},
    "counted": {ORGANISATION: "organisation_id", KEY: "edition_id what"},
}

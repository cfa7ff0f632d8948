"""Read a table of organisations by the words of its reader: the labels of the form, in any language."""

from __future__ import annotations

from datetime import UTC
from functools import cache
from typing import Any

from handlers.chat.rows import RowError, reason
from handlers.chat.rows.organisation_rows import FIELDS
from handlers.chat.rows.row_fields import Row
from handlers.chat.say import LANGUAGES, Say
from handlers.directory.contacts.organisation_card import label_organisation_kinds

#: fields of an example, which holds what is known of an organisation before anybody acts for it
USUAL = ("id", "name", "kind", "place", "region", "industry", "employees")


def label_organisation_columns(say: Say) -> dict[str, str]:
    """Return the heading of each field, as the form calls it."""
    labels = {
        "name": say("Name"),
        "kind": say("Kind"),
        "parent": say("Part of"),
        "place": say("Place"),
        "region": say("Region"),
        "industry": say("Industry"),
        "employees": say("Employees"),
        "topics": say("Topics they know"),
        "contacts": say("Contacts"),
        "deputies": say("Deputies"),
    }
    return {field: labels.get(field, field).lower() for field in FIELDS}


def draw_example_table(say: Say) -> str:
    """Return two lines that can be pasted as they stand."""
    labels = label_organisation_columns(say)
    park = label_organisation_kinds(say)["park"].lower()
    return f"{';'.join(labels[field] for field in USUAL)}\neksempel;Eksempel Industripark;{park};Eksempelvik;;;120"


def rename_organisation_columns(row: Row, say: Say) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the row by the names of fields, and the heading of each. Raise RowError with the reader's words."""
    fields, kinds = _map_words()
    named, headings = dict[str, Any](), dict[str, str]()
    for heading, value in row.items():
        field = fields.get(heading.strip().casefold())
        if field is None:
            known = ", ".join(label_organisation_columns(say).values())
            raise RowError(heading, reason("unknown field; use one of {names}", names=known))
        named[field], headings[field] = value, heading
    said = named.get("kind")
    if isinstance(said, str) and said.strip():
        kind = kinds.get(said.strip().casefold())
        if kind is None:
            choices = ", ".join(label_organisation_kinds(say).values()).lower()
            raise RowError(
                headings["kind"], reason("must be one of {choices}, not {found}", choices=choices, found=repr(said))
            )
        named["kind"] = kind
    return named, headings


@cache
def _map_words() -> tuple[dict[str, str], dict[str, str]]:
    """Return what fields, and what kinds, are called in each language and in files."""
    fields, kinds = {field: field for field in FIELDS}, dict[str, str]()
    for say in (Say(language, UTC) for language in LANGUAGES):
        fields |= {label.casefold(): field for field, label in label_organisation_columns(say).items()}
        labels = label_organisation_kinds(say)
        kinds |= {kind: kind for kind in labels} | {label.casefold(): kind for kind, label in labels.items()}
    return fields, kinds

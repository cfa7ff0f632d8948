"""Read and write the parts of an input round: fields, answers of organisations, published editions.

Fields have no name of their own: answers and editions name them by their place, the first one is 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.importers.rows import edition_parts
from bot.importers.rows.columns import (
    ColumnMapping,
    ReferenceColumn,
    TextColumn,
    TextListColumn,
    TimeColumn,
    locate_row_error,
    read_row_objects,
)
from bot.importers.rows.record_names import RecordNames
from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import Row, parse_texts_field, validate_field_names
from handlers.policy.rounds import disclosure_control
from handlers.policy.rounds.question_matching import build_field_key
from storage.kit.database import Store
from storage.policy.published_editions import PublishedEdition
from storage.policy.rounds import (
    ADOPTION,
    ANSWERED,
    ASKED,
    CHOICE,
    COUNTED,
    DECLINED,
    NAMED,
    NUMBER,
    PEERS,
    PRIVATE,
    SCHEME,
    SHEET,
    TEXT,
    UNNAMED,
    Round,
    RoundAnswer,
    RoundField,
)

FIELD = ColumnMapping(
    {
        "kind": ("kind", TextColumn(required=True, choices=(NUMBER, CHOICE, TEXT, SCHEME, ADOPTION, SHEET))),
        "label": ("label", TextColumn(150, required=True)), "unit": ("unit", TextColumn(24)),
        "options": ("options", TextListColumn()),
        "scheme": ("scheme_id", ReferenceColumn("schemes")),
    }
)  # fmt: skip
ANSWER = ColumnMapping(
    {
        "organisation": ("organisation_id", ReferenceColumn("organisations", required=True)),
        "state": ("state", TextColumn(required=True, choices=(ASKED, ANSWERED, DECLINED))),
        "shared": ("shared", TextColumn(choices=(PRIVATE, UNNAMED, NAMED, PEERS))), "reason": ("reason", TextColumn()),
        "person": ("person_id", ReferenceColumn("people")), "at": ("said_at", TimeColumn()),
    },
    ("given",),
)  # fmt: skip
#: fields of an edition, beside its author and time
TOLD = ("cells", "withheld", "words", "counted")
#: suffix of the column with the reason for an answer
WHY = ":why"


async def write_round_parts(store: Store, round: Round, names: RecordNames) -> dict[str, Any]:
    asked = await store.rounds.list_round_fields(round.id)
    places = {field.id: n for n, field in enumerate(asked, 1)}
    said = await store.rounds.list_round_answers(round.id)
    return {
        "fields": [FIELD.write_columns(field, names) for field in asked],
        "answers": sorted(
            (ANSWER.write_columns(one, names) | {"given": _write_given_values(one, places)} for one, _ in said),
            key=lambda row: str(row["organisation"]),
        ),
        "editions": [
            await _write_round_edition(store, one, places, names)
            for one in await store.published_editions.list_editions_of_round(round.id)
        ],
    }


def _write_given_values(answer: RoundAnswer, places: Mapping[int, int]) -> dict[str, str]:
    """Return the given values by the place of the field instead of its id."""
    found = {}
    for field, value in answer.given.items():
        id, colon, rest = field.partition(":")
        if int(id) in places:
            found[f"{places[int(id)]}{colon}{rest}"] = value
    return dict(sorted(found.items()))


async def _write_round_edition(
    store: Store, edition: PublishedEdition, places: Mapping[int, int], names: RecordNames
) -> dict[str, Any]:
    data = edition.data
    counted = await edition_parts.list_counted_organisations(store, edition)
    pairs = [(int(one.what.partition(":")[2]), one.organisation_id) for one in counted]
    return {
        "cells": [cell | {"field": places.get(cell["field"], 0)} for cell in data["cells"]],
        "withheld": data["withheld"],
        "words": _write_pairs(data["words"], places, names),
        "counted": _write_pairs(pairs, places, names),
    } | edition_parts.ABOUT.write_columns(edition, names)


def _write_pairs(pairs: Sequence[Sequence[int]], places: Mapping[int, int], names: RecordNames) -> list[str]:
    """Return each field with its organisation, such as "2 eksempel"."""
    return sorted(f"{places[field]} {names.find_code('organisations', id)}" for field, id in pairs if field in places)


async def add_round_fields(store: Store, round: Round, row: Row, names: RecordNames) -> list[RoundField]:
    found = []
    for n, one in read_row_objects(row, "fields"):
        try:
            values = {"options": [], "unit": ""} | FIELD.read_columns(one, names)
        except RowError as error:
            raise locate_row_error("fields", n, error) from error
        found.append(await store.bulk_rows.insert_row(RoundField(**values, round_id=round.id, position=n - 1)))
    if not found:
        raise RowError("fields", "is required: a list of objects with kind and label")
    return found


async def add_round_answer(
    store: Store, round: Round, row: Row, asked: Sequence[RoundField], names: RecordNames
) -> None:
    values, given = ANSWER.read_columns(row, names), row.get("given") or {}
    if not isinstance(given, Mapping) or not all(isinstance(value, str) for value in given.values()):
        raise RowError("given", "must be an object: the place of a field, and what was given there as text")
    kept = {}
    for place, value in given.items():
        number, colon, rest = str(place).partition(":")
        kept[f"{_get_field_at(asked, number, 'given').id}{colon}{rest}"] = value
    if await store.rounds.find_round_answer(round.id, values["organisation_id"]) is not None:
        raise RowError("organisation", "answers twice; each answers once")
    await store.bulk_rows.insert_row(RoundAnswer(**values, round_id=round.id, given=kept))


def _get_field_at(asked: Sequence[RoundField], place: str, where: str) -> RoundField:
    if not (place.isascii() and place.isdecimal() and len(place) < 4 and 0 < int(place) <= len(asked)):
        raise RowError(where, f"there is no field {place!r}: the first one is 1")
    return asked[int(place) - 1]


async def add_round_edition(
    store: Store, round: Round, number: int, row: Row, asked: Sequence[RoundField], names: RecordNames
) -> None:
    """Add an edition.

    Raise RowError for figures that could not have been published.
    """
    validate_field_names(row, (*TOLD, *edition_parts.ABOUT.columns))
    cells = [_read_edition_cell(cell, asked) for _, cell in read_row_objects(row, "cells")]
    words = [[field.id, id] for field, id in _read_pairs(row, "words", asked, names)]
    counted = [(build_field_key(field.id), id) for field, id in _read_pairs(row, "counted", asked, names)]
    data = {"cells": cells, "words": words, "withheld": parse_texts_field(row, "withheld", most=150)}
    about = {name: row[name] for name in edition_parts.ABOUT.columns if name in row}
    await edition_parts.add_published_edition(store, {"round_id": round.id}, number, data, counted, about, names)


def _read_pairs(row: Row, name: str, asked: Sequence[RoundField], names: RecordNames) -> list[tuple[RoundField, int]]:
    found = []
    for entry in parse_texts_field(row, name, most=80):
        place, _, code = entry.partition(" ")
        found.append((_get_field_at(asked, place, name), names.load_id("organisations", code, name)))
    return found


def _read_edition_cell(cell: Row, asked: Sequence[RoundField]) -> dict[str, Any]:
    """Return one total, or the counts of one choice, as the database keeps them."""
    field = _get_field_at(asked, str(cell.get("field")), "cells")
    kept = dict(cell) | {"field": field.id}
    try:
        if field.kind in COUNTED:
            validate_field_names(cell, ("field", "label", "kind", "n", "options"))
            edition_parts.validate_choice_counts(
                {str(option): told for option, told in cell["options"]}, cell["n"], field.options
            )
            few = cell["n"] < disclosure_control.LEAST_OF_CHOICE
        else:
            validate_field_names(cell, ("field", "label", "kind", "unit", "blocks"))
            few = any(n < disclosure_control.LEAST or float(total) < 0 for _, n, total in cell["blocks"])
    except (KeyError, TypeError, ValueError) as error:
        raise RowError("cells", f"what is told of {field.label!r} is not as an edition tells it") from error
    if few:
        raise RowError("cells", f"too few have answered {field.label!r} for it to be told")
    return kept

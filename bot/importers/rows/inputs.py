"""What belongs to an input round in a row: its fields, the answers of organisations, and what was published of them.

Fields have no name of their own: answers and editions name them by their place, the first one is 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.importers.rows import published
from bot.importers.rows.columns import Moment, Named, Part, Several, Words, read_parts, within
from bot.importers.rows.naming import Names
from handlers.chat.rows import RowError
from handlers.chat.rows.fields import Row, need_known, texts
from handlers.policy.rounds import floor
from handlers.policy.rounds.alike import key
from storage.kit.database import Store
from storage.policy.published_editions import Edition
from storage.policy.rounds import (
    ANSWERED,
    ASKED,
    CHOICE,
    DECLINED,
    NAMED,
    NUMBER,
    PRIVATE,
    SCHEME,
    TEXT,
    UNNAMED,
    Round,
    RoundAnswer,
    RoundField,
)

FIELD = Part(
    {
        "kind": ("kind", Words(required=True, choices=(NUMBER, CHOICE, TEXT, SCHEME))),
        "label": ("label", Words(150, required=True)), "unit": ("unit", Words(24)), "options": ("options", Several()),
        "scheme": ("scheme_id", Named("schemes")),
    }
)  # fmt: skip
ANSWER = Part(
    {
        "organisation": ("organisation_id", Named("organisations", required=True)),
        "state": ("state", Words(required=True, choices=(ASKED, ANSWERED, DECLINED))),
        "shared": ("shared", Words(choices=(PRIVATE, UNNAMED, NAMED))), "reason": ("reason", Words()),
        "person": ("person_id", Named("people")), "at": ("said_at", Moment()),
    },
    ("given",),
)  # fmt: skip
#: what an edition says, beside who made it and when
TOLD = ("cells", "withheld", "words", "counted")
#: what was given to a field, and why
WHY = ":why"


async def write_parts(store: Store, round: Round, names: Names) -> dict[str, Any]:
    asked = await store.rounds.fields(round.id)
    places = {field.id: n for n, field in enumerate(asked, 1)}
    said = await store.rounds.answers(round.id)
    return {
        "fields": [FIELD.write(field, names) for field in asked],
        "answers": sorted(
            (ANSWER.write(one, names) | {"given": _write_given(one, places)} for one, _ in said),
            key=lambda row: str(row["organisation"]),
        ),
        "editions": [
            await _write_edition(store, one, places, names) for one in await store.editions.of_round(round.id)
        ],
    }


def _write_given(answer: RoundAnswer, places: Mapping[int, int]) -> dict[str, str]:
    """By the place of the field instead of its id."""
    found = {}
    for field, value in answer.given.items():
        id, colon, rest = field.partition(":")
        if int(id) in places:
            found[f"{places[int(id)]}{colon}{rest}"] = value
    return dict(sorted(found.items()))


async def _write_edition(store: Store, edition: Edition, places: Mapping[int, int], names: Names) -> dict[str, Any]:
    data = edition.data
    counted = await published.find_counted(store, edition)
    pairs = [(int(one.what.partition(":")[2]), one.organisation_id) for one in counted]
    return {
        "cells": [cell | {"field": places.get(cell["field"], 0)} for cell in data["cells"]],
        "withheld": data["withheld"],
        "words": _write_pairs(data["words"], places, names),
        "counted": _write_pairs(pairs, places, names),
    } | published.ABOUT.write(edition, names)


def _write_pairs(pairs: Sequence[Sequence[int]], places: Mapping[int, int], names: Names) -> list[str]:
    """ "2 eksempel": a field and an organisation."""
    return sorted(f"{places[field]} {names.code('organisations', id)}" for field, id in pairs if field in places)


async def add_fields(store: Store, round: Round, row: Row, names: Names) -> list[RoundField]:
    found = []
    for n, one in read_parts(row, "fields"):
        try:
            values = {"options": [], "unit": ""} | FIELD.read(one, names)
        except RowError as error:
            raise within("fields", n, error) from error
        found.append(await store.bulk.add(RoundField(**values, round_id=round.id, position=n - 1)))
    if not found:
        raise RowError("fields", "is required: a list of objects with kind and label")
    return found


async def add_answer(store: Store, round: Round, row: Row, asked: Sequence[RoundField], names: Names) -> None:
    values, given = ANSWER.read(row, names), row.get("given") or {}
    if not isinstance(given, Mapping) or not all(isinstance(value, str) for value in given.values()):
        raise RowError("given", "must be an object: the place of a field, and what was given there as text")
    kept = {}
    for place, value in given.items():
        number, colon, rest = str(place).partition(":")
        kept[f"{_field(asked, number, 'given').id}{colon}{rest}"] = value
    if await store.rounds.answer(round.id, values["organisation_id"]) is not None:
        raise RowError("organisation", "answers twice; each answers once")
    await store.bulk.add(RoundAnswer(**values, round_id=round.id, given=kept))


def _field(asked: Sequence[RoundField], place: str, where: str) -> RoundField:
    if not (place.isascii() and place.isdecimal() and len(place) < 4 and 0 < int(place) <= len(asked)):
        raise RowError(where, f"there is no field {place!r}: the first one is 1")
    return asked[int(place) - 1]


async def add_edition(
    store: Store, round: Round, number: int, row: Row, asked: Sequence[RoundField], names: Names
) -> None:
    """What could not have been published is not loaded either."""
    need_known(row, (*TOLD, *published.ABOUT.columns))
    cells = [_read_cell(cell, asked) for _, cell in read_parts(row, "cells")]
    words = [[field.id, id] for field, id in _read_pairs(row, "words", asked, names)]
    counted = [(key(field.id), id) for field, id in _read_pairs(row, "counted", asked, names)]
    data = {"cells": cells, "words": words, "withheld": texts(row, "withheld", most=150)}
    about = {name: row[name] for name in published.ABOUT.columns if name in row}
    await published.add_edition(store, {"round_id": round.id}, number, data, counted, about, names)


def _read_pairs(row: Row, name: str, asked: Sequence[RoundField], names: Names) -> list[tuple[RoundField, int]]:
    found = []
    for entry in texts(row, name, most=80):
        place, _, code = entry.partition(" ")
        found.append((_field(asked, place, name), names.id("organisations", code, name)))
    return found


def _read_cell(cell: Row, asked: Sequence[RoundField]) -> dict[str, Any]:
    """One total, or the counts of one choice, as they are kept."""
    field = _field(asked, str(cell.get("field")), "cells")
    kept = dict(cell) | {"field": field.id}
    try:
        if field.kind == CHOICE:
            need_known(cell, ("field", "label", "kind", "n", "options"))
            published.need_told({str(option): told for option, told in cell["options"]}, cell["n"], field.options)
            few = cell["n"] < floor.LEAST_OF_CHOICE
        else:
            need_known(cell, ("field", "label", "kind", "unit", "blocks"))
            few = any(n < floor.LEAST or float(total) < 0 for _, n, total in cell["blocks"])
    except (KeyError, TypeError, ValueError) as error:
        raise RowError("cells", f"what is told of {field.label!r} is not as an edition tells it") from error
    if few:
        raise RowError("cells", f"too few have answered {field.label!r} for it to be told")
    return kept

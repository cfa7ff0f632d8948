"""Calculate what may come into the next edition of a round, by the rules of `disclosure_control`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from handlers.policy.rounds import disclosure_control
from handlers.policy.rounds.question_matching import build_field_key, list_matching_counted_ids
from storage.directory.organisations import Organisation
from storage.kit.database import Store
from storage.policy.rounds import (
    ADOPTION,
    ANSWERED,
    COUNTED,
    NUMBER,
    PRIVATE,
    SCHEME,
    TEXT,
    Round,
    RoundAnswer,
    RoundField,
)

#: organisation id -> (kind of organisation, answer)
Given = Mapping[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class WithheldField:
    """Hold a field that cannot come into the edition, and why."""

    asked: RoundField
    #: answers that no edition has counted yet, and how many are needed
    n: int
    needed: int
    #: reason why the sum of enough answers must not be disclosed; None otherwise
    obstacle: disclosure_control.Obstacle | None = None


@dataclass(slots=True)
class EditionDraft:
    """Hold the content of an edition, and whose answers to which fields are in it."""

    cells: list[dict[str, Any]] = field(default_factory=list)
    counted: set[tuple[str, int]] = field(default_factory=set)
    #: (field, organisation) of texts that their writers share. The text is read when the edition is shown.
    words: list[list[int]] = field(default_factory=list)
    #: names of fields that may not be disclosed
    withheld: list[str] = field(default_factory=list)
    #: everything left out, for the person who publishes
    untold: list[WithheldField] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Return True if an edition would contain neither a figure nor words."""
        return not self.cells and not self.words

    @property
    def data(self) -> dict[str, Any]:
        return {"cells": self.cells, "words": self.words, "withheld": self.withheld}


async def build_edition_draft(store: Store, round: Round) -> EditionDraft:
    """Build the draft from the answers that no edition has counted yet."""
    result, answers = EditionDraft(), await store.rounds.list_round_answers(round.id)
    for asked in await store.rounds.list_round_fields(round.id):
        before = await list_matching_counted_ids(store, asked)
        given = {
            organisation.id: (organisation.kind, str(answer.given[str(asked.id)]))
            for answer, organisation in answers
            if answer.state == ANSWERED
            and str(asked.id) in answer.given
            and organisation.id not in before
            # A name that is shown, or may be, would tell by subtraction what the others have said.
            and (asked.kind != ADOPTION or answer.shared == PRIVATE)
        }
        if asked.kind in (NUMBER, *COUNTED):
            _add_total(result, asked, given)
        elif asked.kind == TEXT and len(given) >= disclosure_control.LEAST:
            _add_shared_words(result, asked, answers, given)
        elif asked.kind == TEXT:
            result.untold.append(WithheldField(asked, len(given), disclosure_control.LEAST))
        elif asked.kind == SCHEME:
            result.untold.append(WithheldField(asked, 0, 0))
    return result


def _add_total(result: EditionDraft, asked: RoundField, given: Given) -> None:
    cell = build_number_cell(asked, given) if asked.kind == NUMBER else build_choice_cell(asked, given)
    if cell is None:
        if given:
            result.withheld.append(asked.label)
        result.untold.append(_build_withheld_field(asked, given))
        return
    result.cells.append(cell)
    result.counted |= {(build_field_key(asked.id), id) for id in given}


def _build_withheld_field(asked: RoundField, given: Given) -> WithheldField:
    if asked.kind in COUNTED:
        return WithheldField(asked, len(given), disclosure_control.LEAST_OF_CHOICE)
    values = [Decimal(value) for _, value in given.values()]
    return WithheldField(
        asked,
        sum(value > 0 for value in values),
        disclosure_control.LEAST,
        disclosure_control.find_disclosure_obstacle(values),
    )


def build_number_cell(asked: RoundField, given: Given) -> dict[str, Any] | None:
    """Build the cell of a number. Each block has the kinds, the count of answers, and their sum."""
    groups: dict[str, list[Decimal]] = {}
    for kind, value in given.values():
        groups.setdefault(kind, []).append(Decimal(value))
    blocks = disclosure_control.divide_total(groups)
    if not blocks:
        return None
    told = [[list(block.kinds), block.n, f"{block.total:f}"] for block in blocks]
    return {"field": asked.id, "label": asked.label, "kind": asked.kind, "unit": asked.unit, "blocks": told}


def build_choice_cell(asked: RoundField, given: Given) -> dict[str, Any] | None:
    """Build the cell of a choice. Each option has its count, or the word for it."""
    names = [option if asked.kind == ADOPTION else str(n) for n, option in enumerate(asked.options)]
    counts = dict.fromkeys(names, 0)
    for _, value in given.values():
        counts[value] += 1
    told = disclosure_control.blur_counts(counts)
    if told is None:
        return None
    options = [[option, told[name]] for name, option in zip(names, asked.options, strict=True)]
    return {"field": asked.id, "label": asked.label, "kind": asked.kind, "n": len(given), "options": options}


def _add_shared_words(
    result: EditionDraft, asked: RoundField, answers: Sequence[tuple[RoundAnswer, Organisation]], given: Given
) -> None:
    """Add the words that are shared.

    The caller has checked that enough have answered: among few it is plain who wrote them.
    """
    shared = [
        organisation.id for answer, organisation in answers if organisation.id in given and answer.shared != PRIVATE
    ]
    result.words += [[asked.id, id] for id in shared]
    if shared:
        result.counted |= {(build_field_key(asked.id), id) for id in given}

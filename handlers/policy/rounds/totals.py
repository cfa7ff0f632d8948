"""Totals: what of the answers to a round may come into its next edition, by the rules of `floor`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from handlers.policy.rounds import floor
from handlers.policy.rounds.alike import counted, key
from storage.directory.organisations import Organisation
from storage.kit.database import Store
from storage.policy.rounds import ANSWERED, CHOICE, NUMBER, PRIVATE, SCHEME, TEXT, Round, RoundAnswer, RoundField

#: organisation id -> kind, and what it answered
Given = Mapping[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Untold:
    """Something that was asked for and cannot come into the edition, and why."""

    asked: RoundField
    #: answers that no edition has counted yet, and how many it takes
    n: int
    needed: int
    #: of a number that enough have answered
    obstacle: floor.Obstacle | None = None


@dataclass(slots=True)
class Found:
    """As an edition keeps it, and whose answers to what are in it."""

    cells: list[dict[str, Any]] = field(default_factory=list)
    counted: set[tuple[str, int]] = field(default_factory=set)
    #: words that their writers share: field and organisation, drawn as they are when somebody reads them
    words: list[list[int]] = field(default_factory=list)
    #: names of what may not be told
    withheld: list[str] = field(default_factory=list)
    #: for whoever publishes: all that is left out
    untold: list[Untold] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Return True where an edition would hold neither a figure nor words."""
        return not self.cells and not self.words

    @property
    def data(self) -> dict[str, Any]:
        return {"cells": self.cells, "words": self.words, "withheld": self.withheld}


async def found(store: Store, round: Round) -> Found:
    """Of what no edition has counted yet."""
    result, answers = Found(), await store.rounds.answers(round.id)
    for asked in await store.rounds.fields(round.id):
        before = await counted(store, asked)
        given = {
            house.id: (house.kind, str(answer.given[str(asked.id)]))
            for answer, house in answers
            if answer.state == ANSWERED and str(asked.id) in answer.given and house.id not in before
        }
        if asked.kind in (NUMBER, CHOICE):
            _total(result, asked, given)
        elif asked.kind == TEXT and len(given) >= floor.LEAST:
            _share(result, asked, answers, given)
        elif asked.kind == TEXT:
            result.untold.append(Untold(asked, len(given), floor.LEAST))
        elif asked.kind == SCHEME:
            result.untold.append(Untold(asked, 0, 0))
    return result


def _total(result: Found, asked: RoundField, given: Given) -> None:
    cell = number(asked, given) if asked.kind == NUMBER else choice(asked, given)
    if cell is None:
        if given:
            result.withheld.append(asked.label)
        result.untold.append(_explain(asked, given))
        return
    result.cells.append(cell)
    result.counted |= {(key(asked.id), id) for id in given}


def _explain(asked: RoundField, given: Given) -> Untold:
    if asked.kind == CHOICE:
        return Untold(asked, len(given), floor.LEAST_OF_CHOICE)
    values = [Decimal(value) for _, value in given.values()]
    return Untold(asked, sum(value > 0 for value in values), floor.LEAST, floor.find_obstacle(values))


def number(asked: RoundField, given: Given) -> dict[str, Any] | None:
    """Each block: kinds, how many have answered, and their sum."""
    groups: dict[str, list[Decimal]] = {}
    for kind, value in given.values():
        groups.setdefault(kind, []).append(Decimal(value))
    blocks = floor.parted(groups)
    if not blocks:
        return None
    told = [[list(block.kinds), block.n, f"{block.total:f}"] for block in blocks]
    return {"field": asked.id, "label": asked.label, "kind": asked.kind, "unit": asked.unit, "blocks": told}


def choice(asked: RoundField, given: Given) -> dict[str, Any] | None:
    """Each option with its count, or with the word for it."""
    counts = {str(n): 0 for n in range(len(asked.options))}
    for _, value in given.values():
        counts[value] += 1
    told = floor.spread(counts)
    if told is None:
        return None
    options = [[option, told[str(n)]] for n, option in enumerate(asked.options)]
    return {"field": asked.id, "label": asked.label, "kind": asked.kind, "n": len(given), "options": options}


def _share(result: Found, asked: RoundField, answers: Sequence[tuple[RoundAnswer, Organisation]], given: Given) -> None:
    """Among so few that it is plain who wrote it, no words go out."""
    shared = [house.id for answer, house in answers if house.id in given and answer.shared != PRIVATE]
    result.words += [[asked.id, id] for id in shared]
    if shared:
        result.counted |= {(key(asked.id), id) for id in given}

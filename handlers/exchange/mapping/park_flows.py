"""Count which organisations of a park have to spare, need and exchange each type; pure functions of what is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from handlers.exchange.flow_types import FLOW_TYPES

#: what may be known of a type in a park, in the order in which it is told
SPARE, NEEDS, RUNS = "spare", "needs", "runs"
STATES = (SPARE, NEEDS, RUNS)
#: organisations of which a cell must be made before it tells anybody outside something
FLOOR = 3
#: types that flow: land, capacity and places for people are no streams
MAPPED_TYPES: Final = tuple(key for key in FLOW_TYPES if key not in ("area", "capacity", "people"))


class FlowFact(NamedTuple):
    """Hold that an organisation has to spare, needs or exchanges something."""

    organisation_id: int
    type: str
    state: str


class ParkLine(NamedTuple):
    """Hold what a reader is told of one park: the types of each state, and those of which nothing is told."""

    known: dict[str, tuple[str, ...]]
    #: of insiders: nobody has answered; of others: fewer than the floor have
    silent: tuple[str, ...]


@dataclass(slots=True)
class ParkFlows:
    """Hold the facts of one park by type."""

    _cells: dict[str, dict[str, set[int]]] = field(default_factory=dict)

    def add_facts(self, facts: Iterable[FlowFact]) -> None:
        for fact in facts:
            if fact.type in MAPPED_TYPES:
                self._cells.setdefault(fact.type, {}).setdefault(fact.state, set()).add(fact.organisation_id)

    def build_line(
        self, *, inside: bool, visible: Collection[tuple[str, str]], own_ids: Collection[int] = ()
    ) -> ParkLine:
        """Return what a reader is told. `visible`: (type, state) that the reader sees in listings by name anyway.

        `own_ids`: the reader's organisations. What they tell brings nobody else to the floor: it could be made up.
        """
        known: dict[str, list[str]] = {state: [] for state in STATES}
        silent = []
        for type_ in MAPPED_TYPES:
            cell = self._cells.get(type_, {})
            told = inside or len(set[int]().union(*cell.values()).difference(own_ids)) >= FLOOR
            states = [state for state in STATES if (told and cell.get(state)) or (type_, state) in visible]
            for state in states:
                known[state].append(type_)
            if not states:
                silent.append(type_)
        return ParkLine({state: tuple(types) for state, types in known.items()}, tuple(silent))

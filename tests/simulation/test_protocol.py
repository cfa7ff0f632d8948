"""The protocol of delivery in thousands of schedules of virtual time: the real courier, database and error table."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulation.__main__ import main
from tests.simulation.faults import FAULTS

#: `make torture` plays twenty times as many
SCHEDULES = 400
#: within so many each planted fault is caught
MOST = 2000


def test_nothing_is_lost_and_nothing_comes_twice_whatever_happens(sqlite_template: Path) -> None:
    verdict = main(0, SCHEDULES, template=sqlite_template)
    assert verdict == {"schedules": SCHEDULES, "lost": 0, "double": 0, "unresolved": 0, "left": 0}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught(fault: str, sqlite_template: Path) -> None:
    """A checker that has never failed proves nothing."""
    verdict = main(0, MOST, fault, template=sqlite_template)
    assert verdict["lost"] + verdict["double"] > 0, f"{verdict['schedules']} schedules"


def test_there_are_nine_planted_faults() -> None:
    assert len(FAULTS) == 9

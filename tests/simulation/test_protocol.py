"""The protocol of delivery in thousands of schedules of virtual time: the real courier, database and error table."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.__main__ import main
from tests.simulation.faults import FAULTS

ROOT = Path(__file__).parent.parent.parent
#: half of them in a process of its own; `make torture` plays ten times as many
SCHEDULES = 800
#: within so many each planted fault is caught
MOST = 2000


def test_nothing_is_lost_and_nothing_comes_twice_whatever_happens(sqlite_template: Path) -> None:
    command = [sys.executable, "-m", "tests.simulation", str(SCHEDULES // 2), str(SCHEDULES)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        mine = main(0, SCHEDULES // 2, template=sqlite_template)
        told, _ = other.communicate()
    assert other.returncode == 0
    for verdict in (mine, json.loads(told)):
        assert verdict == {"schedules": SCHEDULES // 2, "lost": 0, "double": 0, "unresolved": 0, "left": 0}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught(fault: str, sqlite_template: Path) -> None:
    """A checker that has never failed proves nothing."""
    verdict = main(0, MOST, fault, template=sqlite_template)
    assert verdict["lost"] + verdict["double"] > 0, f"{verdict['schedules']} schedules"


def test_there_are_nine_planted_faults() -> None:
    assert len(FAULTS) == 9

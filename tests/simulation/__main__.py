"""Play schedules, all of them or until a planted fault is caught: `python -m tests.simulation 0 2000 [FAULT]`."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
import structlog

from storage.kit import schema_migration
from storage.kit.database import Database
from tests.simulation.faults import FAULTS
from tests.simulation.time import VirtualLoop, opened
from tests.simulation.world import Verdict, play


def main(first: int, last: int, fault: str = "", *, template: Path | None = None) -> dict[str, int]:
    """What became of these schedules, by its name; they are played on a copy of the template, if given."""
    # thousands of planned mishaps are no news
    logs = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        return vars(_played(range(first, last), fault, template))
    finally:
        structlog.configure(**logs)


def _played(seeds: range, fault: str, template: Path | None) -> Verdict:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        file = Path(folder) / "arena.db"
        if template:
            shutil.copyfile(template, file)
        else:
            asyncio.run(_fill(file))
        if fault:
            FAULTS[fault](patch)
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            return runner.run(_play(file, seeds, patch, until_caught=bool(fault)))


async def _fill(file: Path) -> None:
    database = Database(f"sqlite:///{file}")
    await schema_migration.migrate_schema(database)
    await database.close()


async def _play(file: Path, seeds: range, patch: pytest.MonkeyPatch, *, until_caught: bool) -> Verdict:
    database = await opened(file, patch)
    try:
        return await play(database, file, seeds, until_caught=until_caught)
    finally:
        await database.close()


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])))

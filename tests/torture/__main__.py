"""The long form of the tests that kill: `python -m tests.torture [--reminders N] [--kills N] ... [ENGINE ...]`."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.kit import schema_migration
from storage.kit.database import Database
from tests.conftest import Clock
from tests.drills import drill
from tests.handlers.pages.figure_checks import FigureChecks, say_verdict
from tests.postgres import Server, serve
from tests.simulation import __main__ as simulation
from tests.simulation.match_year import play_match_year
from tests.torture.everywhere import die_everywhere
from tests.torture.moves import change_minds
from tests.torture.runs import Run, torture

ENGINES = ("sqlite", "postgresql")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--reminders", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--waves", type=int, default=20, help="of changes in the middle of a drain")
    parser.add_argument("--drills", type=int, default=20, help="restores of a backup")
    parser.add_argument("--schedules", type=int, default=8_000, help="of deliveries in virtual time")
    parser.add_argument(
        "--networks", type=int, default=300, help="whose numbers on the web are followed to their lists"
    )
    parser.add_argument("--pairs", type=int, default=55, help="of neighbours with matches that live for a year")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("engines", nargs="*", metavar="ENGINE", choices=[[], *ENGINES], help=", ".join(ENGINES))
    options = parser.parse_args()
    verdict = simulation.main(0, options.schedules)
    print(f"schedules in virtual time: {verdict}", flush=True)
    whole = not (verdict["lost"] or verdict["double"] or verdict["unresolved"] or verdict["left"])
    with TemporaryDirectory(prefix="arena-torture-") as folder, serve() as server:
        server.sql("CREATE DATABASE torture")
        whole &= asyncio.run(_follow_numbers(Path(folder), options.networks))
        whole &= _play_year(Path(folder), options)
        urls = {"sqlite": f"sqlite:///{Path(folder) / 'torture.db'}", "postgresql": server.url("torture")}
        for engine in options.engines or ENGINES:
            print(f"{engine}, seed {options.seed} ...", flush=True)
            run = asyncio.run(_run(urls[engine], options))
            print(f"{engine}: {run}", *run.unresolved[:20], sep="\n  ", flush=True)
            whole &= not (run.lost or run.double or run.unresolved) and run.kills == options.kills
            whole &= asyncio.run(_die(engine, server, Path(folder)))
            whole &= asyncio.run(_change(engine, server, Path(folder), options))
            for number in range(options.drills):
                whole &= asyncio.run(_drill(engine, number, options.seed, server, Path(folder)))
    return 0 if whole else 1


def _play_year(folder: Path, options: argparse.Namespace) -> bool:
    """Whether no match of a year fell silent, and nothing was said twice."""
    url = f"sqlite:///{folder / 'year.db'}"
    asyncio.run(_fill(url))
    verdict = asyncio.run(play_match_year(url, Clock(), options.seed, pairs=options.pairs))
    print(f"a year of matches: {verdict}", *verdict.broken[:20], sep="\n  ", flush=True)
    return not verdict.broken


async def _fill(url: str) -> None:
    database = Database(url)
    await schema_migration.migrate_schema(database)
    await database.close()


async def _follow_numbers(folder: Path, networks: int) -> bool:
    """Whether each number on the web is as long as its list, in so many networks made by chance."""
    template = folder / "template.db"
    database = Database(f"sqlite:///{template}")
    await schema_migration.migrate_schema(database)
    await database.close()
    checks = FigureChecks()
    await checks.check_networks(template, folder, range(networks))
    return say_verdict(checks)


async def _die(engine: str, server: Server, folder: Path) -> bool:
    """Processes that die at each point; whether nothing was lost or said twice."""
    if engine == "postgresql":
        server.sql("CREATE DATABASE deaths")
    database = Database(f"sqlite:///{folder / 'deaths'}.db" if engine == "sqlite" else server.url("deaths"))
    await schema_migration.migrate_schema(database)
    try:
        verdict = await die_everywhere(database)
    finally:
        await database.close()
    print(f"{engine}: {verdict}", *verdict.wrong[:20], sep="\n  ", flush=True)
    return not verdict.wrong


async def _change(engine: str, server: Server, folder: Path, options: argparse.Namespace) -> bool:
    """Changes of mind in the middle of a drain; whether nothing was told that was so before."""
    if engine == "postgresql":
        server.sql("CREATE DATABASE changes")
    clock = Clock()
    url = f"sqlite:///{folder / 'changes'}.db" if engine == "sqlite" else server.url("changes")
    database = Database(url, clock=clock)
    await schema_migration.migrate_schema(database)
    try:
        day = await change_minds(database, clock, options.waves, options.seed)
    finally:
        await database.close()
    faults = day.faults()
    caught = f"{len(day.changes)} changes, {day.on_their_way} with something on its way"
    print(f"{engine}: {caught}, {len(faults)} faults", *faults[:20], sep="\n  ", flush=True)
    return not faults


async def _drill(engine: str, number: int, seed: int, server: Server, folder: Path) -> bool:
    """One restore; whether nothing went out again, or was lost, or reached another record."""
    name = f"drill{number}"
    if engine == "postgresql":
        server.sql(f"CREATE DATABASE {name}")
    database = Database(f"sqlite:///{folder / name}.db" if engine == "sqlite" else server.url(name))
    await schema_migration.migrate_schema(database)
    try:
        with TemporaryDirectory(dir=folder) as backups:
            where = None if engine == "sqlite" else server
            verdict = await drill(database, where, Path(backups), random.Random(seed + number))
    finally:
        await database.close()
    print(f"{engine}, drill {number + 1}: {verdict}", flush=True)
    return not (verdict.again or verdict.lost or verdict.foreign)


async def _run(url: str, options: argparse.Namespace) -> Run:
    database = Database(url)
    await schema_migration.migrate_schema(database)
    await database.close()
    patience = 120 + options.reminders * 0.05
    return await torture(url, reminders=options.reminders, kills=options.kills, seed=options.seed, patience=patience)


if __name__ == "__main__":
    sys.exit(main())

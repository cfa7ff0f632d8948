"""Run the commands that load records from files, write them out, and index them anew."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from bot.app import build_arena
from bot.cli import DONE, FAILED, WRONG_USE
from bot.importers.network_files import export_network, seed_network
from bot.importers.record_export import export_records
from bot.importers.seeding import SeedError, seed_consultation_file, seed_records
from bot.importers.table_files import is_member_table, seed_member_table
from bot.maintenance.embedding_worker import embed_all_records
from bot.runtime.bootstrap_data import build_meanings, open_prepared_database, prepare_database
from bot.runtime.counted_words import count_things
from bot.settings import Settings
from handlers.chat.turn import Arena
from storage.kit.database import UNAVAILABLE, Database


async def run_seed_command(settings: Settings, kind: str, file: str) -> int:
    # A file of a whole network contains its own topics.
    database, arena = await open_prepared_database(settings, topics=kind != "all"), build_arena(settings)
    try:
        if is_member_table(kind, file):
            print(await seed_member_table(database, arena, kind, file), flush=True)
            return DONE
        count = await _seed_from_file(database, arena, kind, file)
        print(f"{count_things(count, 'records' if kind == 'all' else kind)} loaded.", flush=True)
        if kind in ("solutions", "questions", "all"):
            await embed_all_records(database, build_meanings(settings))
    except SeedError as error:
        print(error, file=sys.stderr)
        return FAILED
    except UnicodeDecodeError:
        print(f"{file} is no text in UTF-8.", file=sys.stderr)
        return FAILED
    finally:
        await database.close()
    return DONE


async def _seed_from_file(database: Database, arena: Arena, kind: str, file: str) -> int:
    if kind == "consultations":
        return await seed_consultation_file(database, _read_consultation_file(file), file, arena=arena)
    with _open_seed_file(file) as lines:
        if kind != "all":
            return await seed_records(database, kind, _track_progress(lines, kind), file, arena=arena)
        count = await seed_network(database, _track_progress(lines, kind), file, arena=arena)
    await prepare_database(database)  # without topics, the bundled ones are added
    return count


async def run_reindex_command(settings: Settings) -> int:
    from bot.maintenance.reindexing import (
        rebuild_index_with_progress,  # imports a progress bar, which nothing else needs
    )

    database = await open_prepared_database(settings)
    try:
        count = await rebuild_index_with_progress(database)
    except UNAVAILABLE as error:
        print(f"The database gave up: {error}. What is done is kept; run it again.", file=sys.stderr)
        return FAILED
    finally:
        await database.close()
    print(f"{count_things(count, 'records')} indexed anew.")
    return DONE


async def run_export_command(settings: Settings, kind: str, *, csv: bool) -> int:
    if csv and kind == "all":
        print("A whole network does not fit into one table: leave out --csv, or name a kind.", file=sys.stderr)
        return WRONG_USE
    database = await open_prepared_database(settings)
    try:
        lines = await (export_network(database) if kind == "all" else export_records(database, kind, csv=csv))
        for line in lines:
            print(line)
    finally:
        await database.close()
    return DONE


def _track_progress(lines: TextIO, kind: str) -> Iterable[str]:
    """Show a progress bar on a terminal, since loading may take long."""
    if not sys.stderr.isatty():
        return lines
    from rich.progress import track

    return track(lines, description=kind, transient=True)


def _read_consultation_file(file: str) -> bytes:
    """Read the whole file, up to one byte more than the largest file that is parsed."""
    from handlers.policy.source_parsers import LARGEST

    if file == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    with Path(file).open("rb") as source:
        return source.read(LARGEST + 1)


def _open_seed_file(file: str) -> TextIO:
    if file == "-":
        return TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")
    return Path(file).open(encoding="utf-8-sig", newline="")

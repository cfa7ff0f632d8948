"""What each command does; every one returns its exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TextIO

from bot import app
from bot.app import Bot
from bot.cli.configuration_checks import findings_of
from bot.delivery.after_restore import set_aside
from bot.importers.exporting import export as exported
from bot.importers.network_files import export_network, seed_network
from bot.importers.seeding import SeedError, seed_consultations
from bot.importers.seeding import seed as load
from bot.maintenance.embedding_worker import read_all
from bot.runtime.bootstrap_data import PATIENCE, meanings_of, opened, prepare_database
from bot.runtime.gc_tuning import lasting
from bot.settings import Settings, SettingsError
from handlers import capabilities
from storage.kit import schema_revisions
from storage.kit.database import UNAVAILABLE, Database
from storage.kit.database_urls import parse_database_url
from storage.kit.diagnosis import find_missing_file
from storage.kit.file_locks import hold_file

DONE, FAILED, WRONG_USE = 0, 1, 2


async def serve(settings: Settings, *, web: bool, worker: bool) -> int:
    if settings.slack is None and settings.teams is None:
        how = "set SLACK_BOT_TOKEN, SLACK_CLIENT_ID or TEAMS_APP_ID, or try `playground`"
        print(f"No platform is configured: {how}.", file=sys.stderr)
        return WRONG_USE
    halves = [name for name, on in (("web", web), ("worker", worker)) if on]
    with hold_file(parse_database_url(settings.database_url), *halves):
        with lasting():
            bot = Bot.build(settings, web=web, worker=worker)
        await app.serve(bot)
    return DONE


def teams_app(settings: Settings, file: str, *, hear_channels: bool) -> int:
    from bot.platforms.teams import package

    try:
        packed = package.build(settings, hear_channels=hear_channels)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    path = Path(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed)
    print(f"Wrote {path}. An administrator uploads it in the Teams admin centre, under Manage apps.")
    return DONE


async def playground(settings: Settings, *, empty: bool) -> int:
    from bot.platforms.playground import load_sample

    with hold_file(parse_database_url(settings.database_url), "web", "worker"):
        database = await opened(settings, patience=PATIENCE)
        try:
            async with database.read() as store:
                elsewhere = await store.people.count_accounts_outside("playground")
            if elsewhere:
                print(
                    f"The database holds {elsewhere} accounts of other platforms, and in the playground anybody acts as"
                    " anybody: give it a database of its own with --database sqlite:///playground.db.",
                    file=sys.stderr,
                )
                return WRONG_USE
            if not empty:
                await load_sample(database)
        finally:
            await database.close()
        print(f"The playground is at {settings.base_url}/", flush=True)
        await app.serve(Bot.build(settings, playground=True))
    return DONE


async def migrate(settings: Settings, revision: str) -> int:
    from storage.kit import migrate as migrations

    database = Database(settings.database_url)
    try:
        print(f"The database is at revision {await migrations.to(database, revision)}.")
    except schema_revisions.MigrationError as error:
        print(error, file=sys.stderr)
        return FAILED
    finally:
        await database.close()
    return DONE


def backup(settings: Settings, file: str, environment: Mapping[str, str]) -> int:
    from storage.kit.backups import BackupFailed, write_backup

    try:
        size = write_backup(parse_database_url(settings.database_url), Path(file), environment)
    except BackupFailed as error:
        print(error, file=sys.stderr)
        return FAILED
    print(f"Wrote {file}, {size:,} bytes. It holds what the database holds: keep it as you keep that.")
    return DONE


async def restored(settings: Settings) -> int:
    """Nobody knows what was sent since the backup was made: its platform is asked before anything of then is sent."""
    database = Database(settings.database_url)
    try:
        if not await _at_head(database):
            return FAILED
        count = await set_aside(database, capabilities(), app.arena_of(settings))
    finally:
        await database.close()
    print(f"{count} messages were due: each is looked for in its chat before it is sent.")
    return DONE


async def rotate(settings: Settings) -> int:
    """After the newest key was put first in SECRET_KEY and every process started with it; then the old one may go."""
    if not settings.secret_keys:
        print("SECRET_KEY is missing: there is nothing to encrypt with.", file=sys.stderr)
        return WRONG_USE
    from storage.kit.token_encryption import Seals

    database = Database(settings.database_url)
    try:
        if not await _at_head(database):
            return FAILED
        async with database.begin() as store:
            renewed, shut = await store.installations.rotate(Seals(settings.secret_keys))
    finally:
        await database.close()
    print(f"{renewed} tokens are encrypted with the newest key.")
    if shut:
        print(f"{shut} cannot be opened: put the key they were encrypted with back into SECRET_KEY.", file=sys.stderr)
    return FAILED if shut else DONE


async def _at_head(database: Database) -> bool:
    """Return True if the database is there and at this version's revision; else say what to do."""
    missing = find_missing_file(database.engine.url)
    if missing is not None:
        print(f"There is no database at {missing}: put a backup there, or run `migrate` first.", file=sys.stderr)
        return False
    if not await schema_revisions.at_head(database):
        print("The database is not at the newest revision: run `migrate` first.", file=sys.stderr)
        return False
    return True


async def check(settings: Settings, environment: Mapping[str, str]) -> int:
    """Non-zero when something that is switched on cannot work."""
    findings = await findings_of(settings, environment)
    for finding in findings:
        print(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.what}: {finding.detail}")
    return DONE if all(finding.ok for finding in findings) else FAILED


async def seed(settings: Settings, kind: str, file: str) -> int:
    # a whole network brings its own topics
    database = await opened(settings, topics=kind != "all")
    try:
        count = await _load_file(database, kind, file)
        print(f"{count} {'records' if kind == 'all' else kind} loaded.", flush=True)
        if kind in ("solutions", "questions", "all"):
            await read_all(database, meanings_of(settings))
    except SeedError as error:
        print(error, file=sys.stderr)
        return FAILED
    except UnicodeDecodeError:
        print(f"{file} is no text in UTF-8.", file=sys.stderr)
        return FAILED
    finally:
        await database.close()
    return DONE


async def _load_file(database: Database, kind: str, file: str) -> int:
    if kind == "consultations":
        return await seed_consultations(database, _content(file), file)
    with _source(file) as lines:
        if kind != "all":
            return await load(database, kind, _shown(lines, kind), file)
        count = await seed_network(database, _shown(lines, kind), file)
    await prepare_database(database)  # a network without topics gets those that come with the bot
    return count


async def reindex(settings: Settings) -> int:
    from bot.maintenance.reindexing import reindex as rebuild  # draws a bar, which nothing else needs

    database = await opened(settings)
    try:
        count = await rebuild(database)
    except UNAVAILABLE as error:
        print(f"The database gave up: {error}. What is done is kept; run it again.", file=sys.stderr)
        return FAILED
    finally:
        await database.close()
    print(f"{count} records indexed anew.")
    return DONE


async def export(settings: Settings, kind: str, *, csv: bool) -> int:
    if csv and kind == "all":
        print("A whole network does not fit into one table: leave out --csv, or name a kind.", file=sys.stderr)
        return WRONG_USE
    database = await opened(settings)
    try:
        lines = await (export_network(database) if kind == "all" else exported(database, kind, csv=csv))
        for line in lines:
            print(line)
    finally:
        await database.close()
    return DONE


def _shown(lines: TextIO, kind: str) -> Iterable[str]:
    """With a bar on a terminal, since it may take long."""
    if not sys.stderr.isatty():
        return lines
    from rich.progress import track

    return track(lines, description=kind, transient=True)


def _content(file: str) -> bytes:
    """All of it, and a byte more than is read of such a file."""
    from handlers.policy.consultations.reading import LARGEST

    if file == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    with Path(file).open("rb") as source:
        return source.read(LARGEST + 1)


def _source(file: str) -> TextIO:
    return sys.stdin if file == "-" else Path(file).open(encoding="utf-8-sig", newline="")

"""Run each command that serves, checks or keeps the bot, and return its exit code."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from bot import app
from bot.app import Bot
from bot.cli import DONE, FAILED, WRONG_USE
from bot.cli.configuration_checks import collect_configuration_findings
from bot.delivery.after_restore import quarantine_after_restore
from bot.http.http_listener import require_free_port
from bot.runtime.bootstrap_data import PATIENCE, open_prepared_database
from bot.runtime.counted_words import choose_form
from bot.runtime.gc_tuning import freeze_startup_objects
from bot.runtime.setting_values import SettingsError
from bot.settings import Settings
from handlers import build_capability_router
from storage.kit import schema_revisions
from storage.kit.database import Database
from storage.kit.database_urls import parse_database_url
from storage.kit.diagnosis import find_missing_database_file
from storage.kit.file_locks import hold_database_file
from storage.kit.migration_quiet import require_stopped_bot

_MIGRATE = "The database is not at the newest revision: run `migrate` first."


async def run_serve_command(settings: Settings, *, web: bool, worker: bool) -> int:
    if settings.slack is None and settings.teams is None:
        how = "set SLACK_BOT_TOKEN, SLACK_CLIENT_ID or TEAMS_APP_ID, or try `playground`"
        print(f"No platform is configured: {how}.", file=sys.stderr)
        return WRONG_USE
    halves = [name for name, on in (("web", web), ("worker", worker)) if on]
    with hold_database_file(parse_database_url(settings.database_url), *halves):
        with freeze_startup_objects():
            bot = Bot.from_settings(settings, web=web, worker=worker)
        await app.serve_until_stopped(bot)
    return DONE


def run_teams_app_command(settings: Settings, file: str, *, hear_channels: bool) -> int:
    from bot.platforms.teams import app_package

    try:
        packed = app_package.build_app_package(settings, hear_channels=hear_channels)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return WRONG_USE
    path = Path(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed)
    print(f"Wrote {path}. An administrator uploads it in the Teams admin centre, under Manage apps.")
    return DONE


async def run_playground_command(settings: Settings, *, empty: bool) -> int:
    from bot.platforms.playground.fresh_start import NotItsOwn, empty_own_database

    with hold_database_file(parse_database_url(settings.database_url), "web", "worker"):
        try:
            while await _serve_playground(settings, empty=empty):
                await empty_own_database(settings.database_url)
        except NotItsOwn as error:
            print(error, file=sys.stderr)
            return WRONG_USE
    return DONE


async def _serve_playground(settings: Settings, *, empty: bool) -> bool:
    """Serve the page until it is stopped. Return True if somebody wants to begin anew."""
    from bot.cli.sample_history import play_sample_history
    from bot.platforms.playground import PlaygroundPlatform, load_sample_network
    from bot.platforms.playground.first_steps import describe_first_steps
    from bot.platforms.playground.fresh_start import FreshStart, require_own_database

    database = await open_prepared_database(settings, patience=PATIENCE)
    try:
        await require_own_database(database)
        require_free_port(settings.host, settings.port)  # before the sample is loaded, which takes long
        is_new = not empty and await load_sample_network(database, app.build_arena(settings))
        lines = await describe_first_steps(database, f"{settings.base_url}/", settings.arena_name)
    finally:
        await database.close()
    bot = Bot.from_settings(settings, playground=True)
    playground = bot.platforms[PlaygroundPlatform.name]
    assert isinstance(playground, PlaygroundPlatform)
    assert playground.days is not None
    await playground.days.resume_time()
    if is_new:
        await play_sample_history(bot)
    playground.fresh_start = FreshStart()
    print(*lines, sep="\n", flush=True)
    await app.serve_until_stopped(bot, playground.fresh_start.stop)
    return playground.fresh_start.wanted


async def run_migrate_command(settings: Settings, revision: str) -> int:
    """Bring the schema to a revision. On SQLite nothing may run then, unless there is nothing to do."""
    from storage.kit import schema_migration

    database = Database(settings.database_url)
    try:
        halves = ("web", "worker") if await schema_migration.list_passed_revisions(database, revision) else ()
        with hold_database_file(database.engine.url, *halves):
            print(f"The database is at revision {await schema_migration.migrate_schema(database, revision)}.")
    except schema_revisions.MigrationError as error:
        print(error, file=sys.stderr)
        return FAILED
    finally:
        await database.close()
    return DONE


def run_backup_command(settings: Settings, file: str, environment: Mapping[str, str]) -> int:
    from storage.kit.backups import BackupFailed, find_dump_program, write_backup

    url = parse_database_url(settings.database_url)
    try:
        size = write_backup(url, Path(file), environment)
    except BackupFailed as error:
        print(error, file=sys.stderr)
        return FAILED
    program = find_dump_program(url, environment)
    by = f", by {program}" if program else ""
    print(f"Wrote {file}, {size:,} bytes{by}. It holds what the database holds: keep it as you keep that.")
    return DONE


async def run_restored_command(settings: Settings) -> int:
    """Hold back due messages after a restore.

    What was sent since the backup is not known: the platform is asked before any of these messages is sent.
    A process that runs might send one first, so there may be none.
    """
    database = Database(settings.database_url)
    try:
        if not await _is_database_current(database):
            return FAILED
        with hold_database_file(database.engine.url, "web", "worker"):
            if not database.is_sqlite:
                await require_stopped_bot(database, "this", "restored")
            count = await quarantine_after_restore(database, build_capability_router(), app.build_arena(settings))
    finally:
        await database.close()
    were = choose_form(count, "message was", "messages were")
    print(f"{count} {were} due: each is looked for in its chat before it is sent.")
    return DONE


async def run_rotate_command(settings: Settings) -> int:
    """Encrypt all stored tokens with the newest key.

    Run it after the newest key was put first in SECRET_KEY and every process was restarted. Then the old
    key may go.
    """
    if not settings.secret_keys:
        print("SECRET_KEY is missing: there is nothing to encrypt with.", file=sys.stderr)
        return WRONG_USE
    from storage.kit.token_encryption import Keyring

    database = Database(settings.database_url)
    try:
        if not await _is_database_current(database):
            return FAILED
        async with database.begin() as store:
            renewed, shut = await store.installations.rotate_token_encryption(Keyring(settings.secret_keys))
    finally:
        await database.close()
    print(f"{renewed} tokens are encrypted with the newest key.")
    if shut:
        print(f"{shut} cannot be opened: put the key they were encrypted with back into SECRET_KEY.", file=sys.stderr)
    return FAILED if shut else DONE


async def _is_database_current(database: Database) -> bool:
    """Return True if the database is there and at this version's revision; else print what to do."""
    missing = find_missing_database_file(database.engine.url)
    if missing is not None:
        print(
            f"There is no database at {missing}: put a backup there, or run `migrate` first.",
            file=sys.stderr,
        )
        return False
    if not await schema_revisions.is_schema_at_head(database):
        later = await schema_revisions.is_schema_served(database)
        print(f"The database {schema_revisions.LATER}" if later else _MIGRATE, file=sys.stderr)
        return False
    return True


async def run_check_command(settings: Settings, environment: Mapping[str, str]) -> int:
    """Print all findings; fail when something that is switched on cannot work."""
    findings = await collect_configuration_findings(settings, environment)
    for finding in findings:
        print(f"{'ok  ' if finding.ok else 'FAIL'}  {': '.join(filter(None, (finding.what, finding.detail)))}")
    return DONE if all(finding.ok for finding in findings) else FAILED

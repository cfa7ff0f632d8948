"""Parse the command line of `python -m bot COMMAND`, also installed as `arena`."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NoReturn

from bot.runtime.gc_tuning import freeze_startup_objects

with freeze_startup_objects():
    import structlog

    from bot.http.http_listener import CannotListen
    from bot.runtime import logs
    from bot.runtime.address_ranges import is_loopback_host
    from bot.runtime.setting_values import SettingsError
    from bot.runtime.supervision import TaskDied
    from bot.settings import Settings, read_settings, validate_database_url
    from handlers.dates import time_zones
    from storage.kit.database import BROKEN, UNAVAILABLE
    from storage.kit.database_urls import parse_database_url
    from storage.kit.diagnosis import DatabaseUnusable, diagnose_database_failure
    from storage.kit.file_locks import AlreadyRunning
    from storage.kit.schema_revisions import MigrationError

log = structlog.get_logger()
#: commands that need neither settings nor a database
STANDALONE = ("describe", "match")
#: exit codes
DONE, FAILED, WRONG_USE = 0, 1, 2


def parse_seed_kind(text: str) -> str:
    """Return the kind of a file to load. The kinds are imported only here: other commands start without them."""
    from bot.importers.rows import SEED

    return _parse_kind(text, SEED)


def parse_export_kind(text: str) -> str:
    from bot.importers.rows import EXPORT

    return _parse_kind(text, EXPORT)


def _parse_kind(text: str, kinds: Iterable[str]) -> str:
    known = (*kinds, "all")
    if text not in known:
        raise argparse.ArgumentTypeError(f"there is no kind {text!r}; choose from {', '.join(known)}")
    return text


def parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-12-07") from None


def build_argument_parser() -> argparse.ArgumentParser:
    """Build the argument parser with every command and its options."""
    top = argparse.ArgumentParser(prog="arena", description="The chat bot of the arena.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="web and worker in one process, for a small network")
    commands.add_parser("web", help="the web half; any number of processes on PostgreSQL")
    commands.add_parser("worker", help="the working half; any number of processes on PostgreSQL")
    playground = commands.add_parser(
        "playground", help="the whole bot with a local web page in place of Slack and Teams"
    )
    playground.add_argument("--port", type=int, default=None, help="default: PORT, or 3000")
    playground.add_argument("--database", default=None, metavar="URL", help="default: DATABASE_URL")
    playground.add_argument("--empty", action="store_true", help="without the sample network")
    migrate = commands.add_parser("migrate", help="bring the database to a revision (default: the newest)")
    migrate.add_argument("revision", nargs="?", default="head")
    commands.add_parser("check", help="what is configured, what is missing, what each platform answers")
    backup = commands.add_parser("backup", help="write the whole database to a new file, while the bot runs")
    backup.add_argument("file")
    commands.add_parser("restored", help="after a restore, before the first start: ask before anything is sent again")
    commands.add_parser("rotate", help="encrypt every token at rest anew, with the newest SECRET_KEY")
    seed = commands.add_parser("seed", help="load records from a file (JSON Lines or CSV; - is stdin)")
    seed.add_argument("kind", type=parse_seed_kind)
    seed.add_argument("file")
    commands.add_parser("reindex", help="build the search index anew from the records, while the bot runs")
    commands.add_parser("route", help="stdin JSON Lines {id, text} -> topics")
    commands.add_parser("interpret", help="stdin JSON Lines {id, text, language, now} -> what the bot makes of it")
    commands.add_parser("describe", help="stdin JSON Lines {id, text} -> what each line offers or needs")
    commands.add_parser("find", help="stdin JSON Lines {id, text} -> solutions")
    match = commands.add_parser("match", help="stdin JSON Lines of listings -> the matches of each offer")
    match.add_argument("--blind", action="store_true", help="sentences in classes and bands")
    match.add_argument("--today", type=parse_day, default=None, metavar="YYYY-MM-DD", help="day of validity")
    export = commands.add_parser("export", help="records as JSON Lines, or CSV")
    export.add_argument("kind", type=parse_export_kind)
    export.add_argument("--csv", action="store_true")
    package = commands.add_parser("teams-app", help="write the package an administrator uploads in Teams")
    package.add_argument("file", nargs="?", default="build/teams-app.zip")
    package.add_argument("--hear-channels", action="store_true", help="ask to hear every message of a team")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Return the exit code: 0 done, 1 failed, 2 wrong use."""
    options = build_argument_parser().parse_args(arguments)
    if options.command in STANDALONE:
        return _run_standalone_command(options)
    # Read once by the embedding engine. Its threads then sleep between two texts, and do not spin.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        time_zones.pin_time_zones()
        settings = _load_command_settings(options)
    except time_zones.ZonesDisagree as error:
        print(error, file=sys.stderr)
        return FAILED
    except SettingsError as error:
        print(error, *_describe_misspelt_settings(), file=sys.stderr)
        return WRONG_USE
    serving = options.command in ("run", "web", "worker", "playground")
    logs.configure_logging(settings.log_level if serving else "WARNING", settings.log_format)
    log.info("time zones", tzdata=time_zones.read_tzdata_version(), arena=settings.zone.key)
    try:
        return asyncio.run(_run_command(options, settings))
    except KeyboardInterrupt:
        return DONE
    except (MigrationError, TaskDied, DatabaseUnusable, CannotListen, AlreadyRunning) as error:
        print(error, file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader closed the pipe. Redirect stdout, so that the rest of the buffer raises no error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except (*UNAVAILABLE, *BROKEN, OSError) as error:
        told = _explain_command_failure(error, settings)
        if told is None:
            raise
        print(told, file=sys.stderr)
        return FAILED


def _run_standalone_command(options: argparse.Namespace) -> int:
    """Run a command that reads standard input and writes standard output, and nothing else."""
    try:
        if options.command == "describe":
            from bot.cli.describe_command import run_describe_command

            return run_describe_command()
        from bot.cli.match_command import run_match_command

        return run_match_command(blind=options.blind, today=options.today or datetime.now().astimezone().date())
    except KeyboardInterrupt:
        return DONE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _explain_command_failure(error: BaseException, settings: Settings) -> str | None:
    """Return in one line why a command failed; None for a bug, whose traceback is needed."""
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    found = diagnose_database_failure(error, parse_database_url(settings.database_url))
    return found.text if found else None


def _describe_misspelt_settings() -> list[str]:
    """Describe each misspelt variable: it may be why a setting is wrong or missing."""
    from bot.cli.suspicious_settings import list_misspelt_settings

    return [f"{name} is no setting: {meant} is." for name, meant in list_misspelt_settings(os.environ)]


def _load_command_settings(options: argparse.Namespace) -> Settings:
    settings = read_settings(os.environ)
    if options.command != "playground":
        return settings
    if not is_loopback_host(settings.host):
        raise SettingsError(
            "HOST must be loopback for `playground`, such as 127.0.0.1: who somebody is, is chosen freely on its page,"
            f" and {settings.host!r} would let others in."
        )
    port = options.port if options.port is not None else settings.port
    # The playground replaces the platforms, which are not started.
    return replace(
        settings,
        port=port,
        database_url=validate_database_url(options.database, "--database")
        if options.database
        else settings.database_url,
        slack=None,
        teams=None,
        base_url=f"http://{settings.host}:{port}",
    )


async def _run_command(options: argparse.Namespace, settings: Settings) -> int:
    if options.command in ("route", "find"):
        with freeze_startup_objects():
            from bot.cli import jsonl_commands
        await (jsonl_commands.run_route_command if options.command == "route" else jsonl_commands.run_find_command)(
            settings
        )
        return DONE
    if options.command == "interpret":
        with freeze_startup_objects():
            from bot.cli.interpret_command import run_interpret_command
        return await run_interpret_command(settings)
    with freeze_startup_objects():
        from bot.cli import commands, record_commands

    match options.command:
        case "run" | "web" | "worker":
            return await commands.run_serve_command(
                settings, web=options.command != "worker", worker=options.command != "web"
            )
        case "playground":
            return await commands.run_playground_command(settings, empty=options.empty)
        case "migrate":
            return await commands.run_migrate_command(settings, options.revision)
        case "check":
            return await commands.run_check_command(settings, os.environ)
        case "backup":
            return commands.run_backup_command(settings, options.file, os.environ)
        case "restored":
            return await commands.run_restored_command(settings)
        case "rotate":
            return await commands.run_rotate_command(settings)
        case "seed":
            return await record_commands.run_seed_command(settings, options.kind, options.file)
        case "reindex":
            return await record_commands.run_reindex_command(settings)
        case "teams-app":
            return commands.run_teams_app_command(settings, options.file, hear_channels=options.hear_channels)
        case _:
            return await record_commands.run_export_command(settings, options.kind, csv=options.csv)


def run() -> NoReturn:
    sys.exit(main())


if __name__ == "__main__":
    run()

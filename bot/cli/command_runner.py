"""Run a command that needs settings: read them, run the command, and say in one line why it failed."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Mapping, MutableMapping
from dataclasses import replace

import structlog

from bot.cli import DONE, FAILED, WRONG_USE
from bot.http.http_listener import CannotListen
from bot.runtime import logs
from bot.runtime.address_ranges import build_http_address, is_loopback_host
from bot.runtime.gc_tuning import freeze_startup_objects
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


def run_configured_command(options: argparse.Namespace, environment: MutableMapping[str, str]) -> int:
    """Run one command. Return the exit code: 0 done, 1 failed, 2 wrong use."""
    # Read once by the embedding engine. Its threads then sleep between two texts, and do not spin.
    environment.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        time_zones.pin_time_zones()
        settings = _load_command_settings(options, environment)
    except time_zones.ZonesDisagree as error:
        print(error, file=sys.stderr)
        return FAILED
    except SettingsError as error:
        print(error, *_describe_misspelt_settings(environment), file=sys.stderr)
        return WRONG_USE
    serving = options.command in ("run", "web", "worker", "playground")
    level = settings.log_level if serving else "WARNING"
    logs.configure_logging(level, settings.log_format, secrets=settings.list_secrets())
    log.info("time zones", tzdata=time_zones.read_tzdata_version(), arena=settings.zone.key)
    try:
        return asyncio.run(_run_command(options, settings, environment))
    except KeyboardInterrupt:
        if not serving:
            raise
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


def _explain_command_failure(error: BaseException, settings: Settings) -> str | None:
    """Return in one line why a command failed; None for a bug, whose traceback is needed."""
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    found = diagnose_database_failure(error, parse_database_url(settings.database_url))
    return found.text if found else None


def _describe_misspelt_settings(environment: Mapping[str, str]) -> list[str]:
    """Describe each misspelt variable: it may be why a setting is wrong or missing."""
    from bot.cli.suspicious_settings import list_misspelt_settings

    return [f"{name} is no setting: {meant} is." for name, meant in list_misspelt_settings(environment)]


def _load_command_settings(options: argparse.Namespace, environment: Mapping[str, str]) -> Settings:
    settings = read_settings(environment)
    if options.command in ("run", "web"):
        _require_two_ports(settings)
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
        base_url=build_http_address(settings.host, port),
    )


def _require_two_ports(settings: Settings) -> None:
    """Raise SettingsError where a process would listen twice on one port. A worker has only that of its health."""
    if settings.health_port and settings.health_port == settings.port:
        raise SettingsError(f"HEALTH_PORT and PORT are both {settings.port}: each needs a port of its own.")


async def _run_reading_command(command: str, settings: Settings) -> int:
    """Run a command that reads lines, with no more of the bot than it needs."""
    if command == "interpret":
        with freeze_startup_objects():
            from bot.cli.interpret_command import run_interpret_command
        return await run_interpret_command(settings)
    with freeze_startup_objects():
        from bot.cli import jsonl_commands
    run = jsonl_commands.run_route_command if command == "route" else jsonl_commands.run_find_command
    return await run(settings)


async def _run_command(options: argparse.Namespace, settings: Settings, environment: Mapping[str, str]) -> int:
    if options.command in ("route", "find", "interpret"):
        return await _run_reading_command(options.command, settings)
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
            return await commands.run_check_command(settings, environment)
        case "backup":
            return commands.run_backup_command(settings, options.file, environment)
        case "restored":
            return await commands.run_restored_command(settings)
        case "rotate":
            return await commands.run_rotate_command(settings)
        case "seed":
            return await record_commands.run_seed_command(settings, options.kind, options.file)
        case "library":
            from bot.cli.library_command import run_library_command

            return await run_library_command(settings, options.file, options.reader)
        case "reindex":
            return await record_commands.run_reindex_command(settings)
        case "teams-app":
            return commands.run_teams_app_command(settings, options.file, hear_channels=options.hear_channels)
        case _:
            return await record_commands.run_export_command(settings, options.kind, csv=options.csv)

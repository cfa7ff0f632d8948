"""Parse the command line of `python -m bot COMMAND`, also installed as `arena`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NoReturn

from bot.cli import DONE, FAILED
from bot.runtime.gc_tuning import freeze_startup_objects

#: commands that need neither settings nor a database
STANDALONE = ("describe", "match")
LAST_PORT = 65535
_KIND = "people, organisations, topics ... or all; one that is none is answered with all of them"


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


def parse_port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(f"{text!r} is no port from 0 to {LAST_PORT}")
    return int(text)


def build_argument_parser() -> argparse.ArgumentParser:
    """Build the argument parser with every command and its options."""
    top = argparse.ArgumentParser(prog="arena", description="The chat bot of the arena.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_command(commands, "run", "web and worker in one process, for a small network")
    _add_command(commands, "web", "the web half; any number of processes on PostgreSQL")
    _add_command(commands, "worker", "the working half; any number of processes on PostgreSQL")
    playground = _add_command(commands, "playground", "the whole bot with a local web page in place of Slack and Teams")
    playground.add_argument("--port", type=parse_port, default=None, help="default: PORT, or 3000")
    playground.add_argument("--database", default=None, metavar="URL", help="default: DATABASE_URL")
    playground.add_argument("--empty", action="store_true", help="without the sample network")
    migrate = _add_command(commands, "migrate", "bring the database to a revision (default: the newest)")
    migrate.add_argument("revision", nargs="?", default="head", help="its number, such as 0084; default: the newest")
    _add_command(commands, "check", "what is configured, what is missing, what each platform answers")
    backup = _add_command(commands, "backup", "write the whole database to a new file, while the bot runs")
    backup.add_argument("file", help="a file that is not there yet")
    _add_command(commands, "restored", "after a restore, before the first start: ask before anything is sent again")
    _add_command(commands, "rotate", "encrypt every token at rest anew, with the newest SECRET_KEY")
    seed = _add_command(commands, "seed", "load records from a file (JSON Lines or CSV; - is stdin)")
    seed.add_argument("kind", type=parse_seed_kind, help=_KIND)
    seed.add_argument("file", help="JSON Lines, CSV, or a workbook where members have one; - is stdin")
    _add_command(commands, "reindex", "build the search index anew from the records, while the bot runs")
    _add_command(commands, "route", "stdin JSON Lines {id, text} -> topics")
    _add_command(commands, "interpret", "stdin JSON Lines {id, text, language, now} -> what the bot makes of it")
    _add_command(commands, "describe", "stdin JSON Lines {id, text} -> what each line offers or needs")
    _add_command(commands, "find", "stdin JSON Lines {id, text} -> solutions")
    match = _add_command(commands, "match", "stdin JSON Lines of listings -> the matches of each offer")
    match.add_argument("--blind", action="store_true", help="sentences in classes and bands")
    match.add_argument("--today", type=parse_day, default=None, metavar="YYYY-MM-DD", help="day of validity")
    _add_export_commands(commands)
    package = _add_command(commands, "teams-app", "write the package an administrator uploads in Teams")
    package.add_argument("file", nargs="?", default="build/teams-app.zip", help="default: build/teams-app.zip")
    package.add_argument("--hear-channels", action="store_true", help="ask to hear every message of a team")
    return top


def _add_export_commands(commands: Any) -> None:
    export = _add_command(commands, "export", "records as JSON Lines, or CSV")
    export.add_argument("kind", type=parse_export_kind, help=_KIND)
    export.add_argument("--csv", action="store_true", help="a table in place of JSON Lines; not of all")
    library = _add_command(commands, "library", "the library as one file: .html to read offline, .jsonl as data")
    library.add_argument("file", help="ends in .html or .jsonl")
    library.add_argument(
        "--reader", default="", metavar="PERSON", help="id of whose sight it is; default: all members'"
    )


def _add_command(commands: Any, name: str, what: str) -> argparse.ArgumentParser:
    """Add a command that says the same of itself in the list of all and in its own help."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Return the exit code: 0 done, 1 failed, 2 wrong use."""
    options = build_argument_parser().parse_args(arguments)
    try:
        if options.command in STANDALONE:
            return _run_standalone_command(options)
        with freeze_startup_objects():
            from bot.cli.command_runner import run_configured_command
        return run_configured_command(options, os.environ)
    except KeyboardInterrupt:  # a script must not go on as if it were done
        print("Interrupted before it was done.", file=sys.stderr)
        return FAILED


def _run_standalone_command(options: argparse.Namespace) -> int:
    """Run a command that reads standard input and writes standard output, and nothing else."""
    try:
        if options.command == "describe":
            from bot.cli.describe_command import run_describe_command

            return run_describe_command()
        from bot.cli.match_command import run_match_command

        return run_match_command(blind=options.blind, today=options.today or datetime.now().astimezone().date())
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def run() -> NoReturn:
    sys.exit(main())


if __name__ == "__main__":
    run()

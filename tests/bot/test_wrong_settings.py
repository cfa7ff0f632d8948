"""What an operator sets wrongly is answered in one clear line and an exit code: no trace, no secret, no database."""

from __future__ import annotations

import socket
import sqlite3
import stat
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli.configuration_checks import check_picture_folder
from bot.cli.suspicious_settings import list_suspicious_settings
from bot.settings import read_settings
from tests.postgres import Server
from tests.processes import ANONYMOUS, free_port, run

PASSWORD = "correct-horse"
GUID = "11111111-2222-3333-4444-555555555555"
APP = "99999999-2222-3333-4444-555555555555"
DONE, FAILED, WRONG_USE = 0, 1, 2


def the_line(done: subprocess.CompletedProcess[str], code: int) -> str:
    """The one line that a command said of why it did nothing."""
    lines = [line for line in done.stderr.splitlines() if '"level": "info"' not in line]
    assert done.returncode == code, done.stderr
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert PASSWORD not in done.stderr + done.stdout
    return lines[0]


@pytest.mark.parametrize(
    ("command", "url", "why"),
    [
        ("run", f"arena.db:{PASSWORD}", "is no address of a database"),
        ("migrate", f"mysql://kari:{PASSWORD}@127.0.0.1/arena", "names the engine 'mysql'"),
        ("check", f"mysql://kari:{PASSWORD}@127.0.0.1/arena", "names the engine 'mysql'"),
        ("worker", f"postgresql://kari:{PASSWORD}@home@127.0.0.1/arena", "write @ as %40"),
        ("check", f"postgresql://kari:{PASSWORD}@127.0.0.1:port/arena", "is no address of a database"),
        ("web", f"postgresql://kari:{PASSWORD}@127.0.0.1/arena?charset=utf8", "does not know: charset"),
        ("run", "sqlite://", "names no file"),
        ("restored", "sqlite://arena.db", "names no file"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_before_anything_is_opened(command: str, url: str, why: str) -> None:
    line = the_line(run(command, DATABASE_URL=url, **ANONYMOUS), WRONG_USE)
    assert line.startswith("DATABASE_URL ")
    assert why in line


@pytest.mark.parametrize("command", ["run", "restored"])
def test_a_server_that_refuses_is_named_with_its_reason(command: str, postgres: Server) -> None:
    nowhere = the_line(run(command, DATABASE_URL=postgres.url("nowhere"), **ANONYMOUS), FAILED)
    assert "there is no database 'nowhere'" in nowhere
    stranger = postgres.url("postgres").replace("postgres@", f"stranger:{PASSWORD}@")
    assert "does not let 'stranger' in" in the_line(run(command, DATABASE_URL=stranger, **ANONYMOUS), FAILED)


@pytest.mark.parametrize("command", ["migrate", "export"])
def test_a_server_that_is_away_is_named(command: str) -> None:
    arguments = (command, "topics") if command == "export" else (command,)
    url = f"postgresql://kari:{PASSWORD}@127.0.0.1:{free_port()}/arena"
    assert "cannot be reached: Connection refused." in the_line(run(*arguments, DATABASE_URL=url), FAILED)


@pytest.mark.parametrize("command", ["run", "export"])
def test_a_file_that_can_be_no_database_is_named_with_its_reason(command: str, tmp_path: Path) -> None:
    arguments = (command, "topics") if command == "export" else (command,)

    def say(path: Path) -> str:
        return the_line(run(*arguments, as_anybody=True, DATABASE_URL=f"sqlite:///{path}", **ANONYMOUS), FAILED)

    assert "does not exist" in say(tmp_path / "nowhere" / "arena.db")
    assert "is a folder" in say(tmp_path)
    (tmp_path / "letter.db").write_text("Dear database, " * 100)
    assert "is no SQLite database" in say(tmp_path / "letter.db")
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert "may not be written by this user" in say(locked / "arena.db")


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_database_that_may_only_be_read_is_named(command: str, tmp_path: Path) -> None:
    path = tmp_path / "arena.db"
    assert run("migrate", "0001", DATABASE_URL=f"sqlite:///{path}").returncode == DONE
    path.chmod(stat.S_IRUSR)
    line = the_line(run(command, as_anybody=True, DATABASE_URL=f"sqlite:///{path}", **ANONYMOUS), FAILED)
    assert f"{path} may only be read by this user" in line


@pytest.mark.parametrize("command", ["run", "migrate", "check"])
def test_a_lock_that_another_user_has_made_is_named(command: str, tmp_path: Path) -> None:
    """As after a command that was run as root: `check` must not say that all is well."""
    path = tmp_path / "arena.db"
    assert run("migrate", DATABASE_URL=f"sqlite:///{path}").returncode == DONE
    lock = tmp_path / "arena.db.lock"
    lock.chmod(stat.S_IRUSR)
    told = run(command, as_anybody=True, DATABASE_URL=f"sqlite:///{path}", **ANONYMOUS)
    assert told.returncode == FAILED
    assert f"{lock} may not be written by this user. Give it to the user" in told.stdout + told.stderr


def test_a_file_that_cannot_be_written_or_read_is_named(tmp_path: Path, sqlite_url: str) -> None:
    (tmp_path / "taken").write_text("")
    package = run("teams-app", str(tmp_path / "taken" / "arena.zip"), TEAMS_APP_PASSWORD="p",
                  TEAMS_APP_ID=APP, TEAMS_TENANT_ID="t")  # fmt: skip
    assert str(tmp_path / "taken") in the_line(package, FAILED)
    (tmp_path / "picture.jsonl").write_bytes(b"\x89PNG\xff\xfe")
    assert "UTF-8" in the_line(run("seed", "topics", str(tmp_path / "picture.jsonl"), DATABASE_URL=sqlite_url), FAILED)
    assert "nowhere" in the_line(run("seed", "topics", str(tmp_path / "nowhere"), DATABASE_URL=sqlite_url), FAILED)


@pytest.mark.parametrize("which", ["PORT", "HEALTH_PORT"])
def test_a_port_in_use_is_named(which: str, sqlite_url: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        settings = {"PORT": "0", "DATABASE_URL": sqlite_url, **ANONYMOUS} | {which: str(port)}
        line = the_line(run("run", **settings), FAILED)
    assert f"Cannot listen on 127.0.0.1:{port}: another process listens there" in line


@pytest.mark.parametrize(
    ("host", "why"),
    [
        ("nonsense.invalid", "no address is known for this name. Look at HOST"),
        ("192.0.2.1", "this machine has no such address. Look at HOST"),
    ],
)
def test_a_host_where_nobody_can_listen_is_named_by_check_and_by_the_start(
    host: str, why: str, sqlite_url: str
) -> None:
    checked = run("check", HOST=host, DATABASE_URL=sqlite_url)
    assert f"FAIL  HOST: {host} cannot be listened at: {why}" in checked.stdout
    assert checked.returncode == FAILED
    port, slack = str(free_port()), {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}
    line = the_line(run("run", HOST=host, HEALTH_PORT=port, DATABASE_URL=sqlite_url, **slack), FAILED)
    assert f"Cannot listen on {host}:{port}: {why}." in line


def test_check_beside_a_running_bot_finds_no_fault_with_its_host(sqlite_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("check", HOST="127.0.0.1", PORT=port, DATABASE_URL=sqlite_url, **ANONYMOUS)
    assert "HOST" not in done.stdout


@pytest.mark.parametrize("command", ["run", "web"])
def test_health_on_the_port_of_the_pages_is_refused(command: str, sqlite_url: str) -> None:
    line = the_line(run(command, PORT="3900", HEALTH_PORT="3900", DATABASE_URL=sqlite_url, **ANONYMOUS), WRONG_USE)
    assert line == "HEALTH_PORT and PORT are both 3900: each needs a port of its own."


def test_a_later_version_s_database_is_told_from_an_earlier_one(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/arena.db"
    assert run("migrate", "0001", DATABASE_URL=url).returncode == DONE
    assert "run `migrate` first" in the_line(run("restored", DATABASE_URL=url), FAILED)
    with closing(sqlite3.connect(tmp_path / "arena.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "a later one has been here" in the_line(run("restored", DATABASE_URL=url), FAILED)
    checked = run("check", DATABASE_URL=url)
    assert "a later one has been here" in checked.stdout
    assert "migrate" not in checked.stdout
    assert checked.returncode == FAILED


def test_check_tries_the_folder_of_pictures(tmp_path: Path) -> None:
    def look(folder: Path) -> list[tuple[bool, str]]:
        found = check_picture_folder(read_settings({"ARENA_PICTURE_FOLDER": str(folder)}))
        return [(finding.ok, finding.detail) for finding in found]

    (tmp_path / "file").write_text("")
    assert look(tmp_path / "new" / "pictures") == [(True, f"{tmp_path}/new/pictures can be written")]
    assert look(tmp_path / "file" / "pictures") == [
        (False, f"{tmp_path}/file is no folder that this user may write to")
    ]
    assert check_picture_folder(read_settings({})) == []


def test_check_makes_no_database_by_looking(tmp_path: Path) -> None:
    done = run("check", DATABASE_URL=f"sqlite:///{tmp_path}/arena.db", SECRET_KEY="k" * 32, **ANONYMOUS)
    assert "arena.db is not there yet; the first start makes it" in done.stdout
    assert "admin kode" in done.stdout
    assert done.returncode == DONE, done.stdout
    run("restored", DATABASE_URL=f"sqlite:///{tmp_path}/arena.db")
    run("rotate", DATABASE_URL=f"sqlite:///{tmp_path}/arena.db", SECRET_KEY="k" * 32)
    assert list(tmp_path.iterdir()) == []
    missing = run("check", DATABASE_URL=f"sqlite:///{tmp_path}/nowhere/arena.db", **ANONYMOUS)
    assert "FAIL  database: The folder" in missing.stdout
    assert missing.returncode == FAILED


def test_check_says_why_a_database_cannot_be_used_and_looks_at_the_rest(tmp_path: Path, postgres: Server) -> None:
    away = run("check", DATABASE_URL=f"postgresql://kari:{PASSWORD}@127.0.0.1:{free_port()}/arena", **ANONYMOUS)
    assert "FAIL  database: PostgreSQL at 127.0.0.1:" in away.stdout
    assert "Teams: service addresses" in away.stdout
    postgres.sql("CREATE DATABASE bare")
    bare = run("check", DATABASE_URL=postgres.url("bare"), **ANONYMOUS)
    postgres.sql("DROP DATABASE bare")
    assert "not at the newest revision" in bare.stdout
    assert "Teams: service addresses" in bare.stdout
    for done in (away, bare):
        assert done.returncode == FAILED
        assert PASSWORD not in done.stdout
        assert "Traceback" not in done.stderr


def test_check_names_what_cannot_be_meant(sqlite_url: str) -> None:
    done = run(
        "check", DATABASE_URL=sqlite_url, BASE_URL="http://arena.example.org",
        SLACK_BOT_TOKEN="xoxp-1-secret", SLACK_SIGNING_SECRET="s", SLACK_API_URL=f"http://127.0.0.1:{free_port()}/",
        ARENA_TIMZONE="Europe/London", SLACK_WEBHOOK="x",
    )  # fmt: skip
    assert "FAIL  BASE_URL: http://arena.example.org is not encrypted" in done.stdout
    assert "FAIL  SLACK_BOT_TOKEN: is the token of a person" in done.stdout
    assert "FAIL  ARENA_TIMZONE: is no setting: ARENA_TIMEZONE is" in done.stdout
    assert "ok    SLACK_WEBHOOK: is no setting of the bot" in done.stdout
    assert "ok    SECRET_KEY: not set, so no link can be signed: there are no calendar files" in done.stdout
    assert "xoxp" not in done.stdout
    assert done.returncode == FAILED


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({"BASE_URL": "arena.example.org"}, "write https://arena.example.org"),
        ({"BASE_URL": "ftp://arena.example.org"}, "no address of a web server"),
        ({"BASE_URL": "http://81.2.69.142:3000"}, "not encrypted"),
        ({"BASE_URL": "https://arena.example.org/?page=1"}, "more than a host and a path"),
        ({"DATABSE_URL": "x"}, "DATABASE_URL is"),
        ({"SLACK_SIGNING_SECERT": "x"}, "SLACK_SIGNING_SECRET is"),
        ({"TEAMS_PASSWORD": "x"}, "TEAMS_APP_PASSWORD is"),
        ({"ARENA_GRACE": "5"}, "ARENA_GRACE_SECONDS is"),
        ({"TEAMS_APP_ID": "a", "TEAMS_TENANT_ID": GUID, "TEAMS_APP_PASSWORD": "p"}, "is no id of an application"),
        ({"SLACK_BOT_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "s"}, "belongs in SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": "secret", "SLACK_SIGNING_SECRET": "s"}, "does not begin with xoxb-"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-1"}, "belongs in SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "xoxb-1"}, "belongs in SLACK_BOT_TOKEN"),
        (
            {"TEAMS_APP_ID": APP, "TEAMS_TENANT_ID": GUID, "TEAMS_APP_PASSWORD": GUID},
            "copy its value",
        ),
        (
            {"TEAMS_APP_ID": APP, "TEAMS_TENANT_ID": "arena.example.org", "TEAMS_APP_PASSWORD": "p"},
            "'arena.example.org', which is no tenant's id",
        ),
        (
            {"TEAMS_APP_ID": APP, "TEAMS_TENANT_ID": GUID, "TEAMS_APP_PASSWORD": "p", "TEAMS_ALLOWED_TENANTS": "*"},
            "'*', which is no tenant's id",
        ),
    ],
)
def test_each_suspicion_is_a_line(environment: dict[str, str], why: str) -> None:
    found = list_suspicious_settings(read_settings(environment), environment)
    assert [finding.ok for finding in found] == [False]
    assert why in found[0].detail


@pytest.mark.parametrize(
    "environment",
    [
        {"BASE_URL": "https://arena.example.org"},
        {"BASE_URL": "http://192.168.1.4:3000"},
        {"BASE_URL": "http://arena.internal"},
        {"HOSTNAME": "box", "PATH": "x", "PORTS": "1", "DATABASE_NAME": "x", "LANGUAGE": "nb"},
        {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "s"},
        {"TEAMS_APP_ID": APP, "TEAMS_TENANT_ID": GUID, "TEAMS_APP_PASSWORD": "p"},
    ],
)
def test_what_is_right_or_not_ours_is_not_suspected(environment: dict[str, str]) -> None:
    assert list_suspicious_settings(read_settings(environment), environment) == []


def test_a_missing_variable_is_told_with_the_one_that_was_meant() -> None:
    done = run("run", SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECERT="s")
    assert done.returncode == WRONG_USE
    (line,) = done.stderr.splitlines()
    assert line.startswith("SLACK_SIGNING_SECRET is missing: Slack is half configured.")
    assert line.endswith("SLACK_SIGNING_SECERT is no setting: SLACK_SIGNING_SECRET is.")

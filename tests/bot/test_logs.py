"""Nothing that somebody wrote, is called or must keep secret comes into the logs."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from bot.runtime import logs

PLANTED = (
    "xoxb-2345678901-abcDEFghiJKL",
    "xapp-1-A012-deadbeef",
    "xoxe.xoxp-1-Mi0y",
    "Bearer abc.def-ghi",
    "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl",
    "v0=" + "a2114d57b48eac39b9ad189dd8316235",
    "kari.nordmann+arena@park.example.no",
    "/calendar/Zm9vYmFyYmF6.ics",
    "postgresql://arena:hunter2@db/arena",
    "SLACK_SIGNING_SECRET=8f742231b10e8888abcd99yyyzzz85a5",
    '"client_secret": "Zm9vYmFy"',
    "the-key-of-this-arena-that-has-no-form",
)
#: what must not be left of each
CORES = (
    "2345678901",
    "deadbeef",
    "Mi0y",
    "def-ghi",
    "eyJzdWIiOi",
    "a2114d57",
    "nordmann",
    "Zm9vYmFyYmF6",
    "hunter2",
    "8f742231",
    "Zm9vYmFy",
    "the-key-of-this-arena",
)
MEMBERS_WORDS = "Trafoen vår er full"


#: a handler writes where standard error was when it was made, so each test makes its own
Configure = Callable[[], str]


@pytest.fixture(autouse=True)
def quiet_pools() -> Iterator[None]:
    """The tests that come after these open many connections, and tell of none."""
    yield
    logging.getLogger(logs.POOLS).setLevel(logging.WARNING)


@pytest.fixture(params=["json", "text"])
def configure(request: pytest.FixtureRequest) -> Configure:
    def make() -> str:
        logs.configure_logging("DEBUG", request.param, secrets=["the-key-of-this-arena-that-has-no-form"])
        return str(request.param)

    return make


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.mark.parametrize("secret", PLANTED)
def test_a_planted_secret_is_hidden_wherever_it_is_put(
    secret: str, configure: Configure, capsys: pytest.CaptureFixture[str]
) -> None:
    configure()
    log = structlog.get_logger()
    log.info(f"here {secret} there")
    log.info("a value", value=secret, deep={"list": [secret, (secret,)]})
    log.info("an object", error=OSError(secret))
    logging.getLogger("some.library").warning("said %s and %r", secret, [secret])
    logging.getLogger("some.library").warning("extra", extra={"delivery": secret})
    with structlog.contextvars.bound_contextvars(bound=secret):
        log.warning("bound")
    try:
        raise OSError(secret)
    except OSError:
        log.exception("failed")
    written = capsys.readouterr().err
    assert written.count(logs.HIDDEN) >= 9
    assert [core for core in CORES if core in written] == []


def test_an_exception_tells_where_and_what_kind_but_not_what_a_member_wrote(
    configure: Configure, capsys: pytest.CaptureFixture[str]
) -> None:
    configure()
    try:
        try:
            raise KeyError(MEMBERS_WORDS)
        except KeyError as error:
            raise ValueError(MEMBERS_WORDS) from error
    except ValueError:
        structlog.get_logger().exception("event failed", number="ab12cd34")
        logging.getLogger("aiohttp.server").exception("Error handling request")
    written = capsys.readouterr().err
    assert MEMBERS_WORDS not in written
    assert written.count("KeyError") == written.count("ValueError") == 2
    assert "test_logs.py" in written
    assert "ab12cd34" in written


@pytest.mark.parametrize("name", sorted(logs.FLOORS))
def test_libraries_that_print_payloads_are_kept_quiet(
    name: str, configure: Configure, capsys: pytest.CaptureFixture[str]
) -> None:
    configure()
    library = logging.getLogger(f"{name}.deep.inside")
    library.debug(MEMBERS_WORDS)
    library.info(MEMBERS_WORDS)
    if logs.FLOORS[name] > logging.WARNING:
        library.warning(MEMBERS_WORDS)
    assert capsys.readouterr().err == ""
    library.error("broken")
    assert "broken" in capsys.readouterr().err


async def test_a_lost_task_does_not_tell_what_it_was_working_on(
    configure: Configure, capsys: pytest.CaptureFixture[str]
) -> None:
    configure()
    loop = asyncio.get_running_loop()
    task: asyncio.Future[None] = loop.create_future()
    task.set_exception(ValueError(MEMBERS_WORDS))
    loop.default_exception_handler(
        {"message": "Task exception was never retrieved", "future": task, "exception": task.exception()}
    )
    written = capsys.readouterr().err
    assert "Task exception was never retrieved" in written
    assert MEMBERS_WORDS not in written


def test_a_line_end_forges_no_line(configure: Configure, capsys: pytest.CaptureFixture[str]) -> None:
    style = configure()
    structlog.get_logger().warning("one\r\n2026-01-01 [info] forged", value="two\nforged")
    logging.getLogger("some.library").warning("three\nforged")
    written = capsys.readouterr().err
    assert len(written.splitlines()) == 2
    assert style == "text" or "\\r\\n" in written


def test_json_lines_carry_the_event_they_belong_to(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure_logging("INFO", "json")
    with structlog.contextvars.bound_contextvars(event_id="Ev123", kind="Command"):
        structlog.get_logger("bot.dispatcher").info("no handler", name="ask")
        logging.getLogger("some.library").warning("slow")
    structlog.get_logger().debug("too fine")
    ours, theirs = lines(capsys)
    assert (
        ours.items()
        >= {"event": "no handler", "event_id": "Ev123", "kind": "Command", "level": "info", "name": "ask"}.items()
    )
    assert (
        theirs.items() >= {"event": "slow", "event_id": "Ev123", "logger": "some.library", "level": "warning"}.items()
    )
    assert ours["timestamp"].endswith("Z")


def test_off_a_terminal_the_lines_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure_logging()
    structlog.get_logger().info("started")
    assert [line["event"] for line in lines(capsys)] == ["started"]


@pytest.mark.parametrize(("level", "told"), [("INFO", False), ("DEBUG", True)])
def test_what_a_pool_of_connections_does_is_told_to_who_looks_for_faults(
    capsys: pytest.CaptureFixture[str], level: str, told: bool
) -> None:
    logs.configure_logging(level, "json")
    pool = logging.getLogger(f"{logs.POOLS}.UnavailablePool")
    pool.info("Pool recreating")
    pool.warning("A connection was lost")
    lines = capsys.readouterr().err
    assert ("Pool recreating" in lines) is told
    assert "A connection was lost" in lines

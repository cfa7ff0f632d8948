"""Whoever interrupts a command is told that it is not done. One that serves has only ended."""

from __future__ import annotations

from typing import Any

import pytest

from bot.__main__ import main
from bot.cli import DONE, FAILED, command_runner, describe_command


@pytest.fixture(autouse=True)
def interrupted(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> None:
    async def interrupt(*_: Any) -> int:
        raise KeyboardInterrupt

    def interrupt_at_once() -> int:
        raise KeyboardInterrupt

    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setattr(command_runner, "_run_command", interrupt)
    monkeypatch.setattr(describe_command, "run_describe_command", interrupt_at_once)
    monkeypatch.setattr(command_runner.logs, "configure_logging", lambda *_, **__: None)


@pytest.mark.parametrize(
    "arguments", [("seed", "people", "-"), ("reindex",), ("migrate",), ("backup", "x"), ("describe",), ("route",)]
)
def test_what_was_to_be_done_is_not_done(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == FAILED
    assert capsys.readouterr().err == "Interrupted before it was done.\n"


@pytest.mark.parametrize("command", ["run", "web", "worker", "playground"])
def test_what_serves_has_ended(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main((command,)) == DONE
    assert capsys.readouterr().err == ""

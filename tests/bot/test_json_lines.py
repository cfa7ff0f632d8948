"""A wrong line stops none of the others: `route`, `find`, `interpret` and `match`, fed with what no writer means."""

from __future__ import annotations

import io
import json
from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from bot.cli.interpret_command import run_interpret_command
from bot.cli.jsonl_commands import run_find_command, run_route_command
from bot.cli.match_command import run_match_command
from bot.settings import Settings, read_settings

WRONG = {
    b"not json": "is not JSON",
    b"[]": "must be an object",
    b'"x"': "must be an object",
    b'{"text": "a"}': "id: is missing",
    b'{"id": 1}': "text: is missing",
    b'{"id": 1, "text": null}': "text: is missing",
    b'{"id": 1, "text": ["a"]}': "text: must be a text",
    b'{"id": 1, "text": "a\\u0000b"}': "text: contains a character that is not text",
    b'{"id": 1, "text": "a\\ud83d"}': "text: contains a character that is not text",
    b'{"id": 1, "text": "\xe6"}': "is not UTF-8",
}
GOOD = b'\xef\xbb\xbf{"id": 9, "text": "spillvarme"}'


def types(monkeypatch: pytest.MonkeyPatch, *lines: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\n".join(lines)), encoding="utf-8"))


@pytest.mark.parametrize("run", [run_route_command, run_find_command, run_interpret_command])
async def test_a_wrong_line_is_named_by_its_number_and_the_others_are_answered(
    run: Callable[[Settings], Awaitable[int]],
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    types(monkeypatch, GOOD, *WRONG, GOOD)
    assert await run(read_settings({"DATABASE_URL": database_url})) == 1
    out, err = capsys.readouterr()
    assert [json.loads(line)["id"] for line in out.splitlines()] == [9, 9]
    assert err.splitlines() == [f"line {number}: {why}" for number, why in enumerate(WRONG.values(), 2)]


@pytest.mark.parametrize("now", ['"9999-12-31T23:59"', '"0001-01-01T00:00"', "0", "[]"])
async def test_a_time_outside_the_calendar_is_named(
    now: str, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    types(monkeypatch, f'{{"id": 1, "text": "møte i morgen kl 9", "now": {now}}}'.encode())
    assert await run_interpret_command(read_settings({"DATABASE_URL": sqlite_url})) == 1
    assert capsys.readouterr().err == "line 1: now: must be a local time, such as 2026-12-07T09:00\n"


@pytest.mark.parametrize("blind", [False, True])
def test_an_offer_of_nothing_known_is_answered_beside_the_others(
    blind: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = [
        {"id": number, "organisation": "o", "direction": "offer", "type": kind, "text": "hva er klokka"}
        for number, kind in enumerate((None, "nosuch", 5))
    ]
    heat = {"organisation": "p", "type": "heat", "temperature": 80, "amount": "5 GWh/år"}
    rows = [
        *odd,
        heat | {"id": "A", "direction": "offer"},
        heat | {"id": "N", "organisation": "q", "direction": "need"},
    ]
    types(monkeypatch, *(json.dumps(row).encode() for row in rows))
    assert run_match_command(blind=blind, today=date(2027, 3, 1)) == 0
    *unknown, known = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(answer["matches"], answer["near"], "type" in answer["unread"]) for answer in unknown] == [
        ([], [], True)
    ] * 3
    assert [match[0] for match in known["matches"]] == ["N"]

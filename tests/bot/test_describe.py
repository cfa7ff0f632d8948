"""`python -m bot describe` reads JSON Lines and answers each in its place, without settings and without a database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
KEYS = (
    "id", "direction", "type", "kind", "amount", "unit", "low", "high", "per", "temperature", "temperature_low",
    "temperature_high", "pressure", "hours", "months", "asks", "others",
)  # fmt: skip


def describes(*lines: str | bytes, folder: Path, **environment: str) -> tuple[int, list[dict[str, Any]], str]:
    """The exit code, the answers and what stderr says."""
    sent = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "describe"],
        input=sent,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        check=False,
    )
    return done.returncode, [json.loads(line) for line in done.stdout.decode().splitlines()], done.stderr.decode()


def test_each_line_is_answered_in_its_order_with_all_keys(tmp_path: Path) -> None:
    code, (heat, other), err = describes(
        '{"id": "b", "text": "tilbyr 3,5 GWh spillvarme, 60-80 °C", "language": "nb", "colour": "red"}',
        '{"id": 1, "text": "takk for sist"}',
        "",
        folder=tmp_path,
    )
    assert (code, err) == (0, "")
    assert tuple(heat) == tuple(other) == KEYS
    assert (heat["id"], heat["amount"], heat["unit"], heat["asks"]) == ("b", 3.5, "GWh", ["per"])
    assert (heat["temperature"], heat["temperature_low"], heat["temperature_high"]) == (70, 60, 80)
    nothing = dict.fromkeys(KEYS[1:-2])
    assert other == {"id": 1, **nothing, "asks": ["type"], "others": None}


def test_further_listings_of_a_line_have_the_same_form(tmp_path: Path) -> None:
    _, (found,), _ = describes('{"id": 1, "text": "har 5 MW varme og trenger 2 t/h damp"}', folder=tmp_path)
    assert "split" in found["asks"]
    assert [tuple(other) for other in found["others"]] == [KEYS[1:]]
    assert found["others"][0]["type"] == "steam"


def test_a_wrong_line_has_its_error_in_its_place_and_the_others_are_answered(tmp_path: Path) -> None:
    wrong = ("no JSON", "[1]", '{"text": "damp"}', b"\xff", '{"id": 5}', '{"id": 6, "text": 7}', "[" * 100_000)
    code, rows, err = describes('{"id": 0, "text": "damp"}', *wrong, '{"id": 8, "text": "damp"}', folder=tmp_path)
    assert code == 1
    assert [row.get("id") for row in rows] == [0, *[None] * len(wrong), 8]
    assert [row["error"].partition(":")[0] for row in rows[1:-1]] == [f"line {at}" for at in range(2, 9)]
    assert err.splitlines() == [row["error"] for row in rows[1:-1]]


def test_it_needs_no_settings_and_leaves_nothing(tmp_path: Path) -> None:
    broken = {"DATABASE_URL": "nonsense", "SLACK_BOT_TOKEN": "xoxb-half", "PYTHONIOENCODING": "ascii"}
    code, (row,), _ = describes('{"id": "å", "text": "tilbyr flygeaske, 5 m³/h"}', folder=tmp_path, **broken)
    assert (code, row["id"], row["unit"]) == (0, "å", "m³/h")
    assert list(tmp_path.iterdir()) == []

"""What earlier runs measured: a line of `history.jsonl` for each whole run, with its commit and its machine."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.programs import ROOT
from tests.bench.tables import Row

FILE = Path(__file__).with_name("history.jsonl")


def describe_run(rows: Iterable[Row]) -> dict[str, Any]:
    """The run as it is kept: name of a row -> whether its goal is met, and its figures."""
    lines = {row.name: {"met": row.met, **{name: round(one, 4) for name, one in row.figures.items()}} for row in rows}
    return {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "commit": _ask_git("rev-parse", "--short", "HEAD") + ("+" if _ask_git("status", "--porcelain") else ""),
        "machine": f"{_read_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "lines": lines,
    }


def keep_run(rows: Iterable[Row]) -> None:
    with FILE.open("a", encoding="utf-8") as file:
        file.write(json.dumps(describe_run(rows), ensure_ascii=False) + "\n")


def _ask_git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def _read_processor() -> str:
    """Its name as Linux tells it, else its kind."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())

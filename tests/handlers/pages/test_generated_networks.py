"""Each number is as long as its list, in networks made by chance, for people whose rights differ.

`make torture` tries many more of them.
"""

from __future__ import annotations

from pathlib import Path

from tests.handlers.pages.figure_checks import FigureChecks


async def test_each_number_is_as_long_as_its_list(sqlite_template: Path, tmp_path: Path) -> None:
    checks = FigureChecks()
    await checks.check_networks(sqlite_template, tmp_path, range(1))
    assert checks.wrong == []
    assert checks.followed > 100

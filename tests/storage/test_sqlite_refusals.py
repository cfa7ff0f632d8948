"""Files that SQLite cannot use: refused at once, and no thread of the driver stays that would answer a closed loop."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy.exc import DBAPIError

from storage.kit.database import Database, Unavailable


@pytest.mark.parametrize("kind", ["folder", "letter", "nowhere"])
async def test_no_thread_of_a_refused_connection_stays(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "letter").write_text("Dear database, " * 100)
    started: list[str] = []
    start = Thread.start

    def note(thread: Thread) -> None:
        started.append(thread.name)
        start(thread)

    monkeypatch.setattr(Thread, "start", note)
    database = Database(f"sqlite:///{tmp_path / kind}{'/arena.db' if kind == 'nowhere' else ''}")
    with pytest.raises((Unavailable, DBAPIError)):
        async with database.engine.connect():
            pass
    assert not [name for name in started if "_connection_worker_thread" in name]
    await database.close()

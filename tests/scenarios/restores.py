"""A restore in the middle of a life, as operators are told: a backup while the bot runs, and later put back."""

from __future__ import annotations

from pathlib import Path

from bot.delivery.after_restore import quarantine_after_restore
from bot.delivery.clock_jump_detector import ClockJumpDetector
from storage.kit.backups import write_backup
from storage.kit.database import Database
from storage.queue.delivery_rows import UNKNOWN
from tests.scenarios.lives import Life

#: how often the chats are asked until each fate is known
LOOKS = 60


def file_of(life: Life) -> Path:
    return Path(str(life.stage.bot.database.engine.url.database))


def back_up(life: Life, folder: Path) -> Path:
    kept = folder / "backup.db"
    write_backup(life.stage.bot.database.engine.url, kept, {})
    return kept


def put_in_place(kept: Path, file: Path) -> None:
    file.write_bytes(kept.read_bytes())
    for end in ("-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)


async def put_back(life: Life, kept: Path) -> None:
    """Stop, put the file in place, `restored`, start; until it is known what was sent."""
    stage, file = life.stage, file_of(life)
    await stage.bot.__aexit__(None, None, None)
    put_in_place(kept, file)
    database = Database(stage.bot.settings.database_url, clock=life.clock)
    try:
        await quarantine_after_restore(database, stage.bot.router, stage.bot.arena)
    finally:
        await database.close()
    bot = stage.build()
    bot.database.clock = life.clock
    bot.courier.steps = ClockJumpDetector(
        bot.database.get_time
    )  # nobody has set the clock: it is this late since it was built
    await stage.start(bot)
    for _ in range(LOOKS):
        await bot.courier.sweep_unknown_outcomes()
        await stage.settle()
        async with bot.database.read() as store:
            if not (await store.deliveries.count_deliveries_by_state()).get(UNKNOWN):
                return
    raise AssertionError("nobody knows what was sent")

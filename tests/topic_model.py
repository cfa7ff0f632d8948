"""What is learnt of the bundled topics, as a file (`make topic-model`): whenever topics, examples or words change."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.runtime.bootstrap_data import open_prepared_database
from bot.settings import Settings
from handlers.language.bundled_model import FILE, pack_model
from handlers.language.feature_model import TrainingRows, train_feature_model
from handlers.language.topic_classifier import list_training_rows
from handlers.language.training_data import build_training_set


async def read_training_rows(database_url: str) -> TrainingRows:
    """Return what a bot with a new database learns."""
    database = await open_prepared_database(Settings(database_url=database_url))
    try:
        async with database.read() as store:
            return list_training_rows((await build_training_set(store, [])).topics)
    finally:
        await database.close()


def main() -> None:
    with TemporaryDirectory() as folder:
        rows = asyncio.run(read_training_rows(f"sqlite:///{Path(folder) / 'new.db'}"))
    FILE.write_bytes(pack_model(train_feature_model(rows), rows))


if __name__ == "__main__":
    main()

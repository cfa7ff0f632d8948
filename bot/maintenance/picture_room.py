"""Choose where copies of pictures are kept: in the database while it has room for them, then in a folder."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from bot.maintenance.picture_decoder import PictureRefused
from bot.maintenance.picture_folder import PictureFolder
from handlers.library.pictures.picture_outcomes import FULL
from storage.kit.database import Database

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class PictureRoom:
    """Hold how much room there is."""

    folder: PictureFolder | None = None
    #: bytes of copies that the database may hold before they go into the folder, or are refused
    most: int = 200_000_000

    async def place_copy(self, database: Database, data: bytes) -> str:
        """Return the name of a new copy in the folder; "" where the database takes it. Raise PictureRefused."""
        async with database.read(patient=True) as store:
            held = await store.solution_pictures.sum_stored_bytes() + await store.plot_pictures.sum_stored_bytes()
        if held + len(data) <= self.most:
            return ""
        if self.folder is None:
            log.error("no room for pictures: set ARENA_PICTURE_FOLDER", most=self.most)
            raise PictureRefused(FULL)
        return await asyncio.to_thread(self.folder.write_copy, data)

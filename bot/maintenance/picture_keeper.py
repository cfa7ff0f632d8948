"""Fetch pictures whose authors said yes, copy them, and store the copies.

Each step is a unit of work of its own: nothing waits for a platform or a decoder inside one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import structlog

from bot.maintenance.picture_decoder import MOST_BYTES, PictureRefused, copy_picture
from bot.maintenance.picture_folder import PictureFolder
from bot.maintenance.picture_room import PictureRoom
from bot.platforms import PermanentError, Platform, TemporaryError
from bot.platforms.file_downloads import ELSEWHERE, GONE, TOO_LARGE
from bot.runtime.quiet_warnings import QuietWarning
from bot.settings import Settings
from handlers.chat.places import Place
from handlers.library.pictures import picture_outcomes
from handlers.library.pictures.picture_outcomes import PictureCopy
from storage.kit.base import PICTURE_WANTED
from storage.kit.database import UNAVAILABLE, Database
from storage.library.solution_pictures import SolutionPicture

log = structlog.get_logger()
#: seconds between polls, because other processes take in a yes too; and between sweeps of the folder
LOOK, SWEEP = 15.0, 6 * 3600.0
#: pause after a try that a platform did not answer, and number of tries
AGAIN, TRIES = timedelta(minutes=2), 5
#: reason of a platform -> reason that is told
_REASONS = {
    GONE: picture_outcomes.GONE,
    TOO_LARGE: picture_outcomes.HEAVY,
    ELSEWHERE: picture_outcomes.ADDRESS,
}


@dataclass
class PictureKeeper:
    """Copy pictures one after the other, in each worker."""

    database: Database
    platforms: Mapping[str, Platform]
    room: PictureRoom = field(default_factory=PictureRoom)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _swept: float = float("-inf")

    def __post_init__(self) -> None:
        """Wake the loop at each yes that this process takes in."""
        self.database.after_commit[PICTURE_WANTED].append(self._woken.set)

    async def run_picture_loop(self) -> None:
        waits = QuietWarning(log, "pictures wait for the database")
        while True:
            try:
                while await self.keep_next_picture():
                    pass
                await self._sweep_folder()
            except UNAVAILABLE as error:
                waits.log_warning(error=str(error))
            except Exception:  # one failing picture must not stop the loop
                log.exception("a picture could not be kept")
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    await self._woken.wait()
            self._woken.clear()

    async def keep_next_picture(self) -> bool:
        """Fetch and store one picture; return False when none waits."""
        async with self.database.begin(patient=True) as store:
            picture = await store.solution_pictures.claim_wanted_picture(store.now - AGAIN)
        if picture is None:
            return False
        try:
            copy = await self._fetch_copy(picture)
        except TemporaryError as error:
            log.info("a picture is fetched again later", platform=picture.platform, why=str(error))
            if picture.tries >= TRIES:
                await self._refuse_picture(picture.id, picture_outcomes.AWAY)
        except PermanentError as error:
            await self._refuse_picture(picture.id, _REASONS.get(error.why, picture_outcomes.NO_RIGHT))
        except PictureRefused as error:
            await self._refuse_picture(picture.id, error.reason)
        else:
            await self._store_copy(picture.id, copy)
        return True

    async def _fetch_copy(self, picture: SolutionPicture) -> PictureCopy:
        """Return the copy. Raises PermanentError, TemporaryError or PictureRefused."""
        platform = self.platforms.get(picture.platform)
        if platform is None or not picture.address:
            raise PermanentError(GONE)
        place = Place(picture.platform, picture.workspace)
        content = await platform.download_file(place, picture.address, MOST_BYTES)
        return await asyncio.to_thread(copy_picture, content, picture.name)

    async def _store_copy(self, id: int, copy: PictureCopy) -> None:
        try:
            file = await self.room.place_copy(self.database, copy.data)
        except PictureRefused as error:
            await self._refuse_picture(id, error.reason)
            return
        async with self.database.begin(patient=True) as store:
            await picture_outcomes.keep_picture_copy(store, id, copy, file)

    async def _refuse_picture(self, id: int, reason: str) -> None:
        async with self.database.begin(patient=True) as store:
            await picture_outcomes.refuse_picture(store, id, reason)

    async def _sweep_folder(self) -> None:
        """Delete files whose pictures are gone, now and then."""
        now = asyncio.get_running_loop().time()
        if self.room.folder is None or now < self._swept + SWEEP:
            return
        self._swept = now
        async with self.database.read(patient=True) as store:
            known = await store.solution_pictures.list_picture_files() | await store.plot_pictures.list_picture_files()
        await asyncio.to_thread(self.room.folder.delete_orphans, known)


def build_picture_keeper(settings: Settings, database: Database, platforms: Mapping[str, Platform]) -> PictureKeeper:
    folder = PictureFolder(Path(settings.picture_folder)) if settings.picture_folder else None
    return PictureKeeper(database, platforms, PictureRoom(folder, settings.picture_megabytes * 10**6))

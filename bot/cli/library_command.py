"""Write the library as one file, as one person may see it or as all members may."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.app import build_arena
from bot.cli import DONE, FAILED, WRONG_USE
from bot.http.library_files import write_library
from bot.maintenance.picture_folder import PictureFolder
from bot.runtime.bootstrap_data import open_prepared_database
from bot.runtime.counted_words import count_things
from bot.settings import Settings
from handlers.chat.say import Say
from handlers.pages.library_export import PATHS, collect_library


async def run_library_command(settings: Settings, file: str, reader: str) -> int:
    path = Path(file)
    kind = path.suffix.removeprefix(".")
    if kind not in PATHS:
        print(f"{file} must end in {' or '.join(f'.{one}' for one in PATHS)}.", file=sys.stderr)
        return WRONG_USE
    database = await open_prepared_database(settings)
    try:
        async with database.read() as store:
            person = await store.people.find_person_by_reference(reader) if reader else None
            if reader and person is None:
                print(f"No person has the id {reader!r}.", file=sys.stderr)
                return FAILED
            say = Say(person.language if person is not None else settings.language, settings.zone)
            library = await collect_library(store, build_arena(settings), say, person, kind)
    finally:
        await database.close()
    folder = PictureFolder(Path(settings.picture_folder)) if settings.picture_folder else None
    text = write_library(library, folder)
    await asyncio.to_thread(path.write_text, text, encoding="utf-8")
    print(f"Wrote {file}: {count_things(len(library.entries), 'solutions')}.")
    return DONE

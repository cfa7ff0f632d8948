"""`python -m tests.pictures [LANGUAGE ...]`: make the pictures of the documentation from the running bot.

Two runs say and show the same; single dots may differ, for browsers draw letters in their own way.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.runtime.logs import configure_logging
from bot.settings import Settings
from tests.browser.tabs import open_browser
from tests.pictures.chat import MONDAY, Chat
from tests.pictures.story import LANGUAGES, list_pictures
from tests.pictures.studio import Studio

FOLDER = Path(__file__).parent.parent.parent / "docs" / "pictures"


async def make_pictures(language: str, studio: Studio, folder: Path) -> None:
    url = f"sqlite:///{folder}/pictures.db"
    settings = Settings(database_url=url, port=0, grace_seconds=0, semantic="0", language=language)
    async with Chat(language, settings) as chat:
        for name, make in list_pictures(language).items():
            picture = await make(chat, studio)
            (FOLDER / name).write_bytes(picture)
            print(f"{name}: {len(picture) // 1000} kB", flush=True)


async def main(languages: list[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    async with open_browser() as browser:
        for language in languages:
            with TemporaryDirectory() as folder:
                await make_pictures(language, Studio(browser, MONDAY), Path(folder))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", choices=[[], *LANGUAGES])
    configure_logging("ERROR")
    asyncio.run(main(parser.parse_args().languages or list(LANGUAGES)))

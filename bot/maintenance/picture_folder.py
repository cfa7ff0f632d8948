"""Keep copies of pictures in a folder, where the settings name one: the database then holds only their names."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

#: names that are given out here; a folder may hold other files, which stay
_NAME = re.compile(r"[0-9a-f]{32}\.jpg")
#: seconds after which a file that no picture names is deleted: by then its picture would have been stored
ORPHANED = 3600.0


@dataclass(frozen=True, slots=True)
class PictureFolder:
    """Hold a folder that every process of the bot sees, and that is backed up with the database."""

    path: Path

    def write_copy(self, data: bytes) -> str:
        """Write a copy under a new name, whole or not at all; return the name."""
        self.path.mkdir(parents=True, exist_ok=True)
        name = f"{secrets.token_hex(16)}.jpg"
        begun = self.path / f"{name}.part"
        begun.write_bytes(data)
        begun.rename(self.path / name)
        return name

    def get_copy_path(self, name: str) -> Path | None:
        """Return where a copy is; None for a name that was not given out here."""
        return self.path / name if _NAME.fullmatch(name) else None

    def read_copy(self, name: str) -> bytes | None:
        """Return a copy; None for one that is gone, or a name that was not given out here."""
        path = self.get_copy_path(name)
        return path.read_bytes() if path is not None and path.is_file() else None

    def delete_orphans(self, known: Collection[str]) -> int:
        """Delete the copies of pictures that are no longer there; return how many."""
        if not self.path.is_dir():
            return 0
        before, orphans = time.time() - ORPHANED, 0
        for file in self.path.iterdir():
            name = file.name.removesuffix(".part")
            if _NAME.fullmatch(name) and file.name not in known and file.stat().st_mtime < before:
                file.unlink(missing_ok=True)
                orphans += 1
        return orphans

"""Read catalogues of texts: each is compiled once, into a file beside it, and anew when it has changed."""

from __future__ import annotations

import gettext
import hashlib
import io
import os
import struct
import sys
from contextlib import suppress
from pathlib import Path


def read_catalogue(path: Path) -> gettext.GNUTranslations:
    """Return the texts of a catalogue. To parse it takes ten times as long as to read the compiled file."""
    source = path.read_bytes()
    compiled = locate_compiled_catalogue(path, source)
    # whatever is wrong with that file, the catalogue itself is there
    with suppress(OSError, struct.error, ValueError), compiled.open("rb") as file:
        return gettext.GNUTranslations(file)
    content = _compile_catalogue(source)
    if not sys.dont_write_bytecode:
        with suppress(OSError):  # the folder may be for reading alone
            _replace_compiled_catalogue(compiled, content)
    return gettext.GNUTranslations(io.BytesIO(content))


def locate_compiled_catalogue(path: Path, source: bytes) -> Path:
    """Return where the compiled catalogue is kept: among Python's own, under a name that no other content has."""
    digest = hashlib.sha256(source).hexdigest()[:16]
    return path.parent / "__pycache__" / f"{path.stem}.{digest}.mo"


def _compile_catalogue(source: bytes) -> bytes:
    from babel.messages import mofile, pofile

    compiled = io.BytesIO()
    mofile.write_mo(compiled, pofile.read_po(io.BytesIO(source)))
    return compiled.getvalue()


def _replace_compiled_catalogue(compiled: Path, content: bytes) -> None:
    """Write the file whole or not at all, and delete those of earlier contents."""
    compiled.parent.mkdir(exist_ok=True)
    draft = compiled.with_suffix(f".{os.getpid()}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(compiled)
    finally:
        draft.unlink(missing_ok=True)
    for other in compiled.parent.glob(f"{compiled.name.partition('.')[0]}.*.mo"):
        if other != compiled:
            other.unlink(missing_ok=True)

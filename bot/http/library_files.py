"""Write the library as one file: a page with its pictures inside, or rows of data. Neither loads anything."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from itertools import groupby

from markupsafe import Markup

from bot.http.html_templates import render_template
from bot.http.rich_text_html import render_rich_text
from bot.http.stylesheets import load_stylesheet
from bot.maintenance.picture_folder import PictureFolder
from handlers.library.pictures.page_pictures import PagePicture
from handlers.library.pictures.shown_pictures import PictureFile
from handlers.pages.library_export import DATA, LibraryEntry, LibraryFile, encode_picture_row

#: media type of each format
TYPES = {"html": "text/html", DATA: "application/jsonl"}


def write_library(library: LibraryFile, folder: PictureFolder | None) -> str:
    """Return the text of the file. It may take seconds: call it in a thread."""
    if library.kind == DATA:
        return "".join(f"{line}\n" for line in _write_rows(library, folder))
    say = library.say
    topics = [(topic, list(entries)) for topic, entries in groupby(library.entries, lambda entry: entry.topic)]
    return render_template(
        "library.html",
        language=say.language,
        title=say("The library of {name}", name=library.name),
        lead=library.lead,
        remark=library.remark,
        contents=say("Contents"),
        topics=topics,
        list_pictures=lambda entry: list(_embed_pictures(entry, folder)),
        render_rich_text=render_rich_text,
        css=Markup(load_stylesheet().decode()),  # noqa: S704 - it is our own, and holds nothing of anybody
    )


def _write_rows(library: LibraryFile, folder: PictureFolder | None) -> Iterator[str]:
    for entry in library.entries:
        pictures = [
            encode_picture_row(taken, data)
            for taken in entry.pictures
            if (data := _read_picture(taken.file, folder)) is not None
        ]
        yield json.dumps({**entry.row, "pictures": pictures}, ensure_ascii=False)


def _embed_pictures(entry: LibraryEntry, folder: PictureFolder | None) -> Iterator[PagePicture]:
    for taken in entry.pictures:
        data = _read_picture(taken.file, folder)
        if data is not None:
            address = f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
            picture = taken.picture
            yield PagePicture(address, picture.alt, picture.credit, picture.width, picture.height)


def _read_picture(file: PictureFile, folder: PictureFolder | None) -> bytes | None:
    """Return the picture; None where its file is gone."""
    if file.data is not None:
        return file.data
    return folder.read_copy(file.file) if folder is not None else None

"""Find the site whose name stands right before a room: "styremøte, Eksempel Industrial Park, room 2"."""

from __future__ import annotations

from dataclasses import replace

from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.places import is_room
from handlers.meetings.line_reader.span_choice import LeftoverReading

#: characters before a room in which its site stands, at the most
FARTHEST = 120
#: a name of two to four words that ends as sites do
_NAME = (
    r"(?P<name>(?:[A-ZÆØÅ][\wæøå-]{1,30} ){1,3}(?:[A-ZÆØÅ][\wæøå-]{0,30}|\b)"
    r"(?:[Pp]ark|[Vv]erk|[Aa]nlegg|[Ww]orks|[Pp]lant|[Hh]avn|[Hh]amn|[Pp]ort)(?:en|et)?)"
)
_SITE = compile_later(rf"(?:^|[,;:|–—-] |\d ){_NAME}, $")
#: site, room and, behind a colon, what it is about: "Prøve Prosessverk, sal 1: Støymåling"
ROOM_FIRST = compile_later(
    rf"(?:^|(?<=[,;:|–—-] )|(?<=\d ))(?P<place>{_NAME}, (?:[Ss]al|[Rr]om|[Mm]øterom|[Rr]oom|[Hh]all) [A-Z0-9]{{1,4}}): "
    r"(?P<title>[^\d:]{3,80})$"
)


def add_site_of_room(text: str, read: LeftoverReading) -> LeftoverReading:
    """Return the reading with the site that stands before the room in `text` as part of the place."""
    at = text.find(read.place) if read.place else -1
    if at < 1 or not is_room(read.place.split()):
        return read
    found = _SITE.search(text[max(0, at - FARTHEST) : at])
    if found is None:
        return read
    title = read.title.removesuffix(found["name"]).rstrip(" ,;:–—-")
    return replace(read, title=title, place=f"{found['name']}, {read.place}") if title else read

"""Collect the library as one reader may see it, to be read offline or taken on as data."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.access.rights import list_solution_levels
from handlers.access.visibility.audience_format import format_audience
from handlers.chat.cards import Card
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn
from handlers.library.pictures.shown_pictures import PictureFile, load_picture_file
from handlers.library.solutions.row_format import format_solution_row
from handlers.library.solutions.solution_badge import describe_solution_badge
from handlers.pages.addresses import ROOT
from handlers.pages.page_parts import PageLink, PageRequest
from handlers.questions.live.live_pages import build_solution_record
from storage.access.audiences import OUTSIDE
from storage.directory.people import Person
from storage.kit.database import Store
from storage.library.solution_pictures import SolutionPicture
from storage.library.solutions import MEMBERS, OPEN, Solution
from storage.pages.record_sources import TITLE, RecordFilter

#: formats, which are the endings of their names
HTML, DATA = "html", "jsonl"
PATHS = {kind: f"{ROOT}/library.{kind}" for kind in (HTML, DATA)}
#: maximum numbers of solutions of one file, and of bytes of their pictures
MOST_SOLUTIONS, MOST_BYTES = 10_000, 60_000_000


@dataclass(frozen=True, slots=True)
class LibraryPicture:
    """Hold a picture within the file."""

    picture: SolutionPicture
    file: PictureFile


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """Hold a solution: as a card to read, and as the row that files have of it."""

    code: str
    title: str
    topic: str
    card: Card
    row: Mapping[str, Any]
    pictures: tuple[LibraryPicture, ...]


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """Hold what one file has of the library, in the reader's words."""

    kind: str
    say: Say
    name: str
    #: what it is: whose sight, which day, how many
    lead: str
    entries: tuple[LibraryEntry, ...]
    #: pictures and solutions that there was no room for
    remark: str = ""


def list_library_links(say: Say) -> tuple[PageLink, ...]:
    return (
        PageLink(say("The whole library as one page, to read offline"), PATHS[HTML]),
        PageLink(say("The whole library as data (JSON Lines)"), PATHS[DATA]),
    )


async def build_library_file(turn: Turn, asked: PageRequest) -> LibraryFile:
    """Return what the reader of this page may see."""
    kind = DATA if asked.path == PATHS[DATA] else HTML
    return await collect_library(turn.store, turn.arena, turn.say, turn.person, kind)


async def collect_library(store: Store, arena: Arena, say: Say, reader: Person | None, kind: str) -> LibraryFile:
    """Collect what this person may see; without one, what all members may."""
    which = RecordFilter(OUTSIDE, (OPEN, MEMBERS))
    if reader is not None:
        which = RecordFilter(await store.audiences.build_viewer(reader), list_solution_levels(reader))
    count = await store.record_lists.count_records("solution", which)
    solutions = await store.record_lists.list_records("solution", which, TITLE, MOST_SOLUTIONS)
    pictures, left_out = await _collect_pictures(store, solutions)
    entries = await _build_entries(store, arena, say, solutions, pictures)
    day = say.format_day(store.now)
    whose = say("as {name} may see it", name=reader.name) if reader is not None else say("as all members may see it")
    solutions_told = say.many("{n} solution", "{n} solutions", len(entries))
    remarks = [
        say.many("{n} picture had no room.", "{n} pictures had no room.", left_out) if left_out else "",
        say("There are {n} more.", n=count - len(entries)) if count > len(entries) else "",
    ]
    lead = f"{day}, {whose}: {solutions_told}."
    return LibraryFile(kind, say, arena.name, lead, tuple(entries), " ".join(filter(None, remarks)))


async def _collect_pictures(store: Store, solutions: Sequence[Solution]) -> tuple[dict[int, list[LibraryPicture]], int]:
    """Return the pictures of each solution as far as there is room, and how many were left out."""
    found: dict[int, list[LibraryPicture]] = {}
    room, left_out = MOST_BYTES, 0
    for picture in await store.solution_pictures.list_pictures_of([one.id for one in solutions]):
        room -= picture.size
        if room < 0:
            left_out += 1
            continue
        taken = LibraryPicture(picture, await load_picture_file(store, picture))
        found.setdefault(picture.solution_id or 0, []).append(taken)
    return found, left_out


async def _build_entries(
    store: Store,
    arena: Arena,
    say: Say,
    solutions: Sequence[Solution],
    pictures: Mapping[int, Sequence[LibraryPicture]],
) -> list[LibraryEntry]:
    topics = {topic.id: topic for topic in await store.topics.list_all_topics()}
    today, audiences = arena.find_day(store.now), dict[int | None, str]()
    entries = []
    for solution in solutions:
        if solution.reach_id not in audiences:
            audiences[solution.reach_id] = await format_audience(store, solution.reach_id)
        topic = topics.get(solution.topic_id)
        name = topic.get_name(say.language) if topic is not None else ""
        owner = await store.people.find(solution.owner_id)
        row = format_solution_row(solution, topic.slug if topic else "", owner, audiences[solution.reach_id])
        card = build_solution_record(
            say, solution, (name, solution.park, describe_solution_badge(solution, say, today))
        )
        shown = tuple(pictures.get(solution.id, ()))
        entries.append(LibraryEntry(solution.code, solution.title, name, card, row, shown))
    return sorted(entries, key=lambda entry: entry.topic.casefold())


def encode_picture_row(taken: LibraryPicture, data: bytes) -> dict[str, Any]:
    """Return a picture as data."""
    picture = taken.picture
    return {
        "alt": picture.alt,
        "credit": picture.credit,
        "width": picture.width,
        "height": picture.height,
        "jpeg": base64.b64encode(data).decode(),
    }

"""Map the names that rows use for records to their ids.

The names are looked up once for all rows that are read together.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence

from bot.importers.file_kinds import Errors, Row, Seed
from handlers.chat.rows import RowError
from handlers.chat.rows.organisation_rows import format_person_code
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from storage.directory.people import GUEST, Person
from storage.kit.database import Store
from storage.kit.record_declarations import CodedRecords, collect_declarations
from storage.meetings.meetings import Meeting
from storage.meetings.occurrences import Occurrence


class RecordNames:
    """Map names to ids and back.

    A person who has left is in no file, and is named in none.
    """

    def __init__(self) -> None:
        self._ids: dict[str, dict[str, int]] = {}
        self._codes: dict[str, dict[int, str]] = {}

    def add_names(self, noun: str, pairs: Iterable[tuple[int, object]], *, told: bool = True) -> None:
        """Add names of one noun.

        `told`: rows name these records; otherwise rows are only read by these names.
        """
        ids, codes = self._ids.setdefault(noun, {}), self._codes.setdefault(noun, {})
        for id, code in pairs:
            ids[str(code)] = id
            if told:
                codes[id] = str(code)

    def find_code(self, noun: str, id: int | None) -> str:
        """Return the code that files use; empty for what is in no file."""
        return self._codes.get(noun, {}).get(id or 0, "")

    def load_id(self, noun: str, code: str, field: str) -> int:
        """Return the id of this code. Raise RowError where there is none."""
        found = self._ids.get(noun, {}).get(code)
        if found is None:
            raise RowError(field, f"there is nothing called {code!r} among the {noun}; load them first")
        return found


async def load_record_names(store: Store) -> RecordNames:
    names = RecordNames()
    for person in await store.people.list_all_people():
        names.add_names("people", [(person.id, format_person_code(person))], told=person.left_at is None)
    names.add_names(
        "organisations", [(one.id, one.code) for one in await store.organisations.list_known_organisations()]
    )
    names.add_names("topics", [(one.id, one.slug) for one in await store.topics.list_all_topics()])
    for coded in collect_declarations(CodedRecords):
        rows = await store.bulk_rows.list_row_labels(coded.table.id, coded.code)
        names.add_names(coded.noun, [(row[0], row[1]) for row in rows])
    meetings = {
        id: code or f"meeting-{id}" for id, code in await store.bulk_rows.list_row_labels(Meeting.id, Meeting.code)
    }
    names.add_names("meetings", meetings.items())
    held = await store.bulk_rows.list_row_labels(Occurrence.id, Occurrence.original, Occurrence.meeting_id)
    names.add_names(
        "occurrences", [(id, format_occurrence_name(original, meetings[meeting])) for id, original, meeting in held]
    )
    return names


def seed_with_names(seed_row: Callable[[Store, Row, RecordNames], Awaitable[None]]) -> Seed:
    """Return a function that reads in one row after the other, whose names of other records it looks up once."""

    async def seed_named_rows(store: Store, _arena: Arena, rows: Sequence[Row]) -> Errors:
        names, errors = await load_record_names(store), Errors()
        for row in rows:
            try:
                await seed_row(store, row, names)
                errors.append(None)
            except RowError as error:
                errors.append(error)
        return errors

    return seed_named_rows


def format_occurrence_name(original: str, meeting: str) -> str:
    """Return "2027-03-16T10:00 arena-2-27": the day first, so that rows are in order of time."""
    return f"{original} {meeting}"


async def get_stand_in_person(store: Store, which: int = 0) -> int:
    """Return the id of a person of whom nothing is known, added where needed.

    That person stands for authors who are in no file.
    """
    guests: Sequence[Person] = await store.bulk_rows.list_rows_with_value(Person.role, GUEST)
    found = [person for person in guests if person.erased_at is not None]
    arena = Arena()
    say = Say(arena.language, arena.zone)
    while len(found) <= which:
        new = Person(name=say("Former member"), language=arena.language, role=GUEST, digest=False, erased_at=store.now)
        found.append(await store.people.add_person_with_account(new))
    return found[which].id

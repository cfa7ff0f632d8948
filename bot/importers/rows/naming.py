"""What files call the records that a row names, and their ids: looked up once for all rows that are read together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from handlers.chat.rows import RowError
from handlers.chat.rows.organisations import code_of
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from storage.directory.people import GUEST, Person
from storage.kit.database import Store
from storage.library.solutions import Solution
from storage.meetings.meetings import Meeting
from storage.meetings.occurrences import Occurrence
from storage.policy.consultations import Consultation
from storage.policy.issues import Issue
from storage.policy.rounds import Round
from storage.policy.schemes import Scheme
from storage.questions.questions import Question

#: noun -> its id, and the column that people know it by
KNOWN_BY: dict[str, tuple[Any, Any]] = {
    "solutions": (Solution.id, Solution.code),
    "questions": (Question.id, Question.number),
    "issues": (Issue.id, Issue.code),
    "consultations": (Consultation.id, Consultation.code),
    "schemes": (Scheme.id, Scheme.name),
    "rounds": (Round.id, Round.code),
}


class Names:
    """Both ways. Who has left is in no file, and is named in none."""

    def __init__(self) -> None:
        self._ids: dict[str, dict[str, int]] = {}
        self._codes: dict[str, dict[int, str]] = {}

    def know(self, noun: str, pairs: Iterable[tuple[int, object]], *, told: bool = True) -> None:
        """`told`: they are named in files, and not only known from them."""
        ids, codes = self._ids.setdefault(noun, {}), self._codes.setdefault(noun, {})
        for id, code in pairs:
            ids[str(code)] = id
            if told:
                codes[id] = str(code)

    def code(self, noun: str, id: int | None) -> str:
        """Return what a file calls it; nothing for what is in no file."""
        return self._codes[noun].get(id or 0, "")

    def id(self, noun: str, code: str, field: str) -> int:
        """Raise RowError where there is none."""
        found = self._ids[noun].get(code)
        if found is None:
            raise RowError(field, f"there is nothing called {code!r} among the {noun}; load them first")
        return found


async def find_names(store: Store) -> Names:
    names = Names()
    for person in await store.people.all():
        names.know("people", [(person.id, code_of(person))], told=person.left_at is None)
    names.know("organisations", [(one.id, one.code) for one in await store.organisations.all()])
    names.know("topics", [(one.id, one.slug) for one in await store.topics.all()])
    for noun, (id, label) in KNOWN_BY.items():
        names.know(noun, [(row[0], row[1]) for row in await store.bulk.label(id, label)])
    meetings = {id: code or f"meeting-{id}" for id, code in await store.bulk.label(Meeting.id, Meeting.code)}
    names.know("meetings", meetings.items())
    held = await store.bulk.label(Occurrence.id, Occurrence.original, Occurrence.meeting_id)
    names.know("occurrences", [(id, name_occurrence(original, meetings[meeting])) for id, original, meeting in held])
    return names


def name_occurrence(original: str, meeting: str) -> str:
    """ "2027-03-16T10:00 arena-2-27": its day first, so that rows are in order of time."""
    return f"{original} {meeting}"


async def find_stand_in(store: Store, which: int = 0) -> int:
    """Return the id of a person of whom nothing is known, for what somebody has written who is in no file."""
    guests: Sequence[Person] = await store.bulk.find_where(Person.role, GUEST)
    found = [person for person in guests if person.erased_at is not None]
    arena = Arena()
    say = Say(arena.language, arena.zone)
    while len(found) <= which:
        new = Person(name=say("Former member"), language=arena.language, role=GUEST, digest=False, erased_at=store.now)
        found.append(await store.people.add(new))
    return found[which].id

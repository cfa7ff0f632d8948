"""Who reads a live page, and whether they may: the rights of the room or person of the link, as they are now."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.access import rights
from handlers.chat.links import Link
from handlers.library.solutions.lookup import may_see_solution
from handlers.questions.placing import belongs
from storage.directory.people import Person
from storage.directory.rooms import OPEN, Room
from storage.kit.database import Store
from storage.library.solutions import MEMBERS, PUBLISHED, RETIRED, Solution
from storage.library.solutions import OPEN as FOR_ALL
from storage.questions.questions import PUBLIC, Question


@dataclass(frozen=True, slots=True)
class Reader:
    """Exactly one of them."""

    room: Room | None = None
    person: Person | None = None

    @property
    def language(self) -> str:
        reader = self.person or self.room
        assert reader is not None
        return reader.language


async def reader(store: Store, link: Link) -> Reader | None:
    """None for a room that is out of reach, and for a person who has left, is in no chat, a guest or shut out."""
    if link.room_id:
        room = await store.rooms.find(link.room_id)
        return Reader(room=room) if room is not None and room.state == OPEN else None
    person = await store.people.find(link.person_id)
    if person is None or person.guest or person.left_at is not None or not await store.people.accounts(person.id):
        return None
    return None if await store.workspaces.shuts_out(person.id) else Reader(person=person)


async def sees_question(store: Store, who: Reader, question: Question) -> bool:
    """A room sees the questions that belong there; a person, those within reach."""
    if question.state not in PUBLIC:
        return False
    if who.person is not None:
        return await rights.within(store, who.person, question)
    assert who.room is not None
    return await belongs(store, question, who.room.id)


async def sees_solution(store: Store, who: Reader, solution: Solution) -> bool:
    """A room sees what its members see, of its topics."""
    if solution.state not in (PUBLISHED, RETIRED) or not solution.title:
        return False
    if who.person is not None:
        return await may_see_solution(store, who.person, solution)
    assert who.room is not None
    if not await store.reaches.rooms(solution.reach_id, [who.room]):
        return False
    return solution.level in (FOR_ALL, MEMBERS) and solution.topic_id in await store.rooms.topics(who.room.id)

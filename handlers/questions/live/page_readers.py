"""Find who reads a live page and whether they may: by today's rights of the link's room or person."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.access import rights
from handlers.chat.signed_links import SignedLink
from handlers.library.solutions.lookup import may_see_solution
from handlers.questions.room_selection import may_question_stay_in_room
from storage.directory.people import Person
from storage.directory.rooms import OPEN, Room
from storage.kit.database import Store
from storage.library.solutions import MEMBERS, PUBLISHED, RETIRED, Solution
from storage.library.solutions import OPEN as FOR_ALL
from storage.questions.questions import PUBLIC, Question


@dataclass(frozen=True, slots=True)
class PageReader:
    """Hold the reader of a live page: exactly one of a room and a person."""

    room: Room | None = None
    person: Person | None = None

    @property
    def language(self) -> str:
        reader = self.person or self.room
        assert reader is not None
        return reader.language


async def find_page_reader(store: Store, link: SignedLink) -> PageReader | None:
    """Return the room or person of the link.

    Return None for a room that is not open. Return None for a person who has left, has no account, is a guest or
    is excluded.
    """
    if link.room_id:
        room = await store.rooms.find(link.room_id)
        return PageReader(room=room) if room is not None and room.state == OPEN else None
    person = await store.people.find(link.person_id)
    if person is None or person.guest or not await rights.is_present(store, person):
        return None
    return PageReader(person=person)


async def may_see_question_page(store: Store, who: PageReader, question: Question) -> bool:
    """Return True if the reader may see the question.

    A room sees the questions that belong there; a person, those within their visibility.
    """
    if question.state not in PUBLIC:
        return False
    if who.person is not None:
        return await rights.is_visible_to(store, who.person, question)
    assert who.room is not None
    return await may_question_stay_in_room(store, question, who.room.id)


async def may_see_solution_page(store: Store, who: PageReader, solution: Solution) -> bool:
    """Return True if the reader may see the solution; a room sees what its members see, of its topics."""
    if solution.state not in (PUBLISHED, RETIRED) or not solution.title:
        return False
    if who.person is not None:
        return await may_see_solution(store, who.person, solution)
    assert who.room is not None
    if not await store.audiences.list_rooms_within_audience(solution.reach_id, [who.room]):
        return False
    return solution.level in (FOR_ALL, MEMBERS) and solution.topic_id in await store.rooms.list_room_topic_ids(
        who.room.id
    )

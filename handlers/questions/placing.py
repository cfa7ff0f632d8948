"""Place: in which rooms a question's card belongs, by its topics and by its reach."""

from __future__ import annotations

from collections.abc import Sequence

from storage.access.audiences import NAMING, SECRETARIAT
from storage.directory.rooms import Room
from storage.kit.database import Store
from storage.questions.questions import Question


async def rooms_for(store: Store, question: Question) -> Sequence[Room]:
    """The open rooms of its topics, as far as they are in houses within its reach.

    What names its organisations goes to each of them: where no room of theirs carries a topic of it, to their first.
    What is for the secretariat alone goes to the secretariat's rooms.
    """
    reach = await store.reaches.find(question.reach_id)
    if reach is not None and reach.kind == SECRETARIAT:
        return await store.rooms.triage()
    found = await _by_topic(store, question)
    if reach is None:
        return found
    rooms = await store.reaches.rooms(reach.id, found)
    if reach.kind in NAMING:
        there = {room.organisation_id for room in rooms}
        rooms += [
            room
            for house in await store.reaches.named(reach.id)
            if house.id not in there
            for room in (await store.rooms.of_house(house.id))[:1]
        ]
    return rooms


async def is_secret(store: Store, question: Question) -> bool:
    """The secretariat's alone."""
    reach = await store.reaches.find(question.reach_id)
    return reach is not None and reach.kind == SECRETARIAT


async def belongs(store: Store, question: Question, room_id: int) -> bool:
    """Whether its card may stay in this room."""
    room = await store.rooms.find(room_id)
    if room is None or room.triage:
        return room is not None
    if question.reach_id is not None:
        return room.id in {one.id for one in await rooms_for(store, question)}
    carried = await store.rooms.topics(room.id)
    return question.everywhere or bool(carried & {question.topic_id, question.second_topic_id})


async def _by_topic(store: Store, question: Question) -> Sequence[Room]:
    if not question.everywhere:
        return await store.rooms.of_topics([question.topic_id, question.second_topic_id])
    carried = await store.rooms.carried()
    return await store.rooms.of_topics(sorted(set().union(*carried.values())))

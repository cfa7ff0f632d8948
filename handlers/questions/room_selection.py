"""Select the rooms where a question's card belongs, by its topics and by its audience."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.record_subjects import build_question_subject
from handlers.questions.card_arguments import QuestionCard
from storage.access.audiences import NAMING, SECRETARIAT
from storage.directory.rooms import Room
from storage.kit.database import Store
from storage.questions.questions import Question
from storage.queue.delivery_rows import Delivery


async def list_question_rooms(store: Store, question: Question, *, everywhere: bool = False) -> Sequence[Room]:
    """List the open rooms of its topics whose workspaces are within its audience.

    An audience that names organisations reaches each of them: one without a room that carries a topic gets it in
    its first room. A question for the secretariat alone goes to the secretariat's rooms.
    `everywhere`: as if it went to every topic.
    """
    audience = await store.audiences.find(question.reach_id)
    if audience is not None and audience.kind == SECRETARIAT:
        return await store.rooms.list_triage_rooms()
    found = await _list_topic_rooms(store, question, everywhere=everywhere or question.everywhere)
    if audience is None:
        return found
    rooms = await store.audiences.list_rooms_within_audience(audience.id, found)
    if audience.kind in NAMING:
        there = {room.organisation_id for room in rooms}
        rooms += [
            room
            for organisation in await store.audiences.list_named_organisations(audience.id)
            if organisation.id not in there
            for room in (await store.rooms.list_open_rooms_of_organisation(organisation.id))[:1]
        ]
    return rooms


async def list_standing_cards(store: Store, question: Question) -> list[Delivery]:
    """List the question's cards that are in its rooms or on their way there, oldest first.

    In a room that the question has left, the card only says where it went.
    """
    placed = {room.id for room in await list_question_rooms(store, question)}
    copies = await store.posted_copies.list_live_copies(build_question_subject(question.id))
    return [copy for copy in copies if copy.room_id in placed and copy.template == QuestionCard.template]


async def is_secretariat_only(store: Store, question: Question) -> bool:
    """Return True if the question is for the secretariat alone."""
    audience = await store.audiences.find(question.reach_id)
    return audience is not None and audience.kind == SECRETARIAT


async def may_question_stay_in_room(store: Store, question: Question, room_id: int) -> bool:
    """Return True if the question's card may stay in this room."""
    subject = await store.card_subjects.load_room(room_id)
    if subject is None:
        return False
    room = subject.room
    if room.triage:
        return True
    if question.reach_id is not None:
        return room.id in {one.id for one in await list_question_rooms(store, question)}
    return question.everywhere or bool(subject.topic_ids & {question.topic_id, question.second_topic_id})


async def _list_topic_rooms(store: Store, question: Question, *, everywhere: bool) -> Sequence[Room]:
    if not everywhere:
        return await store.rooms.list_open_rooms_of_topics([question.topic_id, question.second_topic_id])
    carried = await store.rooms.map_topic_ids_by_room()
    return await store.rooms.list_open_rooms_of_topics(sorted(set().union(*carried.values())))

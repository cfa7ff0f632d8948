"""Publish: an issue into the index and the rooms of its topics, and every copy in line with what it says now."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import outgoing
from handlers.directory.naming import issue_subject
from handlers.language.finding import Document, drop, keep
from storage.kit.database import Store
from storage.library.solutions import MEMBERS
from storage.policy.issues import PUBLIC, Issue


def notice_subject(issue_id: int) -> str:
    """Under which private messages about it are redrawn."""
    return f"issue:{issue_id}:notice"


def document(issue: Issue, topic_ids: list[int]) -> Document:
    """What it is found by. Who raised it is left out: names are not searched."""
    first, *others = (*topic_ids, None)
    return Document(
        kind="issue",
        id=issue.id,
        topic_id=first,
        second_topic_id=others[0] if others else None,
        language=issue.language,
        organisation_id=issue.organisation_id,
        reach_id=issue.reach_id,
        level=MEMBERS,
        title=issue.title,
        body=". ".join(filter(None, (issue.problem, issue.wanted, issue.affected))),
        extra=". ".join(filter(None, (issue.addressee, issue.outcome, issue.code))),
    )


async def spread(store: Store, issue: Issue, *, announce: bool = True) -> int:
    """Found as it is now and shown so everywhere; gives how many rooms of its topics are within its reach.

    `announce`: rooms that have no card of it get one.
    """
    await store.session.flush()
    topics = await store.issues.topics(issue.id)
    await redraw(store, issue.id)
    if issue.state not in PUBLIC:
        await drop(store, "issue", issue.id)
        return 0
    await keep(store, document(issue, topics))
    if not announce:
        return 0
    rooms, about = (
        await store.reaches.rooms(issue.reach_id, await store.rooms.of_topics(topics)),
        issue_subject(issue.id),
    )
    have = await store.copies.rooms(about, "issues.card")
    key, args = f"issue:{issue.id}:{issue.sendings}", {"issue": issue.id}
    await store.outbox.post(
        *(
            outgoing.to_room(room, "issues.card", args, key=f"{key}:room:{room.id}", subject=about)
            for room in rooms
            if room.id not in have
        )
    )
    return len(rooms)


async def move(store: Store, issue: Issue) -> None:
    """Into the rooms within its new reach, and out of the others; private messages of who sees it no more say so."""
    issue.sendings += 1  # a room that had it once may get it again
    for person in await store.interests.followers(issue.id):
        if not await rights.within(store, person, issue):
            await store.interests.unfollow(issue.id, person.id)
    await spread(store, issue)
    for copy in await store.outbox.copies(issue_subject(issue.id)):
        room = await store.rooms.find(copy.room_id)
        if room is not None and not await store.reaches.rooms(issue.reach_id, [room]):
            await store.outbox.take_back_one(copy)


async def redraw(store: Store, issue_id: int) -> None:
    await store.session.flush()
    await store.outbox.refresh(issue_subject(issue_id))
    await store.outbox.refresh(notice_subject(issue_id))


async def take_back(store: Store, issue: Issue) -> None:
    """Out of the rooms and the index."""
    await store.outbox.take_back(issue_subject(issue.id))
    issue.sendings += 1
    await drop(store, "issue", issue.id)

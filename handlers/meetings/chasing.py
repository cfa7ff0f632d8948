"""Chase: a proposed meeting that the secretariat has not looked at is mentioned again."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.notifications import chains
from handlers.notifications.chains import Candidates, Course, Step
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.meetings import PROPOSED, Meeting

router = Router()
KIND = "meetings.unlooked"
#: working hours
FIRST, AGAIN = 16, 40


async def begin(store: Store, meeting: Meeting) -> None:
    """With the secretariat from now on."""
    await chains.restart(store, KIND, meeting.id, subject(meeting.id), since=store.now)


def subject(meeting_id: int) -> str:
    return f"meeting:{meeting_id}:unlooked"


async def course_of(store: Store, _arena: Arena, id: int) -> Course | None:
    """While it is theirs to say something: not when they have asked for a change."""
    meeting, chain = await store.meetings.lock(id), await store.chains.find(KIND, id)
    if meeting is None or chain is None or not waits(meeting):
        return None

    async def secretariat(_: Candidates) -> Sequence[Person]:
        return [person for person in await store.people.secretariat() if person.id != meeting.organiser_id]

    steps = (
        Step("first", FIRST, 0, "meetings.unlooked", secretariat),
        Step("again", AGAIN, FIRST, "meetings.unlooked", secretariat),
    )
    return Course(subject(id), steps, f"{subject(id)}:{chain.since:%Y%m%d%H%M%S}", {"meeting": id})


def waits(meeting: Meeting) -> bool:
    return meeting.state == PROPOSED and not meeting.why


chains.watch(router, KIND, course_of)
chains.hook(router, KIND, course_of, "meetings.unlooked")

"""How a card stands in a room: one word for each state, what it means, what helps and who can do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.chat.say import Say
from handlers.notifications.reasons import BLOCKED, FAILED, GONE, REMOVED, class_of, explain
from storage.directory.rooms import LOST, Room
from storage.queue.delivery_report import Trouble
from storage.queue.delivery_rows import DEAD, EXPIRED, PENDING, THROTTLED, UNKNOWN, Delivery

DELIVERED, STALE, WAITING, SLOWED, LATE = "delivered", "stale", "waiting", "slowed", "late"
#: as they are listed: what needs somebody first
ORDER = (BLOCKED, REMOVED, GONE, FAILED, STALE, SLOWED, WAITING, LATE, DELIVERED)
#: what no try helps, or what is tried already
SETTLED = (DELIVERED, LATE, WAITING, SLOWED)
#: where an administrator of that chat has to act
FOR_IT = (BLOCKED, REMOVED)


@dataclass(frozen=True, slots=True)
class Standing:
    """A room with what became of one card there; no row where none was promised, since the room is out of reach."""

    room: Room
    state: str
    code: str = ""
    row: Delivery | None = None

    @property
    def mendable(self) -> bool:
        """Another try may help: the card was given up or is out of date, and the room is within reach again."""
        if self.row is None or self.room.state == LOST:
            return False
        return self.state not in SETTLED


def of_room(room: Room, row: Delivery) -> Standing:
    state = state_of(row)
    if state in (FAILED, GONE, STALE) and room.state == LOST:  # nothing arrives there, whatever happened to this one
        return Standing(room, class_of(room.lost_why), room.lost_why, row)
    return Standing(room, state, row.last_error, row)


def out_of_reach(room: Room) -> Standing:
    return Standing(room, class_of(room.lost_why), room.lost_why)


def state_of(row: Delivery | Trouble) -> str:
    if row.state in PENDING:
        return SLOWED if row.last_error.startswith(THROTTLED) else WAITING
    if row.state == EXPIRED:
        return LATE
    if row.state == DEAD:
        return class_of(row.last_error)
    return STALE if row.stale else DELIVERED


def word(say: Say, state: str) -> str:
    """The state in a word or three."""
    return {
        DELIVERED: say("delivered"),
        STALE: say("out of date"),
        WAITING: say("waiting"),
        SLOWED: say("slowed down"),
        LATE: say("not sent, it was too late"),
        BLOCKED: say("blocked by an administrator"),
        REMOVED: say("the bot was removed"),
        GONE: say("gone"),
        FAILED: say("failed"),
    }[state]


def tally(say: Say, counts: Mapping[str, int]) -> str:
    """ "Failed: 1. Waiting: 2." """
    told = [(word(say, state), counts[state]) for state in ORDER if counts.get(state)]
    return " ".join(f"{text[:1].upper()}{text[1:]}: {say.number(n)}." for text, n in told)


def advice(say: Say, state: str, row_state: str, code: str) -> str:
    """Why, and what helps."""
    if state == SLOWED:
        return say("The chat platform asks me to go slower. It comes by itself.")
    if row_state == UNKNOWN:
        return say("Nobody knows yet whether it arrived. I ask the chat platform, and try again if not.")
    if state == WAITING:
        return say("The chat platform does not answer. It comes by itself.") if code else say("It is on its way.")
    if row_state == EXPIRED:
        return say("It came too late to be of use.")
    why, what = explain(say, code)
    return say("Reason: {why}. {what}", why=why, what=what)

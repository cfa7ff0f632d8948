"""Describe the status of a card in a room: a word for each state, what it means, what helps and who can do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.chat.say import Say, capitalise_first_letter
from handlers.notifications.delivery_failures import BLOCKED, FAILED, GONE, REMOVED, classify_failure, explain_failure
from storage.directory.rooms import LOST, Room
from storage.queue.delivery_report import DeliveryTrouble
from storage.queue.delivery_rows import DEAD, EXPIRED, PENDING, THROTTLED, UNKNOWN, Delivery

DELIVERED, STALE, WAITING, SLOWED, LATE = "delivered", "stale", "waiting", "slowed", "late"
#: order in lists: those that need action come first
ORDER = (BLOCKED, REMOVED, GONE, FAILED, STALE, SLOWED, WAITING, LATE, DELIVERED)
#: states in which a retry is useless or already scheduled
SETTLED = (DELIVERED, LATE, WAITING, SLOWED)
#: states in which an administrator of that chat must act
FOR_IT = (BLOCKED, REMOVED)


@dataclass(frozen=True, slots=True)
class DeliveryStatus:
    """Hold a room with what became of one card there.

    `row` is None where no delivery was scheduled, since the room is unreachable.
    """

    room: Room
    state: str
    code: str = ""
    row: Delivery | None = None

    @property
    def is_retryable(self) -> bool:
        """Return True if another try may help.

        The card was given up or is out of date, and the room is reachable again.
        """
        if self.row is None or self.room.state == LOST:
            return False
        return self.state not in SETTLED


def build_delivery_status(room: Room, row: Delivery) -> DeliveryStatus:
    state = classify_delivery(row)
    if state in (FAILED, GONE, STALE) and room.state == LOST:  # the room explains the failure
        return DeliveryStatus(room, classify_failure(room.lost_why), room.lost_why, row)
    return DeliveryStatus(room, state, row.last_error, row)


def build_unreachable_status(room: Room) -> DeliveryStatus:
    return DeliveryStatus(room, classify_failure(room.lost_why), room.lost_why)


def classify_delivery(row: Delivery | DeliveryTrouble) -> str:
    if row.state in PENDING:
        return SLOWED if row.last_error.startswith(THROTTLED) else WAITING
    if row.state == EXPIRED:
        return LATE
    if row.state == DEAD:
        return classify_failure(row.last_error)
    return STALE if row.stale else DELIVERED


def describe_delivery_state(say: Say, state: str) -> str:
    """Return the state in one to three words."""
    return {
        DELIVERED: say("delivered"),
        STALE: say("out of date"),
        WAITING: say("waiting"),
        SLOWED: say("slowed down by the platform"),
        LATE: say("not sent, it was too late"),
        BLOCKED: say("blocked by an administrator"),
        REMOVED: say("the bot was removed"),
        GONE: say("gone"),
        FAILED: say("failed"),
    }[state]


def describe_state_counts(say: Say, counts: Mapping[str, int]) -> str:
    """Return "Failed: 1. Waiting: 2.", in the order of ORDER."""
    told = [(describe_delivery_state(say, state), counts[state]) for state in ORDER if counts.get(state)]
    return " ".join(f"{capitalise_first_letter(text)}: {say.format_number(n)}." for text, n in told)


def describe_delivery_advice(say: Say, state: str, row_state: str, code: str) -> str:
    """Return why the delivery stands there, and what helps."""
    if state == SLOWED:
        return say("The chat platform has asked me to slow down. It will be sent automatically.")
    if row_state == UNKNOWN:
        return say("Nobody knows yet whether it arrived. I ask the chat platform, and try again if not.")
    if state == WAITING:
        return (
            say("The chat platform is not responding. It will be sent automatically.")
            if code
            else say("It is on its way.")
        )
    if row_state == EXPIRED:
        return say("It came too late to be of use.")
    why, what = explain_failure(say, code)
    return say("Reason: {why}. {what}", why=why, what=what)

"""The planner: promises the reminders of the next fortnight, and works them out anew when a meeting changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from handlers.chat import outgoing
from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.meetings import sittings
from handlers.meetings.reminders import kinds, silence
from handlers.meetings.reminders.choosing import Choice
from handlers.meetings.reminders.kinds import MOST_DAYS, THANKS
from handlers.meetings.reminders.wishes import Wish, wishes
from handlers.meetings.sittings import Sitting
from handlers.notifications.pushes import timed
from storage.directory.people import Account
from storage.kit.database import Store
from storage.notifications.scheduled_notifications import Promise
from storage.queue.delivery_rows import CANCELLED, READY
from storage.queue.outbox import Draft

router = Router()
#: how far ahead reminders are promised when a meeting has changed; the planner goes on from there
FORTNIGHT = timedelta(days=14)
#: what is told late waits so long: whoever planned it may see a slip, and people answer on the cards in their rooms
PATIENCE = timedelta(minutes=10)
#: the longest that working time may move a reminder away from its day
_MOVED = timedelta(days=30)


@router.plan("reminders")
async def plan(store: Store, arena: Arena, until: datetime) -> None:
    await promise(store, arena, await coming(store, until), until)


async def replan(store: Store, arena: Arena, *changed: Sitting) -> None:
    """To be called with every change of an occurrence: what no longer holds is called off, what holds is promised."""
    known = await _standing(store, changed)
    for sitting in changed:
        moved = any((kinds.parse(row.key) or ("", -1))[1] != sitting.occurrence.moves for row in known[sitting.id])
        if moved or (known[sitting.id] and not sitting.takes_place):
            await store.outbox.cancel(subject=sittings.reminders(sitting.id))
    alive = [sitting for sitting in changed if sitting.takes_place]
    until = store.now + FORTNIGHT
    before = [sitting for sitting in alive if known[sitting.id]]
    wanted = await _wanted(store, arena, before)
    new = await _wanted(store, arena, [sitting for sitting in alive if not known[sitting.id]], until)
    due = [wish for wish in wanted if wish.choice.moment.due <= until]
    await _promise(store, arena, [*due, *new], alive)
    await _adjust(store, [row for sitting in before for row in known[sitting.id]], {wish.key: wish for wish in wanted})


async def _standing(store: Store, changed: Sequence[Sitting]) -> dict[int, list[Promise]]:
    """Occurrence -> what was promised of it and was not called off."""
    found: dict[int, list[Promise]] = {sitting.id: [] for sitting in changed}
    for row in await store.pushes.promised([sittings.reminders(id) for id in found]):
        if row.state != CANCELLED:
            found[int(row.key.split(":")[1])].append(row)
    return found


async def promise(store: Store, arena: Arena, found: Sequence[Sitting], until: datetime) -> None:
    """What is wanted by then and not promised yet."""
    await _promise(store, arena, await _wanted(store, arena, found, until), found)


async def _wanted(store: Store, arena: Arena, found: Sequence[Sitting], until: datetime | None = None) -> list[Wish]:
    return [*await wishes(store, arena, found, until), *await silence.wishes(store, arena, found, until)]


async def _promise(store: Store, arena: Arena, due: Sequence[Wish], found: Sequence[Sitting]) -> None:
    known = {row.key: row for row in await store.pushes.promised([sittings.reminders(each.id) for each in found])}
    new = [wish for wish in due if wish.key not in known]
    again = [wish for wish in due if wish.key in known and _revivable(known[wish.key], wish.choice)]
    if again:
        await store.pushes.revive([{"row": known[wish.key].id, **wish.times()} for wish in again])
    if new:
        accounts = await store.people.last_accounts({wish.person.id for wish in new})
        drafts = (_draft(store, wish, accounts) for wish in new)
        await store.outbox.post(*(draft for draft in drafts if draft is not None))


async def coming(store: Store, until: datetime) -> list[Sitting]:
    """Every occurrence that takes place and may have a reminder before then."""
    first = store.now - timedelta(days=MOST_DAYS) - _MOVED
    rows = await store.occurrences.between(first, until + timedelta(days=MOST_DAYS) + _MOVED)
    meetings = await store.meetings.many({row.meeting_id for row in rows})
    found = [Sitting(meetings[row.meeting_id], row) for row in rows]
    return [each for each in found if each.takes_place and _may_remind(each, store.now, until)]


def _may_remind(sitting: Sitting, now: datetime, until: datetime) -> bool:
    offsets = [kinds.days(sitting, kind) for kind in kinds.KINDS]
    before = timedelta(days=max((n for n in offsets if n is not None), default=0)) + _MOVED
    after = timedelta(days=kinds.days(sitting, THANKS) or 0) + _MOVED
    return sitting.occurrence.start_at - before <= until and sitting.occurrence.end_at + after >= now


async def _adjust(store: Store, known: Sequence[Promise], wanted: Mapping[str, Wish]) -> None:
    """Those that stand: their time may be another one; and a kind may have been switched off."""
    changes, dropped = [], []
    for row in known:
        wish = wanted.get(row.key)
        if row.state != READY or row.due_at <= store.now:
            continue
        if wish is None:
            dropped.append(row.id)
        elif wish.choice.moment.due != row.due_at and not wish.choice.late:
            changes.append({"row": row.id, **wish.times()})
    if dropped:
        await store.pushes.drop(dropped)
    await store.pushes.move(changes)


def _revivable(row: Promise, choice: Choice) -> bool:
    """Called off, and wanted again before its time."""
    return row.state == CANCELLED and not row.told and not choice.late


def _draft(store: Store, wish: Wish, accounts: Mapping[int, Account]) -> Draft | None:
    """None when there is no account to write to, or no moment in their hours before it is of no use."""
    account, moment = accounts.get(wish.person.id), wish.choice.moment
    due = wish.hours.next_open(store.now + PATIENCE) if wish.choice.late else moment.due
    if account is None or due >= moment.expires:
        return None
    about = sittings.reminders(wish.sitting.id)
    draft = outgoing.private(wish.person, account, wish.template, wish.args, key=wish.key, subject=about, due_at=due)
    return timed(draft, wish.hours, moment.meant, expires_at=moment.expires, early=wish.early, urgent=wish.urgent)

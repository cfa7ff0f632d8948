"""Close: minutes are approved and locked for ever, who was there is thanked, decisions go where they came from."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text, note
from handlers.chat.edits import next_version
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import subject as question_subject
from handlers.meetings.agenda import deciding, words
from handlers.meetings.agenda import showing as agenda
from handlers.meetings.agenda.lookup import load_visible_sitting
from handlers.meetings.audience import need_run
from handlers.meetings.minutes import showing
from handlers.meetings.minutes.attendance import attendees
from handlers.meetings.minutes.lookup import has_attended, need_writable_minutes
from handlers.meetings.minutes.missing import closable
from handlers.meetings.minutes.reviewing import chase
from handlers.meetings.sittings import Sitting, sitting, subject
from handlers.notifications.pushes import push
from handlers.policy.issues import agendas
from storage.meetings.agenda import CARRIED, PROPOSED, REFUSED
from storage.meetings.minutes import LOCKED
from storage.meetings.occurrences import CLOSED

router = Router()


@router.on(Click, "minutes.close")
async def close(event: Click, turn: Turn) -> Reply:
    """Refused with all that is missing, so that it can be done in one go."""
    store, say = turn.store, turn.say
    found = await load_visible_sitting(turn, event.value)
    await need_run(turn, found.meeting)
    if found.occurrence.state == CLOSED:
        return note(say("{title} is closed.", title=found.title), replace=event.direct)
    await need_writable_minutes(turn, found)
    minutes = await store.minutes.lock(found.id)
    lacking = await closable(store, found, minutes, say)
    if lacking or minutes is None:
        return Reply(_lacking_card(turn, found, lacking))
    minutes.state, minutes.approved_by_id, minutes.approved_at = LOCKED, turn.person.id, turn.now
    minutes.version = next_version(minutes.version, turn.now)
    found.occurrence.state, found.occurrence.closed_at = CLOSED, turn.now
    await store.session.flush()
    await _settle(turn, found)
    await _thank(turn, found)
    return Reply(await showing.card(turn, found), replace=event.direct)


def _lacking_card(turn: Turn, sitting: Sitting, lacking: list[str]) -> Card:
    text = "\n".join(f"• {line}" for line in lacking)
    row = (Button(turn.say("Minutes"), "minutes.show", str(sitting.id)),)
    return Card(turn.say("{title} cannot be closed yet", title=sitting.title), (Text(text), Buttons(row)))


async def _settle(turn: Turn, sitting: Sitting) -> None:
    """Cards say how it ended; wishes that nobody decided on are answered by the minutes."""
    store = turn.store
    for about in (subject(sitting.id), agenda.subject(sitting.id)):
        await store.outbox.refresh(about)
    await store.outbox.cancel(subject=chase(sitting.id))
    for item in await store.agenda.of(sitting.id):
        if item.question_id is not None:
            await store.outbox.refresh(question_subject(item.question_id))
        if item.issue_id is not None and item.state != CARRIED:  # where it is taken up, it is decided on
            await agendas.write_back(turn, item, words.number(turn.say, item))
    for wish in await store.agenda.of(sitting.id, (PROPOSED,)):
        wish.state, wish.version = REFUSED, next_version(wish.version, turn.now)
        await deciding.tell(turn, wish, "refused")


async def _thank(turn: Turn, sitting: Sitting) -> None:
    for person in await attendees(turn.store, sitting):
        if person.id != turn.person.id:
            await push(
                turn.store,
                turn.arena,
                person,
                "minutes.approved",
                {"occurrence": sitting.id},
                key=f"minutes:{sitting.id}:approved:{person.id}",
                at=turn.now,
            )


@router.card("minutes.approved")
async def draw(view: View) -> Card | None:
    """To one who was there: what was decided, and what they promised."""
    found, person, say = await sitting(view.store, view["occurrence"]), view.person, view.say
    if found is None or person is None or not await has_attended(view.store, found, person):
        return None
    parts: list[Part] = [Text(say("Thank you for being there. The minutes are approved."))]
    decided = [item for item in await view.store.agenda.of(found.id) if item.decision]
    if decided:
        lines = [f"{words.number(say, item)}: {item.decision}" for item in decided]
        parts += [Text(say("Decided"), "strong"), Text("\n".join(lines))]
    today = view.now.astimezone(view.arena.zone).date()
    mine = [one for one in await view.store.actions.of(found.id) if one.owner_id == person.id]
    parts += showing.promised(mine, say, today)
    parts.append(Buttons((Button(say("Minutes"), "minutes.show", str(found.id)),)))
    return Card(found.title, tuple(parts))

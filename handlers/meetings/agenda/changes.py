"""What follows when an agenda changes: every copy is redrawn, and those who have it are told, once it is quiet."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import issue_subject
from handlers.directory.naming import subject as question_subject
from handlers.meetings import sittings
from handlers.meetings.agenda import showing, words
from handlers.meetings.agenda.readers import readers, still_reads
from handlers.meetings.showing import is_coming, when
from handlers.meetings.sittings import Sitting
from handlers.notifications.pushes import push
from storage.meetings.agenda import PROPOSED, REFUSED, WITHDRAWN, AgendaItem

router = Router()
#: changes that come one after the other are told together
QUIET = timedelta(minutes=30)


def news(occurrence_id: int) -> str:
    """Word of changes that is still to come: what is told later takes its place."""
    return f"agenda:{occurrence_id}:news"


async def changed(turn: Turn, sitting: Sitting, item: AgendaItem | None = None) -> None:
    """Call it with what was changed; None for papers. A wish that waits is nobody's news."""
    store = turn.store
    if item is not None and (item.state in (PROPOSED, REFUSED) or (item.state == WITHDRAWN and item.number is None)):
        return
    if item is not None:
        item.changed_at = turn.now
        if item.question_id is not None:
            await store.outbox.refresh(question_subject(item.question_id))
        if item.issue_id is not None:
            await store.outbox.refresh(issue_subject(item.issue_id))
    await store.session.flush()
    await redraw(turn, sitting)
    if sitting.occurrence.agenda_sent_at is None or not is_coming(sitting, turn.now):
        return
    await store.outbox.cancel(subject=news(sitting.id))
    for person in await readers(store, sitting):
        if person.id != turn.person.id:
            await push(
                store,
                turn.arena,
                person,
                "agenda.changed",
                {"occurrence": sitting.id},
                key=f"agenda:{sitting.id}:changed:{person.id}:{turn.now.isoformat()}",
                at=turn.now + QUIET,
                subject=news(sitting.id),
                expires_at=sitting.occurrence.start_at,
            )


async def redraw(turn: Turn, sitting: Sitting) -> None:
    await turn.store.outbox.refresh(showing.subject(sitting.id))


@router.card("agenda.changed")
async def draw(view: View) -> Card | None:
    """What is new, changed or gone since the agenda was sent; None when all is as it was."""
    found = await sittings.sitting(view.store, view["occurrence"])
    if found is None or view.person is None or not is_coming(found, view.now):
        return None
    if not await still_reads(view.store, found, view.person):
        return None
    say, items = view.say, await view.store.agenda.of(found.id)
    parts: list[Part] = [Text(when(found, say), "subtle")]
    for item, times in zip(items, showing.timetable(found, items), strict=True):
        if showing.is_changed(found, item):
            parts.append(await showing.entry(view.store, found, item, say, times))
    parts += [
        Item(words.title(say, item), note=say("Taken off the agenda"))
        for item in await view.store.agenda.of(found.id, (WITHDRAWN,))
        if item.number is not None and showing.is_changed(found, item)
    ]
    parts.append(Buttons((Button(say("Agenda"), "agenda.show", str(found.id), "primary"),)))
    return Card(say("The agenda of {title} has changed", title=found.title), tuple(parts))

"""The agenda: what a meeting is about, in order, with the standing reminder on top; in rooms and for one person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.directory.naming import shorten
from handlers.meetings import showing
from handlers.meetings.agenda import papers, words
from handlers.meetings.agenda.lookup import load_visible_sitting
from handlers.meetings.audience import may_run
from handlers.meetings.sittings import Sitting, sitting
from handlers.moderation.competition import reminder
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.agenda import CARRIED, PROPOSED, TREATED, AgendaItem
from storage.meetings.minutes import LOCKED, REVIEW

router = Router()


def subject(occurrence_id: int) -> str:
    """Every copy of an agenda, in rooms and in private, is redrawn together."""
    return f"agenda:{occurrence_id}"


@router.on(Click, "agenda.show")
async def show(event: Click, turn: Turn) -> Reply:
    found = await load_visible_sitting(turn, event.value, lock=False)
    return Reply(await personal_card(turn.store, found, turn.say, turn.person))


@router.card("agenda.card")
async def draw(view: View) -> Card | None:
    """For everybody in a room."""
    found = await sitting(view.store, view["occurrence"])
    if found is None or (found.cancelled and not view.delivery.message):
        return None
    parts = await shared(view.store, found, view.say)
    if showing.is_coming(found, view.now):
        parts.append(Buttons((Button(view.say("Propose an item"), "agenda.propose", str(found.id)),)))
    return Card(headline(view.say, found), tuple(parts))


def headline(say: Say, sitting: Sitting) -> str:
    return say("Agenda: {title}", title=sitting.title)


async def shared(store: Store, sitting: Sitting, say: Say) -> list[Part]:
    """What everybody may know who may see the meeting."""
    items = await store.agenda.of(sitting.id)
    parts: list[Part] = [reminder(say), Text(showing.when(sitting, say), "subtle")]
    parts += [*showing.state(sitting, say, store.now), *_sending(sitting, items, say)]
    times = timetable(sitting, items)
    for item, (start, end) in zip(items, times, strict=True):
        parts.append(await entry(store, sitting, item, say, (start, end)))
    if not items:
        parts.append(Text(say("Nothing is on the agenda yet.")))
    return [*parts, *papers.parts(sitting.occurrence.papers, say)]


async def personal_card(store: Store, sitting: Sitting, say: Say, person: Person) -> Card:
    """The agenda, the wishes this person may know of, and what they may do."""
    parts = await shared(store, sitting, say)
    for item in await store.agenda.of(sitting.id, (PROPOSED,)):
        if may_run(person, sitting.meeting):
            parts.append(await wish(store, item, say, person))
        elif item.proposed_by_id == person.id:
            parts.append(own_wish(say, item))
    if may_run(person, sitting.meeting):
        parts += await _length(store, sitting, say)
    row = await _ways(store, sitting, say, person)
    return Card(headline(say, sitting), (*parts, *([Buttons(row)] if row else [])))


def timetable(sitting: Sitting, items: Sequence[AgendaItem]) -> list[tuple[datetime | None, datetime | None]]:
    """Begin and end of each, as far as the lengths before it are known."""
    at: datetime | None = sitting.occurrence.start_at
    found: list[tuple[datetime | None, datetime | None]] = []
    for item in items:
        end = None if at is None or item.minutes is None else at + timedelta(minutes=item.minutes)
        found.append((at, end))
        at = end
    return found


async def entry(
    store: Store, sitting: Sitting, item: AgendaItem, say: Say, times: tuple[datetime | None, datetime | None]
) -> Item:
    """Number, kind, owner, length and time of day."""
    note = [words.kinds(say)[item.kind], await words.owner(store, item, say)]
    if item.minutes is not None:
        note.append(say.many("{n} minute", "{n} minutes", item.minutes))
    start, end = times
    clock = Say(say.language, sitting.zone).clock
    if start is not None:
        note.append(clock(start) if end is None else f"{clock(start)}–{clock(end)}")
    if item.state == CARRIED:
        note.append(say("Carried over"))
    elif is_changed(sitting, item):
        note.append(say("New or changed"))
    note.append(await _origin(store, item, say))
    row = await words.ways(store, item, say)
    return Item(words.title(say, item), shorten(item.text, 400), " · ".join(filter(None, note)), row)


async def _origin(store: Store, item: AgendaItem, say: Say) -> str:
    """The meeting at which it was not reached; empty for what is new here."""
    earlier = (await store.agenda.carried_from([item.id])).get(item.id)
    held = await sitting(store, earlier.occurrence_id) if earlier else None
    if held is None:
        return ""
    return say("Carried over from {title}", title=f"{held.title}, {say.day(held.occurrence.start_at)}")


def is_changed(sitting: Sitting, item: AgendaItem) -> bool:
    """Since the agenda was sent, as far as it was."""
    sent = sitting.occurrence.agenda_sent_at
    return sent is not None and item.changed_at is not None and item.changed_at > sent and item.state != TREATED


def _sending(sitting: Sitting, items: Sequence[AgendaItem], say: Say) -> list[Part]:
    sent = sitting.occurrence.agenda_sent_at
    if sitting.cancelled:
        return []
    if sent is None:
        return [Text(say("A draft: the agenda is not sent out yet."), "subtle")] if items else []
    if any(is_changed(sitting, item) for item in items):
        return [Text(say("Changed since it was sent on {day}.", day=say.day(sent)), "subtle")]
    return [Text(say("Sent on {day}.", day=say.day(sent)), "subtle")]


async def wish(store: Store, item: AgendaItem, say: Say, reader: Person) -> Item:
    """For whoever runs the meeting."""
    id, by = str(item.id), await words.proposer(store, item, say, reader)
    note = f"{words.kinds(say)[item.kind]} · {say('Proposed by {name}', name=by)}"
    row = (
        Button(say("Accept"), "agenda.accept", id, "primary"),
        Button(say("Do not take up"), "agenda.refuse", id),
        Button(say("Change"), "agenda.edit", id),
    )
    return Item(item.title, shorten(item.text, 400), note, row)


def own_wish(say: Say, item: AgendaItem) -> Item:
    id = str(item.id)
    row = (Button(say("Change"), "agenda.edit", id), Button(say("Take it back"), "agenda.withdraw", id))
    return Item(item.title, shorten(item.text, 400), say("You propose this. The organiser decides."), row)


async def _length(store: Store, sitting: Sitting, say: Say) -> list[Part]:
    items = await store.agenda.of(sitting.id)
    over = sum(item.minutes or 0 for item in items) - int(sitting.length.total_seconds() // 60)
    if over <= 0:
        return []
    return [
        Text(
            say.many(
                "The items take {n} minute more than there is.", "The items take {n} minutes more than there is.", over
            )
        )
    ]


async def _ways(store: Store, sitting: Sitting, say: Say, person: Person) -> tuple[Button, ...]:
    id, minutes = str(sitting.id), await store.minutes.find(sitting.id)
    row = []
    if may_run(person, sitting.meeting):
        if not sitting.cancelled and (minutes is None or minutes.state != LOCKED):
            items = await store.agenda.of(sitting.id)
            row.append(Button(say("Add an item"), "agenda.add", id, "" if items else "primary"))
            row += [Button(say("Arrange"), "agenda.arrange", id)] if items else []
            sent = sitting.occurrence.agenda_sent_at is not None
            if (items or sent) and showing.is_coming(sitting, store.now):
                row.append(
                    Button(say("Papers"), "agenda.papers", id)
                    if sent
                    else Button(say("Send the agenda"), "agenda.publish", id, "primary")
                )
        if not sitting.cancelled and not showing.is_coming(sitting, store.now):
            row.append(Button(say("Minutes"), "minutes.show", id))
        return tuple(row)
    if showing.is_coming(sitting, store.now):
        row.append(Button(say("Propose an item"), "agenda.propose", id))
    if minutes is not None and minutes.state in (REVIEW, LOCKED):
        row.append(Button(say("Minutes"), "minutes.show", id))
    return tuple(row)

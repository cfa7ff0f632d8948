"""Draw minutes for their readers: attendance, outcome of each item, actions, and the buttons that
edit them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Rule, Style, Text
from handlers.chat.rich_text.markup_writer import escape_marks, label_markup
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext
from handlers.directory.display_names import format_signature
from handlers.meetings import occurrence_facts
from handlers.meetings.actions.action_texts import describe_action, describe_due_date, draw_action_buttons
from handlers.meetings.agenda import agenda_texts
from handlers.meetings.audience import may_run_meeting
from handlers.meetings.button_values import ActionOrigin
from handlers.meetings.minutes import attendance
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from storage.kit.database import Store
from storage.meetings.actions import Action
from storage.meetings.agenda import CARRIED, AgendaItem
from storage.meetings.minutes import DRAFT, LOCKED, REVIEW, Minutes


async def draw_minutes_card(at: ReaderContext, occurrence: OccurrenceView, minutes: Minutes | None) -> Card:
    """Draw the whole minutes, with what the reader may do about them."""
    store, say = at.store, at.say
    parts = await draw_minutes_record(store, occurrence, minutes, say)
    if may_run_meeting(at.person, occurrence.meeting) and _is_minutes_writable(occurrence, minutes, at):
        parts = await _add_item_buttons(at, occurrence, minutes, parts)
        parts += await _draw_open_corrections(at, occurrence)
    row = await _draw_minutes_buttons(
        at, occurrence, minutes, promised=bool(await store.actions.list_actions_of_occurrence(occurrence.id))
    )
    return Card(describe_minutes_title(say, occurrence), (*parts, *([Buttons(row)] if row else [])))


def describe_minutes_title(say: Say, occurrence: OccurrenceView) -> str:
    return say("Minutes: {title}", title=occurrence.title)


async def draw_minutes_record(
    store: Store, occurrence: OccurrenceView, minutes: Minutes | None, say: Say, *, apart: Collection[int] = ()
) -> list[Part]:
    """Draw what is noted, item by item. `apart`: actions that the same card shows elsewhere."""
    parts: list[Part] = [
        Text(await describe_minutes_state(store, minutes, say), "subtle"),
        Text(occurrence_facts.describe_occurrence_time(occurrence, say), "subtle"),
    ]
    if minutes is not None and minutes.counted:
        rows = await attendance.list_attendance_by_organisation(store, occurrence, minutes, say)
        lines = [f"{organisation_name}: {', '.join(names)}" for organisation_name, names in rows]
        lines.append(await attendance.describe_attendance_total(store, occurrence, minutes, say))
        parts += [Text(say("Attendance"), "strong"), Text("\n".join(filter(None, lines)) or say("Nobody."))]
    if minutes is not None and minutes.text:
        parts.append(Item(say("General text"), minutes.text, marked=True))
    actions = [one for one in await store.actions.list_actions_of_occurrence(occurrence.id) if one.id not in apart]
    items = await store.agenda.list_agenda_items(occurrence.id)
    for item in items:
        parts.append(await _draw_minuted_item(store, item, [one for one in actions if one.item_id == item.id], say))
    known = {item.id for item in items}
    loose = [await describe_action(store, one, say) for one in actions if one.item_id not in known]
    if loose:
        parts.append(Item(say("Actions"), "\n".join(loose)))
    return parts


def draw_promised_actions(actions: Sequence[Action], say: Say, today: date) -> list[Part]:
    """Draw the reader's actions with their buttons; nothing if there are none."""
    items = [
        Item(
            one.text,
            note=describe_due_date(one, say, today),
            buttons=draw_action_buttons(say, one),
        )
        for one in actions
    ]
    return [Text(say("Your commitments"), "strong"), *items] if items else []


async def _draw_minuted_item(store: Store, item: AgendaItem, actions: list[Action], say: Say) -> Item:
    lines = [label_markup(say("Decision"), item.decision)] if item.decision else []
    lines += [item.note] if item.note else []
    if actions:
        told = [escape_marks(f"→ {await describe_action(store, action, say)}") for action in actions]
        lines.append("\n".join(told))
    note = agenda_texts.describe_item_kinds(say)[item.kind]
    if item.state == CARRIED:
        taken = await store.agenda.find(item.carried_to_id)
        to = await find_occurrence_view(store, taken.occurrence_id) if taken else None
        if to is not None:
            name = f"{to.title}, {say.format_day(to.occurrence.start_at)}"
            note = f"{note} · {say('Carried over to {title}', title=name)}"
    return Item(agenda_texts.describe_item_title(say, item), "\n".join(lines), note, marked=True)


async def describe_minutes_state(store: Store, minutes: Minutes | None, say: Say) -> str:
    if minutes is None:
        return say("Nothing is written yet.")
    if minutes.state == LOCKED and minutes.approved_at is not None:
        by = await format_signature(store, minutes.approved_by_id, None, say)
        return say("Approved by {name} on {day}.", name=by, day=say.format_day(minutes.approved_at))
    if minutes.state == REVIEW and minutes.review_until is not None:
        if minutes.review_until <= store.now:
            return say("A draft: the time for corrections is over.")
        return say(
            "A draft: those who were there can correct it by {when}.", when=say.format_period(minutes.review_until)
        )
    return say("A draft, visible only to those who run the meeting.")


def _is_minutes_writable(occurrence: OccurrenceView, minutes: Minutes | None, at: ReaderContext) -> bool:
    begun = occurrence.takes_place and occurrence.occurrence.start_at <= at.now
    return begun and (minutes is None or minutes.state != LOCKED)


async def _add_item_buttons(
    at: ReaderContext, occurrence: OccurrenceView, minutes: Minutes | None, parts: list[Part]
) -> list[Part]:
    """Add the buttons of each item, in the order of the items. The general text above them has none."""
    say, items = at.say, await at.store.agenda.list_agenda_items(occurrence.id)
    waiting: list[AgendaItem | None] = [*([None] if minutes is not None and minutes.text else []), *items]
    found: list[Part] = []
    for part in parts:
        item = waiting.pop(0) if isinstance(part, Item) and waiting else None
        if not isinstance(part, Item) or item is None:
            found.append(part)
            continue
        id = str(item.id)
        row: tuple[Button, ...] = (Button(say("Discuss here anyway"), "minutes.uncarry", id),)
        if item.state != CARRIED:
            row = (
                Button(say("Write"), "minutes.write", id),
                Button(say("Add an action"), "actions.add", ActionOrigin(occurrence.id, item.id).encode_value()),
                Button(say("Carry over"), "minutes.carry", id),
            )
        # The kind is put into the text: a message may have few blocks, and a meeting has many items.
        text = "\n".join(filter(None, (escape_marks(part.note), part.text)))
        found.append(Item(part.title, text, buttons=row, marked=True))
    return found


async def _draw_open_corrections(at: ReaderContext, occurrence: OccurrenceView) -> list[Part]:
    """Draw the corrections that wait for an answer."""
    say, found = at.say, []
    for one in await at.store.minute_book.list_corrections(occurrence.id):
        if one.taken is None:
            by = await format_signature(at.store, one.person_id, None, say)
            row = (
                Button(say("Added"), "minutes.take", str(one.id), "primary"),
                Button(say("Not added"), "minutes.leave", str(one.id)),
            )
            found.append(Item(say("Correction by {name}", name=by), one.text, buttons=row, marked=True))
    return [Rule(), *found] if found else []


def draw_item_button(say: Say, id: str) -> Button:
    """Draw the button to what was discussed: an agenda that nobody wrote before the meeting is written after it."""
    return Button(say("Add an item"), "agenda.add", id)


def draw_approval_button(say: Say, occurrence_id: int, told: int, style: Style = "primary") -> Button:
    """Draw the button that closes the minutes. It asks once more, with how many people will be told."""
    sure = say.many(
        "The minutes cannot be changed after that. {n} person who was there will be told. Approve them?",
        "The minutes cannot be changed after that. {n} people who were there will be told. Approve them?",
        told,
    )
    return Button(say("Approve and close"), "minutes.close", str(occurrence_id), style, confirm=sure if told else "")


async def draw_next_step(at: ReaderContext, occurrence: OccurrenceView, *, closing: bool, first: bool = True) -> Button:
    """Draw the button that sends the minutes to those who were there, or approves them.

    `first`: it is the main action of the card, as it is once something is written.
    """
    told = await attendance.count_other_attendees(at.store, occurrence, at.person)
    if closing:
        return draw_approval_button(at.say, occurrence.id, told)
    sure = _confirm_sending(at.say, told)
    label = at.say("Send to those who were there")
    return Button(label, "minutes.send", str(occurrence.id), "primary" if first else "", confirm=sure)


def _confirm_sending(say: Say, told: int) -> str:
    """Ask once more, with how many people the draft goes to. Return an empty text if it goes to nobody."""
    sure = say.many(
        "It goes to {n} other person who was there. Send it?",
        "It goes to {n} other people who were there. Send it?",
        told,
    )
    return sure if told else ""


async def _draw_minutes_buttons(
    at: ReaderContext, occurrence: OccurrenceView, minutes: Minutes | None, *, promised: bool
) -> tuple[Button, ...]:
    say, id, row = at.say, str(occurrence.id), []
    if may_run_meeting(at.person, occurrence.meeting) and _is_minutes_writable(occurrence, minutes, at):
        row += [
            Button(say("Attendance"), "minutes.attendance", id),
            Button(say("General text"), "minutes.text", id),
        ]
        if not await at.store.agenda.list_agenda_items(occurrence.id):  # else each item has a button to its actions
            row += [draw_item_button(say, id), Button(say("Add an action"), "actions.add", id)]
        row += [Button(say("Actions"), "actions.of", id)] if promised else []
        if occurrence.occurrence.end_at <= at.now:
            told = await attendance.count_other_attendees(at.store, occurrence, at.person)
            is_draft = minutes is None or minutes.state == DRAFT
            row += [await draw_next_step(at, occurrence, closing=False, first=minutes is not None)] if is_draft else []
            row.append(draw_approval_button(say, occurrence.id, told, "" if is_draft else "primary"))
    if minutes is not None and minutes.state == REVIEW and not may_run_meeting(at.person, occurrence.meeting):
        row.append(Button(say("Suggest a correction"), "minutes.correct", id, "primary"))
    if minutes is not None and minutes.state == LOCKED:
        row.append(Button(say("Raise it at the next meeting"), "minutes.late", id))
    if minutes is not None:
        row.append(Button(say("The whole text"), "minutes.export", id))
    return tuple(row)

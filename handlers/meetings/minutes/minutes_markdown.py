"""Show all of the minutes page by page, and write them as Markdown for files, in the reader's language."""

from __future__ import annotations

from handlers.chat.button_values import RecordPage
from handlers.chat.cards import Buttons, Card, Part, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.rich_text.block_parser import parse_markup
from handlers.chat.rich_text.markup_writer import write_markup
from handlers.chat.rich_text.plain_text import has_marks
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.text_pages import draw_text_page, split_text_pages
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_signature
from handlers.meetings import occurrence_facts
from handlers.meetings.actions.action_texts import describe_action
from handlers.meetings.agenda import agenda_texts
from handlers.meetings.agenda.lookup import load_visible_occurrence
from handlers.meetings.minutes import minutes_card
from handlers.meetings.minutes.attendance import describe_attendance_total, list_attendance_by_organisation
from handlers.meetings.minutes.lookup import may_read_minutes
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from storage.kit.database import Store
from storage.meetings.actions import Action
from storage.meetings.agenda import CARRIED, AgendaItem
from storage.meetings.minutes import LOCKED, Minutes

router = Router()


@router.on(Click, "minutes.export")
async def on_minutes_export(event: Click, turn: Turn) -> Reply:
    asked = RecordPage.parse_value(event.value)
    found = await load_visible_occurrence(turn, str(asked.record), lock=False)
    minutes = await turn.store.minute_book.find_minutes(found.id)
    if minutes is None or not await may_read_minutes(turn.store, found, minutes, turn.person):
        raise UserError(turn.say("The minutes of {title} are not there yet.", title=found.title))
    pages = split_text_pages(await build_minutes_markdown(turn.store, found, minutes, turn.say))
    here = min(asked.page, len(pages) - 1)
    parts: list[Part] = [draw_text_page(pages[here])]
    more = here + 1 < len(pages)
    row = draw_page_buttons(turn.say, event.name, here, 1, more=more, value=lambda at: RecordPage(found.id, at))
    parts += [Buttons(tuple(row))] if row else []
    return Reply(Card(minutes_card.describe_minutes_title(turn.say, found), tuple(parts)), replace=":" in event.value)


async def build_minutes_markdown(store: Store, occurrence: OccurrenceView, minutes: Minutes, say: Say) -> str:
    rows = [
        f"# {minutes_card.describe_minutes_title(say, occurrence)}",
        occurrence_facts.describe_occurrence_time(occurrence, say),
    ]
    rows += [occurrence.place] if occurrence.place else []
    if minutes.state != LOCKED:
        rows.append(say("A draft, not approved yet."))
    if minutes.counted:
        there = await list_attendance_by_organisation(store, occurrence, minutes, say)
        rows += [
            f"## {say('Attendance')}",
            "\n".join(f"- {organisation_name}: {', '.join(names)}" for organisation_name, names in there),
            await describe_attendance_total(store, occurrence, minutes, say),
        ]
    rows += [_tidy_markup(minutes.text)] if minutes.text else []
    actions = await store.actions.list_actions_of_occurrence(occurrence.id)
    items = await store.agenda.list_agenda_items(occurrence.id)
    for item in items:
        rows += await _describe_minuted_item(store, item, [one for one in actions if one.item_id == item.id], say)
    loose = [one for one in actions if one.item_id not in {item.id for item in items}]
    if loose:
        rows += [f"## {say('Actions')}", await _describe_minuted_actions(store, loose, say)]
    if minutes.approved_at is not None:
        by = await format_signature(store, minutes.approved_by_id, None, say)
        rows.append(say("Approved by {name} on {day}.", name=by, day=say.format_day(minutes.approved_at)))
    return "\n\n".join(filter(None, rows)) + "\n"


async def _describe_minuted_item(store: Store, item: AgendaItem, actions: list[Action], say: Say) -> list[str]:
    rows = [
        f"## {agenda_texts.describe_item_title(say, item)}",
        f"*{agenda_texts.describe_item_kinds(say)[item.kind]}*",
    ]
    rows += [_tidy_markup(item.note)] if item.note else []
    rows += [_write_decision(say, item.decision)] if item.decision else []
    if item.state == CARRIED:
        taken = await store.agenda.find(item.carried_to_id)
        to = await find_occurrence_view(store, taken.occurrence_id) if taken else None
        name = f"{to.title}, {say.format_day(to.occurrence.start_at)}" if to else ""
        rows.append(say("Carried over to {title}", title=name))
    return [*rows, await _describe_minuted_actions(store, actions, say)] if actions else rows


def _write_decision(say: Say, text: str) -> str:
    """Return a decision in bold; one with marks of its own below a bold label."""
    if has_marks(parse_markup(text)):
        return f"**{say('Decision')}:**\n\n{_tidy_markup(text)}"
    return f"**{say('Decision: {text}', text=text)}**"


def _tidy_markup(text: str) -> str:
    """Return a member's words as Markdown, in which only what they mean is a mark."""
    return write_markup(parse_markup(text))


async def _describe_minuted_actions(store: Store, actions: list[Action], say: Say) -> str:
    return "\n".join([f"- {await describe_action(store, one, say)}" for one in actions])

"""Send the agenda and its papers to everybody invited, and to the threads of the meeting's cards."""

from __future__ import annotations

import zlib

from handlers.chat import outgoing
from handlers.chat.button_values import RecordVersion
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.meetings import occurrence_view
from handlers.meetings.agenda import agenda_cards, meeting_papers
from handlers.meetings.agenda.agenda_change_notices import announce_agenda_change
from handlers.meetings.agenda.agenda_recipients import is_agenda_recipient, list_agenda_recipients
from handlers.meetings.agenda.forms import restore_typed_values
from handlers.meetings.agenda.lookup import load_visible_occurrence, need_upcoming_occurrence
from handlers.meetings.agenda.shown_agenda import build_agenda_reply
from handlers.meetings.audience import need_meeting_role
from handlers.meetings.card_arguments import MeetingCard, OccurrenceCard
from handlers.meetings.meeting_rooms import list_occurrence_rooms
from handlers.meetings.occurrence_facts import is_occurrence_upcoming
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.queue.delivery_rows import CARD
from storage.queue.outbox import DeliveryDraft

router = Router()


class AgendaSentNotice(OccurrenceCard, frozen=True):
    template = "agenda.sent"


@router.on(Click, "agenda.publish", opens=True)
async def on_agenda_publish_open(event: Click, turn: Turn) -> Reply:
    """Ask for the papers, and show how many people will receive the agenda."""
    say, found = turn.say, await load_visible_occurrence(turn, event.value, lock=False)
    await _need_sendable_agenda(turn, found)
    many = len([person for person in await list_agenda_recipients(turn.store, found) if person.id != turn.person.id])
    lead = say.many("It goes to {n} person who is invited.", "It goes to {n} people who are invited.", many)
    return Reply(
        form=Form(
            say("Send the agenda"),
            "agenda.publish",
            (_draw_papers_field(turn, found),),
            say("Send"),
            str(found.id),
            note=lead,
        )
    )


@router.on(Submission, "agenda.publish")
async def on_agenda_publish_submit(event: Submission, turn: Turn) -> Reply:
    found = await load_visible_occurrence(turn, event.value)
    await _need_sendable_agenda(turn, found)
    found.occurrence.papers = _parse_papers_text(turn, event)
    found.occurrence.agenda_sent_at = turn.now
    await turn.store.session.flush()
    await _schedule_agenda_notices(turn, found)
    await _post_agenda_to_rooms(turn, found)
    await turn.store.outbox.refresh_copies(occurrence_view.build_occurrence_subject(found.id))
    await turn.store.outbox.refresh_copies(occurrence_view.build_reminder_subject(found.id))
    return build_text_reply(
        turn.say("The agenda of {title} is on its way. Later changes are notified automatically.", title=found.title)
    )


@router.on(Click, "agenda.papers", opens=True)
async def on_agenda_papers_open(event: Click, turn: Turn) -> Reply:
    found = await load_visible_occurrence(turn, event.value, lock=False)
    await need_meeting_role(turn, found.meeting)
    await need_upcoming_occurrence(turn, found)
    return Reply(form=_draw_papers_form(turn, found))


def _draw_papers_form(turn: Turn, occurrence: OccurrenceView, lead: str = "") -> Form:
    value = RecordVersion(occurrence.id, _fingerprint_papers(occurrence)).encode_value()
    field = _draw_papers_field(turn, occurrence)
    return Form(turn.say("Papers"), "agenda.papers", (field,), turn.say("Save"), value, note=lead)


def _fingerprint_papers(occurrence: OccurrenceView) -> int:
    """Return a number that differs once the papers have changed. It is never 0, which older forms carry."""
    return zlib.crc32(occurrence.occurrence.papers.encode()) or 1


@router.on(Submission, "agenda.papers")
async def on_agenda_papers_submit(event: Submission, turn: Turn) -> Reply:
    """Save the papers. A form that was opened on other papers is returned with what was typed."""
    seen = RecordVersion.parse_value(event.value)
    found = await load_visible_occurrence(turn, str(seen.record))
    await need_meeting_role(turn, found.meeting)
    await need_upcoming_occurrence(turn, found)
    given, now = _parse_papers_text(turn, event), found.occurrence.papers
    if seen.version not in (0, _fingerprint_papers(found)):
        lead = turn.say("Somebody has changed it in the meantime. It now says: {text}", text=shorten_text(now, 500))
        return Reply(form=restore_typed_values(_draw_papers_form(turn, found, lead), event))
    if given != now:
        found.occurrence.papers = given
        await announce_agenda_change(turn, found)
    return await build_agenda_reply(turn, found)


@router.card(AgendaSentNotice)
async def draw_agenda_sent_card(view: View[AgendaSentNotice]) -> Card | None:
    """Draw the agenda for an invitee, in its state on arrival."""
    found = await occurrence_view.find_occurrence_view(view.store, view.args.occurrence)
    if found is None or view.person is None:
        return None
    if not view.delivery.was_told and not (
        is_occurrence_upcoming(found, view.now) and await is_agenda_recipient(view.store, found, view.person)
    ):
        return None
    row = [Button(view.say("Agenda"), "agenda.show", str(found.id))]
    if is_occurrence_upcoming(found, view.now):
        row.append(Button(view.say("Propose an item"), "agenda.propose", str(found.id)))
    items = await view.store.agenda.list_agenda_items(found.id)
    parts, read = await agenda_cards.draw_shared_agenda(view.store, found, items, view.say)
    return Card(agenda_cards.describe_agenda_title(view.say, found), (*parts, Buttons((*row, *read))))


async def _schedule_agenda_notices(turn: Turn, occurrence: OccurrenceView) -> None:
    for person in await list_agenda_recipients(turn.store, occurrence):
        if person.id != turn.person.id:
            await schedule_notification(
                turn.store,
                turn.arena,
                person,
                AgendaSentNotice(occurrence.id),
                key=f"occurrence:{occurrence.id}:agenda:{person.id}:{occurrence.occurrence.moves}",
                at=turn.now,
                subject=agenda_cards.build_agenda_subject(occurrence.id),
                expires_at=occurrence.occurrence.start_at,
            )


async def _post_agenda_to_rooms(turn: Turn, occurrence: OccurrenceView) -> None:
    """Post the agenda in the thread of the meeting's card. Post a message of its own where there is no
    card.
    """
    store, card = turn.store, agenda_cards.AgendaCard(occurrence.id)
    cards = {
        copy.room_id: copy
        for copy in await store.posted_copies.list_sent_copies(occurrence_view.build_occurrence_subject(occurrence.id))
        if copy.template == MeetingCard.template and copy.room_id is not None
    }
    for room in await list_occurrence_rooms(store, occurrence.meeting, occurrence.id):
        key, copy = f"agenda:{occurrence.id}:room:{room.id}", cards.get(room.id)
        about = agenda_cards.build_agenda_subject(occurrence.id)
        if copy is None:
            await store.outbox.post_deliveries(outgoing.build_room_draft(room, card, key=key, subject=about))
            continue
        await store.outbox.post_deliveries(
            DeliveryDraft(
                key=key,
                platform=copy.platform,
                workspace=copy.workspace,
                channel=copy.sent_channel or copy.channel,
                thread=copy.sent_thread,
                template=card.template,
                args=card.encode_arguments(),
                language=copy.language,
                kind=CARD,
                subject=about,
                room_id=room.id,
            )
        )


async def _need_sendable_agenda(turn: Turn, occurrence: OccurrenceView) -> None:
    await need_meeting_role(turn, occurrence.meeting)
    await need_upcoming_occurrence(turn, occurrence)
    sent = occurrence.occurrence.agenda_sent_at
    if sent is not None:
        raise UserError(
            turn.say("It was sent on {day}. Later changes are notified automatically.", day=turn.say.format_day(sent))
        )
    if not await turn.store.agenda.list_agenda_items(occurrence.id):
        raise UserError(turn.say("Nothing is on the agenda yet. Add an item first."))


def _draw_papers_field(turn: Turn, occurrence: OccurrenceView) -> Field:
    say = turn.say
    hint = say("One a line: a name and a link that starts with https.")
    return Field("papers", say("Papers"), "text", occurrence.occurrence.papers, hint, required=False)


def _parse_papers_text(turn: Turn, event: Submission) -> str:
    text = event.get_text("papers")
    if len([line for line in text.splitlines() if line.strip()]) > meeting_papers.MOST_PAPERS:
        raise UserError(
            "", {"papers": turn.say("At most {n} papers: put the rest behind one link.", n=meeting_papers.MOST_PAPERS)}
        )
    return text

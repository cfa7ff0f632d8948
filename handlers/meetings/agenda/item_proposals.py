"""Propose an agenda item, change it or withdraw it, until the organiser has decided."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.button_values import RecordVersion
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Form, Item, Part, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import build_next_version
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.meetings.agenda import agenda_cards, agenda_texts
from handlers.meetings.agenda.agenda_change_notices import announce_agenda_change
from handlers.meetings.agenda.forms import (
    draw_agenda_item_fields,
    draw_item_owner_field,
    parse_agenda_item,
    parse_item_owner,
    restore_typed_values,
)
from handlers.meetings.agenda.item_offers import ItemDraft
from handlers.meetings.agenda.lookup import (
    load_visible_agenda_item,
    load_visible_occurrence,
    need_open_agenda,
    need_upcoming_occurrence,
)
from handlers.meetings.audience import may_run_meeting, need_meeting_role
from handlers.meetings.occurrence_facts import describe_cancellation
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from handlers.moderation.competition import draw_competition_hint
from handlers.notifications.reader_hours import wait_for_reader_hours
from storage.meetings.agenda import ACCEPTED, PROPOSED, REFUSED, TREATED, WITHDRAWN, AgendaItem

router = Router()
#: maximum number of undecided proposals of one person for one meeting
MOST_PROPOSALS = 10
MOST_HOME_ENTRIES = 8


class ItemProposalRequest(CardArguments, frozen=True):
    template = "agenda.proposed"

    item: int


@router.on(Click, "agenda.propose", opens=True)
async def on_agenda_propose_open(event: Click, turn: Turn) -> Reply:
    draft = ItemDraft.parse_value(event.value)
    found = await load_visible_occurrence(turn, str(draft.occurrence), lock=False)
    await need_upcoming_occurrence(turn, found)
    return Reply(form=draw_item_proposal_form(turn, found, draft.title))


def draw_item_proposal_form(turn: Turn, occurrence: OccurrenceView, title: str = "") -> Form:
    say = turn.say
    about = f"{occurrence.title}, {say.format_period(occurrence.occurrence.start_at, zone=occurrence.zone)}"
    return Form(
        say("Propose an item"),
        "agenda.propose",
        draw_agenda_item_fields(say, title=title),
        say("Propose"),
        str(occurrence.id),
        note=about,
    )


@router.on(Submission, "agenda.propose")
async def on_agenda_propose_submit(event: Submission, turn: Turn) -> Reply:
    found = await load_visible_occurrence(turn, event.value)
    await need_upcoming_occurrence(turn, found)
    want = parse_agenda_item(turn, event)
    item = AgendaItem(occurrence_id=found.id, owner_id=turn.person.id, proposed_by_id=turn.person.id)
    want.apply_to_item(turn.say, item)
    return await record_item_proposal(turn, found, item)


async def record_item_proposal(turn: Turn, occurrence: OccurrenceView, item: AgendaItem) -> Reply:
    """Store the proposal, notify the organiser, and show the proposer what was proposed.

    Raises UserError for a repeated proposal, or when the proposer has too many undecided ones.
    """
    mine = [
        one
        for one in await turn.store.agenda.list_agenda_items(occurrence.id, (PROPOSED,))
        if one.proposed_by_id == turn.person.id
    ]
    if any((one.kind, one.title, one.text) == (item.kind, item.title, item.text) for one in mine):
        raise UserError(turn.say("You have proposed this already. The organiser decides."))
    if len(mine) >= MOST_PROPOSALS:
        raise UserError(
            turn.say("You have {n} proposals waiting for this meeting. Withdraw one first.", n=MOST_PROPOSALS)
        )
    item.state = PROPOSED
    await turn.store.agenda.add_agenda_item(item)
    await ask_organiser(turn, occurrence, item)
    return _reply_with_item(
        turn,
        occurrence,
        item,
        turn.say("Proposed for {title}.", title=occurrence.title),
    )


async def ask_organiser(turn: Turn, occurrence: OccurrenceView, item: AgendaItem) -> None:
    """Ask whoever runs the meeting about the proposal, unless they see it at once."""
    organiser = await turn.store.people.find(occurrence.meeting.organiser_id)
    if organiser is not None and organiser.id != turn.person.id:
        key = f"agenda:item:{item.id}:proposed:{occurrence.id}"
        request, subject = ItemProposalRequest(item.id), agenda_texts.build_item_proposal_subject(item.id)
        await outgoing.post_to_person(turn.store, organiser, request, key=key, subject=subject)


@router.card(ItemProposalRequest)
async def draw_agenda_proposed_card(view: View[ItemProposalRequest]) -> Card | None:
    """Draw the proposal for the organiser, and what became of it once it is withdrawn or decided."""
    item = await view.store.agenda.find(view.args.item)
    found = await find_occurrence_view(view.store, item.occurrence_id) if item else None
    if item is None or found is None or view.person is None:
        return None
    if item.state != PROPOSED or not found.takes_place:
        return await _draw_settled_proposal(view, item, found) if view.delivery.was_told else None
    wait_for_reader_hours(view, found.occurrence.start_at)
    title = view.say("Proposed for the agenda of {title}", title=found.title)
    return Card(title, (await agenda_cards.draw_item_proposal(view.store, item, view.say, view.person),))


async def _draw_settled_proposal(view: View, item: AgendaItem, occurrence: OccurrenceView) -> Card:
    """Draw the agenda with the item on it, or in one line why it is not there."""
    say, person = view.say, view.person
    if not occurrence.takes_place:
        return Card("", (Text(describe_cancellation(occurrence, say), "subtle"),))
    if item.state == REFUSED:
        return Card("", (Text(say("Declined: {title}", title=agenda_texts.format_item_title(say, item)), "subtle"),))
    if item.state == WITHDRAWN or person is None:
        return Card(
            "",
            (
                Text(
                    say("Withdrawn by who proposed it: {title}", title=agenda_texts.format_item_title(say, item)),
                    "subtle",
                ),
            ),
        )
    return await agenda_cards.draw_personal_agenda(view.store, occurrence, say, person)


@router.on(Click, "agenda.edit", opens=True)
async def on_agenda_edit_open(event: Click, turn: Turn) -> Reply:
    item, found = await load_visible_agenda_item(turn, event.value, lock=False)
    await _need_item_editor(turn, item, found)
    return Reply(form=await draw_item_edit_form(turn, item, found))


async def draw_item_edit_form(turn: Turn, item: AgendaItem, occurrence: OccurrenceView, *, lead: str = "") -> Form:
    say, inputs = turn.say, list(draw_agenda_item_fields(turn.say, item))
    if may_run_meeting(turn.person, occurrence.meeting):
        inputs.append(await draw_item_owner_field(turn, occurrence, item))
    title = agenda_texts.format_item_number(say, item) or say("Change the item")
    return Form(
        title, "agenda.edit", tuple(inputs), say("Save"), RecordVersion(item.id, item.version).encode_value(), note=lead
    )


@router.on(Submission, "agenda.edit")
async def on_agenda_edit_submit(event: Submission, turn: Turn) -> Reply:
    """Save the changed item. A form of an older version comes back as typed, and quotes the present item."""
    seen = RecordVersion.parse_value(event.value)
    item, found = await load_visible_agenda_item(turn, str(seen.record))
    await _need_item_editor(turn, item, found)
    want = parse_agenda_item(turn, event)
    owner_id = await parse_item_owner(turn, event, found) if "owner" in event.values else item.owner_id
    if seen.version != item.version:
        return await _reopen_item_form(turn, item, found, event)
    different = item.owner_id != owner_id
    if want.apply_to_item(turn.say, item) or different:
        item.owner_id, item.version = owner_id, build_next_version(item.version, turn.now)
        await announce_agenda_change(turn, found, item)
        await turn.store.outbox.refresh_copies(agenda_texts.build_item_proposal_subject(item.id))
    return _reply_with_item(
        turn, found, item, turn.say("Changed."), *draw_competition_hint(turn.say, f"{item.title}\n{item.text}")
    )


async def _reopen_item_form(turn: Turn, item: AgendaItem, occurrence: OccurrenceView, event: Submission) -> Reply:
    now = f"{agenda_texts.format_item_title(turn.say, item)}\n{shorten_text(item.text, 300)}".strip()
    form = await draw_item_edit_form(
        turn, item, occurrence, lead=turn.say("Somebody has changed it in the meantime. It now says: {text}", text=now)
    )
    return Reply(form=restore_typed_values(form, event))


@router.on(Click, "agenda.withdraw")
async def on_agenda_withdraw(event: Click, turn: Turn) -> Reply:
    item, found = await load_visible_agenda_item(turn, event.value)
    await rights.need_author(turn, item.proposed_by_id)
    if item.state == WITHDRAWN:
        return build_text_reply(turn.say("Withdrawn."), replace=True)
    if item.state != PROPOSED:
        raise UserError(turn.say("It is decided on already. Ask whoever runs {title}.", title=found.title))
    item.state, item.version = WITHDRAWN, build_next_version(item.version, turn.now)
    await turn.store.outbox.refresh_copies(agenda_texts.build_item_proposal_subject(item.id))
    return build_text_reply(turn.say("Withdrawn."), replace=True)


async def _need_item_editor(turn: Turn, item: AgendaItem, occurrence: OccurrenceView) -> None:
    """Raise an error unless the reader may edit the item: proposers while it is undecided, organisers
    until the meeting is closed.
    """
    if may_run_meeting(turn.person, occurrence.meeting) and item.state in (PROPOSED, ACCEPTED, TREATED):
        await need_meeting_role(turn, occurrence.meeting)
        await need_open_agenda(turn, occurrence)
        return
    await rights.need_author(turn, item.proposed_by_id)
    if item.state != PROPOSED:
        raise UserError(turn.say("It is decided on already. Ask whoever runs {title}.", title=occurrence.title))
    await need_upcoming_occurrence(turn, occurrence)


def _reply_with_item(turn: Turn, occurrence: OccurrenceView, item: AgendaItem, lead: str, *more: Part) -> Reply:
    say = turn.say
    parts: list[Part] = [Text(lead), *more]
    if item.state == PROPOSED and item.proposed_by_id == turn.person.id:
        parts.append(agenda_cards.draw_own_item_proposal(say, item))
    else:
        parts.append(Item(agenda_texts.describe_item_title(say, item), shorten_text(item.text, 400)))
    parts.append(Buttons((Button(say("Agenda"), "agenda.show", str(occurrence.id)),)))
    return Reply(Card("", tuple(parts)))


async def list_pending_item_proposals(turn: Turn) -> list[Item]:
    """Return the proposals that wait for whoever runs the meeting, oldest first."""
    found, organiser = [], None if turn.person.secretariat else turn.person.id
    for item in await turn.store.agenda.list_agenda_proposals(organiser, limit=MOST_HOME_ENTRIES):
        held = await find_occurrence_view(turn.store, item.occurrence_id)
        if held is not None and may_run_meeting(turn.person, held.meeting):
            entry = await agenda_cards.draw_item_proposal(turn.store, item, turn.say, turn.person)
            note = f"{turn.say('For {title}', title=held.title)} · {entry.note}"
            found.append(Item(entry.title, entry.text, note, entry.buttons))
    return found

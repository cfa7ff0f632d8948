"""Decide on proposed agenda items: organisers accept or refuse them, and add items of their own."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import build_next_version
from handlers.chat.rich_text.plain_text import spell_out_links
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.meetings.agenda import agenda_cards, agenda_texts
from handlers.meetings.agenda.agenda_change_notices import announce_agenda_change
from handlers.meetings.agenda.forms import (
    draw_agenda_item_fields,
    draw_item_owner_field,
    parse_agenda_item,
    parse_item_owner,
)
from handlers.meetings.agenda.item_offers import ItemDraft
from handlers.meetings.agenda.lookup import load_agenda_item_to_run, load_visible_occurrence, need_open_agenda
from handlers.meetings.agenda.numbering import number_agenda_items
from handlers.meetings.agenda.shown_agenda import build_agenda_reply
from handlers.meetings.audience import need_meeting_role
from handlers.meetings.occurrence_facts import describe_cancellation
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from handlers.moderation.competition import draw_competition_hint
from handlers.notifications.reader_hours import wait_for_reader_hours
from storage.kit.database import Store
from storage.meetings.agenda import ACCEPTED, OTHER, PROPOSED, REFUSED, WITHDRAWN, AgendaItem

router = Router()
#: maximum number of characters of a reason
REASON = 500


class ItemDecisionNotice(CardArguments, frozen=True):
    template = "agenda.decided"

    item: int
    #: decision: "accepted", "refused" or "taken_off"
    what: str


@router.on(Click, "agenda.accept")
async def on_agenda_accept(event: Click, turn: Turn) -> Reply:
    item, found = await load_agenda_item_to_run(turn, event.value)
    if item.state not in (PROPOSED, REFUSED):
        return build_text_reply(_describe_decided(turn, item), replace=True)
    await _need_public_source(turn, item)
    await put_on_agenda(turn.store, found, item)
    await number_agenda_items(turn.store, found)
    await announce_agenda_change(turn, found, item)
    await notify_item_proposer(turn, item, "accepted")
    await turn.store.outbox.refresh_copies(agenda_texts.build_item_proposal_subject(item.id))
    return Reply(
        await agenda_cards.draw_personal_agenda(turn.store, found, turn.say, turn.person), replace=event.direct
    )


def _describe_decided(turn: Turn, item: AgendaItem) -> str:
    if item.state == WITHDRAWN:
        return turn.say("It was withdrawn by who proposed it.")
    return turn.say("It is decided on already.")


async def _need_public_source(turn: Turn, item: AgendaItem) -> None:
    """Raise UserError if the item's issue or question is restricted by now: an agenda has more readers."""
    issue, question = await turn.store.issues.find(item.issue_id), await turn.store.questions.find(item.question_id)
    if issue is not None and issue.reach_id is not None:
        raise UserError(turn.say("Not all members may see {code}, but everyone reads the agenda.", code=issue.code))
    if question is not None and question.reach_id is not None:
        raise UserError(
            turn.say("Not all members may see question {id}, but everyone reads the agenda.", id=question.number)
        )


async def put_on_agenda(store: Store, occurrence: OccurrenceView, item: AgendaItem) -> None:
    """Number the item for good, and place it before any other business. The caller holds the lock of the
    occurrence.
    """
    items = list(await store.agenda.list_agenda_items(occurrence.id))
    at = len(items)
    while item.kind != OTHER and at and items[at - 1].kind == OTHER:
        at -= 1
    for position, other in enumerate((*items[:at], item, *items[at:])):
        other.position = position
    if item.number is None:
        item.year = occurrence.starts.year % 100
        item.number = await store.agenda.take_next_case_number(item.year)
    item.state, item.why, item.version = ACCEPTED, "", build_next_version(item.version, store.now)


@router.on(Click, "agenda.refuse", opens=True)
async def on_agenda_refuse_open(event: Click, turn: Turn) -> Reply:
    item, _ = await load_agenda_item_to_run(turn, event.value, lock=False)
    if item.state != PROPOSED:
        raise UserError(_describe_decided(turn, item))
    why = Field("why", turn.say("Why?"), "text", hint=turn.say("The proposer reads this."), most=REASON)
    title = turn.say("Decline")
    return Reply(
        form=Form(
            title,
            "agenda.refuse",
            (why,),
            turn.say("Send"),
            str(item.id),
            note=agenda_texts.format_item_title(turn.say, item),
        )
    )


@router.on(Submission, "agenda.refuse")
async def on_agenda_refuse_submit(event: Submission, turn: Turn) -> Reply:
    item, _ = await load_agenda_item_to_run(turn, event.value)
    why = event.get_text("why")
    if not why:
        raise UserError("", {"why": turn.say("Say in a few words why.")})
    if item.state != PROPOSED:
        raise UserError(_describe_decided(turn, item))
    item.state, item.why, item.version = REFUSED, why[:REASON], build_next_version(item.version, turn.now)
    await notify_item_proposer(turn, item, "refused")
    await turn.store.outbox.refresh_copies(agenda_texts.build_item_proposal_subject(item.id))
    text = turn.say("Declined. The proposer will be told why.")
    return Reply(Card("", (Text(text), *draw_competition_hint(turn.say, why))))


@router.on(Click, "agenda.add", opens=True)
async def on_agenda_add_open(event: Click, turn: Turn) -> Reply:
    draft = ItemDraft.parse_value(event.value)
    found = await load_visible_occurrence(turn, str(draft.occurrence), lock=False)
    await need_meeting_role(turn, found.meeting)
    await need_open_agenda(turn, found)
    inputs = (*draw_agenda_item_fields(turn.say, title=draft.title), await draw_item_owner_field(turn, found, None))
    return Reply(form=Form(turn.say("Add an item"), "agenda.add", inputs, turn.say("Add"), str(found.id)))


@router.on(Submission, "agenda.add")
async def on_agenda_add_submit(event: Submission, turn: Turn) -> Reply:
    from handlers.meetings.minutes import shown_minutes

    found = await load_visible_occurrence(turn, event.value)
    await need_meeting_role(turn, found.meeting)
    await need_open_agenda(turn, found)
    want = parse_agenda_item(turn, event)
    owner_id = await parse_item_owner(turn, event, found)
    item = AgendaItem(occurrence_id=found.id, owner_id=owner_id, proposed_by_id=turn.person.id)
    want.apply_to_item(turn.say, item)
    await put_on_agenda(turn.store, found, item)
    await turn.store.agenda.add_agenda_item(item)
    await number_agenda_items(turn.store, found)
    await announce_agenda_change(turn, found, item)
    if found.occurrence.start_at <= turn.now:  # it is added where the minutes are written
        return await shown_minutes.build_minutes_reply(turn, found, written=f"{item.title}\n{item.text}")
    return await build_agenda_reply(turn, found, written=f"{item.title}\n{item.text}")


async def notify_item_proposer(turn: Turn, item: AgendaItem, what: str) -> None:
    """Notify the proposer that the item is "accepted", "refused" or "taken_off". Skip proposers who did
    it themselves.
    """
    proposer = await turn.store.people.find(item.proposed_by_id)
    if proposer is None or proposer.id == turn.person.id or proposer.guest:
        return
    notice, key = ItemDecisionNotice(item.id, what), f"agenda:item:{item.id}:{what}:{item.version}"
    # An item's number may change until the agenda is sent, so the card belongs to the whole agenda.
    about = agenda_cards.build_agenda_subject(item.occurrence_id)
    await outgoing.post_to_person(turn.store, proposer, notice, key=key, subject=about)


@router.card(ItemDecisionNotice)
async def draw_agenda_decided_card(view: View[ItemDecisionNotice]) -> Card | None:
    """Draw the notice to the proposer from the present state of the item.

    A later decision has its own notice: one that is not sent yet gives way to it.
    """
    say, item = view.say, await view.store.agenda.find(view.args.item)
    found = await find_occurrence_view(view.store, item.occurrence_id) if item else None
    if item is None or found is None or item.state == PROPOSED:
        return None
    now = {REFUSED: "refused", WITHDRAWN: "taken_off"}.get(item.state, "accepted")
    if now != view.args.what and not view.delivery.was_told:
        return None
    wait_for_reader_hours(view, found.occurrence.start_at)
    lines = [_describe_item_decision(say, item, found, now)]
    if found.cancelled:
        lines.append(Text(describe_cancellation(found, say)))
    elif now == "accepted":
        lines.append(Text(say.format_period(found.occurrence.start_at, zone=found.zone), "subtle"))
    elif item.why:
        lines.append(Text(say("Reason: {why}", why=spell_out_links(item.why))))
    return Card("", (*lines, Buttons((Button(say("Agenda"), "agenda.show", str(found.id)),))))


def _describe_item_decision(say: Say, item: AgendaItem, found: OccurrenceView, what: str) -> Text:
    names = {"item": agenda_texts.format_item_title(say, item), "title": found.title}
    if what == "refused":
        return Text(say("“{item}” was not put on the agenda of {title}.", **names))
    if what == "taken_off":
        return Text(say("“{item}” has been removed from the agenda of {title}.", **names))
    number = agenda_texts.format_item_number(say, item)
    return Text(say("“{item}” is on the agenda of {title} as {number}.", number=number, **names))

"""Undo a departure within a day: the contact or the secretariat takes the person back.

Records return unless they have gone on to somebody else meanwhile.
"""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Card, Reply, Text, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.record_kinds import list_record_kinds
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.departures import handover_rules, mandates
from handlers.directory.departures.departure_forms import need_departure_right
from handlers.directory.departures.handover_notices import build_handover_subject, may_undo_handover
from storage.directory.handovers import ACTING, LEAD, ROLE, Handover, HandoverPart
from storage.directory.organisations import CONTACT
from storage.directory.people import Person
from storage.kit.database import Store

router = Router()


class DepartureUndoneNotice(CardArguments, frozen=True):
    template = "departures.undone"

    organisation: int
    by: int


@router.on(Click, "departures.undo")
async def on_departure_undo(event: Click, turn: Turn) -> Reply:
    store, say = turn.store, turn.say
    handover = await store.handovers.lock(parse_id(event.value))
    person = await store.people.lock(handover.person_id) if handover is not None else None
    if handover is None or person is None:
        raise Missing(say("I cannot find that."))
    if handover.undone_at is not None:
        return build_text_reply(say("That has already been undone."), replace=True)
    organisation = await store.organisations.find(handover.organisation_id)
    if organisation is None or person.id == turn.person.id:
        raise Missing(say("I cannot find that."))
    await need_departure_right(turn, organisation)
    if not await may_undo_handover(store, handover, turn.person):
        raise UserError(say("It can only be undone within 24 hours, and that time has passed."))
    handover.undone_at = turn.now
    await _restore_membership(store, handover, person)
    for part in await store.handovers.list_handover_parts(handover.id):
        await _return_handed_record(store, handover, part)
    await mandates.redraw_for_representatives(store, handover.organisation_id)
    await store.outbox.refresh_copies(build_handover_subject(handover))
    notice = DepartureUndoneNotice(handover.organisation_id, turn.person.id)
    await outgoing.post_to_person(store, person, notice, key=f"{build_handover_subject(handover)}:undone")
    names = {"name": person.name, "organisation": organisation.name}
    return build_text_reply(say("{name} belongs to {organisation} again.", **names), replace=True)


async def _restore_membership(store: Store, handover: Handover, person: Person) -> None:
    """Restore the membership, the role there, and the calendar feeds."""
    await store.memberships.add_membership(person, handover.organisation_id, confirmed=True)
    if handover.acted:
        await store.organisations.appoint_representative(handover.organisation_id, person.id, handover.acted)
    if handover.last and person.left_at is not None:  # whoever came back meanwhile is what they became
        person.role, person.left_at = handover.role, None
        await store.calendar_feeds.restore_feeds(person.id, handover.at)
    await store.outbox.refresh_copies(f"member:{person.id}")


async def _return_handed_record(store: Store, handover: Handover, part: HandoverPart) -> None:
    """Return one record, unless it was handed over again meanwhile."""
    leaving = {kind.leaving.code: kind.leaving for kind in list_record_kinds().values() if kind.leaving is not None}
    if part.what in leaving:
        await leaving[part.what].restore_statement(store, handover, part.record_id, part.detail)
    elif part.what == ACTING:
        person = await store.people.load_person(handover.person_id)
        await store.memberships.switch_acting_organisation(person, part.record_id)
    elif part.what == ROLE:
        await _return_successor_role(store, handover.organisation_id, part)
    elif part.what == LEAD:
        mine, _, was = part.detail.partition(":")
        if part.to_id is not None:
            await store.handovers.restore_topic_lead(part.record_id, part.to_id, was)
        await store.handovers.transfer_topic_lead(part.record_id, None, handover.person_id, deputy=mine == "deputy")
    elif part.to_id is not None and await store.handovers.transfer_ownership(
        part.what, part.record_id, part.to_id, handover.person_id
    ):
        await handover_rules.redraw_handed_over_card(store, part.what, part.record_id)


async def _return_successor_role(store: Store, organisation_id: int, part: HandoverPart) -> None:
    """Let the successor be what they were, unless somebody has decided otherwise meanwhile."""
    now = await store.organisations.get_representative_role(part.record_id, organisation_id)
    if now != CONTACT or part.detail == CONTACT:
        return
    await store.organisations.dismiss_representative(organisation_id, part.record_id)
    if part.detail:
        await store.organisations.appoint_representative(organisation_id, part.record_id, part.detail)


@router.card(DepartureUndoneNotice)
async def draw_departure_undone_card(view: View[DepartureUndoneNotice]) -> Card | None:
    organisation = await view.store.organisations.find(view.args.organisation)
    by = await view.store.people.find(view.args.by)
    if organisation is None or by is None:
        return None
    text = view.say(
        "You belong to {organisation} again: {name} has undone it. You have your responsibilities back.",
        organisation=organisation.name,
        name=by.name,
    )
    return Card("", (Text(text),))

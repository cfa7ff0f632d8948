"""Notify the new owners with one list, the organisation, and the person who left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Text
from handlers.chat.record_kinds import list_ownerships
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.directory.departures import mandates
from handlers.directory.members.membership_claims import list_membership_confirmers
from handlers.notifications.reader_hours import wait_for_reader_hours
from storage.directory.handovers import Handover
from storage.directory.organisations import CONTACT, Organisation
from storage.directory.people import Person
from storage.kit.database import Store

router = Router()
#: time to undo, and maximum number of entries in the list
UNDO, MOST_ENTRIES = timedelta(days=1), 12


class HandoverCard(CardArguments, frozen=True):
    template = "departures.handed"

    handover: int


class FarewellCard(CardArguments, frozen=True):
    template = "departures.left"

    handover: int


def build_handover_subject(handover: Handover) -> str:
    """Return the subject under which an undo redraws the cards. It includes the time, because ids are reused."""
    return f"handover:{handover.id}:{int(handover.at.timestamp())}"


async def notify_handover(store: Store, handover: Handover, *, skip: int) -> None:
    """Notify everybody concerned. `skip`: the person who sees it already."""
    departed_person = await store.people.load_person(handover.person_id)
    successors = {
        part.to_id for part in await store.handovers.list_handover_parts(handover.id) if part.to_id is not None
    }
    people = {one.id: one for one in await store.people.list_people_by_id(successors)}
    people |= {
        one.id: one for one in await list_membership_confirmers(store, handover.organisation_id, departed_person)
    }
    if handover.acted:  # the secretariat must find a new representative
        people |= {one.id: one for one in await store.people.list_secretariat()}
    for person in people.values():
        if person.id not in (skip, departed_person.id):
            key = f"{build_handover_subject(handover)}:{person.id}"
            await outgoing.post_to_person(
                store, person, HandoverCard(handover.id), key=key, subject=build_handover_subject(handover)
            )
    if departed_person.id != skip:
        await say_farewell(store, handover)


async def say_farewell(store: Store, handover: Handover) -> None:
    """Tell the person who left that they no longer belong there, and whom to ask."""
    person, key = await store.people.load_person(handover.person_id), f"{build_handover_subject(handover)}:left"
    await outgoing.post_to_person(store, person, FarewellCard(handover.id), key=key)


@router.card(HandoverCard)
async def draw_handover_card(view: View[HandoverCard]) -> Card | None:
    handover = await view.store.handovers.find(view.args.handover)
    if handover is None or view.person is None or view.person.guest:
        return None
    wait_for_reader_hours(view, handover.at + UNDO)
    return await _draw_handover_for(view, handover, view.person)


async def draw_handover_summary_card(turn: Turn, handover: Handover) -> Card:
    """Draw the handover at once for the person who ended the membership."""
    return await _draw_handover_for(turn, handover, turn.person)


@router.card(FarewellCard)
async def draw_farewell_card(view: View[FarewellCard]) -> Card | None:
    """Draw a kind farewell that names whom to ask."""
    handover = await view.store.handovers.find(view.args.handover)
    organisation = await view.store.organisations.find(handover.organisation_id) if handover else None
    if handover is None or organisation is None or view.person is None or handover.undone_at is not None:
        return None
    wait_for_reader_hours(view)
    say = view.say
    asked = [one.name for one in await list_membership_confirmers(view.store, organisation.id, view.person)][:3]
    text = say("You no longer belong to {organisation} in the network.", organisation=organisation.name)
    ask = say("If that is a mistake, ask {names}.", names=say.listed(asked, either=True)) if asked else ""
    thanks = say("Thank you for what you have shared. It stays, and others are now responsible for it.")
    where = Button(say("Choose your organisation"), "members.where")
    return Card("", (Text(" ".join(filter(None, (text, ask)))), Text(thanks, "subtle"), Buttons((where,))))


async def _draw_handover_for(what: View | Turn, handover: Handover, reader: Person) -> Card:
    say, store = what.say, what.store
    departed_person = await store.people.find(handover.person_id)
    organisation = await store.organisations.find(handover.organisation_id)
    names = {
        "name": departed_person.name if departed_person else "",
        "organisation": organisation.name if organisation else "",
    }
    title = say("{name} no longer belongs to {organisation}", **names)
    if handover.undone_at is not None:
        return Card("", (Text(say("{name} belongs to {organisation} again.", **names), "subtle"),))
    rows = await store.handovers.list_handover_parts(handover.id)
    mine = [row for row in rows if row.to_id == reader.id]
    parts = await draw_handed_records(what, [(row.what, row.record_id) for row in mine])
    for id in {row.to_id for row in rows if row.to_id not in (None, reader.id)}:
        other = await store.people.find(id)
        n = sum(row.to_id == id for row in rows)
        if other is not None:
            parts.append(
                Text(say.many("{name} takes over {n} thing.", "{name} takes over {n} things.", n, name=other.name))
            )
    if organisation is not None:
        parts += await _draw_handover_mandate(what, handover, organisation, reader, parts)
    if departed_person is not None and await may_undo_handover(store, handover, reader):
        undo = Button(say("Undo"), "departures.undo", str(handover.id))
        parts += [Text(say("Made a mistake? You can undo it within 24 hours."), "subtle"), Buttons((undo,))]
    return Card(title, tuple(parts))


async def _draw_handover_mandate(
    what: View | Turn, handover: Handover, organisation: Organisation, reader: Person, above: Sequence[Part]
) -> list[Part]:
    """Draw for the secretariat who represents the organisation now.

    Draw for a representative what is under way.
    """
    roles = await what.store.organisations.map_representative_roles(organisation.id)
    parts = draw_vacancy(what.say, organisation, roles)
    if handover.acted and (reader.id in roles or (not roles and reader.secretariat)):
        listed = {(button.do, button.value) for button in Card("", tuple(above)).list_buttons()}
        parts += await mandates.draw_organisation_workload(what, reader, organisation, listed)
    if reader.secretariat and CONTACT not in roles.values():
        parts.append(Buttons((draw_contact_naming(what.say, organisation),)))
    return parts


def draw_vacancy(say: Say, organisation: Organisation, roles: Mapping[int, str]) -> list[Part]:
    """Draw that nobody acts for the organisation, or only a deputy; nothing while it has a contact."""
    if CONTACT in roles.values():
        return []
    text = (
        say("{name} has no contact now. A deputy acts for it until the secretariat appoints one.",
            name=organisation.name)
        if roles
        else say("Nobody acts for {name} now. The secretariat will appoint a contact.", name=organisation.name)
    )  # fmt: skip
    return [Text(text)]


def draw_contact_naming(say: Say, organisation: Organisation) -> Button:
    return Button(say("Name a contact"), "admin.organisation", str(organisation.id), "primary")


async def may_undo_handover(store: Store, handover: Handover, person: Person) -> bool:
    """Return True for the organisation's contact or deputy and the secretariat, not for the person who left."""
    late = handover.undone_at is not None or store.now > handover.at + UNDO
    if late or person.guest or person.id == handover.person_id:
        return False
    return person.secretariat or await store.organisations.is_representative(person.id, handover.organisation_id)


async def draw_handed_records(what: View | Turn, records: Sequence[tuple[str, int]]) -> list[Part]:
    """Draw what the reader looks after now, and how many more there are."""
    if not records:
        return []
    n = len(records)
    lead = what.say.many("You are now responsible for {n} thing:", "You are now responsible for {n} things:", n)
    parts: list[Part] = [Text(lead), *[await draw_handover_item(what, *record) for record in records[:MOST_ENTRIES]]]
    if n > MOST_ENTRIES:
        parts.append(Text(what.say.many("and {n} more", "and {n} more", n - MOST_ENTRIES), "subtle"))
    return parts


async def draw_handover_item(what: View | Turn, kind: str, id: int) -> Item:
    """Draw a handed over record as a list entry: its title, what it is, and a way to it."""
    entry = await list_ownerships()[kind].describe(what, id)
    buttons = (Button(what.say("Show"), entry.do, entry.value),) if entry.do and entry.title else ()
    return Item(shorten_text(entry.title, 150), note=entry.label, buttons=buttons)

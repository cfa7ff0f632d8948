"""Edit organisations: add, change, and appoint representatives."""

from __future__ import annotations

from handlers.access.organisation_fields import draw_people_field, find_organisation_by_name, parse_responsible_people
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.page_buttons import draw_page_buttons, draw_page_note
from handlers.chat.record_ids import parse_id, parse_position
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.contacts.organisation_card import label_organisation_kinds, load_organisation
from handlers.directory.departures.appointment_notice import notify_representative_appointed
from handlers.directory.departures.mandates import redraw_for_representatives
from handlers.directory.members.membership_claims import NEW, OrganisationFormValue
from handlers.directory.members.membership_confirmation import admit_member, notify_membership_confirmed
from handlers.exchange.matches.place_names import redraw_organisation_name
from handlers.language.name_folding import make_slug
from handlers.library.solutions.publication import rename_organisation_on_solutions
from handlers.overview.admin import organisation_form_fields
from storage.directory.organisations import CONTACT, DEPUTY, KINDS, PUBLIC, Organisation
from storage.directory.people import Person

router = Router()
#: kind -> what is in the names of such organisations
KIND_SIGNS = {"park": ("park", "industriområde"), "cluster": ("klyng", "cluster"), PUBLIC: ("kommune", "fylke")}
PAGE = 4


@router.on(Click, "admin.organisations")
async def on_admin_organisations(event: Click, turn: Turn) -> Reply:
    """Show the page that begins with this organisation, in place of the page before; empty for a first look."""
    say, rows = turn.say, await turn.store.organisations.list_all_organisations()
    start = parse_position(event.value)
    skip = start if start < len(rows) else 0
    parts: list[Part] = [await draw_organisation_item(turn, row) for row in rows[skip : skip + PAGE]]
    parts += draw_page_note(say, skip, PAGE, len(rows))
    last = [Button(say("Add organisation"), "admin.organisation", style="primary")]
    rest = (
        Button(say("Import"), "admin.import"),
        Button(say("Inactive organisations"), "admin.silent"),
        Button(say("Outcome reports"), "reports.list"),
    )
    if len(rows) <= PAGE:
        return Reply(Card(say("Organisations"), (*parts, Buttons((*last, *rest)))), replace=bool(event.value))
    last.append(Button(say("Search by name"), "admin.find_organisation"))
    last += draw_page_buttons(say, "admin.organisations", skip, PAGE, more=skip + PAGE < len(rows))
    return Reply(Card(say("Organisations"), (*parts, Buttons(tuple(last), more=rest))), replace=bool(event.value))


async def draw_organisation_item(turn: Turn, organisation: Organisation) -> Item:
    say = turn.say
    people = await turn.store.organisations.list_representatives(organisation.id)
    acting = ", ".join(person.name for person in people) or say("No contact yet")
    change = Button(say("Change"), "admin.organisation", str(organisation.id))
    kind = label_organisation_kinds(say)[organisation.kind]
    return Item(organisation.name, acting, " · ".join(filter(None, (kind, organisation.place))), (change,))


@router.on(Click, "admin.organisation", opens=True)
async def on_admin_organisation_open(event: Click, turn: Turn) -> Reply:
    """Change the one of this id; without one, add one ("new:12:Eyde" for person 12, who named it so)."""
    say, store = turn.say, turn.store
    found = await load_organisation(turn, parse_id(event.value)) if event.value.isdecimal() else None
    roles = await store.organisations.map_representative_roles(found.id) if found else {}
    among, named = (str(found.id), "") if found else (NEW, OrganisationFormValue.parse_value(event.value).name)
    acting = {role: [id for id, held in roles.items() if held == role] for role in (CONTACT, DEPUTY)}
    fields = (
        Field("name", say("Name"), value=found.name if found else named, most=200),
        Field(
            "kind",
            say("Kind"),
            "choice",
            found.kind if found else guess_organisation_kind(named),
            options=tuple(label_organisation_kinds(say).items()),
        ),
        *await organisation_form_fields.draw_organisation_form_fields(turn, found),
        await draw_people_field(turn, "contacts", say("Contacts"), acting[CONTACT], among=among),
        await draw_people_field(turn, "deputies", say("Deputies"), acting[DEPUTY], among=among),
    )
    title = say("Edit organisation") if found else say("Add organisation")
    return Reply(form=Form(title, "admin.organisation", fields, say("Save"), event.value))


@router.on(Submission, "admin.organisation")
async def on_admin_organisation_submit(event: Submission, turn: Turn) -> Reply:
    say, store = turn.say, turn.store
    found = await load_organisation(turn, parse_id(event.value)) if event.value.isdecimal() else None
    name, kind = event.get_text("name")[:200], event.get_text("kind")
    same = await find_organisation_by_name(turn, name) if name else None
    if not name or (same is not None and (found is None or same.id != found.id)):
        raise UserError("", {"name": say("Another organisation has that name.") if name else say("Give it a name.")})
    among, kept = (str(found.id), await store.organisations.map_representative_roles(found.id)) if found else (NEW, {})
    contacts, deputies = [
        await parse_responsible_people(turn, event, field, among=among, chosen=kept)
        for field in ("contacts", "deputies")
    ]
    if found is None:
        code = await store.organisations.find_free_organisation_code(make_slug(name))
        found = await store.organisations.add(Organisation(code=code, name=name, kind="company"))
    before, found.name = found.name, name
    found.kind = kind if kind in KINDS else found.kind
    if before != name:
        await redraw_organisation_name(store, found.id)
        await rename_organisation_on_solutions(store, found.id, before, name)
    await organisation_form_fields.update_organisation(turn, event, found)
    await replace_representatives(turn, found, contacts, deputies)
    await _confirm_newcomer(turn, event, found)
    return build_text_reply(say("{organisation} is saved.", organisation=name))


async def replace_representatives(
    turn: Turn, organisation: Organisation, contacts: list[Person], deputies: list[Person]
) -> None:
    """Make exactly these people the representatives. Each of them becomes a confirmed member as well."""
    wanted = {person.id: DEPUTY for person in deputies} | {person.id: CONTACT for person in contacts}
    before = await turn.store.organisations.map_representative_roles(organisation.id)
    for id in before:
        if id not in wanted:
            await turn.store.organisations.dismiss_representative(organisation.id, id)
    for person in (*deputies, *contacts):
        await turn.store.organisations.appoint_representative(organisation.id, person.id, wanted[person.id])
        await turn.store.memberships.add_membership(person, organisation.id, confirmed=True)
        admit_member(person)
        if before.get(person.id) != wanted[person.id]:
            await notify_representative_appointed(turn, person, organisation)
    if before != wanted:
        await redraw_for_representatives(turn.store, organisation.id)


def guess_organisation_kind(name: str) -> str:
    """Return the kind that the name of a new organisation tells, else a company."""
    words = name.casefold()
    return next((kind for kind, signs in KIND_SIGNS.items() if any(sign in words for sign in signs)), "company")


async def _confirm_newcomer(turn: Turn, event: Submission, organisation: Organisation) -> None:
    """Confirm the person who named the organisation as a member, on the secretariat's word."""
    value = OrganisationFormValue.parse_value(event.value)
    person = await turn.store.people.find(value.person) if value.organisation == NEW else None
    if person is None or person.erased_at is not None:
        return
    await turn.store.memberships.add_membership(person, organisation.id, confirmed=True)
    admit_member(person)
    await notify_membership_confirmed(turn, person, organisation)

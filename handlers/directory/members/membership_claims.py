"""Record which organisation a person belongs to, and ask once if they have not said so."""

from __future__ import annotations

from datetime import timedelta

from handlers.access import secretariat_vacancy
from handlers.access.organisation_fields import (
    draw_organisation_field,
    find_organisation_by_name,
    parse_organisation_field,
)
from handlers.chat import outgoing
from handlers.chat.button_values import ButtonValue
from handlers.chat.card_arguments import CardArguments, read_arguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Quote, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, Turn, View
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store

router = Router()
#: A question that cannot be asked during the day expires, so that it does not come at night.
WAIT = timedelta(hours=4)
#: value in place of an id, for an organisation to add
NEW = "new"


class UnknownOrganisationCard(CardArguments, frozen=True):
    template = "members.newcomer"
    for_secretariat = True

    person: int
    #: name of the organisation as the person wrote it
    name: str
    #: organisations that they belonged to already
    beside: tuple[int, ...] = ()


class MembershipQuestionCard(CardArguments, frozen=True):
    template = "members.where"


class MembershipClaimCard(CardArguments, frozen=True):
    template = "members.claim"

    person: int
    organisation: int


class OrganisationFormValue(ButtonValue, frozen=True):
    """Name the organisation of a form: its id; "new:12:Eyde" adds the one that person 12 has named so."""

    organisation: str
    person: int | None = None
    name: str = ""


@router.on(Click, "members.where", opens=True)
async def on_membership_open(_event: Click, turn: Turn) -> Reply:
    say, person = turn.say, turn.person
    person.asked_where_at = person.asked_where_at or turn.now
    other = Field("other", say("Another organisation"), required=False, most=200, hint=say("If it is not in the list."))
    fields = (await draw_organisation_field(turn, chosen=person.organisation_id), other)
    why = say("Your organisation's contact confirms it. Others see it beside your name.")
    return Reply(form=Form(say("Choose your organisation"), "members.where", fields, say("Send"), note=why))


@router.on(Submission, "members.where")
async def on_membership_submit(event: Submission, turn: Turn) -> Reply:
    say, other = turn.say, event.get_text("other")
    organisation = await (find_organisation_by_name(turn, other) if other else parse_organisation_field(turn, event))
    if organisation is not None:
        return await claim_membership(turn, organisation, event.id)
    if not other:
        raise UserError("", {"organisation": say("Choose an organisation, or write another one below.")})
    secretariat = await turn.store.people.list_secretariat()
    if not secretariat:
        text = say("Nobody can add it yet: the secretariat has no members.")
        raise UserError("", {"other": f"{text} {secretariat_vacancy.describe_secretariat_entry(say)}"})
    card = UnknownOrganisationCard(turn.person.id, other, await _list_organisation_ids(turn.store, turn.person))
    for person in secretariat:
        key = f"member:{turn.person.id}:new:{event.id}:{person.id}"
        await outgoing.post_to_person(turn.store, person, card, key=key, subject=build_member_subject(turn.person))
    return build_text_reply(
        say(
            "The secretariat has received it, and will add {name} if it is in the network. You will hear from me.",
            name=other,
        )
    )


async def _list_organisation_ids(store: Store, person: Person) -> tuple[int, ...]:
    return tuple(one.organisation.id for one in await store.memberships.list_memberships_of_person(person))


async def find_wished_organisation(store: Store, person: Person) -> str:
    """Return the organisation that the person has named and the secretariat has not added; "" for none."""
    copy = await store.posted_copies.find_live_copy(build_member_subject(person), UnknownOrganisationCard.template)
    wish = read_arguments(copy) if copy is not None else None
    return wish.name if isinstance(wish, UnknownOrganisationCard) else ""


async def claim_membership(turn: Turn, organisation: Organisation, event_id: str) -> Reply:
    """Record that the person belongs to the organisation, unconfirmed until somebody with the right confirms."""
    say, person, store = turn.say, turn.person, turn.store
    known = await store.memberships.find_membership(person, organisation.id)
    if known is not None and known.confirmed:
        await store.memberships.switch_acting_organisation(person, organisation.id)
        return build_text_reply(
            say("You belong to {organisation}, and act for it from now on.", organisation=organisation.name)
        )
    sure = person.secretariat or await store.organisations.is_representative(person.id, organisation.id)
    await store.memberships.add_membership(person, organisation.id, confirmed=sure)
    await store.outbox.refresh_copies(build_member_subject(person))
    await _withdraw_earlier_claim(store, person, organisation)
    if sure:
        return build_text_reply(say("You belong to {organisation} now.", organisation=organisation.name))
    asked = await list_membership_confirmers(store, organisation.id, person)
    card = MembershipClaimCard(person.id, organisation.id)
    for one in asked:
        key = f"member:{person.id}:{organisation.id}:{event_id}:{one.id}"
        await outgoing.post_to_person(store, one, card, key=key, subject=build_member_subject(person))
    if not asked:
        text = say("Your link to {organisation} is noted. Nobody can confirm it yet.", organisation=organisation.name)
        return build_text_reply(await secretariat_vacancy.describe_secretariat_only(store, say, text, ""))
    return build_text_reply(
        say(
            "Your link to {organisation} is noted. {names} will confirm it, and you will hear from me.",
            organisation=organisation.name,
            names=say.listed([one.name for one in asked[:3]], either=True),
        )
    )


async def _withdraw_earlier_claim(store: Store, person: Person, organisation: Organisation) -> None:
    """Withdraw the cards of an earlier claim, which would ask the same as the new ones."""
    claim = MembershipClaimCard(person.id, organisation.id)
    for copy in await store.posted_copies.list_live_copies(build_member_subject(person)):
        if copy.template == claim.template and read_arguments(copy) == claim:
            await store.outbox.withdraw_delivery(copy)


async def list_membership_confirmers(store: Store, organisation_id: int, person: Person) -> list[Person]:
    """List the organisation's contacts and deputies; without any, the secretariat."""
    acting = [one for one in await store.organisations.list_representatives(organisation_id) if not one.guest]
    found = [one for one in acting if one.id != person.id]
    return found or [one for one in await store.people.list_secretariat() if one.id != person.id]


@router.card(UnknownOrganisationCard)
async def draw_unknown_organisation_card(view: View[UnknownOrganisationCard]) -> Card | None:
    """Tell the secretariat that somebody names an unknown organisation."""
    person = await view.store.people.find(view.args.person)
    if person is None:
        return None
    title = view.say("{name} belongs to an organisation I do not know", name=person.name)
    if set(await _list_organisation_ids(view.store, person)).difference(view.args.beside):
        return Card("", (Text(view.say("{name} has found an organisation.", name=person.name), "subtle"),))
    value = OrganisationFormValue(NEW, person.id, view.args.name).encode_value()
    add = Button(view.say("Add organisation"), "admin.organisation", value, "primary")
    text = view.say("Add it if it is in the network. Then {name} belongs to it.", name=person.name)
    return Card(title, (Quote(view.args.name, person.name), Text(text), Buttons((add,))))


@router.card(MembershipQuestionCard)
async def draw_membership_question_card(view: View[MembershipQuestionCard]) -> Card | None:
    if view.person is None or view.person.organisation_id is not None:
        return None
    text = view.say("Then others know who answers, and your contact knows that you are here.")
    return Card(view.say("Choose your organisation"), (Text(text), Buttons((draw_membership_button(view),))))


@router.every("*/10 7-16 * * 1-5", "members.ask_where")
async def ask_for_membership(store: Store, _arena: Arena) -> None:
    """Ask everybody who wrote to the bot and belongs nowhere, once each."""
    for person in await store.people.list_members_not_asked():
        person.asked_where_at = store.now
        await outgoing.post_to_person(
            store, person, MembershipQuestionCard(), key=f"where:{person.id}", expires_at=store.now + WAIT
        )


def draw_membership_button(what: View | Turn) -> Button:
    return Button(what.say("Choose your organisation"), "members.where")


def build_member_subject(person: Person) -> str:
    """Return the subject under which the cards about this person's membership are redrawn."""
    return f"member:{person.id}"

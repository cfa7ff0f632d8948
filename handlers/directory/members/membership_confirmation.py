"""Confirm a membership: the organisation's contact or the secretariat says whether a person belongs there."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.button_values import ButtonValue
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Reply, Text, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.members.membership_claims import (
    MembershipClaimCard,
    build_member_subject,
    draw_membership_button,
    list_membership_confirmers,
)
from handlers.directory.members.topic_onboarding import draw_topics_button, send_starter_solutions
from storage.directory.memberships import MembershipView
from storage.directory.organisations import Organisation
from storage.directory.people import MEMBER, Person

router = Router()


class MembershipConfirmedNotice(CardArguments, frozen=True):
    template = "members.confirmed"

    organisation: int
    by: int


class MembershipRejectedNotice(CardArguments, frozen=True):
    template = "members.rejected"

    organisation: int
    by: int


class MembershipValue(ButtonValue, frozen=True):
    """Name a person and the organisation that they say they belong to: "12:3"."""

    person: int
    organisation: int


@router.card(MembershipClaimCard)
async def draw_membership_claim_card(view: View[MembershipClaimCard]) -> Card | None:
    person = await view.store.people.find(view.args.person)
    organisation = await view.store.organisations.find(view.args.organisation)
    if person is None or organisation is None:
        return None
    say, names = view.say, {"name": person.name, "organisation": organisation.name}
    claim = await view.store.memberships.find_membership(person, organisation.id)
    if claim is None:
        gone = Card("", (Text(say("{name} does not belong to {organisation}.", **names), "subtle"),))
        return gone if view.delivery.was_told else None
    if claim.confirmed:
        return Card("", (Text(say("{name} belongs to {organisation}.", **names), "subtle"),))
    text = say("{name} says this in the chat, and is waiting for your answer.", **names)
    if person.guest:
        text = say("{name} is a guest in the chat. Confirm, and {name} becomes a member.", **names)
    return Card(
        say("Does {name} belong to {organisation}?", **names),
        (Text(text), Buttons(draw_confirmation_buttons(view, person, organisation))),
    )


def draw_confirmation_buttons(what: View | Turn, person: Person, organisation: Organisation) -> tuple[Button, Button]:
    """Draw *Bekreft* and *Avvis*.

    The buttons carry the organisation, because the person may choose another one meanwhile.
    """
    value = MembershipValue(person.id, organisation.id).encode_value()
    yes = Button(what.say("Confirm"), "members.confirm", value, "primary")
    return yes, Button(what.say("Reject"), "members.reject", value)


@router.on(Click, "members.confirm")
async def on_membership_confirm(event: Click, turn: Turn) -> Reply:
    person, claim = await _load_membership_claim(turn, event.value)
    organisation = claim.organisation
    names = {"name": person.name, "organisation": organisation.name}
    if claim.confirmed:
        return build_text_reply(turn.say("{name} belongs to {organisation} already.", **names), replace=True)
    await turn.store.memberships.add_membership(person, organisation.id, confirmed=True)
    admit_member(person)
    await notify_membership_confirmed(turn, person, organisation)
    return build_text_reply(turn.say("{name} belongs to {organisation}.", **names), replace=True)


async def notify_membership_confirmed(turn: Turn, person: Person, organisation: Organisation) -> None:
    """Tell the person that they belong to the organisation now; nobody who has said so themselves."""
    await turn.store.outbox.refresh_copies(build_member_subject(person))
    if person.id != turn.person.id:
        notice = MembershipConfirmedNotice(organisation.id, turn.person.id)
        key = f"member:{person.id}:{organisation.id}:{turn.now.isoformat()}"
        await outgoing.post_to_person(turn.store, person, notice, key=key)
    await send_starter_solutions(turn.store, person)


async def notify_membership_rejected(turn: Turn, person: Person, organisation: Organisation) -> None:
    """Tell the person that the organisation does not know them, and what they can do."""
    await turn.store.outbox.refresh_copies(build_member_subject(person))
    notice = MembershipRejectedNotice(organisation.id, turn.person.id)
    key = f"member:{person.id}:{organisation.id}:{turn.now.isoformat()}"
    await outgoing.post_to_person(turn.store, person, notice, key=key)


def admit_member(person: Person) -> None:
    """Let the person in again and make a guest a member, after somebody with the right has confirmed it."""
    person.left_at = None
    if person.guest:
        person.role = MEMBER


@router.on(Click, "members.reject")
async def on_membership_reject(event: Click, turn: Turn) -> Reply:
    person, claim = await _load_membership_claim(turn, event.value)
    organisation = claim.organisation
    names = {"name": person.name, "organisation": organisation.name}
    if claim.confirmed:
        raise UserError(turn.say("{name} is already confirmed. Remove them under “who” instead.", **names))
    await turn.store.memberships.end_membership(person, organisation.id)
    await notify_membership_rejected(turn, person, organisation)
    return build_text_reply(
        turn.say("{name} does not belong to {organisation}, and will be told.", **names), replace=True
    )


@router.card(MembershipConfirmedNotice)
async def draw_membership_confirmed_card(view: View[MembershipConfirmedNotice]) -> Card | None:
    organisation = await view.store.organisations.find(view.args.organisation)
    by = await view.store.people.find(view.args.by)
    if organisation is None or by is None:
        return None
    text = view.say(
        "You now belong to {organisation}: {name} has confirmed it.", organisation=organisation.name, name=by.name
    )
    follows = view.person is not None and await view.store.topics.list_followed_topics(view.person.id)
    row = () if follows else (Buttons((draw_topics_button(view),)),)
    return Card("", (Text(text), *row))


@router.card(MembershipRejectedNotice)
async def draw_membership_rejected_card(view: View[MembershipRejectedNotice]) -> Card | None:
    organisation = await view.store.organisations.find(view.args.organisation)
    by = await view.store.people.find(view.args.by)
    if organisation is None or by is None:
        return None
    secretariat = [one.name for one in await view.store.people.list_secretariat() if one.id != by.id]
    whom = view.say.listed(list(dict.fromkeys((by.name, *secretariat[:2]))), either=True)
    text = view.say(
        "{name} could not confirm that you belong to {organisation}. If that is a mistake, ask {whom}."
        " You can also choose another organisation.",
        organisation=organisation.name,
        name=by.name,
        whom=whom,
    )
    return Card("", (Text(text), Buttons((draw_membership_button(view),))))


async def _load_membership_claim(turn: Turn, value: str) -> tuple[Person, MembershipView]:
    """Load the person, with a row lock, and the claim ("12:3"), if this person may decide about it.

    Raises Missing for an unknown person or organisation, UserError if the claim is gone.
    """
    claimed = MembershipValue.parse_value(value)
    person = await turn.store.people.lock(claimed.person)
    organisation = await turn.store.organisations.find(claimed.organisation)
    if person is None or organisation is None:
        raise Missing(turn.say("I cannot find that person."))
    acts = person.id != turn.person.id and await turn.store.organisations.is_representative(
        turn.person.id, organisation.id
    )
    asked = await list_membership_confirmers(turn.store, organisation.id, person)
    names = turn.say.listed([one.name for one in asked]) or turn.say("the secretariat")
    words = {rights.REPRESENTATIVE: turn.say("the organisation's contacts ({names})", names=names)}
    await rights.need_right(turn, *((rights.REPRESENTATIVE,) if acts else ()), words=words)
    claim = await turn.store.memberships.find_membership(person, organisation.id)
    if claim is None:
        text = turn.say("{name} has chosen another organisation in the meantime.", name=person.name)
        raise UserError(text)
    return person, claim

"""Give refused guests their text back, and let them ask whoever can make them members."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.secretariat_vacancy import describe_secretariat_entry
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Part, Quote, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.members.membership_claims import (
    MembershipClaimCard,
    build_member_subject,
    list_membership_confirmers,
)
from storage.directory.people import Person

router = Router()


class GuestRequestCard(CardArguments, frozen=True):
    template = "members.guest_request"

    person: int


class GuestAdmittedCard(CardArguments, frozen=True):
    template = "members.guest_admitted"


async def draw_guest_refusal(turn: Turn, text: str) -> Card:
    """Refuse what a guest wrote: what guests can do, their text, and a button that asks to be let in."""
    parts: list[Part] = [Text(await rights.describe_guest_refusal(turn))]
    if text.strip():
        parts += [Text(turn.say("Nothing was sent. Here is your text:"), "subtle"), Quote(text.strip())]
    if row := await draw_admission_buttons(turn):
        parts.append(Buttons(row))
    return Card("", tuple(parts))


async def draw_admission_buttons(turn: Turn) -> tuple[Button, ...]:
    """Draw the button by which a guest asks to become a member; nothing while nobody can be asked."""
    if not turn.person.guest or not await _list_admitters(turn):
        return ()
    return (Button(turn.say("Ask to become a member"), "members.ask_in", style="primary"),)


@router.on(Click, "members.ask_in")
async def on_ask_in(_event: Click, turn: Turn) -> Reply:
    """Ask those who can make the guest a member, at most once a day."""
    say, me = turn.say, turn.person
    if not me.guest:
        return build_text_reply(say("You are a member already."))
    asked = await _list_admitters(turn)
    if not asked:
        raise UserError(f"{say('Nobody can let you in yet.')} {describe_secretariat_entry(say)}")
    known = me.organisation_id
    card = GuestRequestCard(me.id) if known is None else MembershipClaimCard(me.id, known)
    for one in asked:
        key = f"guest:{me.id}:{turn.today}:{one.id}"
        await outgoing.post_to_person(turn.store, one, card, key=key, subject=build_member_subject(me))
    names = say.listed([one.name for one in asked[:3]])
    return build_text_reply(say("I have asked {names}. You will hear from me when you are a member.", names=names))


async def tell_admitted_guest(turn: Turn, person: Person) -> None:
    """Tell somebody who was a guest that they are a member."""
    key = f"admitted:{person.id}:{turn.now.isoformat()}"
    await outgoing.post_to_person(turn.store, person, GuestAdmittedCard(), key=key)


@router.card(GuestRequestCard)
async def draw_guest_request_card(view: View[GuestRequestCard]) -> Card | None:
    person, say = await view.store.people.find(view.args.person), view.say
    if person is None or person.erased_at is not None:
        return None
    if not person.guest:
        return Card("", (Text(say("{name} is a member now.", name=person.name), "subtle"),))
    text = say(
        "A guest can only answer in threads. Give {name} the role of member, and an organisation.", name=person.name
    )
    edit = Button(say("Make a member"), "admin.person", str(person.id), "primary")
    return Card(say("{name} asks to become a member", name=person.name), (Text(text), Buttons((edit,))))


@router.card(GuestAdmittedCard)
async def draw_guest_admitted_card(view: View[GuestAdmittedCard]) -> Card | None:
    if view.person is None or view.person.guest:
        return None
    say = view.say
    row = Buttons((Button(say("Ask a question"), "questions.write", style="primary"), Button(say("Home"), "home.show")))
    return Card("", (Text(say("You are a member now, and can ask and search.")), row))


async def _list_admitters(turn: Turn) -> list[Person]:
    """List who confirms that the guest belongs to an organisation; for one who named none, the secretariat."""
    if turn.person.organisation_id is not None:
        return await list_membership_confirmers(turn.store, turn.person.organisation_id, turn.person)
    return list(await turn.store.people.list_secretariat())

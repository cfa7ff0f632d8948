"""Write to somebody through the bot, whichever chat each of the two uses."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Quote, Reply, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_person_name, format_signature
from handlers.directory.topics.topic_notifications import defer_until_awake
from storage.directory.people import Person

router = Router()
LONGEST_MESSAGE = 2000
#: how many of the secretariat a card has buttons for
MOST_BUTTONS = 2


class ContactMessageCard(CardArguments, frozen=True):
    template = "contacts.message"

    by: int
    #: id of the organisation that the sender acts for
    organisation: int | None
    text: str


def draw_contact_button(say: Say, person: Person) -> Button:
    return Button(say("Write to {name}", name=person.name), "contacts.write", str(person.id))


async def draw_secretariat_buttons(turn: Turn) -> tuple[Buttons, ...]:
    """Draw the row that writes to the first of the secretariat; none where there is nobody but the reader."""
    people = [one for one in await turn.store.people.list_secretariat() if one.id != turn.person.id]
    row = tuple(draw_contact_button(turn.say, one) for one in people[:MOST_BUTTONS])
    return (Buttons(row),) if row else ()


@router.on(Click, "contacts.write", opens=True)
async def on_contact_message_open(event: Click, turn: Turn) -> Reply:
    person, say = await _load_message_recipient(turn, event.value), turn.say
    text = Field("text", say("Message"), "text", most=LONGEST_MESSAGE)
    why = say(
        "It comes from you, with your organisation. {name} can answer.", name=format_person_name(person, say, turn.now)
    )
    title = say("Write to {name}", name=person.name)
    return Reply(form=Form(title, "contacts.write", (text,), say("Send"), str(person.id), note=why))


@router.on(Submission, "contacts.write")
async def on_contact_message_submit(event: Submission, turn: Turn) -> Reply:
    person, say = await _load_message_recipient(turn, event.value), turn.say
    text = event.get_text("text")
    if not text:
        raise UserError("", {"text": say("Write something first.")})
    card = ContactMessageCard(turn.person.id, turn.person.stands_for, text[:LONGEST_MESSAGE])
    key = f"contact:{turn.person.id}:{person.id}:{event.id}"
    if not await outgoing.post_to_person(turn.store, person, card, key=key):
        raise UserError("", {"text": say("{name} cannot be reached here.", name=person.name)})
    return build_text_reply(say("{name} gets it.", name=format_person_name(person, say, turn.now)))


@router.card(ContactMessageCard)
async def draw_contact_message_card(view: View[ContactMessageCard]) -> Card | None:
    """Draw what was written, also of a sender who has left since: they were told that it comes."""
    sender = await view.store.people.find(view.args.by)
    if sender is None or sender.erased_at is not None or view.person is None or view.person.guest:
        return None
    defer_until_awake(view)
    by = await format_signature(view.store, sender.id, view.args.organisation, view.say)
    answer = Buttons((Button(view.say("Answer"), "contacts.write", str(sender.id), "primary"),))
    parts = (Quote(view.args.text, by), *(() if sender.guest else (answer,)))
    return Card(view.say("{name} writes to you", name=by), parts)


async def _load_message_recipient(turn: Turn, value: str) -> Person:
    """Load a member, whether an organisation has confirmed them or not: whoever may write is answered."""
    person = await turn.store.people.find(parse_id(value))
    if person is None or person.guest:
        raise Missing(turn.say("I cannot find that person."))
    return person

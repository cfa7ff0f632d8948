"""Let the secretariat fill in what a listing does not say: as a proposal, which its owner takes in or not."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Form, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.exchange.asking.answer_fields import draw_answer_field, read_answer
from handlers.exchange.asking.question_card import tell_question
from handlers.exchange.asking.question_texts import describe_value, fill_columns, name_field
from handlers.exchange.asking.question_withdrawal import is_field_open, redraw_questions
from handlers.exchange.listing_labels import title_listing
from handlers.exchange.matches.desk_items import MissingField
from handlers.exchange.matches.match_desk import draw_match_desk
from handlers.exchange.matches.match_sides import list_listing_contacts
from handlers.exchange.plausibility.listing_doubts import draw_doubts, list_listing_doubts
from storage.exchange.listing_questions import FIELDS, HELP, OFF, WAITS, ListingQuestion
from storage.exchange.listings import Listing
from storage.kit.parent_locks import lock_parent

router = Router()


@router.on(Click, "exchange.fill_in", opens=True)
async def on_answer_fill_in_open(event: Click, turn: Turn) -> Reply:
    listing, field = await _load_missing_field(turn, event.value)
    say, value = turn.say, MissingField(listing.id, field).encode_value()
    note = say("Whoever answers for it is asked whether it is right. Nothing changes before their yes.")
    fields = (draw_answer_field(say, listing, field),)
    title = say("Fill in {code}", code=listing.code)
    return Reply(form=Form(title, "exchange.fill_in", fields, say("Propose to them"), value, note))


@router.on(Submission, "exchange.fill_in")
async def on_answer_fill_in_submit(event: Submission, turn: Turn) -> Reply:
    """Ask the owner whether it is right, instead of anything that waits about the same field."""
    listing, field = await _load_missing_field(turn, event.value)
    value, _ = read_answer(event, turn, listing, field)
    people = await list_listing_contacts(turn.store, listing, listing.organisation_id)
    await _end_others(turn, listing, field)
    question = await turn.store.listing_questions.add(
        ListingQuestion(listing_id=listing.id, field=field, proposed=value, proposed_by_id=turn.person.id)
    )
    told = await tell_question(turn.store, turn.arena, question, people)
    if not told:
        raise UserError(turn.say("Nobody who answers for {code} can be asked in the chat.", code=listing.code))
    await redraw_questions(turn.store, listing.id)
    names = turn.say.listed([person.name for person in people if person.id in told])
    return Reply(_draw_proposed(turn, question, listing, names))


def _draw_proposed(turn: Turn, question: ListingQuestion, listing: Listing, names: str) -> Card:
    """Draw who is asked, and what of it does not fit with the rest of the listing."""
    say, field = turn.say, question.field
    value = describe_value(say, field, question.proposed)
    then = Listing(
        type=listing.type, direction=listing.direction, text=listing.text, amount=listing.amount,
        temperature=listing.temperature, back=listing.back,
    )  # fmt: skip
    for name, column in fill_columns(field, question.proposed).items():
        setattr(then, name, column)
    told = say("{names} will be asked whether it is right, in working hours.", names=names)
    parts: list[Part] = [
        Text(title_listing(say, listing), "subtle"),
        Text(f"{name_field(say, field)}: {value}", "strong"),
        Text(told),
        *draw_doubts(list_listing_doubts(say, then)),
    ]
    row = (Button(say("The facilitator's list"), "matches.desk"),)
    return Card(say("Proposed for {code}", code=listing.code), (*parts, Buttons(row)))


async def _load_missing_field(turn: Turn, value: str) -> tuple[Listing, str]:
    """Return a listing, locked, and what it does not say, for the secretariat."""
    await rights.need_right(turn)
    said = MissingField.parse_value(value)
    listing = await turn.store.listings.lock(said.listing) if said.field in FIELDS else None
    rights.need_reader(turn, listing is not None, turn.say("I cannot find that offer or need."))
    assert listing is not None
    if not await is_field_open(turn.store, listing, said.field):
        raise UserError(turn.say("{code} says it by now, or is not in force.", code=listing.code))
    return listing, said.field


async def _end_others(turn: Turn, listing: Listing, field: str) -> None:
    """End the questions about the field that wait, and the calls that were asked for: somebody has rung."""
    for question in await turn.store.listing_questions.list_questions_of_listing(listing.id):
        if question.field == field and question.answer == WAITS:
            question.answer, question.answered_at = OFF, turn.now
        if question.field == field and question.answer == HELP:
            question.settled_at = question.settled_at or turn.now


@router.on(Click, "exchange.rung")
async def on_question_rung(event: Click, turn: Turn) -> Reply:
    """Take a call off the facilitator's list; its owner sees in the message that it was made."""
    await rights.need_right(turn)
    asked = await turn.store.listing_questions.find(parse_id(event.value))
    question, listing = await lock_parent(turn.store.listings, asked, lambda one: one.listing_id)
    rights.need_reader(turn, listing is not None, turn.say("I cannot find that offer or need."))
    assert question is not None
    if question.answer == HELP and question.settled_at is None:
        question.settled_at = turn.now
        await redraw_questions(turn.store, question.listing_id)
    return Reply(await draw_match_desk(turn), replace=event.direct)

"""Answer a question about a listing: with a value, with "don't know", with a call, or with no more such questions.

Only those who act for the listing answer. Its words change with their yes, and it is matched like any other change.
"""

from __future__ import annotations

from typing import Any

from handlers.access import rights
from handlers.chat.cards import Buttons, Card, Form, Part, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.exchange.asking.answer_fields import draw_answer_field, read_answer
from handlers.exchange.asking.question_card import draw_question
from handlers.exchange.asking.question_texts import fill_columns
from handlers.exchange.asking.question_withdrawal import build_listing_question_subject, is_field_open, redraw_questions
from handlers.exchange.listings.listing_fields import is_amount_text_of
from handlers.exchange.listings.listing_publication import announce_listing
from handlers.exchange.matches.match_sides import list_listing_ties
from handlers.exchange.plausibility.listing_doubts import draw_doubts, draw_size_doubt, list_listing_doubts
from storage.exchange.listing_questions import AMOUNT, HELP, NEVER, REFUSED, SAID, UNKNOWN, WAITS, ListingQuestion
from storage.exchange.listings import Listing
from storage.exchange.matches import BLIND_STAGES, SUPPLY
from storage.kit.parent_locks import lock_parent

router = Router()


async def load_listing_question(turn: Turn, value: str) -> tuple[ListingQuestion, Listing]:
    """Return what a button names, with the listing locked, for those who act for it. Raises Missing."""
    store, found = turn.store, await turn.store.listing_questions.find(parse_id(value))
    question, listing = await lock_parent(store.listings, found, lambda one: one.listing_id)
    ties = await list_listing_ties(store, turn.person, listing, listing.organisation_id) if listing is not None else ()
    rights.need_reader(turn, bool(ties), turn.say("I cannot find that offer or need."))
    assert question is not None
    assert listing is not None
    await rights.need_right(turn, *ties)
    return question, listing


@router.on(Click, "exchange.asked")
async def on_question_open(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_question(turn, *await load_listing_question(turn, event.value)))


@router.on(Click, "exchange.answer", opens=True)
async def on_question_answer_open(event: Click, turn: Turn) -> Reply:
    """Open a form of one field, filled with what is proposed."""
    question, listing = await load_listing_question(turn, event.value)
    await _need_open_field(turn, question, listing)
    field = draw_answer_field(turn.say, listing, question.field, question.proposed)
    title = turn.say("Answer about {code}", code=listing.code)
    return Reply(form=Form(title, "exchange.answer", (field,), turn.say("Save"), str(question.id)))


@router.on(Submission, "exchange.answer")
async def on_question_answer_submit(event: Submission, turn: Turn) -> Reply:
    question, listing = await load_listing_question(turn, event.value)
    await _need_open_field(turn, question, listing)
    value, columns = read_answer(event, turn, listing, question.field)
    card, doubted = await _take_answer(turn, question, listing, value, columns)
    return Reply(card, shown_by=() if doubted else (build_listing_question_subject(listing.id),))


@router.on(Click, "exchange.confirm")
async def on_proposal_confirm(event: Click, turn: Turn) -> Reply:
    """Take in what the secretariat has proposed."""
    question, listing = await load_listing_question(turn, event.value)
    if question.answer == WAITS and question.proposed and await is_field_open(turn.store, listing, question.field):
        value = question.proposed
        if question.field == AMOUNT and not is_amount_text_of(listing.type, value):
            raise UserError(turn.say("It is no amount of what {code} is now. Change it.", code=listing.code))
        card, _ = await _take_answer(turn, question, listing, value, fill_columns(question.field, value))
        return Reply(card, replace=event.direct)
    return Reply(await draw_question(turn, question, listing), replace=event.direct)


async def _need_open_field(turn: Turn, question: ListingQuestion, listing: Listing) -> None:
    if not await is_field_open(turn.store, listing, question.field):
        raise UserError(turn.say("{code} says it by now, or is not in force.", code=listing.code))


async def _take_answer(
    turn: Turn, question: ListingQuestion, listing: Listing, value: str, columns: dict[str, Any]
) -> tuple[Card, bool]:
    """Change the listing, match it at once with what may be known by name, and draw what came of it.

    Return also whether the figures are doubted, which only whoever answers is told.
    """
    for name, column in columns.items():
        setattr(listing, name, column)
    listing.changed_at = turn.now
    question.answer, question.said, question.by_id, question.answered_at = SAID, value, turn.person.id, turn.now
    await announce_listing(turn.store, turn.arena, listing)
    matches = await turn.store.matches.list_matches_of_listing(listing.id)
    question.fits = sum(match.stage in BLIND_STAGES and match.purpose == SUPPLY for match in matches)
    await redraw_questions(turn.store, listing.id)
    card = await draw_question(turn, question, listing)
    doubts: list[Part] = [
        *await draw_size_doubt(turn, listing), *draw_doubts(list_listing_doubts(turn.say, listing))
    ]  # fmt: skip
    first = [part for part in card.parts if not isinstance(part, Buttons)]
    last = [part for part in card.parts if isinstance(part, Buttons)]
    return Card(card.title, (*first, *doubts, *last)), bool(doubts)


@router.on(Click, "exchange.not_known")
async def on_question_not_known(event: Click, turn: Turn) -> Reply:
    return await _settle(event, turn, UNKNOWN)


@router.on(Click, "exchange.ring_me")
async def on_question_ring_me(event: Click, turn: Turn) -> Reply:
    """Put whoever presses it on the facilitator's list, to be rung."""
    return await _settle(event, turn, HELP)


@router.on(Click, "exchange.ask_no_more")
async def on_question_ask_no_more(event: Click, turn: Turn) -> Reply:
    return await _settle(event, turn, NEVER)


@router.on(Click, "exchange.decline")
async def on_proposal_decline(event: Click, turn: Turn) -> Reply:
    """Leave the listing as it is; the secretariat sees that what was proposed is not right."""
    return await _settle(event, turn, REFUSED)


async def _settle(event: Click, turn: Turn, answer: str) -> Reply:
    """Store what was said the first time; a second press changes nothing."""
    question, listing = await load_listing_question(turn, event.value)
    fits_kind = bool(question.proposed) == (answer == REFUSED)
    if question.answer == WAITS and fits_kind and await is_field_open(turn.store, listing, question.field):
        question.answer, question.by_id, question.answered_at = answer, turn.person.id, turn.now
        await redraw_questions(turn.store, listing.id)
    shown_by = (build_listing_question_subject(listing.id),)
    return Reply(await draw_question(turn, question, listing), replace=event.direct, shown_by=shown_by)

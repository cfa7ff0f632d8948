"""Draw a question about a listing to those who answer for it, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.say import Say
from handlers.chat.turn import Arena, RenderContext, View
from handlers.exchange.asking.question_outcomes import describe_fits, describe_outcome
from handlers.exchange.asking.question_texts import (
    ask_for_field,
    describe_counterparts,
    describe_value,
    name_field,
)
from handlers.exchange.asking.question_withdrawal import build_listing_question_subject, is_field_open
from handlers.exchange.listing_labels import title_listing
from handlers.exchange.matches.match_sides import list_listing_ties
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.directory.people import Person
from storage.exchange.listing_questions import SAID, WAITS, ListingQuestion
from storage.exchange.listings import OPEN, Listing
from storage.kit.database import Store

router = Router()
#: how long a question is of use, and waits for its answer
EXPIRES = timedelta(days=14)


class ListingQuestionNotice(CardArguments, frozen=True):
    template = "exchange.missing"

    asked: int


async def tell_question(store: Store, arena: Arena, question: ListingQuestion, people: Iterable[Person]) -> set[int]:
    """Tell these people in their working hours. Return the ids of those who can be reached.

    What is proposed goes by itself: whoever was rung reads it on the same day.
    """
    subject = build_listing_question_subject(question.listing_id)
    return {
        person.id
        for person in people
        if await schedule_notification(
            store, arena, person, ListingQuestionNotice(question.id), key=f"{subject}:{question.id}:{person.id}",
            at=store.now, subject=subject, expires_at=store.now + EXPIRES, urgent=bool(question.proposed),
        )
    }  # fmt: skip


@router.card(ListingQuestionNotice)
async def draw_question_notice(view: View[ListingQuestionNotice]) -> Card | None:
    """Draw the question; one that is off by then is not sent, and nobody else is shown anything of it."""
    question = await view.store.listing_questions.find(view.args.asked)
    listing = await view.store.listings.find(question.listing_id) if question is not None else None
    if question is None or listing is None or view.person is None:
        return draw_withheld(view)
    if not await list_listing_ties(view.store, view.person, listing, listing.organisation_id):
        return draw_withheld(view)
    out = view.delivery.was_told
    if not out and not await waits_for_answer(view.store, question, listing):
        return None
    return await draw_question(view, question, listing)


async def waits_for_answer(store: Store, question: ListingQuestion, listing: Listing) -> bool:
    return question.answer == WAITS and await is_field_open(store, listing, question.field)


async def draw_question(at: RenderContext, question: ListingQuestion, listing: Listing) -> Card:
    """Draw what is asked or proposed, with what can be said; or what came of it."""
    say = at.say
    title = Text(title_listing(say, listing), "subtle")
    if not await waits_for_answer(at.store, question, listing):
        told: list[Part] = [title, Text(await describe_outcome(at, question, listing), "strong")]
        told += [Text(describe_fits(say, question, listing))] if question.answer == SAID else []
        later = await _draw_later_buttons(at, question, listing)
        told += [Buttons(later)] if later else []
        return Card(say("Answer about {code}", code=listing.code), tuple(told))
    if question.proposed:
        drawn, row = await _draw_proposal(at, question), Buttons(_draw_proposal_buttons(say, question))
        return Card(say("Is this right for {code}?", code=listing.code), (title, *drawn, row))
    parts: tuple[Part, ...] = (
        title,
        Text(ask_for_field(say, listing, question.field), "strong"),
        Text(describe_counterparts(say, listing, question)),
    )
    return Card(say("A question about {code}", code=listing.code), (*parts, Buttons(_draw_buttons(say, question))))


async def _draw_proposal(at: RenderContext, question: ListingQuestion) -> list[Part]:
    say, proposer = at.say, await at.store.people.find(question.proposed_by_id)
    field, value = name_field(say, question.field), describe_value(say, question.field, question.proposed)
    name = proposer.name if proposer is not None else say("The secretariat")
    told = say("{name} proposes it. Nothing changes before you say yes.", name=name)
    return [Text(f"{field}: {value}", "strong"), Text(told)]


def _draw_buttons(say: Say, question: ListingQuestion) -> tuple[Button, ...]:
    id = str(question.id)
    return (
        Button(say("Answer"), "exchange.answer", id, "primary"),
        Button(say("Don't know"), "exchange.not_known", id),
        Button(say("Let the facilitator ring me"), "exchange.ring_me", id),
        Button(say("Don't ask more about this"), "exchange.ask_no_more", id),
    )


def _draw_proposal_buttons(say: Say, question: ListingQuestion) -> tuple[Button, ...]:
    id = str(question.id)
    return (
        Button(say("That is right"), "exchange.confirm", id, "primary"),
        Button(say("Change"), "exchange.answer", id),
        Button(say("No"), "exchange.decline", id),
    )


async def _draw_later_buttons(at: RenderContext, question: ListingQuestion, listing: Listing) -> tuple[Button, ...]:
    """Draw the way to the matches where it was said, and to an answer after all where it was not."""
    if listing.state != OPEN:
        return ()
    if question.answer == SAID:
        return (Button(at.say("Matches"), "exchange.matches", str(listing.id)),)
    if not await is_field_open(at.store, listing, question.field):
        return ()
    return (Button(at.say("Answer"), "exchange.answer", str(question.id)),)

"""Say what came of a question about a listing: what was said, by whom, and what fits now."""

from __future__ import annotations

from handlers.chat.say import Say
from handlers.chat.turn import RenderContext
from handlers.exchange.asking.question_texts import describe_known_value, describe_value, fill_columns, name_field
from storage.exchange.listing_questions import HELP, NEVER, REFUSED, SAID, UNKNOWN, ListingQuestion
from storage.exchange.listings import NEED, OPEN, Listing
from storage.kit.database import Store

#: answers that the card of a listing tells of
MOST_TOLD = 3


async def describe_outcome(at: RenderContext, question: ListingQuestion, listing: Listing) -> str:
    """Return what became of the question, for those who answer for the listing."""
    say = at.say
    if question.answer == SAID:
        return await describe_said_value(at, question)
    if question.answer == UNKNOWN:
        return say("You do not know it yet. I will ask again in three months, if it still matters.")
    if question.answer == HELP:
        done = question.settled_at is not None
        return say("A facilitator has rung about it.") if done else say("A facilitator will ring you.")
    if question.answer == NEVER:
        return say("I will not ask about it again. You can fill it in at any time.")
    if question.answer == REFUSED:
        value = describe_value(say, question.field, question.proposed)
        return say("You have said no to {value}. Nothing has changed.", value=value)
    value = describe_known_value(say, listing, question.field) if listing.state == OPEN else ""
    return say("It has been filled in since: {value}.", value=value) if value else say("The question is off.")


async def describe_said_value(at: RenderContext, question: ListingQuestion, day: str = "") -> str:
    """Return "Amount: 5 MW, said by Kari.", with who proposed it; with the day where one is given."""
    say, said = at.say, describe_value(at.say, question.field, question.said)
    value = f"{name_field(say, question.field)}: {said}"
    name, proposer = await find_name(at.store, question.by_id), await find_name(at.store, question.proposed_by_id)
    if not name:
        return f"{value}."
    if not proposer:
        told = say("{value}, said by {name}", value=value, name=name)
    elif question.said == question.proposed:
        told = say("{value}, proposed by {proposer} and confirmed by {name}", value=value, proposer=proposer, name=name)
    else:
        told = say("{value}, said by {name} when {proposer} asked", value=value, proposer=proposer, name=name)
    return say("{what} on {day}.", what=told, day=day) if day else f"{told}."


async def list_answer_history(at: RenderContext, listing: Listing) -> list[str]:
    """Return who has said what when the bot or the secretariat asked, the newest first."""
    asked = await at.store.listing_questions.list_questions_of_listing(listing.id)
    said = [one for one in asked if one.answer == SAID and one.answered_at is not None][-MOST_TOLD:]
    return [await _describe_past_answer(at, listing, one) for one in said[::-1]]


async def _describe_past_answer(at: RenderContext, listing: Listing, question: ListingQuestion) -> str:
    """Return who said what on which day, and that it no longer holds where the listing says something else now."""
    say, field = at.say, question.field
    told = await describe_said_value(at, question, say.format_day(question.answered_at or at.now))
    if all(getattr(listing, name) == value for name, value in fill_columns(field, question.said).items()):
        return told
    return say("{what} It has been changed since.", what=told)


async def find_name(store: Store, person_id: int | None) -> str:
    """Return the name of a person; empty for whoever was erased."""
    person = await store.people.find(person_id)
    return person.name if person is not None and person.erased_at is None else ""


def describe_fits(say: Say, question: ListingQuestion, listing: Listing) -> str:
    """Return with how many listings it fitted when it was said; those who may not know it are compared in the night.

    The number is that of its time: one that falls later would tell of a refusal.
    """
    if not question.fits:
        return say("It is compared with everything in the night, and you hear what fits.")
    return say("{fits} Both sides are asked.", fits=_describe_number(say, listing, question.fits))


def _describe_number(say: Say, listing: Listing, n: int) -> str:
    if listing.direction == NEED:
        return say.many("It fits {n} offer now.", "It fits {n} offers now.", n)
    return say.many("It fits {n} need now.", "It fits {n} needs now.", n)

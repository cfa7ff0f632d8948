"""Draw the entries of the facilitator's desk: what it is, why it is there, whom to ring, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Item
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.asking.question_texts import describe_value
from handlers.exchange.listing_labels import title_listing
from handlers.exchange.matches.desk_entries import (
    SILENT,
    STILL,
    UNASKED,
    DeskCall,
    DeskEntry,
    DeskListing,
    DeskMatch,
    DeskNote,
    DeskPair,
    list_people_to_ring,
)
from handlers.exchange.matches.exchange_uses import map_listing_uses
from handlers.exchange.matches.match_disclosure import list_facilitators
from handlers.exchange.matches.match_stages import describe_match_stage, describe_reasons
from handlers.exchange.matches.rest_texts import describe_own_use
from handlers.exchange.matches.step_facts import is_only_asked_again
from handlers.exchange.matching.fact_phrases import name_failing, name_known_bridge
from storage.exchange.listing_questions import HELP, NEVER, REFUSED, UNKNOWN, WAITS
from storage.exchange.listings import Listing
from storage.exchange.matches import GRID_TALK, SIDES, ListingMatch

#: colleagues to whom a match can be handed in one tap
MOST_COLLEAGUES = 3


class MatchHandover(ButtonValue, frozen=True):
    """Hold a match, and who of the secretariat is to look after it."""

    match: int
    person: int


class MissingField(ButtonValue, frozen=True):
    """Hold a listing, and what it does not say."""

    listing: int
    field: str


async def draw_desk_item(turn: Turn, entry: DeskEntry) -> Item:
    if isinstance(entry, DeskMatch):
        return await _draw_desk_match(turn, entry)
    if isinstance(entry, DeskListing):
        return await _draw_desk_listing(turn, entry)
    if isinstance(entry, DeskCall):
        return await _draw_desk_call(turn, entry)
    if isinstance(entry, DeskNote):
        return await _draw_desk_note(turn, entry)
    return await _draw_desk_pair(turn, entry)


async def _draw_desk_match(turn: Turn, entry: DeskMatch) -> Item:
    say, match = turn.say, entry.match
    names = {side: await _name_side(turn, match, side) for side in SIDES}
    facilitator = await turn.store.people.find(match.facilitator_id)
    day = await _describe_next_day(turn, match)
    kind = say("Joint talk with the grid company") if match.purpose == GRID_TALK else ""
    told = (kind, _describe_why(say, entry, names), day, facilitator.name if facilitator else "")
    note = " · ".join(filter(None, told))
    row = [Button(say("Show"), "matches.open", str(match.id))]
    if match.facilitator_id != turn.person.id:
        row.append(Button(say("Take it over"), "exchange.take", str(match.id)))
    text = " · ".join(filter(None, (match.next_step, await _describe_ringing(turn, entry))))
    return Item(
        f"{match.code} {' – '.join(names.values())}", text, note, tuple(row), more=await _list_handovers(turn, entry)
    )


async def _describe_next_day(turn: Turn, match: ListingMatch) -> str:
    if match.next_on is None:
        return ""
    say, day = turn.say, turn.say.format_day(match.next_on)
    only_asked = await is_only_asked_again(turn.store, match)
    return say("asked again on {day}", day=day) if only_asked else say("by {day}", day=day)


async def _name_side(turn: Turn, match: ListingMatch, side: str) -> str:
    organisation = await turn.store.organisations.find(match.get_organisation_id(side))
    return organisation.name if organisation is not None else ""


def _describe_why(say: Say, entry: DeskMatch, names: Mapping[str, str]) -> str:
    stage, silent = describe_match_stage(say, entry.match), say.listed([names[side] for side in entry.sides])
    return {
        SILENT: say("No answer from {organisation}", organisation=silent),
        UNASKED: _describe_unasked(say, entry.match),
        STILL: say("{stage}, has stalled", stage=stage),
    }.get(entry.why, stage)  # fmt: skip


def _describe_unasked(say: Say, match: ListingMatch) -> str:
    if match.purpose == GRID_TALK:
        return say("Nobody is asked: the question would tell who the other one is")
    return say("Both listings are hidden, so nobody is asked")


async def _describe_ringing(turn: Turn, entry: DeskEntry) -> str:
    """Return "Ring Ola Nordmann (Dømeøyra)"; empty where nobody can be reached."""
    names = []
    for person, organisation_id in await list_people_to_ring(turn.store, entry):
        organisation = await turn.store.organisations.find(organisation_id)
        names.append(f"{person.name} ({organisation.name})" if organisation is not None else person.name)
    return turn.say("Ring {people}", people=turn.say.listed(names)) if names else ""


async def _list_handovers(turn: Turn, entry: DeskMatch) -> tuple[Button, ...]:
    """Return a button for each colleague who may take the match: one tap, and it is theirs."""
    now = entry.match.facilitator_id
    people = await list_facilitators(turn.store)
    return tuple(
        Button(
            turn.say("Hand over to {name}", name=person.name),
            "exchange.hand_over",
            MatchHandover(entry.match.id, person.id).encode_value(),
        )
        for person in [one for one in people if one.id not in (now, turn.person.id)][:MOST_COLLEAGUES]
    )


async def _draw_desk_listing(turn: Turn, entry: DeskListing) -> Item:
    """Draw a listing that nothing fits, and whom to ring about it."""
    say, listing = turn.say, entry.listing
    buttons = (
        Button(say("Show"), "exchange.open", str(listing.id)),
        Button(say("What almost fits"), "exchange.together", str(listing.id)),
        Button(say("Dealt with"), "exchange.settle", str(entry.row.id)),
    )
    rest = await _describe_use(turn, listing)
    note = " · ".join(filter(None, (say("Nothing fits, and they ask for help"), rest)))
    return Item(title_listing(say, listing), await _describe_ringing(turn, entry), note, buttons)


async def _draw_desk_call(turn: Turn, entry: DeskCall) -> Item:
    """Draw what a listing does not say, and who wants to be rung about it."""
    say, listing, field = turn.say, entry.listing, entry.question.field
    missing = say("{code} does not say: {field}.", code=listing.code, field=name_failing(say, field))
    buttons = (
        _draw_fill_in(say, listing, field),
        Button(say("Show"), "exchange.open", str(listing.id)),
        Button(say("Dealt with"), "exchange.rung", str(entry.question.id)),
    )
    text = f"{missing} {await _describe_ringing(turn, entry)}".strip()
    return Item(title_listing(say, listing), text, say("They want to be rung about it"), buttons)


async def _draw_desk_note(turn: Turn, entry: DeskNote) -> Item:
    """Draw what a side has written to the facilitator alone, with its reasons, and whom to ring about it."""
    say, match, vote = turn.say, entry.match, entry.vote
    names = {side: await _name_side(turn, match, side) for side in SIDES}
    note = say("{organisation} has said no, and writes to you alone", organisation=names[vote.side])
    told = (vote.note, describe_reasons(say, vote.reasons), await _describe_ringing(turn, entry))
    buttons = (
        Button(say("Show"), "matches.open", str(match.id)),
        Button(say("Dealt with"), "exchange.heard", str(vote.id)),
    )
    return Item(f"{match.code} {' – '.join(names.values())}", " · ".join(filter(None, told)), note, buttons)


async def _describe_use(turn: Turn, listing: Listing) -> str:
    return describe_own_use(turn.say, listing, await map_listing_uses(turn.store, [listing.id]))


def _draw_fill_in(say: Say, listing: Listing, field: str) -> Button:
    return Button(say("Fill it in"), "exchange.fill_in", MissingField(listing.id, field).encode_value())


async def _describe_asking(turn: Turn, listing: Listing, field: str) -> str:
    """Return what the owner was asked about it last, and has said; empty where nothing was asked."""
    say, question = turn.say, await turn.store.listing_questions.find_latest_question(listing.id, field)
    if question is None:
        return ""
    value = describe_value(say, field, question.proposed)
    day = say.format_day(question.asked_at)
    return {
        WAITS: say("{value} is proposed, and waits for their yes.", value=value) if value
        else say("Asked on {day}.", day=day),
        UNKNOWN: say("They do not know it."), HELP: say("They want to be rung."),
        NEVER: say("They want no more questions about it."),
        REFUSED: say("They have said no to {value}.", value=value),
    }.get(question.answer, "")  # fmt: skip


async def _draw_desk_pair(turn: Turn, entry: DeskPair) -> Item:
    """Draw two listings that almost fit, with the answer or the bridge that is missing."""
    say, pairing = turn.say, entry.pairing
    names = []
    for listing in (entry.offer, entry.need):
        organisation = await turn.store.organisations.find(listing.organisation_id)
        who = (organisation.name if organisation is not None else "", await _describe_use(turn, listing))
        names.append(": ".join(filter(None, who)))
    title = f"{title_listing(say, entry.offer)} – {title_listing(say, entry.need)}"
    if pairing.asked_side:
        ring = await _describe_ringing(turn, entry)
        missing = say("{code} does not say: {field}.", code=entry.asked.code, field=name_failing(say, pairing.lacking))
        told = await _describe_asking(turn, entry.asked, pairing.lacking)
        text = " ".join(filter(None, (missing, told, ring)))
    else:
        factor, bridge = name_failing(say, pairing.lacking), name_known_bridge(say, pairing.bridge)
        known = say("Fails: {factor}. Could be solved with: {bridge}.", factor=factor, bridge=bridge)
        text = known if bridge else say("Fails: {factor}.", factor=factor)
    fill_in = (_draw_fill_in(say, entry.asked, pairing.lacking),) if pairing.asked_side else ()
    buttons = (
        *fill_in,
        Button(say("Show the offer"), "exchange.open", str(entry.offer.id)),
        Button(say("Show the need"), "exchange.open", str(entry.need.id)),
    )
    return Item(title, text, " – ".join(names), buttons)

"""Show two sides that have both said yes who they are: names, contacts, both listings and the facilitator."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.access.rights.lookup import load_visible_record
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Facts, Part, Redrawn, Reply, Rule, Text
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Arena, RenderContext, Turn, View
from handlers.dates.workdays import add_workdays
from handlers.exchange.matches.amount_facts import draw_amounts
from handlers.exchange.matches.grid_talk_texts import draw_grid_talk_advice
from handlers.exchange.matches.known_sides import draw_known_side, list_told_sides
from handlers.exchange.matches.match_explanation import explain_by_name
from handlers.exchange.matches.match_requests import stop_asking
from handlers.exchange.matches.match_sides import (
    build_match_subject,
    draw_side_contact_buttons,
    is_reachable,
    list_own_sides,
    list_side_contacts,
    list_side_ties,
)
from handlers.exchange.matches.match_stages import STEP_DAYS
from handlers.exchange.matches.readiness_facts import draw_asked_readiness
from handlers.exchange.matches.step_facts import list_step_facts
from handlers.exchange.matches.stop_facts import draw_stop_facts, list_stops_of_match
from storage.directory.people import Person
from storage.exchange.listings import NEED, OFFER
from storage.exchange.match_votes import MatchVote
from storage.exchange.matches import (
    BLIND_STAGES,
    CLOSED,
    GRID_TALK,
    KNOWN_STAGES,
    SIDES,
    TALKS,
    ListingMatch,
)
from storage.kit.database import Store

router = Router()


class MatchCard(CardArguments, frozen=True):
    template = "exchange.known_match"

    match: int


async def disclose_match(store: Store, arena: Arena, match: ListingMatch, votes: Mapping[str, MatchVote]) -> None:
    """Begin the talks: one private message for each side's contacts, and one for the facilitator."""
    match.stage, match.stage_at = TALKS, store.now
    match.known_at = store.now
    match.next_on = add_workdays(arena.find_day(store.now), STEP_DAYS)
    if match.facilitator_id is None:
        match.facilitator_id = await choose_facilitator(store)
    people = {person.id: person for side in SIDES for person in await _list_readers(store, match, side, votes[side])}
    facilitator = await store.people.find(match.facilitator_id)
    for person in (*people.values(), *((facilitator,) if facilitator is not None else ())):
        await _show_match(store, match, person)
    for vote in votes.values():
        await stop_asking(store, vote)


async def redraw_listing_matches(store: Store, listing_id: int) -> None:
    """Draw again what names the listing's contact, and show it to a new one."""
    for match in await store.matches.list_matches_of_listing(listing_id):
        if match.known_at is None:
            continue
        await store.outbox.refresh_copies(build_match_subject(match.id))
        if match.stage in KNOWN_STAGES:
            side = OFFER if match.offer_id == listing_id else NEED
            for person in await list_side_contacts(store, match, side):
                await _show_match(store, match, person)


async def _show_match(store: Store, match: ListingMatch, person: Person) -> None:
    """Show the match to this person, once."""
    key, subject = f"match:{match.id}:known:{person.id}", build_match_subject(match.id)
    await outgoing.post_to_person(store, person, MatchCard(match.id), key=key, subject=subject)


async def _list_readers(store: Store, match: ListingMatch, side: str, vote: MatchVote) -> list[Person]:
    """Return whom the side is told through: its contact, and who said yes for it."""
    said = await store.people.find(vote.by_id)
    contacts = await list_side_contacts(store, match, side)
    if said is None or not await list_side_ties(store, said, match, side):
        return contacts
    return [*contacts, said]


async def choose_facilitator(store: Store) -> int | None:
    """Return who of the secretariat has the fewest matches to look after; None while nobody is in it."""
    return next((person.id for person in await list_facilitators(store)), None)


async def list_facilitators(store: Store) -> list[Person]:
    """Return who of the secretariat can look after a match, those with the fewest first."""
    busy: dict[int | None, int] = {}
    for match in await store.matches.list_matches_at((*BLIND_STAGES, *KNOWN_STAGES)):
        busy[match.facilitator_id] = busy.get(match.facilitator_id, 0) + 1
    people = [person for person in await store.people.list_secretariat() if is_reachable(person)]
    return sorted(people, key=lambda one: (busy.get(one.id, 0), one.id))


async def show_to_facilitator(store: Store, match: ListingMatch, person: Person) -> None:
    """Post the match to whoever looks after it from now on, and draw again what names the one before."""
    subject = build_match_subject(match.id)
    key = f"match:{match.id}:facilitator:{person.id}:{store.now:%Y%m%d%H%M%S}"
    await outgoing.post_to_person(store, person, MatchCard(match.id), key=key, subject=subject)
    await store.outbox.refresh_copies(subject)


async def may_see_match(store: Store, person: Person, match: ListingMatch) -> bool:
    """Return True for the secretariat, and for both sides once they know each other."""
    if person.secretariat:
        return True
    return match.known_at is not None and bool(await list_own_sides(store, person, match))


async def load_visible_match(turn: Turn, value: str, *, lock: bool = False) -> ListingMatch:
    missing = turn.say("I cannot find that match.")
    return await load_visible_record(turn, turn.store.matches, parse_id(value), may_see_match, missing, lock=lock)


async def list_match_ties(turn: Turn, match: ListingMatch) -> tuple[str, ...]:
    """Return what the person is to either side of it."""
    ties = {tie for side in SIDES for tie in await list_side_ties(turn.store, turn.person, match, side)}
    return tuple(sorted(ties))


async def find_numbered_match(turn: Turn, number: int) -> ListingMatch | None:
    """Return the match with this number in its code if the person may see it."""
    found = await turn.store.matches.find_match_by_code(f"T-{number}")
    return found if found is not None and await may_see_match(turn.store, turn.person, found) else None


@router.on(Click, "matches.open")
async def on_match_open(event: Click, turn: Turn) -> Reply:
    return await build_match_reply(turn, await load_visible_match(turn, event.value))


async def build_match_reply(turn: Turn, match: ListingMatch, *, replace: bool = False) -> Reply:
    """Build the reply that shows the match, and follows it."""
    redrawn = Redrawn(MatchCard(match.id), build_match_subject(match.id))
    return Reply(await draw_known_match(turn, match, turn.person), replace=replace, redrawn=redrawn)


@router.card(MatchCard)
async def draw_match_card(view: View[MatchCard]) -> Card | None:
    """Draw the match with names, for those of both sides and the facilitator; it changes with its stage."""
    match = await view.store.matches.find(view.args.match)
    if match is None or view.person is None or not await may_see_match(view.store, view.person, match):
        return draw_withheld(view)
    return await draw_known_match(view, match, view.person)


async def draw_known_match(at: RenderContext, match: ListingMatch, reader: Person) -> Card:
    """Draw the match with names for one of those who may see it, with what this person may do."""
    say, stops = at.say, await list_stops_of_match(at, match)
    told = await list_told_sides(at.store, match, reader)
    why = await explain_by_name(at.store, match, say.language, at.today) if told == {*SIDES} else ""
    parts: list[Part] = [Text(why)] if why else []
    for side in SIDES:
        parts += await draw_known_side(at, match, side, tells=side in told)
    parts += [
        Rule(),
        Facts(await _list_next_facts(at, match)),
        *await draw_amounts(at, match),
        *await draw_stop_facts(at, stops),
        *await draw_asked_readiness(at, match),
    ]
    if match.stage == TALKS:
        advice = say("Get in touch with the button “Write to”, then talk directly. Prices never go through me.")
        parts.append(Text(advice, "subtle"))
    parts += await draw_grid_talk_advice(at, match) if match.purpose == GRID_TALK else []
    row = await _draw_known_buttons(at, match, reader, stops=bool(stops))
    parts += [Buttons(row)] if row else []
    title = say("{code}: both say yes", code=match.code) if match.stage == TALKS else await title_match(at, match)
    return Card(title, tuple(parts))


async def title_match(at: RenderContext, match: ListingMatch) -> str:
    """Return "T-3 Eksempel – Dømeøyra", for those who know both."""
    found = [await at.store.organisations.find(match.get_organisation_id(side)) for side in SIDES]
    return f"{match.code} {' – '.join(one.name for one in found if one is not None)}".strip()


async def _draw_known_buttons(
    at: RenderContext, match: ListingMatch, reader: Person, *, stops: bool
) -> tuple[Button, ...]:
    """Draw what this person may do. `stops`: some are planned, so that there is a list of them."""
    say, id = at.say, str(match.id)
    take = reader.secretariat and match.facilitator_id != reader.id and match.stage != CLOSED
    row = (Button(say("Take it over"), "exchange.take", id),) if take else ()
    if match.stage not in KNOWN_STAGES:
        return row
    gives = match.is_running_exchange and await list_own_sides(at.store, reader, match)
    listed = stops or not gives
    return (
        Button(say("Next step"), "exchange.stage", id, "primary"),
        *await draw_side_contact_buttons(at, match, reader),
        *((Button(say("Say how much"), "exchange.amount", id),) if gives else ()),
        *((Button(say("Plan a stop"), "exchange.stop", id),) if gives and not stops else ()),
        *((Button(say("Planned stops"), "exchange.stops", id),) if match.is_running_exchange and listed else ()),
        Button(say("It has ended"), "exchange.end", id),
        *row,
    )


async def _list_next_facts(at: RenderContext, match: ListingMatch) -> tuple[tuple[str, str], ...]:
    say = at.say
    facilitator = await at.store.people.find(match.facilitator_id)
    name = facilitator.name if facilitator else say("the secretariat")
    return ((say("Facilitator"), name), *await list_step_facts(at.store, say, match))

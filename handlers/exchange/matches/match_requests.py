"""Ask one side about a match, blind, and again while nobody answers: its contact, then its deputies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Arena, RenderContext, View
from handlers.exchange.listing_labels import title_listing
from handlers.exchange.matches.exchange_uses import map_listing_uses
from handlers.exchange.matches.match_explanation import explain_to_side, title_request
from handlers.exchange.matches.match_sides import (
    AskedSide,
    build_shown_subject,
    build_side_subject,
    list_side_contacts,
    list_side_representatives,
    list_side_ties,
)
from handlers.exchange.matches.rest_texts import describe_own_use
from handlers.notifications import escalation
from handlers.notifications.escalation_policy import EscalationCard, EscalationPolicy, EscalationStep, RecipientContext
from storage.directory.people import Person
from storage.exchange.listings import OPEN
from storage.exchange.match_votes import MatchVote
from storage.exchange.matches import LATER, NO, YES, ListingMatch
from storage.kit.database import Store
from storage.kit.parent_locks import lock_parent

router = Router()
KIND = "exchange.match"
#: working hours of the receiver until a reminder, until the deputies are asked, and until the facilitator rings
AGAIN, DEPUTY, SILENT = 40, 80, 120
#: how long "not now" lasts
PAUSE = timedelta(days=30)


class MatchRequest(EscalationCard, frozen=True, kw_only=True):
    template = "exchange.match"
    most_together = 2

    vote: int


async def load_side(store: Store, vote_id: int) -> AskedSide | None:
    vote = await store.match_votes.find_vote(vote_id)
    match = await store.matches.find(vote.match_id) if vote is not None else None
    return AskedSide(match, vote) if match is not None and vote is not None else None


@router.card(MatchRequest)
async def draw_match_request(view: View[MatchRequest]) -> Card | None:
    """Draw the question; whoever acts for the side no longer is shown nothing of it."""
    side, out = await load_side(view.store, view.args.vote), view.delivery.was_told
    if side is None or view.person is None:
        return draw_withheld(view)
    if not await list_side_ties(view.store, view.person, side.match, side.vote.side):
        return draw_withheld(view)
    if not out and (side.vote.vote in (YES, NO) or side.is_over or side.match.known_at is not None):
        return None
    return await draw_side(view, side)


async def draw_side(at: RenderContext, side: AskedSide) -> Card:
    """Draw the match as this side may know it, with what can be answered now."""
    say, match, vote = at.say, side.match, side.vote
    listing = await at.store.listings.find(match.get_listing_id(vote.side))
    if match.known_at is not None:
        show = Button(say("Show"), "matches.open", str(match.id))
        told = say("Both say yes to {code}: the names are in a message of their own.", code=match.code)
        return Card("", (Text(told), Buttons((show,))))
    if side.is_over or listing is None:
        return _draw_end(at, side)
    parts: list[Part] = [Text(await explain_to_side(at.store, match, vote, say.language, at.today))]
    mine = describe_own_use(say, listing, await map_listing_uses(at.store, [listing.id]))
    parts.append(Text(" · ".join(filter(None, (title_listing(say, listing), mine))), "subtle"))
    said = describe_vote(at, vote)
    parts += [Text(said, "strong")] if said else []
    if listing.state == OPEN:
        parts.append(Buttons(draw_vote_buttons(at, vote, asks=await may_ask(at.store, side))))
    return Card(title_request(say, match, listing), tuple(parts))


def _draw_end(at: RenderContext, side: AskedSide) -> Card:
    say = at.say
    if side.vote.vote != NO:
        return Card("", (Text(say("This match is closed. If something else fits, you hear from me."), "subtle"),))
    told = say("You have said that it is not relevant. The match is closed, and nobody is told that it was you.")
    why = Button(say("Say why"), "exchange.reasons", str(side.vote.id))
    return Card("", (Text(told, "subtle"), Buttons((why,))))


def describe_vote(at: RenderContext, vote: MatchVote) -> str:
    """Return what the side has said; empty before it has said anything."""
    if vote.vote == YES:
        return at.say("You find it interesting. The other side is not told, and you hear from me once both say yes.")
    if vote.vote == LATER and vote.voted_at is not None and at.now < vote.voted_at + PAUSE:
        return at.say("Not now. I will ask again on {day}.", day=at.say.format_day(vote.voted_at + PAUSE))
    return ""


async def may_ask(store: Store, side: AskedSide) -> bool:
    """Return True while neither knows the other, and the other side has been asked about the match."""
    if side.is_over or side.match.known_at is not None:
        return False
    return len(await store.match_votes.map_votes(side.match.id)) > 1


def draw_vote_buttons(at: RenderContext, vote: MatchVote, *, asks: bool) -> tuple[Button, ...]:
    """Draw what the side can answer; `asks`: it can ask the other side something as well."""
    say, id = at.say, str(vote.id)
    ask = (Button(say("Ask without a name"), "exchange.ask", id),) if asks else ()
    if vote.vote == YES:
        return (Button(say("Take it back"), "exchange.undo", id), *ask)
    later = () if vote.vote == LATER else (Button(say("Not now"), "exchange.later", id),)
    return (
        Button(say("Interesting"), "exchange.yes", id, "primary"),
        *later,
        _draw_refusal(at, id),
        *ask,
        Button(say("Why?"), "exchange.why", id),
    )


def _draw_refusal(at: RenderContext, id: str) -> Button:
    confirm = at.say("The match is then closed for both sides. Nobody is told that it was you.")
    return Button(at.say("Not relevant"), "exchange.no", id, confirm=confirm)


async def build_request_policy(store: Store, _arena: Arena, id: int) -> EscalationPolicy | None:
    """Return the steps of asking a side; None once it has answered, knows the other, or knows that it is over."""
    vote, match = await lock_parent(store.matches, await store.match_votes.find_vote(id), lambda one: one.match_id)
    if match is None or vote is None or vote.vote in (YES, NO) or match.known_at is not None:
        return None
    if AskedSide(match, vote).is_over:
        return None

    async def list_contacts(_: RecipientContext) -> Sequence[Person]:
        return await list_side_contacts(store, match, vote.side)

    async def list_deputies(_: RecipientContext) -> Sequence[Person]:
        return await list_side_representatives(store, match, vote.side)

    async def note_silence() -> None:
        vote.silent_at = store.now

    card = MatchRequest(vote=vote.id)
    steps = (
        EscalationStep("ask", 0, 0, card, list_contacts),
        EscalationStep("again", AGAIN, AGAIN, card, list_contacts),
        EscalationStep("deputy", DEPUTY, AGAIN, card, list_deputies),
        EscalationStep("silent", SILENT, AGAIN, act=note_silence),
    )
    key = f"{build_side_subject(vote)}:{(vote.voted_at or vote.asked_at):%Y%m%d%H%M%S}"
    return EscalationPolicy(build_side_subject(vote), steps, key)


escalation.register_escalation(router, KIND, build_request_policy)
escalation.register_step_outcomes(router, KIND, build_request_policy, MatchRequest)


async def ask_side(store: Store, match: ListingMatch, side: str) -> None:
    """Ask the side, once; the planner posts the question in the hours of whoever answers."""
    vote = await store.match_votes.ask_side(match, side)
    await store.outbox.refresh_copies(build_shown_subject(match.get_listing_id(side)))
    await store.escalations.begin_escalations(KIND, {vote.id: store.now})


async def stop_asking(store: Store, vote: MatchVote) -> None:
    """End the reminders, and draw again what this side was sent. The other side's messages stay as they are."""
    await escalation.stop_escalation(store, KIND, vote.id, build_side_subject(vote))


async def resume_asking(store: Store, vote: MatchVote) -> None:
    """Continue to ask a side whose match is open again: while it was closed, nobody was asked."""
    if vote.vote not in (YES, NO):
        since = store.now if vote.voted_at is None else max(store.now, vote.voted_at + PAUSE)
        await restart_asking(store, vote, since, behind=None)


async def restart_asking(store: Store, vote: MatchVote, since: datetime, *, behind: int | None = 0) -> None:
    """Ask the side again from then on; `behind`: steps that are over already, None: as many as were over."""
    subject = build_side_subject(vote)
    await escalation.restart_record_escalation(store, KIND, vote.id, subject, since=since, behind=behind)
    await escalation.redraw_escalation_cards(store, subject)

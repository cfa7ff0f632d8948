"""End a match that both sides know, and ask why: for one's own side, or as the facilitator for whose reason it was."""

from __future__ import annotations

from handlers.chat.cards import Field, Form, Reply
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.exchange.matches.agreed_amounts import redraw_exchanged_listings
from handlers.exchange.matches.match_closing import close_match
from handlers.exchange.matches.match_endings import tell_match_end
from handlers.exchange.matches.match_progress import confirm_match_change, load_followed_match
from handlers.exchange.matches.match_sides import build_match_subject, list_own_sides
from handlers.exchange.matches.match_stages import list_reason_options
from storage.exchange.matches import BOTH, ENDED, REASONS, SIDES, ListingMatch

router = Router()


@router.on(Click, "exchange.end", opens=True)
async def on_match_end_open(event: Click, turn: Turn) -> Reply:
    match, say = await load_followed_match(turn, event.value), turn.say
    reasons = list_reason_options(say, match.purpose)
    fields = [Field("reasons", say("Why?"), "choices", required=False, options=reasons)]
    if not await list_own_sides(turn.store, turn.person, match):
        fields.append(await _draw_giver_choice(turn, match))
    note = say("Both sides see that it has ended. The reasons are for the facilitator.")
    title = say("{code} ends", code=match.code)
    return Reply(form=Form(title, "exchange.end", tuple(fields), say("End"), str(match.id), note=note))


async def _draw_giver_choice(turn: Turn, match: ListingMatch) -> Field:
    """Draw the choice of whose reason it is, for the facilitator: reasons count by organisation."""
    found = [(side, await turn.store.organisations.find(match.get_organisation_id(side))) for side in SIDES]
    names = [(side, organisation.name) for side, organisation in found if organisation is not None]
    options = ((BOTH, turn.say("Both")), *names)
    return Field("whose", turn.say("Whose reason is it?"), "choice", BOTH, options=options)


@router.on(Submission, "exchange.end")
async def on_match_end_submit(event: Submission, turn: Turn) -> Reply:
    match = await load_followed_match(turn, event.value)
    gives_back = match.is_taking
    close_match(turn.store, match, ENDED)
    match.told_at = turn.now
    await _keep_reasons(event, turn, match)
    await turn.store.outbox.refresh_copies(build_match_subject(match.id))
    if gives_back:
        await redraw_exchanged_listings(turn.store, match)
    await tell_match_end(turn.store, match, turn.person.id)
    return confirm_match_change(turn, match)


async def _keep_reasons(event: Submission, turn: Turn, match: ListingMatch) -> None:
    """Keep the reasons with the sides that they are of; what a side has said itself is not taken from it."""
    votes, own = await turn.store.match_votes.map_votes(match.id), await list_own_sides(turn.store, turn.person, match)
    reasons = [reason for reason in event.get_choices("reasons") if reason in REASONS]
    whose = event.get_text("whose")
    for side in own or (SIDES if whose not in SIDES else (whose,)):
        if side in votes:
            votes[side].reasons = reasons if own else [*dict.fromkeys([*votes[side].reasons, *reasons])]

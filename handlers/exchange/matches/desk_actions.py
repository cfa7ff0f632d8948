"""Take a match over, hand it to a colleague in one tap, and take listings and lines off the desk."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.exchange.matches.desk_items import MatchHandover
from handlers.exchange.matches.match_desk import draw_match_desk
from handlers.exchange.matches.match_disclosure import build_match_reply, load_visible_match, show_to_facilitator
from handlers.exchange.matches.match_sides import build_match_subject
from handlers.exchange.matches.unmatched_listings import build_unmatched_subject, load_unmatched
from handlers.questions.private_notices import redraw_subject_notices
from storage.exchange.matches import CLOSED
from storage.kit.parent_locks import lock_parent

router = Router()


@router.on(Click, "exchange.settle")
async def on_unmatched_settle(event: Click, turn: Turn) -> Reply:
    """Take a listing off the facilitator's list; its owner sees in the message that it was dealt with."""
    row, _ = await load_unmatched(turn, event.value)
    if row.settled_at is None:
        row.settled_at = turn.now
        await redraw_subject_notices(turn.store, build_unmatched_subject(row.id))
    return Reply(await draw_match_desk(turn), replace=event.direct)


@router.on(Click, "exchange.heard")
async def on_match_note_heard(event: Click, turn: Turn) -> Reply:
    """Take a line to the facilitator off the list; it stays on its closed match."""
    await rights.need_right(turn)
    asked = await turn.store.match_votes.find_vote(parse_id(event.value))
    vote, match = await lock_parent(turn.store.matches, asked, lambda one: one.match_id)
    rights.need_reader(turn, match is not None, turn.say("I cannot find that match."))
    assert vote is not None
    vote.noted_at = None
    return Reply(await draw_match_desk(turn), replace=event.direct)


@router.on(Click, "exchange.take")
async def on_match_take(event: Click, turn: Turn) -> Reply:
    """Make whoever presses it the facilitator."""
    match = await load_visible_match(turn, event.value, lock=True)
    if match.stage != CLOSED:
        match.facilitator_id = turn.person.id
        await turn.store.outbox.refresh_copies(build_match_subject(match.id))
    return await build_match_reply(turn, match)


@router.on(Click, "exchange.hand_over")
async def on_match_hand_over(event: Click, turn: Turn) -> Reply:
    """Make a colleague the facilitator, who sees the match at once in a message of their own."""
    said, say = MatchHandover.parse_value(event.value), turn.say
    match = await load_visible_match(turn, str(said.match), lock=True)
    person = next((one for one in await turn.store.people.list_secretariat() if one.id == said.person), None)
    if person is None:
        raise UserError(say("Whoever that was is not in the secretariat any more. Open the list again."))
    if match.stage == CLOSED:
        raise UserError(say("{code} has ended.", code=match.code))
    if match.facilitator_id != person.id:
        match.facilitator_id = person.id
        await show_to_facilitator(turn.store, match, person)
    return build_text_reply(
        say("{name} looks after {code} now, and gets it in a message.", name=person.name, code=match.code)
    )

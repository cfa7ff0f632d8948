"""Load a match that runs, for whoever acts for one of its sides, and ask for which side they speak."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handlers.chat.cards import Field
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.matches.match_progress import load_followed_match
from handlers.exchange.matches.match_sides import list_own_sides
from storage.exchange.listings import OFFER
from storage.exchange.matches import ListingMatch


async def load_running_match(
    turn: Turn, value: str, explain: Callable[[Say, ListingMatch], str]
) -> tuple[ListingMatch, list[str]]:
    """Return a match that runs, with its lock, and the sides that this person acts for.

    `explain` says why it is refused where it does not run, or where the person acts for no side.
    """
    match = await load_followed_match(turn, value)
    sides = await list_own_sides(turn.store, turn.person, match)
    if not match.is_running_exchange or not sides:
        raise UserError(explain(turn.say, match))
    return match, sides


def draw_side_choice(say: Say, sides: Sequence[str]) -> list[Field]:
    """Draw the choice of a side; nothing for whoever acts for one alone."""
    if len(sides) == 1:
        return []
    options = tuple((side, say("As who supplies") if side == OFFER else say("As who receives")) for side in sides)
    return [Field("side", say("For whom?"), "choice", sides[0], options=options)]


def read_side_choice(event: Submission, sides: Sequence[str]) -> str:
    side = event.get_text("side")
    return side if side in sides else sides[0]

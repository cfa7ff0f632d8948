"""Write the stage, the next step and its day of a match. A day that people chose is told from one that the bot set."""

from __future__ import annotations

from handlers.chat.say import Say
from handlers.dates.workdays import add_workdays
from handlers.exchange.amount_texts import describe_amount
from handlers.exchange.matches.match_silence import find_last_question
from handlers.exchange.matches.match_stages import ASK_DAYS, describe_match_stage
from storage.exchange.matches import KNOWN_STAGES, RUNNING, ListingMatch
from storage.kit.database import Store


async def list_step_facts(store: Store, say: Say, match: ListingMatch) -> tuple[tuple[str, str], ...]:
    """Return label and text of the stage, the next step and its day, of what there is."""
    rows = (
        (say("Stage"), describe_match_stage(say, match)),
        (say("Flows"), describe_amount(say, match.amount)),
        (say("Next step"), _describe_step(say, match)),
        (
            say("I ask again") if await is_only_asked_again(store, match) else say("By"),
            say.format_day(match.next_on) if match.next_on else "",
        ),
    )
    return tuple((label, text) for label, text in rows if text)


def _describe_step(say: Say, match: ListingMatch) -> str:
    """Return what comes next; what runs needs no step."""
    if match.stage not in KNOWN_STAGES:
        return ""
    return match.next_step or ("" if match.stage == RUNNING else say("Agree on a next step"))


async def is_only_asked_again(store: Store, match: ListingMatch) -> bool:
    """Return True if nothing is due on the day ahead: it was set with the last question, or what runs has no step."""
    if match.next_on is None or match.stage not in KNOWN_STAGES:
        return False
    if match.stage == RUNNING and not match.next_step:
        return True
    asked = await find_last_question(store, match)
    return asked is not None and match.next_on == add_workdays(asked, ASK_DAYS[match.stage])

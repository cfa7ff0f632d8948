"""Name the stages of a match and the reasons for ending one, and count the working days of their clocks."""

from __future__ import annotations

from handlers.chat.say import Say
from storage.exchange.matches import (
    CLOSED,
    GRID_TALK,
    INTEREST,
    KNOWN_STAGES,
    PILOT,
    PROPOSED,
    RUNNING,
    STUDY,
    SUPPLY,
    TALKS,
    ListingMatch,
)

#: working days within which two sides that know each other agree on a next step
STEP_DAYS = 10
#: stage -> working days until both are asked again how it goes; for what runs about a year
ASK_DAYS = {TALKS: 20, STUDY: 30, PILOT: 30, RUNNING: 230}


def describe_stage(say: Say, stage: str) -> str:
    return {
        PROPOSED: say("Proposed"), INTEREST: say("One side is interested"), TALKS: say("In talks"),
        STUDY: say("Being studied"), PILOT: say("Pilot"), RUNNING: say("Running"), CLOSED: say("Closed"),
    }[stage]  # fmt: skip


def describe_match_stage(say: Say, match: ListingMatch) -> str:
    """Return the stage of this match: of two needs nothing runs, but a connection may have been agreed on."""
    if match.purpose == GRID_TALK and match.stage == RUNNING:
        return say("Joint connection agreed")
    return describe_stage(say, match.stage)


def list_stage_options(say: Say, match: ListingMatch) -> tuple[tuple[str, str], ...]:
    """Return the stages that two sides who know each other may set."""
    agreed = {RUNNING: say("Joint connection agreed")} if match.purpose == GRID_TALK else {}
    return tuple((stage, agreed.get(stage) or describe_stage(say, stage)) for stage in KNOWN_STAGES)


def list_reason_options(say: Say, purpose: str = SUPPLY) -> tuple[tuple[str, str], ...]:
    """Return the reasons for a no; a grid talk has none about quality."""
    reasons = _list_all_reasons(say)
    return reasons if purpose == SUPPLY else tuple(one for one in reasons if one[0] != "quality")


def _list_all_reasons(say: Say) -> tuple[tuple[str, str], ...]:
    return (
        ("distance", say("Distance")), ("amount", say("Amount")), ("quality", say("Quality")),
        ("timing", say("Timing")), ("economy", say("Economy")), ("rules", say("Rules")),
        ("people", say("People and capacity")), ("secrecy", say("Secrecy")),
        ("solved", say("Solved in another way")), ("other", say("Something else")),
    )  # fmt: skip


def describe_reasons(say: Say, reasons: list[str]) -> str:
    """Return "distance and amount", within a sentence."""
    known = dict(list_reason_options(say))
    return say.listed([f"{known[one][:1].lower()}{known[one][1:]}" for one in reasons if one in known])

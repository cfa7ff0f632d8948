"""What rounds are called: their states, what organisations have said, and what is asked for, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from handlers.chat.say import Say
from handlers.chat.turn import Arena, Telling
from handlers.policy.rounds import units
from handlers.policy.rounds.deadlines import is_open
from storage.policy.rounds import (
    ANSWERED,
    CANCELLED,
    CHOICE,
    CLOSED,
    DECLINED,
    DRAFT,
    NAMED,
    NUMBER,
    OPEN,
    PRIVATE,
    SCHEME,
    UNNAMED,
    Round,
    RoundAnswer,
    RoundField,
)
from storage.policy.schemes import HIT, MISSED


def state(say: Say, round: Round, arena: Arena, now: datetime) -> str:
    """A deadline that has passed closes a round, whenever somebody looks after it."""
    if round.state == OPEN and not is_open(round, arena, now):
        return say("Closed")
    return {
        DRAFT: say("Draft"), OPEN: say("Open for answers"), CLOSED: say("Closed"), CANCELLED: say("Called off"),
    }[round.state]  # fmt: skip


def state_line(at: Telling, round: Round) -> str:
    """ "Åpen · frist 17. mars 2027"."""
    line = state(at.say, round, at.arena, at.now)
    return f"{line} · {at.say('deadline {day}', day=at.say.day(round.deadline))}"


def verdicts(say: Say) -> dict[str, str]:
    return {HIT: say("Hits"), MISSED: say("Misses")}


def shares(say: Say) -> dict[str, str]:
    """Who may read what was written."""
    return {
        PRIVATE: say("Only the secretariat"),
        UNNAMED: say("Members too, without our name"),
        NAMED: say("Members too, with our name"),
    }


def number(say: Say, value: str | Decimal, unit: str) -> str:
    """ "1 200,5 MW"."""
    return f"{say.decimal(Decimal(value))} {units.shown(say, unit)}"


def value(say: Say, field: RoundField, answer: RoundAnswer) -> str:
    """What was answered to one field; empty where nothing was."""
    given = answer.given.get(str(field.id), "")
    if not given:
        return ""
    match field.kind:
        case kind if kind == NUMBER:
            return number(say, given, field.unit)
        case kind if kind == CHOICE:
            return field.options[int(given)] if int(given) < len(field.options) else ""
        case kind if kind == SCHEME:
            why = answer.given.get(f"{field.id}:why", "")
            return f"{verdicts(say).get(given, '')}{f' – {why}' if why else ''}"
    return str(given)


def lines(say: Say, fields: Sequence[RoundField], answer: RoundAnswer) -> list[tuple[str, str]]:
    """Label and answer, as far as there is one."""
    if answer.state == DECLINED:
        return [(say("Does not answer"), answer.reason or say("no reason given"))]
    if answer.state != ANSWERED:
        return []
    return [(field.label, text) for field in fields if (text := value(say, field, answer))]


def has_words(fields: Sequence[RoundField]) -> bool:
    """Whether somebody writes words that others might read."""
    return any(field.kind not in (NUMBER, CHOICE) for field in fields)


def subject(round_id: int, organisation_id: int) -> str:
    """Under which the cards of one organisation are redrawn."""
    return f"round:{round_id}:{organisation_id}"

"""Show how ready both sides of a match are, beside each other: never what one has said before the other has."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from handlers.chat.cards import Facts, Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import RenderContext
from storage.exchange.match_readiness import ASPECTS, COLOURS, GREEN, RED, UNKNOWN, YELLOW, MatchReadiness
from storage.exchange.matches import PILOT, RUNNING, SIDES, STUDY, ListingMatch

#: stages in which both sides are asked how ready they are
ASKED_STAGES = (STUDY, PILOT)


def list_aspect_labels(say: Say) -> tuple[tuple[str, str], ...]:
    names = (
        say("Technology"), say("Economy"), say("Organisation"), say("Law and permits"), say("People"),
        say("Environment"),
    )  # fmt: skip
    return tuple(zip(ASPECTS, names, strict=True))


def list_colour_options(say: Say) -> tuple[tuple[str, str], ...]:
    return tuple((colour, _name_colour(say, colour)) for colour in COLOURS)


def _name_colour(say: Say, colour: str) -> str:
    names = {GREEN: say("Green"), YELLOW: say("Yellow"), RED: say("Red"), UNKNOWN: say("Don't know")}
    return names.get(colour, names[UNKNOWN])


async def draw_asked_readiness(at: RenderContext, match: ListingMatch) -> list[Part]:
    """Draw how ready both are where it still matters: what runs has shown it."""
    return [] if match.stage == RUNNING else await draw_readiness(at, match)


async def draw_readiness(at: RenderContext, match: ListingMatch) -> list[Part]:
    """Draw the latest answers that both have given, and who has answered a later question."""
    say = at.say
    standing = find_readiness_standing(await at.store.match_readiness.list_readiness_of_match(match.id))
    names = {side: await _name_organisation(at, match, side) for side in SIDES}
    parts: list[Part] = []
    if standing.both:
        order = [one for side in SIDES for one in standing.both if one.side == side]
        dated = [f"{names[one.side]} ({say.format_day(one.asked_on)})" for one in order]
        rows = [
            (label, " · ".join(_name_colour(say, one.colours.get(aspect, UNKNOWN)) for one in order))
            for aspect, label in list_aspect_labels(say)
        ]
        parts += [Text(say("How ready they are: {sides}", sides=" · ".join(dated)), "subtle"), Facts(tuple(rows))]
    if match.stage in ASKED_STAGES and standing.waiting:
        told = say(
            "{name} has said how ready it is. You see it here once both have.", name=names[standing.waiting.side]
        )
        parts.append(Text(told, "subtle"))
    return parts


class ReadinessStanding(NamedTuple):
    """Hold the last two answers that both see, and a later one that the other side does not see yet."""

    both: tuple[MatchReadiness, ...] = ()
    waiting: MatchReadiness | None = None


def find_readiness_standing(said: Sequence[MatchReadiness]) -> ReadinessStanding:
    """Put answers beside each other, question by question: a late one goes with the latest of the other side."""
    both, waiting = tuple[MatchReadiness, ...](), dict[str, MatchReadiness]()
    for _, answers in groupby(sorted(said, key=lambda one: one.asked_on), key=lambda one: one.asked_on):
        waiting |= {one.side: one for one in answers}
        if len(waiting) == len(SIDES):
            both, waiting = tuple(waiting.values()), {}
    return ReadinessStanding(both, next(iter(waiting.values()), None))


async def _name_organisation(at: RenderContext, match: ListingMatch, side: str) -> str:
    organisation = await at.store.organisations.find(match.get_organisation_id(side))
    return organisation.name if organisation is not None else ""

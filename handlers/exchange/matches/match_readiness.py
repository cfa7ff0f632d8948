"""Ask each side of a match in study or pilot how ready it is. Both are told once both have answered."""

from __future__ import annotations

from datetime import date

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Turn, View
from handlers.exchange.matches.match_disclosure import may_see_match
from handlers.exchange.matches.match_progress import ProgressAnswer, load_followed_match, parse_iso_day
from handlers.exchange.matches.match_sides import build_match_subject, list_own_sides, tell_other_contacts
from handlers.exchange.matches.match_silence import find_last_question, note_answer
from handlers.exchange.matches.readiness_facts import (
    ASKED_STAGES,
    draw_readiness,
    find_readiness_standing,
    list_aspect_labels,
    list_colour_options,
)
from handlers.exchange.matches.running_matches import draw_side_choice, read_side_choice
from storage.exchange.match_readiness import ASPECTS, COLOURS, UNKNOWN, MatchReadiness
from storage.exchange.matches import ListingMatch

router = Router()


class ReadinessCard(CardArguments, frozen=True):
    template = "exchange.readiness"

    match: int
    #: day of the question that both have answered
    asked: date


@router.on(Click, "exchange.readiness", opens=True)
async def on_readiness_open(event: Click, turn: Turn) -> Reply:
    """Open the six questions, filled with what the side said last: often one tap is enough."""
    answer, say = ProgressAnswer.parse_value(event.value), turn.say
    match, sides = await _load_asked_match(turn, answer.match)
    said = await turn.store.match_readiness.list_readiness_of_match(match.id)
    last = next((one.colours for one in said if one.side == sides[0]), {})
    options = list_colour_options(say)
    fields = [
        Field(aspect, label, "choice", last.get(aspect, UNKNOWN), options=options)
        for aspect, label in list_aspect_labels(say)
    ]
    fields += draw_side_choice(say, sides)
    note = say("The other side sees it once it has answered too. No figures of money: a colour is enough.")
    title = say("How ready are you? {code}", code=match.code)
    value = answer.encode_value()
    return Reply(form=Form(title, "exchange.readiness", tuple(fields), say("Save"), value, note=note))


@router.on(Submission, "exchange.readiness")
async def on_readiness_submit(event: Submission, turn: Turn) -> Reply:
    answer, say = ProgressAnswer.parse_value(event.value), turn.say
    match, sides = await _load_asked_match(turn, answer.match)
    colours = {aspect: event.get_text(aspect) for aspect in ASPECTS}
    wrong = {aspect: say("Choose one of these.") for aspect, colour in colours.items() if colour not in COLOURS}
    if wrong:
        raise UserError("", wrong)
    asked, side = await _find_asked_day(turn, match, answer.asked), read_side_choice(event, sides)
    before = await turn.store.match_readiness.list_readiness_of_match(match.id)
    await turn.store.match_readiness.store_readiness(
        MatchReadiness(
            match_id=match.id, side=side, organisation_id=match.get_organisation_id(side), asked_on=asked,
            colours=colours, by_id=turn.person.id,
        )
    )  # fmt: skip
    if match.stalled_on is None or match.stalled_on < asked:
        note_answer(match, asked)
    await turn.store.outbox.refresh_copies(build_match_subject(match.id))
    after = await turn.store.match_readiness.list_readiness_of_match(match.id)
    standing, stood = find_readiness_standing(after), find_readiness_standing(before)
    if standing.waiting is not None and standing.waiting.side == side:
        return build_text_reply(say("Saved. You see both once the other side has answered too."))
    if {one.id for one in standing.both} != {one.id for one in stood.both}:
        await tell_other_contacts(turn, match, ReadinessCard(match.id, asked), f"readiness:{asked.isoformat()}")
    return Reply(Card(say("How ready both are: {code}", code=match.code), tuple(await draw_readiness(turn, match))))


async def _load_asked_match(turn: Turn, match_id: int) -> tuple[ListingMatch, list[str]]:
    match = await load_followed_match(turn, str(match_id))
    sides = await list_own_sides(turn.store, turn.person, match)
    if match.stage not in ASKED_STAGES or not sides:
        raise UserError(
            turn.say("Its two sides say how ready they are while {code} is in study or pilot.", code=match.code)
        )
    return match, sides


async def _find_asked_day(turn: Turn, match: ListingMatch, asked: str) -> date:
    """Return the day of the question that stands now: an old card answers that one, as the newest does."""
    days = [day for day in (await find_last_question(turn.store, match), parse_iso_day(asked)) if day is not None]
    return min(max(days, default=turn.today), turn.today)


@router.card(ReadinessCard)
async def draw_readiness_card(view: View[ReadinessCard]) -> Card | None:
    match, say = await view.store.matches.find(view.args.match), view.say
    if match is None or view.person is None or not await may_see_match(view.store, view.person, match):
        return draw_withheld(view)
    parts = await draw_readiness(view, match)
    if not parts:
        return None
    show = Buttons((Button(say("Show"), "matches.open", str(match.id)),))
    return Card(say("How ready both are: {code}", code=match.code), (*parts, show))
